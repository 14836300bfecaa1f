#include "tools/inbox.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <utility>

namespace mizan::tools {
namespace {

class Handle {
 public:
  explicit Handle(int descriptor) : descriptor_(descriptor) {}
  Handle(Handle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Handle() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

constexpr int kFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

Diagnostic problem(const char* code, const std::string& file, std::string message, std::string remedy) {
  return {code, std::move(message), std::move(remedy), file, 0, 0};
}

// The folder `below` of `root`, made where it is absent; no part of it may be a link.
Handle folder_below(int root, std::string_view below, mode_t mode) {
  Handle at(::fcntl(root, F_DUPFD_CLOEXEC, 0));
  while (at && !below.empty()) {
    const std::size_t end = std::min(below.find('/'), below.size());
    const std::string part(below.substr(0, end));
    below.remove_prefix(std::min(end + 1, below.size()));
    if (::mkdirat(at.get(), part.c_str(), mode) != 0 && errno != EEXIST) return Handle(-1);
    Handle next(::openat(at.get(), part.c_str(), kFolder));
    at = std::move(next);
  }
  return at;
}

std::pair<std::string, std::string> parted(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::pair(std::string(), path) : std::pair(path.substr(0, slash), path.substr(slash + 1));
}

// Moves without replacing. Not every file system knows how: there, a look before the move has to do.
bool move_without_replacing(int from, const std::string& name, int to, const std::string& target) {
  if (::renameat2(from, name.c_str(), to, target.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  struct stat there {};
  if (::fstatat(to, target.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0) {
    errno = EEXIST;
    return false;
  }
  return ::renameat(from, name.c_str(), to, target.c_str()) == 0;
}

// "a.txt" for 1, "a.2.txt" for 2.
std::string numbered(const std::string& name, int number) {
  if (number == 1) return name;
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos || dot == 0) return fmt::format("{}.{}", name, number);
  return fmt::format("{}.{}{}", name.substr(0, dot), number, name.substr(dot));
}

// What writers mark as not whole, what says why a file failed, and what the readers leave out.
bool is_left_alone(std::string_view name) {
  std::string stem(name.substr(0, name.find('.')));
  for (char& c : stem) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (stem == "readme") return true;
  return name.front() == '.' || name.ends_with('~') || name.ends_with(".part") || name.ends_with(".tmp") || name.ends_with(".filepart") ||
         name.ends_with(".crdownload") || name.ends_with(".reason.ndjson");
}

}  // namespace

Result<std::unique_ptr<Inbox>> Inbox::open(const std::string& path, const InboxOptions& options) {
  std::unique_ptr<Inbox> inbox(new Inbox);
  inbox->path_ = path;
  inbox->options_ = options;
  inbox->root_ = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (inbox->root_ < 0)
    return problem("watch.absent", path, fmt::format("the inbox cannot be opened: {}", std::strerror(errno)), "make the folder, or name another one");
  std::error_code error;
  std::filesystem::path whole = std::filesystem::absolute(path, error).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  const std::string name = whole.has_filename() && !whole.filename().string().starts_with('.') ? whole.filename().string() : "inbox";
  inbox->taken_ = ::fcntl(folder_below(inbox->root_, ".taken", 0700).get(), F_DUPFD_CLOEXEC, 0);
  struct stat own {};
  const bool ours = inbox->taken_ >= 0 && ::fstat(inbox->taken_, &own) == 0 && own.st_uid == ::geteuid() && ::fchmod(inbox->taken_, 0700) == 0;
  if (!ours || !folder_below(inbox->taken_, name, 0700)) {
    const bool forbidden = errno == EACCES || errno == EROFS;
    return problem("watch.not_ours", path + "/.taken", forbidden ? "the inbox cannot be written to" : "this is no folder of this user's own",
                   forbidden ? "allow it: files are moved" : "remove it");
  }
  const int folder = ::openat(inbox->taken_, name.c_str(), kFolder);
  ::close(inbox->taken_);
  // From here on files lie below .taken/NAME. By number, not "self": a reader may have another program read a file (PDF).
  inbox->taken_path_ = fmt::format("/proc/{}/fd/{}/../{}", ::getpid(), folder, name);
  inbox->taken_ = folder;
  if (inbox->taken_ < 0) return problem("watch.io", path, std::strerror(errno), "check the folder's permissions");
  inbox->notify_ = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);  // without it, looking every some seconds has to do
  inbox->note_watch("");
  return inbox;
}

Inbox::~Inbox() {
  for (int descriptor : {root_, taken_, notify_}) {
    if (descriptor >= 0) ::close(descriptor);
  }
}

void Inbox::note_watch(const std::string& below) {
  if (notify_ < 0 || !watched_.insert(below).second) return;
  const std::string folder = below.empty() ? path_ : path_ + "/" + below;
  ::inotify_add_watch(notify_, folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ATTRIB | IN_DONT_FOLLOW | IN_ONLYDIR);
}

// Whole: nobody has it open for writing (where the system can say so), and nobody has written to it of late.
bool Inbox::is_whole(int folder, const char* name) {
  const Handle file(::openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat now {};
  if (!file || ::fstat(file.get(), &now) != 0 || !S_ISREG(now.st_mode)) return false;
  if (std::time(nullptr) - now.st_mtime < static_cast<std::time_t>(options_.settle_seconds) && now.st_mtime <= std::time(nullptr)) return false;
  if (::fcntl(file.get(), F_SETLEASE, F_RDLCK) == 0) {
    ::fcntl(file.get(), F_SETLEASE, F_UNLCK);
    return true;
  }
  return errno != EAGAIN;
}

void Inbox::look_into(int folder, const std::string& below, std::vector<std::string>& whole) {
  const int again = ::fcntl(folder, F_DUPFD_CLOEXEC, 0);
  DIR* entries = again < 0 ? nullptr : ::fdopendir(again);
  if (!entries) return;
  ::rewinddir(entries);
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(entries)) names.emplace_back(entry->d_name);
  ::closedir(entries);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (is_left_alone(name) || (below.empty() && (name == kDone || name == kFailed))) continue;
    const std::string path = below.empty() ? name : below + "/" + name;
    struct stat what {};
    if (::fstatat(folder, name.c_str(), &what, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (S_ISDIR(what.st_mode)) {
      const Handle inner(::openat(folder, name.c_str(), kFolder));
      if (inner) {
        note_watch(path);
        look_into(inner.get(), path, whole);
      }
    } else if (!S_ISREG(what.st_mode)) {
      if (seen_refused_.insert(path).second) refused_.push_back(path);
    } else if (is_whole(folder, name.c_str())) {
      whole.push_back(path);
    } else {
      ++waiting_;
    }
  }
}

std::vector<std::string> Inbox::take() {
  waiting_ = 0;
  std::vector<std::string> whole;
  look_into(root_, "", whole);
  for (const std::string& path : whole) {
    const auto [below, name] = parted(path);
    const Handle from = folder_below(root_, below, 0777), to = folder_below(taken_, below, 0700);
    // One of this name that was taken earlier goes first.
    if (!from || !to || !move_without_replacing(from.get(), name, to.get(), name)) ++waiting_;
  }
  std::vector<std::string> out;
  std::error_code error;
  namespace fs = std::filesystem;
  for (fs::recursive_directory_iterator at(taken_path_, error), end; !error && at != end; at.increment(error)) {
    std::error_code of_file;
    if (!fs::is_directory(at->symlink_status(of_file))) out.push_back(at->path().lexically_relative(taken_path_).generic_string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> Inbox::refused() {
  return std::exchange(refused_, {});
}

Result<std::string> Inbox::put_away(const std::string& file, const char* where, const std::string& reason) {
  const auto [below, name] = parted(file);
  const std::string folder = below.empty() ? where : std::string(where) + "/" + below;
  const Handle from = folder_below(taken_, below, 0700), to = folder_below(root_, folder, 0777);
  if (!from || !to)
    return problem("watch.io", path_ + "/" + folder, fmt::format("cannot be written to: {}", std::strerror(errno)), "it has to be a folder, not a link");
  for (int number = 1; number < 10'000; ++number) {
    const std::string target = numbered(name, number);
    if (!reason.empty()) {
      // The reason first: a file in failed/ always has one.
      const Handle note(::openat(to.get(), (target + ".reason.ndjson").c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
      if (!note && errno == EEXIST) continue;
      if (!note || ::write(note.get(), reason.data(), reason.size()) != static_cast<ssize_t>(reason.size())) {
        const int error = errno;
        ::unlinkat(to.get(), (target + ".reason.ndjson").c_str(), 0);
        return problem("watch.io", path_ + "/" + folder, fmt::format("the reason cannot be written: {}", std::strerror(error)), "make room");
      }
    }
    if (move_without_replacing(from.get(), name, to.get(), target)) return folder + "/" + target;
    const int error = errno;
    if (!reason.empty()) ::unlinkat(to.get(), (target + ".reason.ndjson").c_str(), 0);
    if (error != EEXIST)
      return problem("watch.io", path_ + "/" + folder, fmt::format("cannot move {} there: {}", file, std::strerror(error)), "check the folder's permissions");
  }
  return problem("watch.io", path_ + "/" + folder, "there are ten thousand files of this name", "clear the folder");
}

void Inbox::wait(unsigned milliseconds) {
  pollfd event{notify_, POLLIN, 0};
  if (::poll(&event, notify_ >= 0 ? 1 : 0, static_cast<int>(milliseconds)) <= 0) return;
  char buffer[16384];
  while (::read(notify_, buffer, sizeof buffer) > 0) {
  }
}

}  // namespace mizan::tools
