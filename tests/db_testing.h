// For the tests of the database: articles with facts made by hand, a folder that goes away, exports as text.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

#include "db/store.h"

namespace mizan::testing {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "mizan-db-XXXXXX").string();
    if (::mkdtemp(name.data())) path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline FactStore must_open(const std::string& path, OpenMode mode = OpenMode::kCreate) {
  auto store = FactStore::open(path, mode);
  if (!store) {
    ADD_FAILURE() << store.error().to_string();
    std::abort();
  }
  return std::move(*store);
}

inline std::string canonical(const FactStore& store) {
  std::ostringstream out;
  Status status = store.export_canonical(out);
  EXPECT_TRUE(status);
  return out.str();
}
inline std::string canonical(const std::string& path) {
  return canonical(must_open(path, OpenMode::kReadOnly));
}

// Writes the text along with its facts: every figure stands in a sentence of its own, "SUBJECT METRIC FIGURE WORDS."
class ArticleBuilder {
 public:
  Document document;
  ArticleResult result;

  ArticleBuilder(const std::string& id, const std::string& source, const std::string& published) {
    document.id = id;
    document.source = source;
    document.published = published;
    document.has_own_id = true;
    result.lang = "en";
  }
  ArticleBuilder& says(const std::string& sentence) {
    document.text += sentence + "\n";
    return *this;
  }
  ArticleBuilder& subject(const std::string& id, const std::string& name) {
    subject_ = id;
    subject_name_ = name;
    return *this;
  }
  // `words` follow the figure and belong to its span; `value` is written out; `precision` the power of ten of its last written digit.
  ArticleBuilder& money(const std::string& metric, const std::string& figure, const std::string& words, const std::string& value, int precision) {
    return add(MentionType::kMoney, metric, figure + " " + words, value, precision, "USD", "");
  }
  ArticleBuilder& count(const std::string& metric, const std::string& figure, const std::string& noun, int precision = 0) {
    return add(MentionType::kCount, metric, figure + " " + noun, figure, precision, "1", noun);
  }
  ArticleBuilder& percent(const std::string& metric, const std::string& figure, int precision = 0) {
    return add(MentionType::kPercent, metric, figure + "%", figure, precision, "%", "");
  }
  ArticleBuilder& quantity(const std::string& metric, const std::string& figure, const std::string& unit, int precision = 0) {
    return add(MentionType::kQuantity, metric, figure + " " + unit, figure, precision, unit, "");
  }
  ArticleBuilder& date(const std::string& metric, const std::string& value, const std::string& from, const std::string& to) {
    add(MentionType::kDate, metric, value, "0", 0, "1", "");
    DateRange date;
    date.value = value;
    date.from = from;
    date.to = to;
    result.mentions.back().value = date;
    Fact& f = last();
    f.amount = Amount();
    f.value = value;
    return *this;
  }
  // Of the fact added last.
  Fact& last() { return result.facts.back(); }
  ArticleBuilder& period(const std::string& value) {
    last().period = value;
    return *this;
  }
  ArticleBuilder& bound(Bound value) {
    last().amount.bound = value;
    return *this;
  }
  ArticleBuilder& status(const std::string& value) {
    last().status = value;
    return *this;
  }
  ArticleBuilder& counterpart(const std::string& id, const std::string& name) {
    last().counterpart = id;
    last().counterpart_name = name;
    return *this;
  }
  ArticleBuilder& speaker(const std::string& value) {
    last().speaker = value;
    return *this;
  }

 private:
  ArticleBuilder& add(MentionType type, const std::string& metric, const std::string& span, const std::string& value, int precision, const std::string& unit,
                      const std::string& noun) {
    const auto begin = static_cast<std::uint32_t>(document.text.size());
    document.text += subject_name_ + " " + metric + " ";
    const auto figure = static_cast<std::uint32_t>(document.text.size());
    document.text += span;
    const auto end = static_cast<std::uint32_t>(document.text.size());
    document.text += ".\n";
    Amount amount;
    amount.low = amount.high = Decimal::parse(value);
    amount.unit = unit;
    amount.noun = noun;
    amount.low_precision = amount.high_precision = precision;
    Mention mention;
    mention.type = type;
    mention.source = {figure, end};
    mention.value = amount;
    mention.rule = "test.mention";
    Fact fact;
    fact.subject = subject_;
    fact.subject_name = subject_name_;
    fact.metric = metric;
    fact.noun = noun;
    fact.amount = amount;
    fact.type = type;
    fact.source = {figure, end};
    fact.sentence = {begin, end + 1};
    fact.mention = static_cast<std::uint32_t>(result.mentions.size());
    fact.rule = "test.fact";
    result.mentions.push_back(std::move(mention));
    result.facts.push_back(std::move(fact));
    return *this;
  }

  std::string subject_, subject_name_;
};

}  // namespace mizan::testing
