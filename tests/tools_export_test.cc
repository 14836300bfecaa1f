// What other programs and other machines get: groups, the data dictionary of CSV, and snapshots that make the same database again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/program.h"

namespace mizan::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

const std::string kSamples = std::string(MIZAN_SOURCE_DIR) + "/corpus/samples";

std::string must(const std::vector<std::string>& arguments, const std::string& input = "") {
  Outcome run = program(arguments, input);
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, IsEmpty());
  return run.out;
}

std::vector<nlohmann::json> lines_of(const std::string& text) {
  std::vector<nlohmann::json> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(nlohmann::json::parse(line));
  return out;
}

// The samples in two runs, the second of which brings a new version of one article; compared after each, a decision of each kind in between.
class Study {
 public:
  explicit Study(const std::string& name) : folder(scratch("export-" + name)), db(folder + "/facts.db") {
    must({"ingest", "--db", db, "--place", "AE", kSamples});
    must({"reconcile", "--db", db, "--quiet"});
    auto groups = nlohmann::json::parse(must({"reconcile", "--db", db, "--to", "json"}));
    must({"review", "reject", groups[0]["id"], "--by", "Huda", "--text", "two different plants", "--db", db});
    must({"correct", groups[1]["claims"][0]["fact"], "metric=profit", "--by", "Huda", "--db", db});
    must({"entity", "rename", "org:opec", "The cartel", "--by", "Huda", "--db", db});
    first = must({"export", "--db", db, "--canonical"});
    must({"ingest", "--db", db, "--from", "ndjson", "--published", "2026-03-20", "-"},
         R"({"id": "n1", "source": "Delta Courier", "text": "قتل 12 شخصا أمس في حريق."})"  // 12 people were killed in a fire yesterday
         "\n"
         R"({"id": "dc-2201", "source": "Delta Courier", "text": "Annual inflation in Egypt was 12.4 percent in February 2026."})"
         "\n");
    must({"reconcile", "--db", db, "--quiet"});
    must({"review", "undo", "1", "--by", "Omar", "--db", db});
    must({"reconcile", "--db", db, "--quiet"});
  }
  std::string canonical() const { return must({"export", "--db", db, "--canonical"}); }

  std::string folder, db, first;
};

std::string all_files_of(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  std::string out;
  for (const std::string& name : names) out += name + "\n" + read_file(folder + "/" + name);
  return out;
}

TEST(Export, GroupsAreThoseThatWereReconciled) {
  Study study("groups");
  std::vector<std::string> stored, printed;
  for (const auto& group : lines_of(must({"export", "--db", study.db, "--groups", "--to", "ndjson"}))) stored.push_back(group.dump());
  for (auto& group : nlohmann::json::parse(must({"reconcile", "--db", study.db, "--to", "json"}))) {
    group["by"] = nlohmann::json::parse(stored.at(0))["by"];
    printed.push_back(group.dump());
  }
  EXPECT_GT(stored.size(), 5u);
  std::sort(stored.begin(), stored.end());
  std::sort(printed.begin(), printed.end());
  EXPECT_EQ(stored, printed);
  EXPECT_EQ(program({"export", "--db", study.db, "--groups", "--canonical"}).code, 1);
  EXPECT_EQ(program({"export", "--db", study.db, "--groups", "--to", "csv", "--metric", "killed"}).code, 1);
}

TEST(Export, MetadataDescribesEveryColumnOfTheFileBesideIt) {
  Study study("csvw");
  for (const bool groups : {false, true}) {
    const std::string file = study.folder + (groups ? "/groups.csv" : "/facts.csv");
    std::vector<std::string> words{"export", "--db", study.db, "--to", "csv", "--csvw", "-o", file};
    if (groups) words.push_back("--groups");
    must(words);
    const std::string csv = read_file(file);
    const auto metadata = nlohmann::json::parse(read_file(file + "-metadata.json"));
    EXPECT_EQ(metadata["url"], groups ? "groups.csv" : "facts.csv");
    std::string heading;
    for (const auto& column : metadata["tableSchema"]["columns"]) {
      heading += (heading.empty() ? "" : ",") + column["name"].get<std::string>();
      EXPECT_THAT(std::vector<std::string>({"string", "integer", "decimal"}), ::testing::Contains(column["datatype"].get<std::string>()));
      EXPECT_FALSE(column["dc:description"].get<std::string>().empty());
    }
    EXPECT_EQ(csv.substr(0, csv.find('\r')), heading);
    // As many cells in each row: no cell of the first data row is quoted with a comma in it here.
    const std::string row = csv.substr(csv.find('\n') + 1, csv.find('\r', csv.find('\n')) - csv.find('\n') - 1);
    if (row.find('"') == std::string::npos) {
      EXPECT_EQ(std::count(row.begin(), row.end(), ','), std::count(heading.begin(), heading.end(), ','));
    }
  }
  EXPECT_EQ(program({"export", "--db", study.db, "--to", "csv", "--csvw"}).code, 1);
  EXPECT_EQ(program({"export", "--db", study.db, "--to", "ndjson", "--csvw", "-o", study.folder + "/x"}).code, 1);
}

TEST(Snapshot, AnotherMachineMakesTheSameDatabaseToTheByte) {
  Study study("same");
  const std::string snapshot = study.folder + "/snapshot", rebuilt = study.folder + "/rebuilt.db";
  must({"export", "--db", study.db, "--snapshot", snapshot});
  EXPECT_EQ(read_file(snapshot + "/canonical.ndjson"), study.canonical());
  EXPECT_EQ(read_file(snapshot + "/facts.csv"), must({"export", "--db", study.db, "--to", "csv"}));
  const auto manifest = nlohmann::json::parse(read_file(snapshot + "/manifest.json"));
  EXPECT_EQ(manifest["files"].size(), 5u);
  for (const auto& file : manifest["files"]) EXPECT_EQ(file["bytes"], fs::file_size(snapshot + "/" + file["name"].get<std::string>()));
  EXPECT_EQ(manifest["decisions"], 4);
  EXPECT_THAT(must({"db", "rebuild", "--db", rebuilt, snapshot}), HasSubstr("the same, to the byte"));
  EXPECT_EQ(must({"export", "--db", rebuilt, "--canonical"}), study.canonical());
  // And its snapshot is the same again.
  must({"export", "--db", rebuilt, "--snapshot", study.folder + "/again"});
  EXPECT_EQ(all_files_of(study.folder + "/again"), all_files_of(snapshot));
}

TEST(Snapshot, AsOfARunIsWhatTheDatabaseHeldThen) {
  Study study("as-of");
  must({"export", "--db", study.db, "--snapshot", study.folder + "/then", "--as-of", "1"});
  const std::string canonical = read_file(study.folder + "/then/canonical.ndjson");
  EXPECT_THAT(canonical, ::testing::Not(HasSubstr("\"n1\"")));
  const auto articles = [](const std::string& text) {
    std::string out;
    for (const auto& line : lines_of(text)) {
      if (line["kind"] == "article" || line["kind"] == "fact") out += line.dump() + "\n";
    }
    return out;
  };
  EXPECT_EQ(articles(canonical), articles(study.first));
  EXPECT_THAT(must({"db", "rebuild", "--db", study.folder + "/then.db", study.folder + "/then"}), HasSubstr("the same, to the byte"));
}

TEST(Snapshot, WhatIsWrongIsNamedAndNothingHalfMadeStays) {
  Study study("wrong");
  const std::string snapshot = study.folder + "/snapshot";
  Outcome run = program({"export", "--db", study.db, "--snapshot", snapshot, "--as-of", "99"});
  EXPECT_EQ(run.code, 4);
  EXPECT_THAT(run.err, HasSubstr("snapshot.no_run"));
  EXPECT_FALSE(fs::exists(snapshot) || fs::exists(snapshot + ".part"));
  must({"export", "--db", study.db, "--snapshot", snapshot});
  run = program({"export", "--db", study.db, "--snapshot", snapshot});
  EXPECT_EQ(run.code, 4);
  EXPECT_THAT(run.err, HasSubstr("snapshot.exists"));
  run = program({"db", "rebuild", "--db", study.db, snapshot});
  EXPECT_EQ(run.code, 4);
  EXPECT_THAT(run.err, HasSubstr("snapshot.exists"));
  run = program({"db", "rebuild", "--db", study.folder + "/new.db", study.folder});
  EXPECT_THAT(run.err, HasSubstr("snapshot.absent"));
  write_file(snapshot + "/articles.ndjson", read_file(snapshot + "/articles.ndjson") + "{}\n");
  run = program({"db", "rebuild", "--db", study.folder + "/new.db", snapshot});
  EXPECT_EQ(run.code, 4);
  EXPECT_THAT(run.err, HasSubstr("articles.ndjson"));
  EXPECT_THAT(run.err, HasSubstr("snapshot.broken"));
  EXPECT_FALSE(fs::exists(study.folder + "/new.db"));
  EXPECT_EQ(program({"export", "--db", study.db, "--as-of", "1", "--to", "csv"}).code, 1);
}

}  // namespace
}  // namespace mizan::testing
