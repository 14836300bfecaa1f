// For the corpus tests: a folder that lives as long as its test, and everything that a reader gives.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "corpus/reader.h"

namespace mizan {

class TestFolder {
 public:
  explicit TestFolder(const std::string& name) {
    std::string pattern = (std::filesystem::temp_directory_path() / "mizan-corpus-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) ADD_FAILURE() << "no temporary folder";
    parent_ = pattern;
    std::filesystem::create_directory(parent_ / name);
    folder_ = parent_ / name;
  }
  ~TestFolder() { std::filesystem::remove_all(parent_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::string path(const std::string& file = {}) const { return file.empty() ? folder_.string() : (folder_ / file).string(); }
  std::string write(const std::string& file, const std::string& content) const {
    std::filesystem::create_directories((folder_ / file).parent_path());
    std::ofstream out(folder_ / file, std::ios::binary);
    out << content;
    return path(file);
  }
  void link(const std::string& target, const std::string& name) const { std::filesystem::create_symlink(target, folder_ / name); }

 private:
  std::filesystem::path parent_, folder_;
};

struct ReadAll {
  std::vector<ReadItem> items;  // both, in order
  std::vector<Document> documents;
  std::vector<Rejection> rejections;
  std::vector<Diagnostic> warnings;
  std::uint64_t opened = 0, missing = 0, empty_folders = 0;

  std::vector<std::string> ids() const {
    std::vector<std::string> out;
    for (const Document& document : documents) out.push_back(document.id);
    return out;
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> out;
    for (const Document& document : documents) out.push_back(document.text);
    return out;
  }
  std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const Rejection& rejection : rejections) out.push_back(rejection.why.code);
    return out;
  }
};

inline ReadAll read_all(const std::vector<std::string>& paths, const ReaderOptions& options = {}) {
  ReadAll read;
  std::unique_ptr<CorpusReader> reader = open_reader(paths, options);
  ReadItem item;
  while (reader->next(item)) {
    read.items.push_back(item);
    if (auto* document = std::get_if<Document>(&item)) read.documents.push_back(*document);
    if (auto* rejection = std::get_if<Rejection>(&item)) read.rejections.push_back(*rejection);
  }
  EXPECT_FALSE(reader->next(item)) << "the end stays the end";
  read.warnings = reader->warnings();
  read.opened = reader->inputs_opened();
  read.missing = reader->inputs_missing();
  read.empty_folders = reader->folders_empty();
  return read;
}

// What the reader gives for one file of this content.
inline ReadAll read_content(const std::string& file, const std::string& content, const ReaderOptions& options = {}) {
  TestFolder folder("news");
  return read_all({folder.write(file, content)}, options);
}

}  // namespace mizan
