// A folder that others drop files into: which of them are whole, taking them, putting them away.
//
//   auto inbox = Inbox::open("/srv/inbox", {.settle_seconds = 2});
//   for (const std::string& file : inbox->take()) ...        // "sub/a.txt": now below inbox->taken(), where nobody else gets at it
//   inbox->put_away("sub/a.txt", Inbox::kDone);
//
// A file is taken (moved into INBOX/.taken) before it is looked at: what is read is what was checked. Everything goes by folder handles and never through a
// link, so whoever may write into the inbox can neither have other files read nor have anything written outside it. What was taken when the program died is
// still there, and taken() says so at the next start.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/result.h"

namespace mizan::tools {

struct InboxOptions {
  unsigned settle_seconds = 2;  // a file that was written to later than that is still being written
};

class Inbox {
 public:
  static constexpr const char* kDone = "done";
  static constexpr const char* kFailed = "failed";

  // Codes watch.absent, watch.not_ours (a link where a folder of the inbox should be), watch.io.
  static Result<std::unique_ptr<Inbox>> open(const std::string& path, const InboxOptions& options);
  ~Inbox();
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  // Takes every file that is whole. Those that lie in .taken, earlier ones too, sorted; paths below the inbox.
  std::vector<std::string> take();
  // Files that are not whole yet, as take() saw them.
  std::size_t waiting() const { return waiting_; }
  // Links and what else is no file, seen for the first time: names below the inbox.
  std::vector<std::string> refused();

  // The folder that holds what was taken, under the inbox's own name; good for this process.
  const std::string& taken() const { return taken_path_; }
  // Moves a taken file to INBOX/done or INBOX/failed; a number keeps its name apart from one that is there. The name it got, below the inbox. With `reason`,
  // that text goes into NAME.reason.ndjson beside it.
  Result<std::string> put_away(const std::string& file, const char* where, const std::string& reason = {});

  // Sleeps until something happens in the inbox, a signal comes, or the time is over.
  void wait(unsigned milliseconds);

 private:
  Inbox() = default;
  void look_into(int folder, const std::string& below, std::vector<std::string>& whole);
  bool is_whole(int folder, const char* name);
  void note_watch(const std::string& below);

  std::string path_, taken_path_;
  InboxOptions options_;
  int root_ = -1, taken_ = -1, notify_ = -1;
  std::size_t waiting_ = 0;
  std::set<std::string> seen_refused_, watched_;
  std::vector<std::string> refused_;
};

}  // namespace mizan::tools
