#include "db/story_names.h"

#include <algorithm>
#include <set>
#include <utility>

#include "db/database.h"
#include "db/entity_names.h"
#include "db/group_store.h"
#include "db/grouping.h"
#include "db/packed_names.h"
#include "db/word_rarity.h"

namespace mizan {

StoryNames::StoryNames(FactStore& store, StoryIndex& index, std::int64_t run, bool full)
    : store_(store), db_(store.database()), index_(index), run_(run), full_(full) {}

Status StoryNames::name(const std::vector<std::int64_t>& leaders, const std::set<std::int64_t>& touched) {
  leaders_ = leaders;
  std::vector<Story> stories;
  std::set<std::int64_t> moved = touched;  // articles that were in a changed story, or are in one now
  std::vector<std::string> seeds;
  Statement key = db_.prepare("SELECT key FROM articles WHERE article_id = ?");
  for (std::int64_t leader : leaders) {
    Story story{leader, index_.members(leader), {}};
    moved.insert(story.articles.begin(), story.articles.end());
    if (story.articles.size() < 2) continue;
    key.bind(1, leader);
    seeds.push_back(key.row() ? key.text(0) : std::string());
    key.reset();
    stories.push_back(std::move(story));
  }
  std::vector<std::vector<std::int64_t>> articles;
  for (const Story& story : stories) articles.push_back(story.articles);
  auto ids = assign_story_ids(store_, articles, seeds);
  if (!ids) return ids.error();
  for (std::size_t i = 0; i < stories.size(); ++i) {
    stories[i].id = (*ids)[i];
    names_[stories[i].leader] = stories[i].id;
  }
  if (full_) {
    db_.execute("UPDATE stories SET current = 0 WHERE current = 1; DELETE FROM story_articles");
  } else {
    forget(moved);
  }
  write(stories);
  return db_.status();
}

// The stories that these articles were in are no more, until they are written anew.
void StoryNames::forget(const std::set<std::int64_t>& articles) {
  Statement retire = db_.prepare("UPDATE stories SET current = 0 WHERE story_id = (SELECT story_id FROM story_articles WHERE article_id = ?)");
  Statement drop = db_.prepare("DELETE FROM story_articles WHERE article_id = ?");
  for (std::int64_t article : articles) {
    for (Statement* statement : {&retire, &drop}) {
      statement->bind(1, article);
      statement->run();
    }
  }
}

void StoryNames::write(const std::vector<Story>& stories) {
  Statement put = db_.prepare(
      "INSERT INTO stories(story_id, title, day, place, current, first_run, last_run) VALUES (?1, ?2, ?3, ?5, 1, ?4, ?4) "
      "ON CONFLICT(story_id) DO UPDATE SET title = excluded.title, day = excluded.day, place = excluded.place, current = 1, last_run = excluded.last_run");
  Statement member = db_.prepare(
      "INSERT INTO story_articles(article_id, story_id, copy_of) VALUES (?1, ?2, ?3) ON CONFLICT(article_id) DO UPDATE SET story_id = excluded.story_id, "
      "copy_of = excluded.copy_of");
  Statement first = db_.prepare(
      "SELECT coalesce(v.title, ''), substr(coalesce(v.published, ''), 1, 10) FROM articles a JOIN article_versions v ON v.version_id = a.latest WHERE "
      "a.article_id = ?");
  for (const Story& story : stories) {
    first.bind(1, story.leader);
    const bool there = first.row();
    const std::string title = there ? first.text(0) : std::string(), day = there ? first.text(1) : std::string();
    first.reset();
    const std::string place = place_of(story.articles);
    put.bind(1, story.id);
    put.bind_or_null(2, title);
    put.bind_or_null(3, day);
    put.bind(4, run_);
    put.bind_or_null(5, place);
    put.run();
    for (std::int64_t article : story.articles) {
      const std::int64_t original = index_.original(article);
      member.bind(1, article);
      member.bind(2, story.id);
      if (original == article) {
        member.bind_null(3);
      } else {
        member.bind(3, original);
      }
      member.run();
    }
  }
}

// Where a story happened: the place that most of its articles name, of those the rarest in news, so that a town goes before its country.
std::string StoryNames::place_of(const std::vector<std::int64_t>& articles) {
  constexpr std::size_t kAsked = 12;
  Statement latest = db_.prepare("SELECT latest FROM articles WHERE article_id = ?");
  NameReader names(db_);
  std::map<std::string, int> named;
  const std::size_t asked = std::min(articles.size(), kAsked);
  for (std::size_t i = 0; i < asked; ++i) {
    latest.bind(1, articles[i]);
    const std::int64_t version = latest.row() ? latest.integer(0) : 0;
    latest.reset();
    std::set<std::string_view> places;
    for (const PackedName& name : names.read(version))
      if (name.cls == "place" && !is_unknown_id(name.id)) places.insert(name.id);
    for (std::string_view place : places) ++named[std::string(place)];
  }
  std::string best;
  std::pair<bool, int> highest{false, -1};
  for (const auto& [place, count] : named) {
    const std::pair<bool, int> rank{static_cast<std::size_t>(count) * 2 > asked, word_rarity("e:" + place)};
    if (rank > highest) {
      best = place;
      highest = rank;
    }
  }
  return highest.first ? best : std::string();
}

std::string StoryNames::of(std::int64_t leader) {
  auto [found, fresh] = names_.try_emplace(leader);
  if (fresh && !std::binary_search(leaders_.begin(), leaders_.end(), leader)) {
    Statement select = db_.prepare("SELECT story_id FROM story_articles WHERE article_id = ?");
    select.bind(1, leader);
    if (select.row()) found->second = select.text(0);
  }
  return found->second;
}

std::string StoryNames::recalled(const std::vector<int>& claims, const Snapshot& snapshot) {
  const std::string id = past_story_of(claims, snapshot);
  if (id.empty()) return id;
  const std::string& past = snapshot.claims[static_cast<std::size_t>(claims.front())].past;  // "2015 place:nepal"
  const std::size_t blank = past.find(' ');
  const std::string year = past.substr(0, blank), named = past.substr(blank + 1);
  Statement story = db_.prepare(
      "INSERT INTO stories(story_id, title, day, place, current, first_run, last_run) VALUES (?1, NULL, ?2, ?3, 1, ?4, ?4) "
      "ON CONFLICT(story_id) DO UPDATE SET current = 1, last_run = excluded.last_run");
  const std::string place = named.starts_with("place:") ? named : std::string();
  story.bind(1, id);
  story.bind(2, year);
  story.bind_or_null(3, place);
  story.bind(4, run_);
  story.run();
  return id;
}

}  // namespace mizan
