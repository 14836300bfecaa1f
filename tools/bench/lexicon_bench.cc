// What a larger lexicon costs: time to load, memory, and speed of extraction with 5,000, 20,000 and 100,000 generated entities laid over the built-in ones.
//
//   build/release/tools/bench/lexicon_bench [ROUNDS]
//
// Every entity has a name of two or three words and an alias in each script. The text is the same for all: news-like sentences, one in four of which names one
// of the first 5,000 entities. Each lexicon lives in a process of its own, so that memory is its own; rounds alternate between the lexicons, and the medians
// are printed with their ratio to the smallest.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "corpus.h"
#include "extractors/engine.h"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSizes[] = {5000, 20000, 100000};
constexpr std::size_t kBytes = 2 << 20;

// A small generator of our own: the same names everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 2654435769u + 1) {}
  std::size_t below(std::size_t n) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::size_t>(state_ % n);
  }

 private:
  std::uint64_t state_;
};

struct Name {
  std::string latin, arabic;
};

// The n-th entity's name: syllables that both scripts write.
Name name_of(std::size_t n) {
  static constexpr const char* kSyllables[][2] = {{"ba", "با"},   {"dor", "دور"}, {"kel", "كيل"}, {"mi", "مي"},   {"san", "سان"}, {"ta", "تا"},  {"ru", "رو"},
                                                  {"fen", "فين"}, {"go", "غو"},   {"lim", "ليم"}, {"no", "نو"},   {"zar", "زار"}, {"shi", "شي"}, {"vel", "فيل"},
                                                  {"har", "هار"}, {"jo", "جو"},   {"mar", "مار"}, {"tin", "تين"}, {"lo", "لو"},   {"bek", "بيك"}};
  Random random(n + 1);
  Name out;
  const std::size_t words = 2 + random.below(2);
  for (std::size_t w = 0; w < words; ++w) {
    std::string latin, arabic;
    const std::size_t syllables = 2 + random.below(2);
    for (std::size_t s = 0; s < syllables; ++s) {
      const auto& syllable = kSyllables[random.below(std::size(kSyllables))];
      latin += syllable[0];
      arabic += syllable[1];
    }
    latin[0] = static_cast<char>(latin[0] - 32);
    out.latin += (w == 0 ? "" : " ") + latin;
    out.arabic += (w == 0 ? "" : " ") + arabic;
  }
  return out;
}

void write_lexicon(const fs::path& folder, std::size_t entities) {
  fs::create_directories(folder);
  std::ofstream out(folder / "entities-generated.tsv");
  for (std::size_t n = 0; n < entities; ++n) {
    const Name name = name_of(n), alias = name_of(n + 1000000);
    out << "org:generated-" << n << "\torg\t" << name.latin << '\t' << name.arabic << "\tcompany\t\t" << alias.latin << '\t' << alias.arabic << "\t\n";
  }
}

std::string make_text() {
  const std::string plain = mizan::bench::make_text(mizan::bench::Mix::kMixed, kBytes, true);
  std::string out;
  Random random(7);
  for (std::size_t begin = 0, line = 0; begin < plain.size(); ++line) {
    const std::size_t end = std::min(plain.find('\n', begin), plain.size());
    if (line % 4 == 0) {
      const Name name = name_of(random.below(kSizes[0]));
      out += line % 8 == 0 ? "قالت " + name.arabic + " : " : name.latin + " said: ";
    }
    out += plain.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  return out;
}

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

long resident_kib() {
  std::ifstream in("/proc/self/statm");
  long pages = 0, resident = 0;
  in >> pages >> resident;
  return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

struct Figures {
  double load = 0, speed = 0;
  long memory = 0;
  std::size_t entities = 0, found = 0;
};

// One load and one reading, in a process of its own.
Figures measure(const std::string& folder, const mizan::Document& document) {
  int ends[2];
  if (pipe(ends) != 0) std::exit(4);
  const pid_t child = fork();
  if (child == 0) {
    Figures f;
    const long before = resident_kib();
    double begin = now();
    auto lexicons = mizan::Lexicons::load({.overlay = folder});
    if (!lexicons) {
      std::fprintf(stderr, "%s\n", lexicons.error().to_string().c_str());
      _exit(2);
    }
    f.load = now() - begin;
    f.memory = resident_kib() - before;
    f.entities = (*lexicons)->entities().size();
    const mizan::Engine engine(*lexicons);
    engine.read(document);  // caches warm
    begin = now();
    const mizan::ArticleResult result = engine.read(document);
    f.speed = static_cast<double>(document.text.size()) / (now() - begin) / 1e6;
    for (const mizan::Mention& m : result.mentions)
      if (const mizan::EntityName* entity = m.entity()) f.found += entity->id.starts_with("org:generated-");
    _exit(write(ends[1], &f, sizeof f) == sizeof f ? 0 : 4);
  }
  Figures f;
  const bool got = read(ends[0], &f, sizeof f) == sizeof f;
  int status = 0;
  waitpid(child, &status, 0);
  close(ends[0]);
  close(ends[1]);
  if (!got || status != 0) {
    std::fprintf(stderr, "a round failed\n");
    std::exit(4);
  }
  return f;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 7;
  std::string folder = (fs::temp_directory_path() / "mizan-lexicon-bench-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return 4;
  mizan::Document document;
  document.id = "bench";
  document.published = "2026-03-10";
  document.text = make_text();
  constexpr std::size_t kCount = std::size(kSizes);
  std::vector<double> load[kCount], memory[kCount], speed[kCount];
  Figures last[kCount];
  for (std::size_t i = 0; i < kCount; ++i) write_lexicon(fs::path(folder) / std::to_string(i), kSizes[i]);
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < kCount; ++i) {
      last[i] = measure(folder + "/" + std::to_string(i), document);
      load[i].push_back(last[i].load);
      memory[i].push_back(static_cast<double>(last[i].memory));
      speed[i].push_back(last[i].speed);
    }
  std::printf("%10s %10s %9s %11s %10s %7s %7s\n", "generated", "entities", "load", "memory", "speed", "ratio", "found");
  for (std::size_t i = 0; i < kCount; ++i)
    std::printf("%10zu %10zu %6.0f ms %7.1f MiB %5.2f MB/s %7.2f %7zu\n", kSizes[i], last[i].entities, median(load[i]) * 1000, median(memory[i]) / 1024,
                median(speed[i]), median(speed[i]) / median(speed[0]), last[i].found);
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  return 0;
}
