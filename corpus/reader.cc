#include "corpus/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <filesystem>
#include <system_error>

#include "corpus/encoding.h"
#include "corpus/formats.h"

namespace mizan {
namespace {

namespace fs = std::filesystem;

// Spans are 32-bit inside.
constexpr std::uint64_t kLargestText = (std::uint64_t{1} << 31) - 1;

// "news" for "news", "./news/", "/data/news/." alike; empty for the root.
std::string name_of_folder(const fs::path& folder) {
  std::error_code ignored;
  fs::path whole = fs::absolute(folder, ignored).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  return corpus::printable(whole.filename().string());
}

bool lies_in(const fs::path& target, const fs::path& folder) {
  auto ends = std::mismatch(folder.begin(), folder.end(), target.begin(), target.end());
  return ends.first == folder.end();
}

struct FileToRead {
  fs::path path;
  std::string relative;
  std::string folder;
};

Rejection rejection(std::string id, const std::string& file, std::string code, std::string message, std::string remedy) {
  Rejection out;
  out.id = std::move(id);
  out.why.code = std::move(code);
  out.why.message = std::move(message);
  out.why.remedy = std::move(remedy);
  out.why.file = corpus::printable(file);
  return out;
}

}  // namespace

std::optional<InputFormat> input_format_from(std::string_view name) {
  if (name == "auto") return InputFormat::kAuto;
  for (const corpus::Format& known : corpus::formats()) {
    if (known.name == name) return known.format;
  }
  return std::nullopt;
}

bool is_known_encoding(std::string_view name) {
  return !corpus::known_encoding(name).empty();
}

struct CorpusReader::State {
  std::deque<std::string> paths;
  ReaderOptions options;
  corpus::Notes notes;               // outlives the reader that writes to it
  std::deque<FileToRead> files;      // of the path being read
  std::deque<Rejection> rejections;  // found while a path was looked at
  std::unique_ptr<DocumentReader> current;
  std::string current_file;
  std::uint64_t current_items = 0;
  std::uint64_t opened = 0;
  std::uint64_t missing = 0;
  std::uint64_t empty_folders = 0;

  void warn(const std::string& file, std::string code, std::string message, std::string remedy) {
    Diagnostic warning = rejection({}, file, std::move(code), std::move(message), std::move(remedy)).why;
    if (file == "-") warning.file.clear();
    notes.add(std::move(warning));
  }

  // Turns a path into files to read, or into a rejection.
  void look_at(const std::string& path) {
    if (path == "-") {
      files.push_back({path, {}, {}});
      return;
    }
    std::error_code error;
    fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      ++missing;
      bool absent = status.type() == fs::file_type::not_found;
      rejections.push_back(rejection({}, path, absent ? "input.missing" : "input.unreadable",
                                     absent ? "no such file or folder" : "cannot be read: " + error.message(),
                                     absent ? "check the name" : "check its permissions"));
    } else if (fs::is_directory(status)) {
      look_into(path);
    } else {
      fs::path file(path);
      fs::path parent = file.parent_path();
      files.push_back({file, corpus::printable(file.filename().string()), name_of_folder(parent.empty() ? fs::path(".") : parent)});
    }
  }

  void look_into(const std::string& path) {
    const fs::path root(path);
    std::error_code error;
    const fs::path real_root = fs::canonical(root, error);
    const std::string folder = name_of_folder(root);
    std::size_t rejected_before = rejections.size();
    std::vector<FileToRead> found;
    std::deque<fs::path> folders = {root};
    while (!folders.empty()) {
      fs::path at = std::move(folders.front());
      folders.pop_front();
      fs::directory_iterator entry(at, error);
      for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const fs::path& name = entry->path();
        std::string base = name.filename().string();
        if (base.front() == '.') continue;
        std::error_code entry_error;
        if (entry->is_symlink(entry_error)) {
          // Where a link points into this folder, the file is read by its own name.
          fs::path target = fs::canonical(name, entry_error);
          if (entry_error || !lies_in(target, real_root))
            warn(name.string(), "input.symlink", entry_error ? "a link to nothing, left out" : "a link out of the folder, not followed",
                 entry_error ? "" : "give what it points to as a path of its own");
        } else if (entry->is_directory(entry_error)) {
          folders.push_back(name);
        } else if (entry->is_regular_file(entry_error) && !corpus::is_no_article(base)) {
          found.push_back({name, corpus::printable(name.lexically_relative(root).generic_string()), folder});
        }
      }
      if (error) {
        ++missing;
        rejections.push_back(rejection({}, at.string(), "input.unreadable", "the folder cannot be read: " + error.message(), "check its permissions"));
        error.clear();
      }
    }
    if (found.empty() && rejections.size() == rejected_before) {
      ++empty_folders;
      rejections.push_back(rejection({}, path, "input.no_articles", "the folder holds no article",
                                     "put .txt, .html, .ndjson or other files of articles into it, or name another folder"));
    }
    std::sort(found.begin(), found.end(), [](const FileToRead& a, const FileToRead& b) { return a.relative < b.relative; });
    files.assign(std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    std::sort(notes.all().begin(), notes.all().end(), [](const Diagnostic& a, const Diagnostic& b) { return a.file < b.file; });
  }

  // Mends a text that went through a wrong encoding, or turns the article into a rejection where that can't be done.
  void look_at_text(ReadItem& item) {
    Document& document = std::get<Document>(item);
    const corpus::Mending text = corpus::mend(document.text), title = corpus::mend(document.title);
    if (text == corpus::Mending::kHealthy && title == corpus::Mending::kHealthy) return;
    if (text == corpus::Mending::kLost || title == corpus::Mending::kLost) {
      Rejection lost =
          rejection(document.id, document.file, "text.mojibake", "the text is UTF-8 that was read in a wrong encoding, and part of it was lost on the way",
                    "take it from its source again, as UTF-8");
      lost.why.line = document.line;
      item = std::move(lost);
      return;
    }
    document.derived = true;
    Diagnostic note = rejection({}, document.file, "text.mended", fmt::format("{}: UTF-8 that was read in a wrong encoding; mended", document.id), "").why;
    note.line = document.line;
    notes.add(std::move(note));
  }

  // Makes the file current, or returns why that can't be.
  std::optional<Rejection> open(const FileToRead& file) {
    auto input = std::make_unique<corpus::Input>(file.path.string());
    input->file = corpus::printable(file.path.string());
    input->relative = file.relative;
    input->folder = file.folder;
    input->encoding = options.encoding;
    input->notes = &notes;
    if (file.path != "-" && input->bytes.is_regular()) input->disk_path = file.path.string();
    if (!input->bytes.is_open()) {
      ++missing;
      return rejection(file.relative, input->file, "input.unreadable", std::string("cannot be opened: ") + std::strerror(input->bytes.error()),
                       "check its permissions");
    }
    ++opened;
    current_file = input->file;
    current_items = 0;
    Rejection why;
    current = corpus::open_input(std::move(input), options, why);
    if (!current) return why;
    return std::nullopt;
  }
};

CorpusReader::CorpusReader(std::vector<std::string> paths, ReaderOptions options) : state_(std::make_unique<State>()) {
  state_->paths.assign(std::make_move_iterator(paths.begin()), std::make_move_iterator(paths.end()));
  if (state_->paths.empty()) state_->paths.emplace_back("-");
  options.max_article_bytes = std::min(options.max_article_bytes, kLargestText);
  state_->options = std::move(options);
}

CorpusReader::~CorpusReader() = default;

bool CorpusReader::next(ReadItem& item) {
  State& state = *state_;
  for (;;) {
    if (state.current) {
      if (state.current->next(item)) {
        ++state.current_items;
        if (std::holds_alternative<Document>(item)) state.look_at_text(item);
        return true;
      }
      state.current.reset();
      if (state.current_items == 0) state.warn(state.current_file, "input.empty", "the input holds no article", "");
    } else if (!state.rejections.empty()) {
      item = std::move(state.rejections.front());
      state.rejections.pop_front();
      return true;
    } else if (!state.files.empty()) {
      FileToRead file = std::move(state.files.front());
      state.files.pop_front();
      if (std::optional<Rejection> rejected = state.open(file)) {
        item = *std::move(rejected);
        return true;
      }
    } else if (!state.paths.empty()) {
      std::string path = std::move(state.paths.front());
      state.paths.pop_front();
      state.look_at(path);
    } else {
      state.notes.close();
      return false;
    }
  }
}

bool CorpusReader::waits() {
  return state_->current && state_->current->waits();
}

std::uint64_t CorpusReader::inputs_opened() const {
  return state_->opened;
}
std::uint64_t CorpusReader::inputs_missing() const {
  return state_->missing;
}
std::uint64_t CorpusReader::folders_empty() const {
  return state_->empty_folders;
}
const std::vector<Diagnostic>& CorpusReader::warnings() const {
  return state_->notes.all();
}

std::unique_ptr<CorpusReader> open_reader(std::vector<std::string> paths, const ReaderOptions& options) {
  return std::make_unique<CorpusReader>(std::move(paths), options);
}

}  // namespace mizan
