#include "tools/snapshot.h"

#include <fmt/format.h>
#include <glib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "db/postgres_url.h"
#include "db/snapshot.h"
#include "db/store.h"
#include "tools/fact_rows.h"
#include "tools/reading.h"

namespace mizan::tools {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kInputs[] = {"articles.ndjson", "decisions.ndjson"};

Diagnostic unwritable(const std::string& file) {
  return {"snapshot.unwritable", fmt::format("cannot be written: {}", std::strerror(errno)), "check the folder and the room on the disk", file, 0, 0};
}

// SHA-256 in hexadecimal; empty where the file cannot be read.
std::string sha256_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  const std::unique_ptr<GChecksum, decltype(&g_checksum_free)> sum(g_checksum_new(G_CHECKSUM_SHA256), g_checksum_free);
  std::string buffer(1 << 20, '\0');
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
    g_checksum_update(sum.get(), reinterpret_cast<const guchar*>(buffer.data()), in.gcount());
  }
  return in.bad() || !in.eof() ? std::string() : g_checksum_get_string(sum.get());
}

struct Made {
  std::uint64_t facts = 0, groups = 0;
};

// From the snapshot's two inputs to a database.
Status build(const std::string& folder, const std::string& db, const Settings& settings, const std::shared_ptr<const Lexicons>& lexicons) {
  Result<FactStore> store = FactStore::open(db, OpenMode::kCreate);
  if (!store) return store.error();
  const Engine engine(lexicons);
  std::ifstream articles(folder + "/" + kInputs[0], std::ios::binary), decisions(folder + "/" + kInputs[1], std::ios::binary);
  RunDescription run{.command = "ingest", .program = program(), .lexicon = lexicons->hash(), .options = {}};
  return rebuild(
      *store, articles, decisions, [&](const Document& document) { return engine.read(document); }, run, settings.jobs);
}

Result<Made> write_canonical(const std::string& db, const std::string& file) {
  Result<FactStore> store = FactStore::open(db, OpenMode::kReadOnly);
  if (!store) return store.error();
  std::ofstream out(file, std::ios::binary);
  if (Status written = store->export_canonical(out); !written) return written.error();
  out.close();
  if (!out) return unwritable(file);
  auto counts = store->counts();
  if (!counts) return counts.error();
  return Made{counts->facts, counts->groups};
}

Status write_facts(const std::string& db, const std::string& folder) {
  Result<FactStore> store = FactStore::open(db, OpenMode::kReadOnly);
  if (!store) return store.error();
  std::ofstream out(folder + "/facts.csv", std::ios::binary), metadata(folder + "/facts.csv-metadata.json", std::ios::binary);
  out << facts_csv({});
  const Status written = store->each_fact({}, [&](StoredFact&& fact) {
    out << facts_csv({&fact, 1}, false);
    return out.good();
  });
  if (!written) return written.error();
  metadata << csvw_metadata("facts.csv", fact_columns(), "Facts of news articles");
  out.close();
  metadata.close();
  if (!out || !metadata) return unwritable(folder + "/facts.csv");
  return Done{};
}

}  // namespace

Result<SnapshotReport> make_snapshot(const Settings& settings, const std::string& folder, std::int64_t as_of, const std::shared_ptr<const Lexicons>& lexicons) {
  std::error_code ignored;
  if (fs::exists(folder, ignored))
    return Diagnostic{"snapshot.exists", "there is something of this name already", "name a folder that is not there yet", folder, 0, 0};
  const std::string partial = folder + ".part";
  fs::remove_all(partial, ignored);
  if (!fs::create_directory(partial, ignored)) {
    errno = ignored.value();
    return unwritable(partial);
  }
  const auto made = [&]() -> Result<SnapshotReport> {
    SnapshotReport report;
    Result<FactStore> store = FactStore::open(settings.db, OpenMode::kReadOnly);
    if (!store) return store.error();
    {
      std::ofstream articles(partial + "/" + kInputs[0], std::ios::binary), decisions(partial + "/" + kInputs[1], std::ios::binary);
      SnapshotCounts counts;
      if (Status written = write_snapshot(*store, {.as_of = as_of}, articles, decisions, counts); !written) return written.error();
      articles.close();
      decisions.close();
      if (!articles || !decisions) return unwritable(partial);
      report.versions = counts.versions;
      report.decisions = counts.decisions;
    }
    // What follows is what another machine will get: from the two files, and nothing else.
    const std::string db = partial + "/.rebuilt.db";
    if (Status built = build(partial, db, settings, lexicons); !built) return built.error();
    auto canonical = write_canonical(db, partial + "/canonical.ndjson");
    if (!canonical) return canonical.error();
    if (Status written = write_facts(db, partial); !written) return written.error();
    for (const char* suffix : {"", "-wal", "-shm", "-lock"}) fs::remove(db + suffix, ignored);
    report.facts = canonical->facts;
    report.groups = canonical->groups;
    report.made_by = identity(*lexicons);
    Json files = Json::array();
    for (const char* name : {"articles.ndjson", "decisions.ndjson", "canonical.ndjson", "facts.csv", "facts.csv-metadata.json"}) {
      const std::string hash = sha256_of(partial + "/" + name);
      if (hash.empty()) return unwritable(partial + "/" + name);
      files.push_back({{"name", name}, {"bytes", fs::file_size(partial + "/" + name, ignored)}, {"sha256", hash}});
    }
    const Json manifest{{"schema", 1},
                        {"kind", "mizan snapshot"},
                        {"by", report.made_by},
                        {"as_of", as_of == 0 ? Json() : Json(as_of)},
                        {"versions", report.versions},
                        {"decisions", report.decisions},
                        {"facts", report.facts},
                        {"groups", report.groups},
                        {"files", files}};
    std::ofstream out(partial + "/manifest.json", std::ios::binary);
    out << manifest.dump(2) << "\n";
    out.close();
    if (!out) return unwritable(partial);
    if (std::rename(partial.c_str(), folder.c_str()) != 0) return unwritable(folder);
    return report;
  }();
  if (!made) fs::remove_all(partial, ignored);
  return made;
}

Result<SnapshotReport> rebuild_snapshot(const Settings& settings, const std::string& folder, const std::shared_ptr<const Lexicons>& lexicons) {
  std::ifstream in(folder + "/manifest.json", std::ios::binary);
  if (!in) return Diagnostic{"snapshot.absent", "this folder holds no manifest.json", "name the folder of mizan export --snapshot", folder, 0, 0};
  const Json manifest = Json::parse(in, nullptr, /*allow_exceptions=*/false);
  if (!manifest.is_object() || manifest.value("kind", "") != "mizan snapshot" || !manifest.contains("files") || !manifest["files"].is_array())
    return Diagnostic{"snapshot.broken", "this is no manifest of a snapshot", "take the snapshot anew", folder + "/manifest.json", 0, 0};
  std::string canonical_hash;
  for (const Json& file : manifest["files"]) {
    const std::string name = file.value("name", ""), hash = file.value("sha256", "");
    if (name == "canonical.ndjson") canonical_hash = hash;
    if (name.empty() || name.find('/') != std::string::npos || sha256_of(folder + "/" + name) != hash)
      return Diagnostic{"snapshot.broken", "this file is not what the manifest says", "copy the snapshot again", folder + "/" + name, 0, 0};
  }
  std::error_code ignored;
  if (is_postgres_url(settings.db))
    return Diagnostic{"snapshot.elsewhere",
                      "a snapshot is rebuilt into a file",
                      "name a file with --db; to fill a PostgreSQL database, ingest its articles.ndjson",
                      settings.db,
                      0,
                      0};
  if (fs::exists(settings.db, ignored))
    return Diagnostic{"snapshot.exists", "there is a database of this name already", "name a --db that is not there yet", settings.db, 0, 0};
  SnapshotReport report;
  report.made_by = manifest.value("by", "");
  if (Status built = build(folder, settings.db, settings, lexicons); !built) return built.error();
  const std::string canonical = settings.db + ".canonical.part";
  auto made = write_canonical(settings.db, canonical);
  if (!made) {
    fs::remove(canonical, ignored);
    return made.error();
  }
  report.same = sha256_of(canonical) == canonical_hash;
  fs::remove(canonical, ignored);
  report.versions = manifest.value("versions", std::uint64_t{0});
  report.decisions = manifest.value("decisions", std::uint64_t{0});
  report.facts = made->facts;
  report.groups = made->groups;
  return report;
}

}  // namespace mizan::tools
