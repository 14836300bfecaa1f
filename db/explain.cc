#include "db/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "db/citation.h"
#include "db/claim.h"
#include "db/comparability.h"
#include "db/corrections.h"
#include "db/database.h"
#include "db/entity_links.h"
#include "db/grouping.h"
#include "db/verdict.h"

namespace mizan {
namespace {

constexpr std::size_t kPairs = 12;  // told one by one, the gravest verdicts first

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

// "story 12|deaths|1" -> readable: the parts of a bucket's key that say something.
std::string readable_bucket(const std::string& key) {
  std::string out;
  std::size_t begin = 0;
  while (begin <= key.size()) {
    const std::size_t end = std::min(key.find('\x1f', begin), key.size());
    const std::string part = key.substr(begin, end - begin);
    if (!part.empty()) out += (out.empty() ? "" : " · ") + (part.starts_with("story ") ? std::string("the story") : part);
    begin = end + 1;
  }
  return out.empty() ? "none: it meets others only by its value or its wording" : out;
}

const char* name_of(Fit fit) {
  switch (fit) {
    case Fit::kEqual:
      return "the same figure";
    case Fit::kRounding:
      return "one is the other at its written precision";
    case Fit::kLoose:
      return "both can hold, loosely";
    case Fit::kApart:
      return "they cannot both hold";
  }
  return "";
}

// How a name that was read came to be another subject.
std::string describe_link(const char* role, const std::string& read, const EntityLinks& links) {
  if (read.empty()) return {};
  const EntityLink* link = links.find(read);
  if (!link) return fmt::format("     {} was read as {}, and means something else in this article: a person said so\n", role, read);
  return fmt::format("     {} was read as {}, taken for {} ({} % sure): {}\n", role, read, link->entity, link->confidence_percent, link->reason);
}

std::string describe_claim(const Claim& c, const Snapshot& s, const EntityLinks& links, char letter) {
  const Fact& f = c.fact();
  const ArticleEntry& a = s.articles[at(c.article)];
  std::string out = fmt::format("{}  {}{}{}\n", letter, a.source.empty() ? a.id : a.source, a.published.empty() ? "" : ", " + a.published,
                                a.copy_of >= 0 ? " (repeats another's text)" : "");
  out += fmt::format("     article {}, {} {}-{}, id {}\n", a.id, f.field == Field::kTitle ? "title" : "text", c.stored.start, c.stored.end,
                     fact_id(a.key, a.content_hash, f.field, c.stored.start, c.stored.end));
  out += fmt::format("     “{}”\n", one_line(c.stored.sentence));
  out += fmt::format("     read as: {} of {}{}", f.metric, f.subject_name.empty() ? "the story" : f.subject_name, f.noun.empty() ? "" : " (" + f.noun + ")");
  if (c.figure) {
    out += fmt::format(" = {}{}", f.amount.low->to_string(), f.amount.high != f.amount.low ? "-" + f.amount.high->to_string() : "");
    out += fmt::format("{}, {}, last written digit 10^{}", f.amount.unit == "1" ? "" : " " + f.amount.unit, to_string(f.amount.bound), f.amount.low_precision);
  } else {
    out += " = " + f.value;
  }
  for (const auto& [label, value] : {std::pair("period", &f.period), std::pair("with", &f.counterpart_name), std::pair("scope", &f.scope),
                                     std::pair("basis", &f.basis), std::pair("status", &f.status), std::pair("said by", &f.speaker)}) {
    if (!value->empty() && *value != "actual") out += fmt::format(", {} {}", label, *value);
  }
  out += "\n     rule: " + c.stored.rule + "\n";
  out += describe_link("its subject", c.stored.subject_as_read, links);
  out += describe_link("its counterpart", c.stored.counterpart_as_read, links);
  return out;
}

// Stories and copies as last reconciled. An article on its own is a story of one.
Status load_stories(const FactStore& store, Snapshot& s) {
  std::map<std::string, int> stories;
  std::map<std::int64_t, int> index;
  for (std::size_t i = 0; i < s.articles.size(); ++i) index[s.articles[i].article] = static_cast<int>(i);
  Database& db = store.database();
  Statement select = db.prepare("SELECT story_id, copy_of FROM story_articles WHERE article_id = ?");
  for (ArticleEntry& a : s.articles) {
    select.bind(1, a.article);
    std::string story = fmt::format("alone {}", a.article);
    if (select.row()) {
      if (!select.is_null(0)) story = select.text(0);
      if (!select.is_null(1)) {
        const auto original = index.find(select.integer(1));
        if (original != index.end()) a.copy_of = original->second;
      }
    }
    select.reset();
    a.story = stories.emplace(story, static_cast<int>(stories.size())).first->second;
  }
  return db.status();
}

// A correction's claims stand in versions of one article.
Result<std::vector<ArticleEntry>> versions_of(const FactStore& store, const GroupCitation& group) {
  Statement article = store.database().prepare("SELECT article_id FROM article_versions WHERE version_id = ?");
  article.bind(1, group.claims.empty() ? 0 : group.claims.front().version);
  return load_versions(store, article.row() ? article.integer(0) : 0);
}

}  // namespace

Result<std::optional<std::string>> explain_group(const FactStore& store, std::string_view id) {
  auto cited = cite_group(store, id);
  if (!cited) return cited.error();
  if (!*cited) return std::optional<std::string>();
  const GroupCitation& group = **cited;
  // Its articles only, with the stories and copies that the last reconciliation found: what it costs follows the group, not the database.
  std::set<std::int64_t> versions;
  for (const Citation& c : group.claims) versions.insert(c.version);
  auto in_group = [&](const ArticleEntry& a) { return versions.count(a.version) != 0; };
  Snapshot s;
  auto loaded = is_correction(group.id) ? versions_of(store, group) : load_articles(store, in_group);
  if (!loaded) return loaded.error();
  s.articles = std::move(*loaded);
  auto links = EntityLinks::load(store);
  if (!links) return links.error();
  if (Status claims_in = load_claims(store, s, in_group, *links); !claims_in) return claims_in.error();
  if (Status told = load_stories(store, s); !told) return told.error();
  find_leading_tolls(s);

  std::vector<int> claims;
  std::set<std::string> wanted;
  for (const Citation& c : group.claims) wanted.insert(c.id);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < s.claims.size(); ++i) {
    const Claim& c = s.claims[i];
    const ArticleEntry& a = s.articles[at(c.article)];
    std::string fact = fact_id(a.key, a.content_hash, c.fact().field, c.stored.start, c.stored.end);
    if (wanted.count(fact) && seen.insert(fact).second) claims.push_back(static_cast<int>(i));
  }
  std::string out = fmt::format("{}{}: {}\n{}\n", group.id, group.id == id ? "" : fmt::format(" ({} was merged into it)", id), group.verdict, group.reason);
  if (!group.current) out += "It did not come out of the last reconciliation.\n";
  if (claims.size() < group.claims.size())
    out += fmt::format("{} of its claims are superseded, withdrawn or corrected by now.\n", group.claims.size() - claims.size());

  out += "\n1. The claims\n";
  auto letter = [](std::size_t i) { return static_cast<char>(i < 26 ? 'A' + i : '*'); };
  for (std::size_t i = 0; i < claims.size(); ++i) out += describe_claim(s.claims[at(claims[i])], s, *links, letter(i));

  out += "\n2. Why they meet\n";
  std::map<std::string, std::string> buckets;
  for (std::size_t i = 0; i < claims.size(); ++i) buckets[bucket_of(s.claims[at(claims[i])], s)] += letter(i);
  for (const auto& [key, letters] : buckets) out += fmt::format("   {}: {}\n", letters, readable_bucket(key));
  std::set<int> stories;
  for (int i : claims) stories.insert(s.articles[at(s.claims[at(i)].article)].story);
  out += stories.size() == 1 ? "   Their articles are on one event.\n" : fmt::format("   Their articles are on {} events.\n", stories.size());
  if (group.kind != "claims") {
    out += fmt::format("   An arithmetic check ({}): the last claim is the stated figure, the others are what it is computed from.\n", group.kind);
    return std::optional<std::string>(out);
  }

  out += "\n3. Two by two\n";
  struct Pair {
    int gravity;
    std::string text;
  };
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < claims.size() && pairs.size() < 400; ++i) {
    for (std::size_t j = i + 1; j < claims.size(); ++j) {
      const Claim &a = s.claims[at(claims[i])], &b = s.claims[at(claims[j])];
      const Comparison context = context_of(a, b, s);
      const Judgement judged = judge({claims[i], claims[j]}, s);
      std::string text = fmt::format("   {} and {}: {}", letter(i), letter(j), name_of(fit(a, b)));
      if (const double r = ratio(a, b); std::isfinite(r) && r > 1) text += fmt::format(" ({:.2f} times)", r);
      text += fmt::format("; {}", context.context == Context::kSame   ? "they speak of the same thing at the same time"
                                  : context.context == Context::kNear ? context.reason
                                                                      : "they speak of different things");
      text += fmt::format("; {:.0f} % of the words are shared", wording_of(a, b) * 100);
      text += fmt::format("\n      -> {}: {}\n", to_string(judged.verdict), judged.reason);
      const bool grave = judged.verdict == Verdict::kConflict || judged.verdict == Verdict::kDisputed || judged.verdict == Verdict::kCorrected;
      pairs.push_back({grave ? 0 : judged.verdict == Verdict::kAgree || judged.verdict == Verdict::kRounding ? 2 : 1, std::move(text)});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.gravity < b.gravity; });
  for (std::size_t i = 0; i < pairs.size() && i < kPairs; ++i) out += pairs[i].text;
  if (pairs.size() > kPairs) out += fmt::format("   and {} more pairs\n", pairs.size() - kPairs);

  if (!claims.empty()) {
    const Judgement whole = judge(claims, s);
    out += fmt::format("\n4. The verdict\n   The gravest of these counts: {}, {}. {} independent {}, {} % sure.\n", to_string(whole.verdict), whole.reason,
                       whole.sources, whole.sources == 1 ? "source" : "sources", whole.confidence_percent);
  }
  return std::optional<std::string>(out);
}

}  // namespace mizan
