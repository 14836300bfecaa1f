// What readers share about an article's fields: their accepted forms, and the identity of an article that states none.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/document.h"
#include "pipeline/web_address.h"

namespace mizan::corpus {

// White space of ASCII taken off both ends.
std::string_view trimmed(std::string_view text);

// Lines that were wrapped by hand, joined to paragraphs: a line of nearly the full width goes on in the next, unless that is blank, indented or an item of a
// list. Carriage returns go. Texts without such a width (no line of 50 to 100 characters that most others come near) stay as they are.
std::string unwrapped(std::string_view text);

// A value as a message may quote it: at most 60 bytes of it, cut between characters.
std::string excerpt(std::string_view text);

// "2025-03-28", or with a time: "2025-03-28T14:05", ":SS", a fraction, and "Z" or "+03:00" behind it. A blank instead of the T
// becomes a T; nothing else is changed. nullopt for any other text and for a day that no calendar has. Empty stays empty.
std::optional<std::string> checked_date(std::string_view text);

// "ar", "en", or empty for any other language. "AR" and "ar-SA" are "ar".
std::string known_lang(std::string_view text);

// "SA" for "sa"; empty for what is no pair of letters.
std::string known_place(std::string_view text);

// Empty, "live", "corrected" or "withdrawn".
bool is_known_state(std::string_view text);

// XXH3, 128 bits, 32 hex digits. ON DISK: articles are found again by it; do not change.
std::string content_hash(std::string_view text);

// Gives an article without an id of its own the identity that the contract says: its address, else the hash of its content.
void identify_by_content(Document& document);

}  // namespace mizan::corpus
