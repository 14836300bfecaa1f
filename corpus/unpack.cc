#include "corpus/unpack.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <memory>

namespace mizan::corpus {

bool unpackable(std::string_view bytes) {
  using namespace std::string_view_literals;
  for (std::string_view magic : {"\x1F\x8B"sv, "\x28\xB5\x2F\xFD"sv,
                                 "\xFD"
                                 "7zXZ\0"sv,
                                 "BZh"sv}) {
    if (bytes.substr(0, magic.size()) == magic) return true;
  }
  return false;
}

std::optional<std::string> unpack(std::string_view bytes, std::uint64_t limit) {
  std::unique_ptr<archive, int (*)(archive*)> packed(archive_read_new(), archive_read_free);
  archive_read_support_filter_gzip(packed.get());
  archive_read_support_filter_zstd(packed.get());
  archive_read_support_filter_xz(packed.get());
  archive_read_support_filter_bzip2(packed.get());
  archive_read_support_format_raw(packed.get());
  archive_entry* entry = nullptr;
  if (archive_read_open_memory(packed.get(), bytes.data(), bytes.size()) != ARCHIVE_OK || archive_read_next_header(packed.get(), &entry) != ARCHIVE_OK)
    return std::nullopt;
  std::string out;
  std::array<char, 16384> piece;
  for (;;) {
    la_ssize_t got = archive_read_data(packed.get(), piece.data(), piece.size());
    if (got < 0) return std::nullopt;
    if (got == 0) return out;
    if (out.size() + static_cast<std::size_t>(got) > limit) return std::nullopt;
    out.append(piece.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace mizan::corpus
