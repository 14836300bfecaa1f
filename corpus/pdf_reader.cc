// PDF, through the program pdftotext (Debian: poppler-utils) where it is installed.
//
// It is started without a shell, with nothing but the file or a pipe, under limits of time, memory and output; what it writes to standard error goes nowhere.
// Its output is a page (-htmlmeta) that holds the document's own title and date.
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "corpus/dates.h"
#include "corpus/fields.h"
#include "corpus/formats.h"
#include "corpus/html_reader.h"
#include "corpus/html_text.h"
#include "pipeline/utf8.h"

namespace mizan::corpus {
namespace {

// Absolute path of the program along PATH; empty where there is none.
std::string find_program(const char* name) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path ? path : "";
  while (!rest.empty()) {
    std::size_t end = std::min(rest.find(':'), rest.size());
    std::string candidate = std::string(rest.substr(0, end)) + "/" + name;
    rest.remove_prefix(std::min(end + 1, rest.size()));
    // A relative PATH entry would run whatever lies beside the articles.
    if (candidate.front() == '/' && ::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return {};
}

struct Pipe {
  Pipe() { ok = ::pipe2(ends.data(), O_CLOEXEC) == 0; }
  ~Pipe() {
    close(0);
    close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close(std::size_t end) {
    if (ends[end] >= 0) ::close(std::exchange(ends[end], -1));
  }
  std::array<int, 2> ends{-1, -1};
  bool ok = false;
};

enum class Ran : std::uint8_t { kDone, kFailed, kTooLong, kTooSlow };

// Runs the program on the file, collecting up to `limit` bytes of its output.
Ran run(const std::string& program, const std::string& file, std::string& out, std::uint64_t limit, unsigned seconds) {
  Pipe output;
  if (!output.ok) return Ran::kFailed;
  const std::array<const char*, 8> words = {"pdftotext", "-htmlmeta", "-enc", "UTF-8", "-q", file.c_str(), "-", nullptr};
  const std::array<const char*, 2> environment = {"LC_ALL=C", nullptr};
  pid_t child = ::fork();
  if (child < 0) return Ran::kFailed;
  if (child == 0) {
    // Other threads are gone here: only calls that are safe after fork().
    ::dup2(output.ends[1], STDOUT_FILENO);
    int nowhere = ::open("/dev/null", O_RDWR);
    ::dup2(nowhere, STDIN_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    const rlimit time{seconds, seconds}, memory{std::uint64_t{1} << 31, std::uint64_t{1} << 31}, nothing{0, 0};
    ::setrlimit(RLIMIT_CPU, &time);
    ::setrlimit(RLIMIT_AS, &memory);
    ::setrlimit(RLIMIT_FSIZE, &nothing);
    ::setrlimit(RLIMIT_CORE, &nothing);
    ::execve(program.c_str(), const_cast<char* const*>(words.data()), const_cast<char* const*>(environment.data()));
    ::_exit(127);
  }
  output.close(1);
  Ran result = Ran::kDone;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  std::array<char, 65536> piece;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) {
      result = Ran::kTooSlow;
      break;
    }
    pollfd waits{output.ends[0], POLLIN, 0};
    int ready = ::poll(&waits, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      result = Ran::kTooSlow;
      break;
    }
    ssize_t got = ::read(output.ends[0], piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    if (out.size() + static_cast<std::size_t>(got) > limit) {
      result = Ran::kTooLong;
      break;
    }
    out.append(piece.data(), static_cast<std::size_t>(got));
  }
  if (result != Ran::kDone) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (result == Ran::kDone && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU ? Ran::kTooSlow : Ran::kFailed;
  return result;
}

// "D:20250328140500+03'00'" -> 2025-03-28T14:05:00+03:00
std::string pdf_date(std::string_view written) {
  if (written.substr(0, 2) == "D:") written.remove_prefix(2);
  std::size_t digits = std::min(written.find_first_not_of("0123456789"), written.size());
  if (digits < 8) {
    std::string out = read_date(written).value_or(std::string());
    // Newer versions of pdftotext write it themselves, and end with "+03".
    if (out.find('T') != std::string::npos && (out[out.size() - 3] == '+' || out[out.size() - 3] == '-')) out += ":00";
    return out;
  }
  std::string out = fmt::format("{}-{}-{}", written.substr(0, 4), written.substr(4, 2), written.substr(6, 2));
  if (digits >= 12) {
    out += fmt::format("T{}:{}", written.substr(8, 2), written.substr(10, 2));
    if (digits >= 14) out += fmt::format(":{}", written.substr(12, 2));
    std::string zone;
    for (char c : written.substr(digits)) zone += c == '\'' ? ':' : c;
    while (!zone.empty() && zone.back() == ':') zone.pop_back();
    if (zone.substr(0, 1) == "Z") zone = "Z";
    if (std::optional<std::string> whole = checked_date(out + zone)) return *whole;
  }
  return checked_date(out).value_or(std::string());
}

// A form feed ends each page: it goes, and where the next page begins is kept.
void append_pages(std::string_view text, Document& document) {
  const std::size_t first = std::min(text.find_first_not_of(" \t\r\n\f"), text.size());
  if (document.pages.empty()) document.pages.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\f') {
      if (i >= first && !document.text.empty() && document.text.back() != '\n') document.text += '\n';
      document.pages.push_back(static_cast<std::uint32_t>(document.text.size()));
    } else if (i >= first) {
      document.text += text[i];
    }
  }
  document.text.resize(document.text.find_last_not_of(" \t\r\n") + 1);
  // Behind the last page is none.
  while (document.pages.size() > 1 && document.pages.back() >= document.text.size()) document.pages.pop_back();
}

class PdfReader final : public DocumentReader {
 public:
  PdfReader(std::unique_ptr<Input> input, const ReaderOptions& options) : input_(std::move(input)), options_(options) {}

  bool next(ReadItem& item) override {
    if (done_) return false;
    done_ = true;
    item = read();
    return true;
  }

 private:
  ReadItem read() {
    if (input_->bytes.peek(1024).find("%PDF-") == std::string_view::npos)
      return input_->reject(input_->relative, "pdf.broken", "this is no PDF file", "leave --from to be told from the content");
    const std::string program = find_program("pdftotext");
    if (program.empty())
      return input_->reject(input_->relative, "pdf.no_pdftotext", "PDF is read by the program pdftotext, which is not installed",
                            "install it (Debian: apt install poppler-utils), or convert the file to text");
    std::string page;
    Ran ran = Ran::kFailed;
    if (!input_->disk_path.empty()) {
      // A name that begins with '-' is no option.
      ran = run(program, input_->disk_path.front() == '/' ? input_->disk_path : "./" + input_->disk_path, page, options_.max_article_bytes,
                options_.max_pdf_seconds);
    } else if (std::optional<Rejection> rejected = run_on_copy(program, page, ran)) {
      return *std::move(rejected);
    }
    switch (ran) {
      case Ran::kTooLong:
        return input_->reject(input_->relative, "article.too_large", fmt::format("its text has more than {} bytes", options_.max_article_bytes), "split it");
      case Ran::kTooSlow:
        return input_->reject(input_->relative, "pdf.too_slow", fmt::format("pdftotext took more than {} seconds", options_.max_pdf_seconds),
                              "convert the file by hand");
      case Ran::kFailed:
        return input_->reject(input_->relative, "pdf.broken", "pdftotext cannot read it: the file is damaged or locked",
                              "open it in a viewer; save it again, or as text");
      case Ran::kDone:
        break;
    }
    return make(page);
  }

  // What lies in an archive or a mail has no file of its own: the program gets one that has no name, in memory.
  std::optional<Rejection> run_on_copy(const std::string& program, std::string& page, Ran& ran) {
    std::string bytes;
    if (!input_->bytes.read_all(bytes, options_.max_article_bytes))
      return input_->reject(input_->relative, "article.too_large", fmt::format("the file has more than {} bytes", options_.max_article_bytes),
                            "give it by itself, not in an archive");
    if (input_->bytes.failed()) return input_->reject_read_error();
    int memory = ::memfd_create("pdf", 0);
    std::size_t written = 0;
    while (memory >= 0 && written < bytes.size()) {
      ssize_t put = ::write(memory, bytes.data() + written, bytes.size() - written);
      if (put <= 0) break;
      written += static_cast<std::size_t>(put);
    }
    if (memory >= 0 && written == bytes.size())
      ran = run(program, fmt::format("/dev/fd/{}", memory), page, options_.max_article_bytes, options_.max_pdf_seconds);
    if (memory >= 0) ::close(memory);
    return std::nullopt;
  }

  ReadItem make(const std::string& bytes) const {
    if (std::optional<std::size_t> bad = find_invalid_utf8(bytes))
      return input_->reject(input_->relative, "pdf.broken", fmt::format("pdftotext gives no UTF-8 at byte {}", *bad), "convert the file by hand");
    HtmlPage page(bytes);
    if (std::optional<Rejection> rejected = reject_page(*input_, page)) return *std::move(rejected);
    Document document = input_->defaults;
    for (std::uint32_t i = 1; i < page.size(); ++i) {
      if (page.tag(i) == GUMBO_TAG_TITLE && document.title.empty()) document.title = one_line(page.text_below(i));
      if (page.tag(i) == GUMBO_TAG_META) {
        std::string_view name = page.attribute(i, "name"), content = trimmed(page.attribute(i, "content"));
        if (name == "CreationDate" && document.published.empty()) document.published = pdf_date(content);
        if (name == "ModDate") document.updated = pdf_date(content);
        if (name == "Author") document.author = one_line(content);
      }
      if (page.tag(i) == GUMBO_TAG_PRE) {
        if (!document.text.empty()) document.text += "\n\n";
        append_pages(unwrapped(page.text_below(i)), document);
      }
    }
    // What a word processor puts there by itself is no title.
    if (document.title.rfind("Microsoft Word", 0) == 0 || document.title.rfind("untitled", 0) == 0 || document.title.find(".doc") != std::string::npos ||
        document.title == input_->disk_path)
      document.title.clear();
    if (trimmed(document.text).empty())
      return input_->reject(input_->relative, "pdf.no_text", "the file holds no text: its pages are pictures",
                            "recognise its text first, as with ocrmypdf -l ara+eng");
    finish(document, *input_, options_);
    return document;
  }

  std::unique_ptr<Input> input_;
  ReaderOptions options_;
  bool done_ = false;
};

}  // namespace

std::unique_ptr<DocumentReader> make_pdf_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return std::make_unique<PdfReader>(std::move(input), options);
}

}  // namespace mizan::corpus
