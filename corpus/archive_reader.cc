// What is packed: zip, tar, and files packed by themselves (gz, zst, xz, bz2), read as they stream, nothing ever written.
//
// An archive is a folder of its own name: "march.zip" holds "march.zip/sahl/1.txt". A file packed by itself keeps the name it had before: "1.txt.gz" is the
// article "1.txt", packed or not. Names lead nowhere ("../../etc/passwd" is a name like any other), links are not followed.
//
// Hostile archives end in a rejection: what is unpacked may be ReaderOptions::max_expansion times what was read, beyond the first 64 MiB, and archives in
// archives go max_depth deep.
#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <vector>

#include "corpus/fields.h"
#include "corpus/formats.h"

namespace mizan::corpus {
namespace {

constexpr std::uint64_t kFreeBytes = std::uint64_t{64} << 20;
constexpr std::size_t kBlock = std::size_t{64} << 10;

// What the archive and the producers of its members share. Lives as long as the last of them.
struct Unpacking {
  explicit Unpacking(std::unique_ptr<Input> from, const ReaderOptions& options) : input(std::move(from)), max_expansion(options.max_expansion), block(kBlock) {}
  ~Unpacking() {
    if (packed) archive_read_free(packed);
  }
  Unpacking(const Unpacking&) = delete;
  Unpacking& operator=(const Unpacking&) = delete;

  void fail(std::string code, std::string message, std::string remedy) {
    if (failure) return;
    Diagnostic why;
    why.code = std::move(code);
    why.message = std::move(message);
    why.remedy = std::move(remedy);
    why.byte_offset = input->bytes.position();
    failure = std::move(why);
  }
  void fail_damaged() {
    if (std::optional<Diagnostic> below = input->bytes.failure()) {
      fail(below->code, below->message, below->remedy);
      return;
    }
    const char* said = archive_error_string(packed);
    std::string reason = said ? said : "it cannot be unpacked";
    if ((readable && archive_read_has_encrypted_entries(packed) > 0) || reason.find("ncrypt") != std::string::npos ||
        reason.find("assphrase") != std::string::npos) {
      fail("archive.encrypted", "the archive is locked with a password", "unlock it first");
      return;
    }
    fail("archive.damaged", fmt::format("the archive breaks off or is damaged near byte {}: {}", input->bytes.position(), excerpt(reason)),
         "fetch or pack it again; what came before the damage was read");
  }
  // Data of the current member.
  std::size_t read(char* to, std::size_t room) {
    if (failure) return 0;
    la_ssize_t got = archive_read_data(packed, to, room);
    if (got < 0) {
      if (got == ARCHIVE_RETRY || got == ARCHIVE_WARN) return read_again(to, room);
      fail_damaged();
      return 0;
    }
    return count(static_cast<std::size_t>(got));
  }
  std::size_t read_again(char* to, std::size_t room) {
    la_ssize_t got = archive_read_data(packed, to, room);
    if (got >= 0) return count(static_cast<std::size_t>(got));
    fail_damaged();
    return 0;
  }
  std::size_t count(std::size_t got) {
    unpacked += got;
    if (unpacked > kFreeBytes && unpacked / max_expansion > input->bytes.position()) {
      fail("archive.bomb", fmt::format("{} bytes unpack to more than {} times as many", input->bytes.position(), max_expansion),
           "if the archive is what it should be, unpack it yourself");
      return 0;
    }
    return got;
  }
  // The rest of the current member, so that what is unpacked unseen counts too.
  void drain() {
    std::array<char, 16384> waste;
    while (read(waste.data(), waste.size()) > 0) {
    }
  }

  std::unique_ptr<Input> input;
  std::uint64_t max_expansion;
  std::vector<char> block;
  archive* packed = nullptr;
  bool readable = false;  // it was opened: before that libarchive may not be asked about it
  std::uint64_t unpacked = 0;
  std::optional<Diagnostic> failure;
};

la_ssize_t read_block(archive*, void* data, const void** block) {
  auto* unpacking = static_cast<Unpacking*>(data);
  std::size_t got = unpacking->input->bytes.read(unpacking->block.data(), unpacking->block.size());
  *block = unpacking->block.data();
  return unpacking->input->bytes.failed() && got == 0 ? -1 : static_cast<la_ssize_t>(got);
}

class MemberProducer final : public ByteProducer {
 public:
  MemberProducer(std::shared_ptr<Unpacking> unpacking, std::string member) : unpacking_(std::move(unpacking)), member_(std::move(member)) {}
  std::size_t read(char* to, std::size_t room) override { return unpacking_->read(to, room); }
  std::optional<Diagnostic> failure() const override { return unpacking_->failure; }

 private:
  std::shared_ptr<Unpacking> unpacking_;
  std::string member_;
};

// "a/./b//../c" -> "a/b/c": no name leads out of the archive.
std::string tame(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    std::size_t end = std::min(name.find_first_of("/\\"), name.size());
    std::string_view part = name.substr(0, end);
    name.remove_prefix(std::min(end + 1, name.size()));
    if (part.empty() || part == "." || part == "..") continue;
    if (!out.empty()) out += '/';
    out += part;
  }
  return out;
}

std::string name_of(archive_entry* entry) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  return name ? name : "";
}

bool has_hidden_part(std::string_view path) {
  for (std::size_t at = 0; at < path.size();) {
    std::size_t end = std::min(path.find('/', at), path.size());
    std::string_view part = path.substr(at, end - at);
    if (part.front() == '.' || part == "__MACOSX") return true;
    at = end + 1;
  }
  return false;
}

// "a.txt" of "a.txt.gz"; ".tgz" and the like are archives, no packed files.
std::string without_suffix(const std::string& name) {
  for (std::string_view suffix : {".gz", ".zst", ".xz", ".bz2", ".GZ"}) {
    if (name.size() > suffix.size() && name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0)
      return name.substr(0, name.size() - suffix.size());
  }
  return name;
}

class ArchiveReader final : public DocumentReader {
 public:
  ArchiveReader(std::unique_ptr<Input> input, const ReaderOptions& options)
      : unpacking_(std::make_shared<Unpacking>(std::move(input), options)), options_(options) {
    if (options_.format == InputFormat::kArchive) options_.format = InputFormat::kAuto;
  }

  bool next(ReadItem& item) override {
    if (!opened_ && !open(item)) return true;
    while (!ended_) {
      if (current_) {
        if (current_->next(item)) {
          // The member's reader speaks of the damage that stopped it; once is enough.
          if (unpacking_->failure && std::holds_alternative<Rejection>(item) && std::get<Rejection>(item).why.code == unpacking_->failure->code) ended_ = true;
          return true;
        }
        current_.reset();
        leave_member();
      } else if (next_member(item)) {
        return true;
      }
    }
    current_.reset();
    return false;
  }

 private:
  const Input& input() const { return *unpacking_->input; }

  bool open(ReadItem& item) {
    opened_ = true;
    if (input().depth >= options_.max_depth) {
      ended_ = true;
      item = input().reject(input().relative, "archive.too_deep", fmt::format("an archive in an archive, more than {} deep", options_.max_depth),
                            "unpack the outer one first");
      return false;
    }
    archive* a = archive_read_new();
    unpacking_->packed = a;
    archive_read_support_filter_gzip(a);
    archive_read_support_filter_xz(a);
    archive_read_support_filter_zstd(a);
    archive_read_support_filter_bzip2(a);
    archive_read_support_format_tar(a);
    archive_read_support_format_zip_streamable(a);
    archive_read_support_format_raw(a);
    if (archive_read_open(a, unpacking_.get(), nullptr, read_block, nullptr) == ARCHIVE_OK) {
      unpacking_->readable = true;
      return true;
    }
    unpacking_->fail_damaged();
    return !report(item);
  }

  // The failure as an item, and the end; false where there was none.
  bool report(ReadItem& item) {
    ended_ = true;
    if (!unpacking_->failure) return false;
    const Diagnostic& why = *unpacking_->failure;
    item = input().reject(input().relative, why.code, why.message, why.remedy, 0, why.byte_offset);
    return true;
  }

  // What the member's reader left unread.
  void leave_member() {
    if (unpacking_->failure) return;
    // A zip says where its next member begins; anything else has to be unpacked to get there.
    const bool skips = archive_format(unpacking_->packed) == ARCHIVE_FORMAT_ZIP || archive_filter_count(unpacking_->packed) <= 1;
    if (skips)
      archive_read_data_skip(unpacking_->packed);
    else
      unpacking_->drain();
  }

  // Opens the next member that may hold articles. True where `item` is a rejection.
  bool next_member(ReadItem& item) {
    if (unpacking_->failure) return report(item);
    archive* a = unpacking_->packed;
    archive_entry* entry = nullptr;
    int status = archive_read_next_header(a, &entry);
    if (status == ARCHIVE_EOF) {
      ended_ = true;
      return false;
    }
    if (status == ARCHIVE_FATAL || (status != ARCHIVE_OK && status != ARCHIVE_WARN && ++retries_ > 100)) {
      unpacking_->fail_damaged();
      return report(item);
    }
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return false;
    const bool raw = archive_format(a) == ARCHIVE_FORMAT_RAW;
    std::string name = raw ? without_suffix(base_name(input().relative)) : tame(name_of(entry));
    if (!raw && archive_entry_filetype(entry) != AE_IFREG) {
      if (archive_entry_symlink(entry) != nullptr) input().note("input.symlink", printable(name) + " is a link, left out", "");
      return false;
    }
    if (!raw && (archive_entry_hardlink(entry) != nullptr || has_hidden_part(name) || is_no_article(base_name(name)))) {
      leave_member();
      return false;
    }
    if (archive_entry_is_data_encrypted(entry) > 0) {
      leave_member();
      item = input().reject(input().relative + "/" + printable(name), "archive.encrypted", printable(name) + " is locked with a password",
                            "unlock the archive first");
      return true;
    }
    if (raw && name == base_name(input().relative) && archive_filter_count(a) <= 1) {
      // Neither an archive nor packed: libarchive would hand on any bytes.
      item = input().reject(input().relative, "archive.damaged", "this is no archive that can be unpacked",
                            "zip, tar, gz, zst, xz and bz2 are; or leave --from to be told from the content");
      ended_ = true;
      return true;
    }
    std::unique_ptr<Input> member = input().nested(name, std::make_unique<MemberProducer>(unpacking_, name));
    if (raw) {
      member->relative =
          input().relative.empty() ? std::string() : input().relative.substr(0, input().relative.size() - base_name(input().relative).size()) + name;
      member->file = input().file;
      member->encoding = input().encoding;
    }
    Rejection why;
    current_ = open_input(std::move(member), options_, why);
    if (current_) return false;
    leave_member();
    item = std::move(why);
    return true;
  }

  static std::string base_name(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

  std::shared_ptr<Unpacking> unpacking_;
  ReaderOptions options_;
  std::unique_ptr<DocumentReader> current_;
  bool opened_ = false;
  bool ended_ = false;
  int retries_ = 0;
};

}  // namespace

std::unique_ptr<DocumentReader> make_archive_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<ArchiveReader>(std::move(input), options);
}

}  // namespace mizan::corpus
