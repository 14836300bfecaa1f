// What readers share about an article's fields: their accepted forms, and the identity of an article that states none.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/document.h"

namespace mizan {

// White space of ASCII taken off both ends.
std::string_view trimmed(std::string_view text);

// "2025-03-28", or with a time: "2025-03-28T14:05", ":SS", a fraction, and "Z" or "+03:00" behind it. A blank instead of the T
// becomes a T; nothing else is changed. nullopt for any other text and for a day that no calendar has. Empty stays empty.
std::optional<std::string> checked_date(std::string_view text);

// "ar", "en", or empty for any other language. "AR" and "ar-SA" are "ar".
std::string known_lang(std::string_view text);

// "SA" for "sa"; empty for what is no pair of letters.
std::string known_place(std::string_view text);

// Empty, "live", "corrected" or "withdrawn".
bool is_known_state(std::string_view text);

// One spelling of an address: scheme and host in lower case, no default port, fragment or campaign parameters (utm_*, fbclid, gclid), "/"
// for an empty path. A text without "://" is returned as it is. ON DISK: articles are found again by it; do not change.
std::string canonical_url(std::string_view url);

// XXH3, 128 bits, 32 hex digits. ON DISK: articles are found again by it; do not change.
std::string content_hash(std::string_view text);

// Gives an article without an id of its own the identity that the contract says: its address, else the hash of its content.
void identify_by_content(Document& document);

}  // namespace mizan
