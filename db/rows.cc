#include "db/rows.h"

#include <algorithm>

namespace mizan {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

std::vector<std::string> split(std::string_view words) {
  std::vector<std::string> out;
  while (!words.empty()) {
    std::size_t end = std::min(words.find(' '), words.size());
    if (end > 0) out.emplace_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return out;
}

void bind_number_or_null(Statement& s, int parameter, std::int32_t value) {
  if (value >= 0) {
    s.bind(parameter, static_cast<std::int64_t>(value));
  } else {
    s.bind_null(parameter);
  }
}

std::int32_t number_or_minus(const Statement& row, int column) {
  return row.is_null(column) ? -1 : static_cast<std::int32_t>(row.integer(column));
}

std::uint32_t offset(const Statement& row, int column) {
  return static_cast<std::uint32_t>(row.integer(column));
}

Field field_from(std::string_view name) {
  return name == "title" ? Field::kTitle : Field::kText;
}

}  // namespace

const char* const kMentionColumns =
    "m.seq, m.type, m.field, m.begin, m.end, m.start, m.stop, m.low, m.low_exp, m.high, m.high_exp, m.low_precision, m.high_precision, m.bound, m.unit, "
    "m.dimension, m.per, m.noun, m.candidates, m.vague, m.ordinal_word, m.value, m.date_from, m.date_to, m.grain, m.mod, m.calendar, m.relative, m.entity, "
    "m.entity_name, m.entity_class, m.rule";
const int kMentionColumnCount = 32;

const char* const kInsertMention =
    "INSERT INTO mention_rows(version_id, seq, type, field, begin, end, start, stop, low, low_exp, high, high_exp, low_precision, high_precision, bound, unit, "
    "dimension, per, noun, candidates, vague, ordinal_word, value, date_from, date_to, grain, mod, calendar, relative, entity, entity_name, entity_class, "
    "rule) "
    "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

const char* const kInsertNames = "INSERT INTO version_names(version_id, places, names) VALUES (?,?,?)";

const char* const kFactColumns =
    "f.version_id, f.seq, f.mention, f.type, f.subject, f.subject_name, f.metric, f.noun, f.low, f.low_exp, f.high, f.high_exp, f.low_precision, "
    "f.high_precision, f.value, f.bound, f.unit, f.dimension, f.candidates, f.per, f.period, f.as_of, f.aspect, f.direction, f.basis, f.scope, f.counterpart, "
    "f.counterpart_name, f.status, f.speaker, f.field, f.begin, f.end, f.start, f.stop, f.sentence_begin, f.sentence_end, f.sentence_start, f.sentence_stop, "
    "f.table_no, f.row_no, f.column_no, f.list_no, f.list_total, f.percent_growth, f.rule, f.scope_key";
const int kFactColumnCount = 47;

const char* const kInsertFact =
    "INSERT INTO facts(version_id, seq, mention, type, subject, subject_name, metric, noun, low, low_exp, high, high_exp, low_precision, high_precision, "
    "value, "
    "bound, unit, dimension, candidates, per, period, as_of, aspect, direction, basis, scope, counterpart, counterpart_name, status, speaker, field, begin, "
    "end, "
    "start, stop, sentence_begin, sentence_end, sentence_start, sentence_stop, table_no, row_no, column_no, list_no, list_total, percent_growth, rule, "
    "low_key, "
    "high_key, scope_key) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

const char* to_string(Field field) {
  return field == Field::kTitle ? "title" : "text";
}

std::string slice(std::string_view text, SourceSpan span) {
  if (span.begin > span.end || span.end > text.size()) return {};
  return std::string(text.substr(span.begin, span.end - span.begin));
}

namespace {

void insert_mention(Statement& s, std::int64_t version, std::uint32_t sequence, const Mention& mention, const FieldTexts& texts) {
  const CodePoints& points = texts.points(mention.field);
  s.bind(1, version);
  s.bind(2, static_cast<std::int64_t>(sequence));
  s.bind(3, to_string(mention.type));
  s.bind(4, to_string(mention.field));
  s.bind(5, static_cast<std::int64_t>(mention.source.begin));
  s.bind(6, static_cast<std::int64_t>(mention.source.end));
  s.bind(7, static_cast<std::int64_t>(points.at(mention.source.begin)));
  s.bind(8, static_cast<std::int64_t>(points.at(mention.source.end)));
  for (int i = 9; i <= 32; ++i) s.bind_null(i);
  s.bind(21, static_cast<std::int64_t>(mention.vague));
  s.bind(22, std::int64_t{0});
  s.bind(29, std::int64_t{0});
  s.bind(33, mention.rule);
  std::string candidates;
  if (const Amount* amount = mention.amount()) {
    s.bind(9, amount->low);
    s.bind(11, amount->high);
    if (amount->low) {
      s.bind(13, static_cast<std::int64_t>(amount->low_precision));
      s.bind(14, static_cast<std::int64_t>(amount->high_precision));
    }
    s.bind(15, to_string(amount->bound));
    s.bind_or_null(16, amount->unit);
    s.bind_or_null(17, amount->dimension);
    s.bind_or_null(18, amount->per);
    s.bind_or_null(19, amount->noun);
    candidates = joined(amount->candidates);
    s.bind_or_null(20, candidates);
    s.bind(22, static_cast<std::int64_t>(amount->ordinal_word));
  } else if (const DateRange* date = mention.date()) {
    s.bind_or_null(23, date->value);
    s.bind_or_null(24, date->from);
    s.bind_or_null(25, date->to);
    s.bind_or_null(26, date->grain);
    s.bind_or_null(27, date->mod);
    s.bind_or_null(28, date->calendar);
    s.bind(29, static_cast<std::int64_t>(date->relative));
  } else if (const Length* length = mention.length()) {
    s.bind_or_null(23, length->value);
    s.bind(15, to_string(length->bound));
    s.bind_or_null(24, length->from);
    s.bind_or_null(25, length->to);
  } else if (const EntityName* entity = mention.entity()) {
    s.bind_or_null(30, entity->id);
    s.bind_or_null(31, entity->name);
    s.bind_or_null(32, entity->cls);
  }
  s.run();
}

}  // namespace

StoredMention read_mention(const Statement& row, int first) {
  StoredMention out;
  Mention& m = out.mention;
  auto column = [&](int i) { return first + i; };
  m.type = mention_type_from(row.view(column(1))).value_or(MentionType::kNumber);
  m.field = field_from(row.view(column(2)));
  m.source = {offset(row, column(3)), offset(row, column(4))};
  out.start = offset(row, column(5));
  out.end = offset(row, column(6));
  m.vague = row.integer(column(19)) != 0;
  out.rule = row.text(column(31));
  switch (m.type) {
    case MentionType::kDate: {
      DateRange date;
      date.value = row.text(column(21));
      date.from = row.text(column(22));
      date.to = row.text(column(23));
      date.grain = row.text(column(24));
      date.mod = row.text(column(25));
      date.calendar = row.text(column(26));
      date.relative = row.integer(column(27)) != 0;
      m.value = date;
      break;
    }
    case MentionType::kDuration:
    case MentionType::kAge:
      m.value = Length{row.text(column(21)), bound_from(row.view(column(13))).value_or(Bound::kExact), row.text(column(22)), row.text(column(23))};
      break;
    case MentionType::kEntity:
      m.value = EntityName{row.text(column(28)), row.text(column(29)), row.text(column(30))};
      break;
    default: {
      Amount amount;
      amount.low = row.decimal(column(7));
      amount.high = row.decimal(column(9));
      amount.low_precision = static_cast<int>(row.integer(column(11)));
      amount.high_precision = static_cast<int>(row.integer(column(12)));
      amount.bound = bound_from(row.view(column(13))).value_or(Bound::kExact);
      amount.unit = row.text(column(14));
      amount.dimension = row.text(column(15));
      amount.per = row.text(column(16));
      amount.noun = row.text(column(17));
      amount.candidates = split(row.view(column(18)));
      amount.ordinal_word = row.integer(column(20)) != 0;
      m.value = amount;
    }
  }
  return out;
}

namespace {

void insert_fact(Statement& s, std::int64_t version, std::uint32_t sequence, const Fact& fact, std::size_t mention_count, const FieldTexts& texts) {
  const CodePoints& points = texts.points(fact.field);
  auto number = [&](int parameter, std::int64_t value) { s.bind(parameter, value); };
  number(1, version);
  number(2, sequence);
  if (fact.mention < mention_count) {
    number(3, fact.mention);
  } else {
    s.bind_null(3);
  }
  s.bind(4, to_string(fact.type));
  s.bind_or_null(5, fact.subject);
  s.bind_or_null(6, fact.subject_name);
  s.bind(7, fact.metric);
  s.bind_or_null(8, fact.noun);
  s.bind(9, fact.amount.low);
  s.bind(11, fact.amount.high);
  number(13, fact.amount.low_precision);
  number(14, fact.amount.high_precision);
  s.bind_or_null(15, fact.value);
  s.bind(16, to_string(fact.amount.bound));
  s.bind(17, fact.amount.unit);
  s.bind_or_null(18, fact.amount.dimension);
  const std::string candidates = joined(fact.amount.candidates);
  s.bind_or_null(19, candidates);
  s.bind_or_null(20, fact.amount.per);
  s.bind_or_null(21, fact.period);
  s.bind_or_null(22, fact.as_of);
  s.bind(23, fact.aspect);
  s.bind_or_null(24, fact.direction);
  s.bind_or_null(25, fact.basis);
  s.bind_or_null(26, fact.scope);
  s.bind_or_null(27, fact.counterpart);
  s.bind_or_null(28, fact.counterpart_name);
  s.bind(29, fact.status);
  s.bind_or_null(30, fact.speaker);
  s.bind(31, to_string(fact.field));
  number(32, fact.source.begin);
  number(33, fact.source.end);
  number(34, points.at(fact.source.begin));
  number(35, points.at(fact.source.end));
  number(36, fact.sentence.begin);
  number(37, fact.sentence.end);
  number(38, points.at(fact.sentence.begin));
  number(39, points.at(fact.sentence.end));
  bind_number_or_null(s, 40, fact.table);
  bind_number_or_null(s, 41, fact.row);
  bind_number_or_null(s, 42, fact.column);
  bind_number_or_null(s, 43, fact.list);
  number(44, fact.list_total);
  number(45, fact.percent_growth);
  s.bind(46, fact.rule);
  const std::string low_key = fact.amount.low ? fact.amount.low->order_key() : std::string();
  const std::string high_key = fact.amount.high ? fact.amount.high->order_key() : std::string();
  s.bind_or_null(47, low_key);
  s.bind_or_null(48, high_key);
  s.bind_or_null(49, fact.scope_key);
  s.run();
}

// A name goes with the others of its version, unless it has something of its own to say.
bool packs(const Mention& mention) {
  const EntityName* entity = mention.entity();
  return mention.type == MentionType::kEntity && entity != nullptr && !entity->id.empty() && !mention.vague;
}

}  // namespace

void ReadingWriter::write(std::int64_t version, const ArticleResult& result, const FieldTexts& texts) {
  rests_.assign(result.mentions.size(), false);
  for (const Fact& fact : result.facts)
    if (fact.mention < rests_.size()) rests_[fact.mention] = true;
  packer_.clear();
  for (std::size_t i = 0; i < result.mentions.size(); ++i) {
    const Mention& m = result.mentions[i];
    const auto sequence = static_cast<std::uint32_t>(i);
    if (rests_[i] || !packs(m)) {
      insert_mention(mention_, version, sequence, m, texts);
      continue;
    }
    const CodePoints& points = texts.points(m.field);
    packer_.add({m.entity()->id, m.entity()->name, m.entity()->cls, m.rule, m.field, sequence, m.source.begin, m.source.end, points.at(m.source.begin),
                 points.at(m.source.end)});
  }
  if (packer_.size() > 0) {
    names_.bind(1, version);
    names_.bind(2, static_cast<std::int64_t>(packer_.size()));
    names_.bind(3, packer_.text());
    names_.run();
  }
  for (std::size_t i = 0; i < result.facts.size(); ++i) {
    insert_fact(fact_, version, static_cast<std::uint32_t>(i), result.facts[i], result.mentions.size(), texts);
  }
}

MentionReader::MentionReader(Database& db)
    : rows_(db.prepare("SELECT " + std::string(kMentionColumns) + " FROM mention_rows m WHERE m.version_id = ? ORDER BY m.seq")),
      names_(db.prepare("SELECT names FROM version_names WHERE version_id = ?")) {}

void MentionReader::read(std::int64_t version, const std::function<void(StoredMention&&)>& take) {
  names_.bind(1, version);
  list_.read(names_.row() ? names_.view(0) : "[]");
  names_.reset();
  std::vector<PackedName>& names = list_.names();
  std::sort(names.begin(), names.end(), [](const PackedName& a, const PackedName& b) { return a.sequence < b.sequence; });
  auto next = names.begin();
  auto tell_names = [&](std::uint32_t before) {
    for (; next != names.end() && next->sequence < before; ++next) {
      StoredMention out;
      out.mention.type = MentionType::kEntity;
      out.mention.field = next->field;
      out.mention.source = {next->begin, next->end};
      out.mention.value = EntityName{std::string(next->id), std::string(next->name), std::string(next->cls)};
      out.start = next->start;
      out.end = next->stop;
      out.rule = next->rule;
      take(std::move(out));
    }
  };
  rows_.bind(1, version);
  while (rows_.row()) {
    tell_names(static_cast<std::uint32_t>(rows_.integer(0)));
    take(read_mention(rows_, 0));
  }
  tell_names(UINT32_MAX);
}

const char* const kDocumentColumns =
    "a.id, s.name, v.text, v.title, v.format, v.published, v.updated, v.stated_lang, v.place, v.state, v.url, v.own_id, v.file, v.line, v.embargo_until";
const int kDocumentColumnCount = 15;

Document read_document(const Statement& row, int first) {
  Document d;
  auto text = [&](int i) { return row.text(first + i); };
  d.id = text(0);
  d.source = text(1);
  d.text = text(2);
  d.title = text(3);
  d.format = row.view(first + 4) == "markdown" ? TextFormat::kMarkdown : TextFormat::kPlain;
  d.published = text(5);
  d.updated = text(6);
  d.lang = text(7);
  d.place = text(8);
  d.state = text(9);
  d.url = text(10);
  d.has_own_id = row.integer(first + 11) != 0;
  d.file = text(12);
  d.line = static_cast<std::uint64_t>(row.integer(first + 13));
  d.embargo_until = text(14);
  return d;
}

StoredFact read_fact(const Statement& row, int first) {
  StoredFact out;
  Fact& f = out.fact;
  auto column = [&](int i) { return first + i; };
  out.version = row.integer(column(0));
  out.sequence = offset(row, column(1));
  f.mention = row.is_null(column(2)) ? UINT32_MAX : offset(row, column(2));
  f.type = mention_type_from(row.view(column(3))).value_or(MentionType::kNumber);
  f.subject = row.text(column(4));
  f.subject_name = row.text(column(5));
  f.metric = row.text(column(6));
  f.noun = row.text(column(7));
  f.amount.low = row.decimal(column(8));
  f.amount.high = row.decimal(column(10));
  f.amount.low_precision = static_cast<int>(row.integer(column(12)));
  f.amount.high_precision = static_cast<int>(row.integer(column(13)));
  f.value = row.text(column(14));
  f.amount.bound = bound_from(row.view(column(15))).value_or(Bound::kExact);
  f.amount.unit = row.text(column(16));
  f.amount.dimension = row.text(column(17));
  f.amount.candidates = split(row.view(column(18)));
  f.amount.per = row.text(column(19));
  f.amount.noun = f.noun;
  f.period = row.text(column(20));
  f.as_of = row.text(column(21));
  f.aspect = row.text(column(22));
  f.direction = row.text(column(23));
  f.basis = row.text(column(24));
  f.scope = row.text(column(25));
  f.counterpart = row.text(column(26));
  f.counterpart_name = row.text(column(27));
  f.status = row.text(column(28));
  f.speaker = row.text(column(29));
  f.field = field_from(row.view(column(30)));
  f.source = {offset(row, column(31)), offset(row, column(32))};
  out.start = offset(row, column(33));
  out.end = offset(row, column(34));
  f.sentence = {offset(row, column(35)), offset(row, column(36))};
  out.sentence_start = offset(row, column(37));
  out.sentence_end = offset(row, column(38));
  f.table = number_or_minus(row, column(39));
  f.row = number_or_minus(row, column(40));
  f.column = number_or_minus(row, column(41));
  f.list = number_or_minus(row, column(42));
  f.list_total = row.integer(column(43)) != 0;
  f.percent_growth = row.integer(column(44)) != 0;
  out.rule = row.text(column(45));
  f.scope_key = row.text(column(46));
  return out;
}

}  // namespace mizan
