// Histories of articles, told day by day: what counts, what shows, what stays in history. Each runs the real program on a database of its own, at the hour
// that the story tells (MIZAN_NOW).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/program.h"

namespace mizan::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

struct Article {
  std::string id, source, text, state = "live", published = "2026-03-10", updated = "", embargo_until = "", title = "";
};

class Newsroom {
 public:
  explicit Newsroom(const std::string& name) : folder_(scratch("history-" + name)), db_(folder_ + "/facts.db") { at("2026-03-10T08:00:00Z"); }
  ~Newsroom() { ::unsetenv("MIZAN_NOW"); }

  Newsroom& at(const std::string& moment) {
    ::setenv("MIZAN_NOW", moment.c_str(), 1);
    return *this;
  }
  Newsroom& receives(const Article& a) {
    nlohmann::json line{{"id", a.id}, {"source", a.source}, {"text", a.text}, {"state", a.state}, {"published", a.published}};
    if (!a.updated.empty()) line["updated"] = a.updated;
    if (!a.embargo_until.empty()) line["embargo_until"] = a.embargo_until;
    if (!a.title.empty()) line["title"] = a.title;
    Outcome run = program({"ingest", "--db", db_, "--from", "ndjson", "-"}, line.dump() + "\n");
    EXPECT_EQ(run.code, 0) << run.err;
    said_ = run.out;
    return *this;
  }
  Newsroom& reconciles() {
    Outcome run = program({"reconcile", "--db", db_, "--quiet"});
    EXPECT_EQ(run.code, 0) << run.err;
    return *this;
  }
  Newsroom& erases(const std::string& what) {
    Outcome run = program({"db", "erase", "--db", db_, what});
    EXPECT_EQ(run.code, 0) << run.err;
    said_ = run.out;
    return *this;
  }
  const std::string& said() const { return said_; }

  // "nahr/1: 120 killed": the killed, as facts counts them now.
  std::vector<std::string> killed(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"facts", "--db", db_, "--metric", "killed", "--to", "ndjson"};
    words.insert(words.end(), more.begin(), more.end());
    Outcome run = program(words);
    EXPECT_EQ(run.code, 0) << run.err;
    std::vector<std::string> out;
    std::istringstream lines(run.out);
    for (std::string line; std::getline(lines, line);) {
      const auto fact = nlohmann::json::parse(line);
      out.push_back(fact["document"].get<std::string>() + ": " + fact["low"].get<std::string>());
    }
    return out;
  }
  // "conflict: a1 120, b1 210": verdicts of the groups, as reconcile prints them now.
  std::vector<std::string> verdicts(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"reconcile", "--db", db_, "--metric", "killed", "--to", "json"};
    words.insert(words.end(), more.begin(), more.end());
    Outcome run = program(words);
    EXPECT_EQ(run.code, 0) << run.err;
    std::vector<std::string> out;
    for (const auto& group : nlohmann::json::parse(run.out)) {
      std::string line = group["verdict"].get<std::string>() + ":";
      for (const auto& claim : group["claims"]) line += " " + claim["document"].get<std::string>() + " " + claim["low"].get<std::string>();
      out.push_back(line);
    }
    return out;
  }
  std::string shows(const std::string& article, int code = 0) {
    Outcome run = program({"show", "--db", db_, article});
    EXPECT_EQ(run.code, code) << run.err;
    return run.out + run.err;
  }
  std::string exports() { return program({"export", "--db", db_, "--canonical"}).out; }
  std::string bytes() { return read_file(db_) + read_file(db_ + "-wal"); }
  Outcome runs(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.end(), {"--db", db_});
    return program(words, input);
  }
  // Nothing is wrong with the database, and its articles still say what it holds.
  void is_sound() {
    Outcome run = program({"db", "verify", "--db", db_, "--replay", "100"});
    EXPECT_EQ(run.code, 0) << run.err;
  }

 private:
  std::string folder_, db_, said_;
};

// Long enough for copies to be told from articles that merely say the same.
std::string quake(const std::string& killed) {
  return "A strong earthquake struck eastern Tajikistan before dawn on Tuesday, bringing down houses in mountain villages near the border. The earthquake "
         "killed " +
         killed +
         " people, the emergency committee said, and rescue teams were still digging through rubble in the afternoon while aftershocks shook the region.";
}

TEST(History, PublishedOnceAndDeliveredTwiceIsOneArticle) {
  Newsroom desk("published");
  desk.receives({"a1", "Nahr Wire", quake("120")}).receives({"a1", "Nahr Wire", quake("120")});
  EXPECT_THAT(desk.said(), HasSubstr("1 unchanged"));
  EXPECT_THAT(desk.killed(), ElementsAre("a1: 120"));
  desk.is_sound();
}

TEST(History, CorrectedTheNewTextCountsAndTheOldOneStaysInHistory) {
  Newsroom desk("corrected");
  desk.receives({"a1", "Nahr Wire", quake("120")});
  desk.receives({"a1", "Nahr Wire", quake("102"), "corrected", "2026-03-10", "2026-03-10T10:00:00Z"});
  EXPECT_THAT(desk.said(), HasSubstr("1 new version"));
  EXPECT_THAT(desk.killed(), ElementsAre("a1: 102"));
  const std::string shown = desk.shows("a1");
  EXPECT_THAT(shown, HasSubstr("2 of 2"));
  EXPECT_THAT(shown, HasSubstr("corrected"));
  EXPECT_THAT(shown, HasSubstr("- (the story) · killed = 120"));
  EXPECT_THAT(shown, HasSubstr("+ (the story) · killed = 102"));
  desk.is_sound();
}

TEST(History, CorrectedItStandsBesideWhatItSaidBefore) {
  Newsroom desk("corrected-beside");
  desk.receives({"a1", "Nahr Wire", quake("120")}).receives({"b1", "Gulf Ledger", "The earthquake in Tajikistan killed 120 people."}).reconciles();
  EXPECT_THAT(desk.verdicts(), Contains(HasSubstr("agree:")));
  desk.at("2026-03-10T10:00:00Z").receives({"a1", "Nahr Wire", quake("102"), "corrected", "2026-03-10", "2026-03-10T10:00:00Z"}).reconciles();
  EXPECT_THAT(desk.verdicts(), Contains("corrected: a1 120 a1 102"));
  const Outcome told = desk.runs({"reconcile", "--verdict", "corrected", "--to", "json"});
  const auto group = nlohmann::json::parse(told.out).at(0);
  EXPECT_EQ(group["reason"], "Nahr Wire says 102 where it said 120 before");
  EXPECT_EQ(group["sources"], 1);
  // Both quotes can be cited, the earlier one as superseded; and why is told.
  const std::string id = group["id"];
  const std::string cited = desk.runs({"cite", id}).out;
  EXPECT_THAT(cited, HasSubstr("version 1 of 2 (superseded)"));
  EXPECT_THAT(cited, HasSubstr("version 2 of 2 (corrected)"));
  EXPECT_THAT(desk.runs({"explain", "--group", id}).out, HasSubstr("Nahr Wire says 102 where it said 120 before"));
  // Under the same id after another version, with all that it has said; and the same whether all is compared anew or not.
  desk.receives({"a1", "Nahr Wire", quake("99"), "corrected", "2026-03-10", "2026-03-10T12:00:00Z"}).reconciles();
  EXPECT_THAT(desk.verdicts({"--verdict", "corrected"}), ElementsAre("corrected: a1 120 a1 102 a1 99"));
  EXPECT_EQ(nlohmann::json::parse(desk.runs({"reconcile", "--verdict", "corrected", "--to", "json"}).out).at(0)["id"], id);
  const std::string before = desk.exports();
  ASSERT_EQ(desk.runs({"reconcile", "--full", "--quiet"}).code, 0);
  EXPECT_EQ(desk.exports(), before);
  // Withdrawn, it corrects nothing any more.
  desk.receives({"a1", "Nahr Wire", "", "withdrawn", "2026-03-10", "2026-03-10T13:00:00Z"}).reconciles();
  EXPECT_THAT(desk.verdicts({"--verdict", "corrected"}), IsEmpty());
  desk.is_sound();
}

TEST(History, ATollThatRisesInALaterVersionIsAnUpdateAndNoCorrection) {
  Newsroom desk("risen");
  desk.receives({"a1", "Nahr Wire", quake("120")}).receives({"a1", "Nahr Wire", quake("131"), "live", "2026-03-10", "2026-03-10T12:00:00Z"}).reconciles();
  EXPECT_THAT(desk.verdicts(), ElementsAre("update: a1 120 a1 131"));
  // Fallen without a word, it is a correction all the same.
  desk.receives({"a1", "Nahr Wire", quake("118"), "live", "2026-03-10", "2026-03-10T15:00:00Z"}).reconciles();
  EXPECT_THAT(desk.verdicts(), ElementsAre(HasSubstr("corrected:")));
  desk.is_sound();
}

TEST(History, AnOlderVersionThatArrivesLateDoesNotCount) {
  Newsroom desk("late");
  desk.receives({"a1", "Nahr Wire", quake("131"), "live", "2026-03-10", "2026-03-10T12:00:00Z"});
  desk.receives({"a1", "Nahr Wire", quake("120"), "live", "2026-03-10", "2026-03-10T09:00:00Z"});
  EXPECT_THAT(desk.killed(), ElementsAre("a1: 131"));
  EXPECT_THAT(desk.shows("a1"), HasSubstr("1 of 2"));
}

TEST(History, CopiedByAnotherItIsOneSourceAndSaysWhoseTextItIs) {
  Newsroom desk("copied");
  desk.receives({"a1", "Nahr Wire", quake("120")});
  desk.receives({"b1", "Gulf Ledger", quake("120")});
  EXPECT_THAT(desk.said(), HasSubstr("1 with another's text"));
  desk.reconciles();
  EXPECT_THAT(desk.verdicts(), ElementsAre("agree: b1 120 a1 120"));
  const auto group = nlohmann::json::parse(desk.runs({"reconcile", "--metric", "killed", "--to", "json"}).out)[0];
  EXPECT_EQ(group["sources"], 1);
  // One of them is the copy; both say so.
  const std::string both = desk.shows("a1") + desk.shows("b1");
  EXPECT_THAT(both, HasSubstr("copy of"));
}

TEST(History, CopiedWithSmallEditsItIsStillACopy) {
  Newsroom desk("edited");
  desk.receives({"a1", "Nahr Wire", quake("120")});
  std::string edited = quake("120");
  edited.replace(edited.find("strong"), 6, "powerful");
  edited += " Our correspondent adds that roads were closed.";
  desk.receives({"b1", "Gulf Ledger", edited, "live", "2026-03-11"}).reconciles();
  EXPECT_THAT(desk.shows("b1"), HasSubstr("copy of    a1"));
  const auto fact = nlohmann::json::parse(desk.runs({"facts", "--source", "Gulf Ledger", "--metric", "killed", "--to", "json"}).out)[0];
  EXPECT_EQ(fact["copy_of"], "a1");
}

TEST(History, WithdrawnItNoLongerCountsAndItsTextStaysInHistory) {
  Newsroom desk("withdrawn");
  desk.receives({"a1", "Nahr Wire", quake("120")})
      .receives({"b1", "Gulf Ledger", "The earthquake in eastern Tajikistan on Tuesday killed 210 people, a hospital said."});
  desk.reconciles();
  desk.receives({"a1", "Nahr Wire", "", "withdrawn", "2026-03-10", "2026-03-10T15:00:00Z"}).reconciles();
  EXPECT_THAT(desk.killed(), ElementsAre("b1: 210"));
  EXPECT_THAT(desk.verdicts(), IsEmpty());
  EXPECT_THAT(desk.shows("a1"), HasSubstr("withdrawn"));
  EXPECT_THAT(desk.exports(), HasSubstr("killed 120 people"));
  desk.is_sound();
}

TEST(History, WithdrawnAndPublishedAgainItCountsAgain) {
  Newsroom desk("again");
  desk.receives({"a1", "Nahr Wire", quake("120")});
  desk.receives({"a1", "Nahr Wire", quake("120"), "withdrawn", "2026-03-10", "2026-03-10T15:00:00Z"});
  EXPECT_THAT(desk.killed(), IsEmpty());
  desk.receives({"a1", "Nahr Wire", quake("120"), "live", "2026-03-10", "2026-03-11T09:00:00Z"});
  EXPECT_THAT(desk.killed(), ElementsAre("a1: 120"));
  EXPECT_THAT(desk.shows("a1"), HasSubstr("3 of 3"));
}

TEST(History, RepublishedWithOneNumberChangedOnlyThatNumberChanges) {
  Newsroom desk("one-number");
  const std::string more = " Another 450 people were injured.";
  desk.receives({"a1", "Nahr Wire", quake("120") + more});
  desk.receives({"a1", "Nahr Wire", quake("131") + more, "live", "2026-03-10", "2026-03-10T16:00:00Z"});
  const std::string shown = desk.shows("a1");
  EXPECT_THAT(shown, HasSubstr("- (the story) · killed = 120"));
  EXPECT_THAT(shown, HasSubstr("+ (the story) · killed = 131"));
  EXPECT_THAT(shown, Not(HasSubstr("- (the story) · injured")));
}

TEST(History, UnderEmbargoItIsComparedForThoseWhoMaySeeItAndShownToNobodyElse) {
  Newsroom desk("embargo");
  desk.receives({"b1", "Gulf Ledger", "The earthquake in eastern Tajikistan on Tuesday killed 210 people, the emergency committee said."});
  desk.receives({"a1", "Nahr Wire", quake("120"), "live", "2026-03-10", "", "2026-03-10T12:00:00+03:00"});
  EXPECT_THAT(desk.said(), HasSubstr("1 under embargo"));
  desk.reconciles();
  EXPECT_THAT(desk.killed(), ElementsAre("b1: 210"));
  EXPECT_THAT(desk.verdicts(), IsEmpty());
  EXPECT_THAT(desk.shows("a1", 4), Not(HasSubstr("120")));
  EXPECT_THAT(desk.exports(), Not(HasSubstr("killed 120")));
  EXPECT_THAT(desk.runs({"export", "--to", "csv"}).out, Not(HasSubstr("120")));
  EXPECT_THAT(desk.runs({"check", "-", "--from", "text", "--published", "2026-03-10"}, quake("131")).out, Not(HasSubstr("Nahr Wire")));
  // Those who may see it see it compared.
  EXPECT_THAT(desk.killed({"--embargoed"}), UnorderedElementsAre("a1: 120", "b1: 210"));
  EXPECT_THAT(desk.verdicts({"--embargoed"}), Contains(HasSubstr("a1 120")));
  EXPECT_THAT(desk.exports(), Not(HasSubstr("killed 120"))) << "looking leaves nothing behind";
  desk.is_sound();
  // At noon in Riyadh readers see it, before anybody has written.
  desk.at("2026-03-10T09:00:00Z");
  EXPECT_THAT(desk.killed(), UnorderedElementsAre("a1: 120", "b1: 210"));
  EXPECT_THAT(desk.shows("a1"), HasSubstr("120"));
  EXPECT_THAT(desk.verdicts(), Contains(HasSubstr("a1 120")));
  EXPECT_THAT(desk.exports(), HasSubstr("killed 120"));
  desk.is_sound();
}

TEST(History, ANewVersionUnderEmbargoLeavesTheOldOneStanding) {
  Newsroom desk("embargoed-version");
  desk.receives({"a1", "Nahr Wire", quake("120")});
  desk.receives({"a1", "Nahr Wire", quake("131"), "live", "2026-03-10", "2026-03-10T08:30:00Z", "2026-03-10T10:00:00Z"});
  EXPECT_THAT(desk.killed(), ElementsAre("a1: 120"));
  EXPECT_THAT(desk.shows("a1"), Not(HasSubstr("of 2")));
  desk.at("2026-03-10T10:00:00Z");
  EXPECT_THAT(desk.killed(), ElementsAre("a1: 131"));
  // A third one, older by its own word, comes in after that.
  desk.receives({"a1", "Nahr Wire", quake("119"), "live", "2026-03-10", "2026-03-10T07:00:00Z"});
  EXPECT_THAT(desk.killed(), ElementsAre("a1: 131"));
  desk.is_sound();
}

TEST(History, ErasedNothingOfItIsLeftAndItDoesNotComeBack) {
  Newsroom desk("erased");
  const std::string secret = "The witness Huda Marzouq of Khorog said the earthquake killed 88 people in her street.";
  desk.receives({"a1", "Nahr Wire", secret, "live", "2026-03-10", "", "", "Witness from Khorog tells"}).receives({"b1", "Gulf Ledger", quake("120")});
  desk.receives({"a1", "Nahr Wire", secret + " She was in tears.", "live", "2026-03-10", "2026-03-10T15:00:00Z"}).reconciles();
  EXPECT_THAT(desk.bytes(), HasSubstr("Marzouq"));
  desk.erases("a1");
  EXPECT_THAT(desk.said(), HasSubstr("1 article in 2 versions"));
  for (const char* part : {"Marzouq", "Khorog", "in tears", "in her street"}) EXPECT_THAT(desk.bytes(), Not(HasSubstr(part))) << part;
  EXPECT_THAT(desk.killed(), ElementsAre("b1: 120"));
  // Not under its own name, and not as another file.
  desk.receives({"a1", "Nahr Wire", secret});
  EXPECT_THAT(desk.said(), HasSubstr("1 refused: it was erased"));
  desk.receives({"x9", "Another", secret});
  EXPECT_THAT(desk.said(), HasSubstr("1 refused: it was erased"));
  EXPECT_THAT(desk.bytes(), Not(HasSubstr("Marzouq")));
  desk.reconciles().is_sound();
}

TEST(History, ANameErasedIsPaintedOverEverywhereAndStaysSo) {
  Newsroom desk("erased-name");
  const std::string text = "Mohammed bin Salman visited the region. The earthquake killed 120 people, said هدى علي (Huda Ali) of the committee.";
  desk.receives({"a1", "Nahr Wire", text}).reconciles();
  desk.erases("Mohammed bin Salman");
  EXPECT_THAT(desk.bytes(), Not(HasSubstr("Mohammed bin Salman")));
  EXPECT_THAT(desk.shows("a1"), HasSubstr("******** *** ****** visited the region"));
  EXPECT_THAT(desk.killed(), ElementsAre("a1: 120")) << "other facts stay, and their offsets";
  // The same text again is known; a new article with the name is stored without it.
  desk.receives({"a1", "Nahr Wire", text});
  EXPECT_THAT(desk.said(), HasSubstr("1 unchanged"));
  desk.receives({"a2", "Nahr Wire", "Mohammed bin Salman said 3 people were killed in the fire."});
  EXPECT_THAT(desk.bytes(), Not(HasSubstr("Mohammed bin Salman")));
  desk.reconciles().is_sound();
}

}  // namespace
}  // namespace mizan::testing
