#include "db/reconcile_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "db/arithmetic.h"
#include "db/claim.h"
#include "db/corrections.h"
#include "db/database.h"
#include "db/decisions.h"
#include "db/describe.h"
#include "db/entity_links.h"
#include "db/group_store.h"
#include "db/grouping.h"
#include "db/hash.h"
#include "db/story_index.h"
#include "db/story_names.h"
#include "db/touched.h"

namespace mizan {
namespace {

// Of the policy: stories, comparability, verdicts, checks. Another number makes the next run a full one.
constexpr const char* kPolicy = "6";
constexpr const char* kBy = "reconciled_by";
constexpr std::size_t kArticlesAtOnce = 4000;  // loaded
constexpr std::size_t kSetsAtOnce = 8000;

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

std::int64_t number_of(std::string_view text) {
  return static_cast<std::int64_t>(hash64(text, 6));
}

std::int64_t check_bucket(std::int64_t article) {
  return number_of(fmt::format("check\x1f{}", article));
}

// Articles and claims, with stories and copies as the index has them.
struct Loaded {
  Snapshot snapshot;
  std::vector<std::int64_t> leaders;  // by the story's number
};

class Run {
 public:
  Run(FactStore& store, std::int64_t run, bool full, Decisions decisions)
      : store_(store),
        db_(store.database()),
        full_(full),
        decisions_(std::move(decisions)),
        index_(db_, full),
        names_(store, index_, run, full),
        groups_(store, run, decisions_.accepted_ids(), decisions_.rejected_ids()),
        set_of_(db_.prepare(
            "SELECT s.bucket, c.articles, c.size, c.tie, c.sequence FROM set_claims c JOIN claim_sets s USING(set_id) WHERE c.version_id = ? AND c.fact = ?")),
        strengthen_(db_.prepare("UPDATE set_claims SET articles = ?3, size = ?4, tie = ?5, sequence = ?6 WHERE version_id = ?1 AND fact = ?2 AND "
                                "(articles <> ?3 OR size <> ?4 OR tie <> ?5 OR sequence <> ?6)")) {}

  Status work(const std::vector<std::int64_t>& touched, RunOutcome& out) {
    touched_.insert(touched.begin(), touched.end());
    if (Status read = full_ ? sketch_all() : sketch(touched); !read) return read;
    index_.settle();
    leaders_.assign(index_.changed().begin(), index_.changed().end());
    if (full_) {
      db_.execute("DELETE FROM claim_sets; DELETE FROM set_claims");
      groups_.retire_all();
    } else {
      for (std::int64_t article : touched) groups_.retire(check_bucket(article));
    }
    if (Status named = names_.name(leaders_, touched_); !named) return named;
    if (Status done = in_parts(leaders_, [&](const std::vector<std::int64_t>& part) { return within(part); }); !done) return done;
    index_.write();
    if (db_.failed()) return db_.status();
    // Buckets whose groups grew or shrank decide anew on spans that they share with others.
    std::set<std::int64_t> dirty = dirty_;
    std::set<std::int64_t> later;  // of a full run: buckets that share a span with one that comes after them
    if (Status done = in_buckets(dirty,
                                 [&](Loaded& l, const std::vector<ClaimSet>& sets, const std::vector<std::int64_t>& of) {
                                   const Spans spans = spans_of(l.snapshot);
                                   Status strong = strengthen(l, spans, sets);
                                   return strong && full_ ? settle_what_can_be(l, spans, sets, of, later) : strong;
                                 });
        !done)
      return done;
    dirty = full_ ? later : dirty_;
    if (!full_) {
      for (std::int64_t bucket : dirty) groups_.retire(bucket);
    }
    if (Status done = in_buckets(dirty, [&](Loaded& l, const std::vector<ClaimSet>& sets,
                                            const std::vector<std::int64_t>& of) { return settle(l, spans_of(l.snapshot), sets, of); });
        !done)
      return done;
    if (Status done = check_rates(touched); !done) return done;
    if (Status done = groups_.finish(); !done) return done;
    // What nobody recalls any more.
    db_.execute(
        "UPDATE stories SET current = 0 WHERE current = 1 AND story_id LIKE 'p%' AND NOT EXISTS (SELECT 1 FROM groups g WHERE g.story_id = stories.story_id "
        "AND "
        "g.current = 1)");
    out.stories = leaders_.size();
    out.buckets = dirty_.size();
    out.groups = written_;
    return db_.status();
  }

 private:
  // --- articles ---

  Status sketch(const std::vector<std::int64_t>& ids) {
    auto articles = load_articles(store_, ids);
    if (!articles) return articles.error();
    std::set<std::int64_t> gone(ids.begin(), ids.end());
    for (const ArticleEntry& a : *articles) gone.erase(a.article);
    for (std::int64_t id : gone) index_.remove(id);
    for (const ArticleEntry& a : *articles) index_.put(a.article, sketch_of(a));
    return db_.status();
  }

  Status sketch_all() {
    db_.execute("DELETE FROM sketches; DELETE FROM sketch_keys; DELETE FROM copy_bands; DELETE FROM story_links");
    std::vector<std::int64_t> ids;
    Statement all = db_.prepare("SELECT article_id FROM articles ORDER BY article_id");
    while (all.row()) ids.push_back(all.integer(0));
    for (std::size_t i = 0; i < ids.size(); i += kArticlesAtOnce) {
      const std::vector<std::int64_t> part(ids.begin() + static_cast<std::ptrdiff_t>(i),
                                           ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), i + kArticlesAtOnce)));
      auto articles = load_articles(store_, part);
      if (!articles) return articles.error();
      for (const ArticleEntry& a : *articles) index_.put(a.article, sketch_of(a));
    }
    return db_.status();
  }

  // Loads these articles and the originals of copies among them, with stories and copies told.
  Result<Loaded> load(std::set<std::int64_t> wanted) {
    std::set<std::int64_t> with_claims = wanted;
    for (std::int64_t id : with_claims) wanted.insert(index_.original(id));
    auto articles = load_articles(store_, std::vector<std::int64_t>(wanted.begin(), wanted.end()));
    if (!articles) return articles.error();
    Loaded out;
    out.snapshot.articles = std::move(*articles);
    std::unordered_map<std::int64_t, int> place;
    for (std::size_t i = 0; i < out.snapshot.articles.size(); ++i) place.emplace(out.snapshot.articles[i].article, static_cast<int>(i));
    std::unordered_map<std::int64_t, int> stories;
    for (ArticleEntry& a : out.snapshot.articles) {
      const std::int64_t original = index_.original(a.article), leader = index_.leader(a.article);
      if (original != a.article) {
        auto found = place.find(original);
        if (found != place.end()) a.copy_of = found->second;
      }
      auto [story, fresh] = stories.emplace(leader, static_cast<int>(stories.size()));
      if (fresh) out.leaders.push_back(leader);
      a.story = story->second;
    }
    auto has_claims = [&](const ArticleEntry& a) { return with_claims.count(a.article) != 0; };
    if (!links_) {
      auto links = EntityLinks::load(store_);
      if (!links) return links.error();
      links_ = std::move(*links);
    }
    if (Status loaded = load_claims(store_, out.snapshot, has_claims, *links_); !loaded) return loaded.error();
    find_leading_tolls(out.snapshot);
    return out;
  }

  // --- stories ---

  template <typename Work>
  Status in_parts(const std::vector<std::int64_t>& leaders, Work work) {
    std::vector<std::int64_t> part;
    std::size_t articles = 0;
    for (std::int64_t leader : leaders) {
      part.push_back(leader);
      articles += index_.members(leader).size();
      if (articles < kArticlesAtOnce) continue;
      if (Status done = work(part); !done) return done;
      part.clear();
      articles = 0;
    }
    return part.empty() ? Status(Done{}) : work(part);
  }

  // The sets of these stories: kept where they are what they were, and their buckets are dirty where they are not.
  Status within(const std::vector<std::int64_t>& leaders) {
    std::set<std::int64_t> articles;
    for (std::int64_t leader : leaders) {
      for (std::int64_t m : index_.members(leader)) articles.insert(m);
    }
    auto loaded = load(articles);
    if (!loaded) return loaded.error();
    const Snapshot& s = loaded->snapshot;

    struct Old {
      std::int64_t id, bucket;
    };
    std::multimap<std::int64_t, Old> old;  // by signature
    if (!full_) {
      Statement stored = db_.prepare("SELECT signature, set_id, bucket FROM claim_sets WHERE leader = ?");
      for (std::int64_t leader : leaders) {
        stored.bind(1, leader);
        while (stored.row()) old.emplace(stored.integer(0), Old{stored.integer(1), stored.integer(2)});
      }
    }
    // First goes what is no more, then comes what is new: a claim is in one set.
    struct New {
      const ClaimSet* set;
      std::int64_t leader, bucket, signature;
    };
    std::vector<New> fresh;
    const std::vector<ClaimSet> sets = sets_within_stories(s);
    for (const ClaimSet& set : sets) {
      const Claim& first = s.claims[at(set.claims.front())];
      const ArticleEntry& article = s.articles[at(first.article)];
      const std::int64_t leader = loaded->leaders[at(article.story)];
      std::string all = fmt::format("{} {} {} {}", leader, names_.of(leader), set.values, set.bucket);
      bool was_touched = false;
      for (int i : set.claims) {
        const Claim& c = s.claims[at(i)];
        const ArticleEntry& a = s.articles[at(c.article)];
        all += fmt::format("\n{} {} {}", c.stored.version, c.stored.sequence, index_.original(a.article));
        was_touched = was_touched || touched_.count(a.article);
      }
      const std::int64_t bucket = number_of(set.bucket.empty() ? fmt::format("alone\x1f{}\x1f{}", article.key, first.stored.sequence) : set.bucket);
      const std::int64_t signature = number_of(all);
      auto kept = old.find(signature);
      if (kept != old.end() && !was_touched) {
        old.erase(kept);
        continue;
      }
      fresh.push_back({&set, leader, bucket, signature});
    }
    Statement drop_set = db_.prepare("DELETE FROM claim_sets WHERE set_id = ?"), drop_claims = db_.prepare("DELETE FROM set_claims WHERE set_id = ?");
    for (const auto& [signature, set] : old) {
      dirty_.insert(set.bucket);
      drop_set.bind(1, set.id);
      drop_set.run();
      drop_claims.bind(1, set.id);
      drop_claims.run();
    }
    Statement put_set = db_.prepare("INSERT INTO claim_sets(leader, bucket, vals, signature) VALUES (?,?,?,?)");
    Statement put_claim = db_.prepare(
        "INSERT INTO set_claims(version_id, fact, set_id, articles, size, tie, sequence) VALUES (?,?,?,0,0,0,0) ON CONFLICT(version_id, fact) DO UPDATE SET "
        "set_id = excluded.set_id, articles = 0, size = 0, tie = 0, sequence = 0");
    for (const New& n : fresh) {
      dirty_.insert(n.bucket);
      put_set.bind(1, n.leader);
      put_set.bind(2, n.bucket);
      put_set.bind(3, static_cast<std::int64_t>(n.set->values));
      put_set.bind(4, n.signature);
      put_set.run();
      const std::int64_t id = db_.last_row_id();
      for (int i : n.set->claims) {
        put_claim.bind(1, s.claims[at(i)].stored.version);
        put_claim.bind(2, static_cast<std::int64_t>(s.claims[at(i)].stored.sequence));
        put_claim.bind(3, id);
        put_claim.run();
      }
    }
    return check(*loaded);
  }

  // Arithmetic within articles: groups of their own, in a bucket an article.
  Status check(Loaded& loaded) {
    const Snapshot& s = loaded.snapshot;
    std::vector<Group> groups;
    std::vector<std::int64_t> buckets;
    auto bucket_of_article = [&](int article) { return check_bucket(s.articles[at(article)].article); };
    for (const ArticleEntry& a : s.articles) groups_.retire(check_bucket(a.article));
    for (CheckResult& result : check_within_articles(s)) {
      if (decisions_.rejects_check(result.claims, s)) continue;
      Group g = checked_group(result, s);
      g.story = story_of(result.claims, loaded);
      buckets.push_back(bucket_of_article(s.claims[at(result.claims.back())].article));
      groups.push_back(std::move(g));
    }
    if (Status corrected = corrections(s, loaded, groups, buckets); !corrected) return corrected;
    written_ += groups.size();
    return groups_.write(groups, buckets);
  }

  // Earlier versions of these articles against the ones that count, in the same buckets.
  Status corrections(const Snapshot& s, const Loaded& loaded, std::vector<Group>& groups, std::vector<std::int64_t>& buckets) {
    Statement several = db_.prepare("SELECT 1 FROM article_versions WHERE article_id = ? LIMIT 1 OFFSET 1");
    for (const ArticleEntry& a : s.articles) {
      several.bind(1, a.article);
      const bool has = several.row();
      several.reset();
      if (!has) continue;
      auto found = corrections_of(store_, a.article, *links_, decisions_);
      if (!found) return found.error();
      for (Group& g : *found) {
        g.story = names_.of(loaded.leaders[at(a.story)]);
        buckets.push_back(check_bucket(a.article));
        groups.push_back(std::move(g));
      }
    }
    return db_.status();
  }

  // Rates of exchange, among all articles that give an amount in two currencies. They are few, so all are asked again when one of them was touched; whether
  // one of its versions gave such an amount, as the latest may not any more.
  Status check_rates(const std::vector<std::int64_t>& touched) {
    Statement gives = db_.prepare(fmt::format(
        "SELECT 1 FROM article_versions v JOIN facts f ON f.version_id = v.version_id WHERE v.article_id = ? AND f.rule = '{}' AND f.type = 'money' LIMIT 1",
        kGivenTwice));
    bool due = full_;
    for (std::size_t i = 0; i < touched.size() && !due; ++i) {
      gives.bind(1, touched[i]);
      due = gives.row();
      gives.reset();
    }
    if (!due) return db_.status();
    const std::int64_t bucket = number_of("rates");
    if (!full_) groups_.retire(bucket);
    std::set<std::int64_t> articles;
    Statement all =
        db_.prepare(fmt::format("SELECT a.article_id FROM facts f JOIN articles a ON a.latest = f.version_id JOIN sketches s ON s.article_id = a.article_id "
                                "WHERE f.rule = '{}' AND f.type = 'money'",
                                kGivenTwice));
    while (all.row()) articles.insert(all.integer(0));
    auto loaded = load(articles);
    if (!loaded) return loaded.error();
    std::vector<Group> groups;
    for (CheckResult& result : check_across_articles(loaded->snapshot)) {
      if (decisions_.rejects_check(result.claims, loaded->snapshot)) continue;
      Group g = checked_group(result, loaded->snapshot);
      g.story = story_of(result.claims, *loaded);
      groups.push_back(std::move(g));
    }
    written_ += groups.size();
    return groups_.write(groups, std::vector<std::int64_t>(groups.size(), bucket));
  }

  std::string story_of(const std::vector<int>& claims, const Loaded& l) {
    const int story = l.snapshot.articles[at(l.snapshot.claims[at(claims.front())].article)].story;
    for (int i : claims) {
      if (l.snapshot.articles[at(l.snapshot.claims[at(i)].article)].story != story) return {};
    }
    return names_.of(l.leaders[at(story)]);
  }

  // --- buckets ---

  // Buckets by their first story: those of one story lie together, so its articles are loaded once and not once for each of its figures.
  // A run that follows what is new has few of them, and takes them as they come.
  std::vector<std::int64_t> by_story(const std::set<std::int64_t>& buckets) {
    if (!full_) return {buckets.begin(), buckets.end()};
    std::vector<std::int64_t> out;
    std::unordered_set<std::int64_t> seen;
    Statement sets = db_.prepare("SELECT bucket FROM claim_sets ORDER BY set_id");  // as within() has made them: story by story
    while (sets.row()) {
      const std::int64_t bucket = sets.integer(0);
      if (buckets.count(bucket) && seen.insert(bucket).second) out.push_back(bucket);
    }
    return out;
  }

  // Calls work(loaded, sets, bucket of each set), some buckets at a time.
  template <typename Work>
  Status in_buckets(const std::set<std::int64_t>& unordered, Work work) {
    struct Row {
      std::int64_t set, bucket;
      int values;
    };
    const std::vector<std::int64_t> buckets = by_story(unordered);
    Statement sets = db_.prepare("SELECT set_id, vals FROM claim_sets WHERE bucket = ?");
    std::vector<Row> part;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
      sets.bind(1, buckets[i]);
      while (sets.row()) part.push_back({sets.integer(0), buckets[i], static_cast<int>(sets.integer(1))});
      if (part.empty() || (part.size() < kSetsAtOnce && i + 1 < buckets.size())) continue;
      Statement claims =
          db_.prepare("SELECT c.version_id, c.fact, v.article_id FROM set_claims c JOIN article_versions v ON v.version_id = c.version_id WHERE c.set_id = ?");
      std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> set_of;  // claim: index into part
      std::set<std::int64_t> articles;
      for (std::size_t k = 0; k < part.size(); ++k) {
        claims.bind(1, part[k].set);
        while (claims.row()) {
          set_of[{claims.integer(0), claims.integer(1)}] = k;
          articles.insert(claims.integer(2));
        }
      }
      auto loaded = load(articles);
      if (!loaded) return loaded.error();
      std::vector<ClaimSet> of(part.size());
      for (std::size_t c = 0; c < loaded->snapshot.claims.size(); ++c) {
        const StoredFact& stored = loaded->snapshot.claims[c].stored;
        auto found = set_of.find({stored.version, stored.sequence});
        if (found != set_of.end()) of[found->second].claims.push_back(static_cast<int>(c));
      }
      std::vector<std::size_t> order;
      for (std::size_t k = 0; k < part.size(); ++k) {
        if (!of[k].claims.empty()) order.push_back(k);
      }
      std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return of[a].claims.front() < of[b].claims.front(); });
      std::vector<ClaimSet> sorted;
      std::vector<std::int64_t> of_bucket;
      for (std::size_t k : order) {
        of[k].values = part[k].values;
        of[k].bucket = bucket_name(of[k], part[k].bucket, loaded->snapshot);
        sorted.push_back(std::move(of[k]));
        of_bucket.push_back(part[k].bucket);
      }
      if (Status done = work(*loaded, sorted, of_bucket); !done) return done;
      part.clear();
    }
    return db_.status();
  }

  // The bucket whose hash this is, of those that the claims have; empty where the set is on its own.
  static std::string bucket_name(const ClaimSet& set, std::int64_t bucket, const Snapshot& s) {
    for (int i : set.claims) {
      std::string name = common_bucket(s.claims[at(i)], s);
      if (!name.empty() && number_of(name) == bucket) return name;
    }
    return {};
  }

  using Span = std::tuple<int, Field, std::uint32_t, std::uint32_t>;
  static Span span_of(int i, const Snapshot& s) {
    const Claim& c = s.claims[at(i)];
    return {c.article, c.fact().field, c.stored.start, c.stored.end};
  }
  // Which claims stand on one span.
  using Spans = std::map<Span, std::vector<int>>;
  static Spans spans_of(const Snapshot& s) {
    Spans out;
    for (std::size_t i = 0; i < s.claims.size(); ++i) out[span_of(static_cast<int>(i), s)].push_back(static_cast<int>(i));
    return out;
  }
  // How strong each claim is on its span; others on a span where that changed decide anew.
  Status strengthen(const Loaded& loaded, const Spans& spans, const std::vector<ClaimSet>& sets) {
    const Snapshot& s = loaded.snapshot;
    for (const std::vector<int>& group : join_across_stories(s, sets)) {
      const SpanClaim strength = span_claim(group, s);
      for (int i : group) {
        const StoredFact& stored = s.claims[at(i)].stored;
        bind(strengthen_, stored);
        strengthen_.bind(3, strength.articles);
        strengthen_.bind(4, strength.size);
        strengthen_.bind(5, strength.tie);
        strengthen_.bind(6, static_cast<std::int64_t>(strength.sequence));
        strengthen_.run();
        if (full_ || db_.changed_rows() == 0) continue;
        for (int rival : spans.at(span_of(i, s))) {
          if (rival == i) continue;
          bind(set_of_, s.claims[at(rival)].stored);
          if (set_of_.row()) dirty_.insert(set_of_.integer(0));
          set_of_.reset();
        }
      }
    }
    return db_.status();
  }

  // Of buckets that were all strengthened: those whose rivals were so, too. The others go to `later`.
  Status settle_what_can_be(const Loaded& loaded, const Spans& spans, const std::vector<ClaimSet>& sets, const std::vector<std::int64_t>& of_bucket,
                            std::set<std::int64_t>& later) {
    const Snapshot& s = loaded.snapshot;
    std::vector<bool> here(s.claims.size(), false);
    for (const ClaimSet& set : sets) {
      for (int i : set.claims) here[at(i)] = true;
    }
    std::set<std::int64_t> waits;
    for (std::size_t k = 0; k < sets.size(); ++k) {
      for (int i : sets[k].claims) {
        for (int rival : spans.at(span_of(i, s))) {
          if (!here[at(rival)]) waits.insert(of_bucket[k]);
        }
      }
    }
    std::vector<ClaimSet> now;
    std::vector<std::int64_t> of_now;
    for (std::size_t k = 0; k < sets.size(); ++k) {
      if (waits.count(of_bucket[k])) continue;
      now.push_back(sets[k]);
      of_now.push_back(of_bucket[k]);
    }
    later.insert(waits.begin(), waits.end());
    return settle(loaded, spans, now, of_now);
  }

  // Groups of these buckets, without the claims that stand in a stronger one; judged and written.
  Status settle(const Loaded& loaded, const Spans& spans, const std::vector<ClaimSet>& sets, const std::vector<std::int64_t>& of_bucket) {
    const Snapshot& s = loaded.snapshot;
    std::unordered_map<int, std::int64_t> bucket;  // by claim
    for (std::size_t k = 0; k < sets.size(); ++k) {
      for (int i : sets[k].claims) bucket[i] = of_bucket[k];
    }
    std::vector<Group> groups;
    std::vector<std::int64_t> buckets;
    for (const std::vector<int>& group : join_across_stories(s, sets)) {
      const SpanClaim strength = span_claim(group, s);
      std::vector<int> kept;
      std::set<decltype(span_of(0, s))> mine;  // a group has each span once
      for (int i : group) {
        const auto& rivals = spans.at(span_of(i, s));
        bool wins = mine.insert(span_of(i, s)).second;
        for (std::size_t r = 0; wins && rivals.size() > 1 && r < rivals.size(); ++r) {
          if (rivals[r] == i) continue;
          bind(set_of_, s.claims[at(rivals[r])].stored);
          if (set_of_.row()) {
            const SpanClaim other{set_of_.integer(1), set_of_.integer(2), set_of_.integer(3), static_cast<std::uint32_t>(set_of_.integer(4))};
            wins = !(strength < other);
          }
          set_of_.reset();
        }
        if (wins) kept.push_back(i);
      }
      if (kept.size() < 2) continue;
      for (const std::vector<int>& claims : decisions_.without_rejected({kept}, s)) {
        if (claims.size() < 2) continue;
        Group g = judged_group(claims, s);
        g.story = names_.recalled(claims, s);
        if (g.story.empty()) g.story = story_of(claims, loaded);
        groups.push_back(std::move(g));
        buckets.push_back(bucket[claims.front()]);
      }
    }
    written_ += groups.size();
    return groups_.write(groups, buckets);
  }

  static void bind(Statement& statement, const StoredFact& fact) {
    statement.bind(1, fact.version);
    statement.bind(2, static_cast<std::int64_t>(fact.sequence));
  }

  FactStore& store_;
  Database& db_;
  bool full_;
  Decisions decisions_;
  StoryIndex index_;
  StoryNames names_;
  std::optional<EntityLinks> links_;  // once they were asked for
  GroupStore groups_;
  Statement set_of_, strengthen_;
  std::set<std::int64_t> touched_;
  std::vector<std::int64_t> leaders_;  // of changed stories, ascending
  std::set<std::int64_t> dirty_;       // buckets
  std::uint64_t written_ = 0;
};

}  // namespace

namespace {

std::string made_by(const RunDescription& description) {
  return fmt::format("{} policy {}", description.program, kPolicy);
}

// Of an erased article nothing is left that tells what it had met.
bool one_was_erased(Database& db) {
  Statement erased = db.prepare("SELECT 1 FROM touched WHERE article_id NOT IN (SELECT article_id FROM articles) LIMIT 1");
  const bool out = erased.row();
  erased.reset();
  return out;
}

}  // namespace

Result<bool> looks_at_all(FactStore& store, const RunDescription& description, bool full) {
  constexpr std::size_t kFew = 300;  // articles that are looked at where they are, however few there are in all
  Database& db = store.database();
  auto touched = touched_articles(db);
  if (!touched) return touched.error();
  if (full || touched->all || remembered(db, kBy) != made_by(description) || one_was_erased(db)) return true;
  if (touched->articles.size() < kFew) return false;
  Statement count = db.prepare("SELECT count(*) FROM articles");
  const std::int64_t articles = count.row() ? count.integer(0) : 0;
  count.reset();
  if (Status status = db.status(); !status) return status.error();
  return static_cast<std::int64_t>(touched->articles.size()) * 10 > articles;
}

Result<RunOutcome> run_reconciliation(FactStore& store, const RunDescription& description, bool full) {
  Database& db = store.database();
  auto touched = touched_articles(db);
  if (!touched) return touched.error();
  RunOutcome out;
  const std::string by = made_by(description);
  out.full = full || touched->all || remembered(db, kBy) != by || one_was_erased(db);
  out.touched = touched->articles.size();
  if (!out.full && touched->articles.empty()) return out;
  out.changed = true;
  if (Status begun = store.begin_run(description); !begun) return begun.error();
  db.begin();
  auto run = store.run_id();
  if (!run) return run.error();
  auto decisions = Decisions::load(store);
  if (!decisions) return decisions.error();
  db.keep_large(out.full);
  Status done = Run(store, *run, out.full, std::move(*decisions)).work(touched->articles, out);
  db.keep_large(false);
  if (done) {
    forget_touched(db);
    remember(db, kBy, by);
    remember(db, "last_run", std::to_string(*run));
    done = db.status();
  }
  if (!done) {
    db.rollback();
    return done.error();
  }
  if (Status flushed = store.flush(); !flushed) return flushed.error();
  if (auto ended = store.finish_run(); !ended) return ended.error();
  return out;
}

Result<RunTotals> run_totals(const FactStore& store) {
  Database& db = store.database();
  RunTotals out;
  auto count = [&](const char* sql) {
    Statement select = db.prepare(sql);
    return select.row() ? static_cast<std::uint64_t>(select.integer(0)) : 0;
  };
  out.articles = count("SELECT count(*) FROM sketches");
  out.facts = count("SELECT count(*) FROM set_claims");
  out.copies = count("SELECT count(*) FROM sketches WHERE parent <> 0");
  out.stories = count("SELECT count(*) FROM stories WHERE current = 1 AND story_id LIKE 's%'");
  out.grouped = count("SELECT count(*) FROM claims c JOIN groups g USING(group_id) WHERE g.current = 1 AND g.kind = 'claims' AND length(g.group_id) <> 13");
  if (Status status = db.status(); !status) return status.error();
  return out;
}

}  // namespace mizan
