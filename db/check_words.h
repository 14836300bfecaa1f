// The words that the arithmetic checks look for between figures, and the vocabulary of measures: data, db/check_words.tsv.
#pragma once

#include <string_view>
#include <vector>

namespace mizan {

// The words of a role, folded, in the order of the file; they live as long as the program. Empty for a role that the file does not have: a test asks for all
// that the checks use.
const std::vector<std::string_view>& check_words(std::string_view role);

}  // namespace mizan
