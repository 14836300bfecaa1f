// One packed piece (gzip, zstd, xz, bzip2) in memory, as web servers send pages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mizan::corpus {

// Does it begin as something packed does?
bool unpackable(std::string_view bytes);

// What was packed; nullopt where it is damaged, or larger than `limit`.
std::optional<std::string> unpack(std::string_view bytes, std::uint64_t limit);

}  // namespace mizan::corpus
