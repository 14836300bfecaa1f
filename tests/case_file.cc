#include "tests/case_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <tuple>

#include "pipeline/utf8.h"

namespace mizan::testing {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

const std::string* find(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (key == name) return &value;
  return nullptr;
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return std::string(text);
}

// \u{200F} to its code point.
std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.compare(at, 3, "\\u{") == 0) {
      const std::size_t end = text.find('}', at);
      if (end != std::string::npos) {
        append_utf8(out, static_cast<char32_t>(std::stoul(text.substr(at + 3, end - at - 3), nullptr, 16)));
        at = end + 1;
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

// "1.4T" -> 1400000000000; nullopt for what is no number.
std::optional<std::string> decimal(std::string text) {
  int shift = 0;
  if (!text.empty()) {
    switch (text.back()) {
      case 'K':
        shift = 3;
        break;
      case 'M':
        shift = 6;
        break;
      case 'B':
        shift = 9;
        break;
      case 'T':
        shift = 12;
        break;
      default:
        break;
    }
    if (shift != 0) text.pop_back();
  }
  const auto parsed = Decimal::parse(text);
  if (!parsed) return std::nullopt;
  const auto shifted = parsed->shifted(shift);
  return shifted ? std::optional(shifted->to_string()) : std::nullopt;
}

// The value of an expectation of amounts: "5", "7..10".
bool add_amount(const std::string& word, Fields& fields) {
  const std::size_t dots = word.find("..");
  const auto low = decimal(dots == std::string::npos ? word : word.substr(0, dots));
  const auto high = decimal(dots == std::string::npos ? word : word.substr(dots + 2));
  if (!low || !high) return false;
  fields.emplace_back("low", *low);
  fields.emplace_back("high", *high);
  if (dots != std::string::npos) fields.emplace_back("bound", "between");
  return true;
}

std::optional<Expectation> read_expectation(const std::string& line, std::string& why) {
  Expectation out;
  out.written = line;
  const std::size_t open = line.find("«"), close = line.rfind("»");
  if (open == std::string::npos || close == std::string::npos || close < open) {
    why = "no surface text in «»";
    return std::nullopt;
  }
  out.surface = unescaped(line.substr(open + 2, close - open - 2));
  std::istringstream words(line.substr(0, open));
  words >> out.type;
  const auto type = mention_type_from(out.type);
  if (!type && out.type != "fact" && out.type != "nofact") {
    why = "no such type: " + out.type;
    return std::nullopt;
  }
  bool valued = out.type == "fact" || out.type == "nofact";
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    if (equals != std::string::npos && equals > 0) {
      std::string value = word.substr(equals + 1);
      if (word.substr(0, equals) != "mod") std::replace(value.begin(), value.end(), '_', ' ');
      if (word.substr(0, equals) == "low" || word.substr(0, equals) == "high") value = decimal(value).value_or(value);
      out.fields.emplace_back(word.substr(0, equals), value);
    } else if (word == "vague") {
      out.fields.emplace_back("vague", "true");
      valued = true;
    } else if (bound_from(word)) {
      std::erase_if(out.fields, [](const auto& field) { return field.first == "bound"; });
      out.fields.emplace_back("bound", word);
    } else if (!valued) {
      valued = true;
      if (type == MentionType::kDate || type == MentionType::kDuration || type == MentionType::kAge) {
        out.fields.emplace_back("value", word);
      } else if (type == MentionType::kEntity) {
        out.fields.emplace_back("id", word);
      } else if (!add_amount(word, out.fields)) {
        why = "no value: " + word;
        return std::nullopt;
      }
    } else {
      out.fields.emplace_back("unit", word);
    }
  }
  if (!valued) {
    why = "no value";
    return std::nullopt;
  }
  return out;
}

Fields fields_of(const Mention& mention) {
  Fields out;
  if (const Amount* amount = mention.amount()) {
    if (amount->low) out.emplace_back("low", amount->low->to_string());
    if (amount->high) out.emplace_back("high", amount->high->to_string());
    out.emplace_back("unit", amount->unit);
    out.emplace_back("bound", to_string(amount->bound));
    out.emplace_back("per", amount->per);
    out.emplace_back("noun", amount->noun);
    std::string all;
    for (const std::string& candidate : amount->candidates) all += (all.empty() ? "" : ",") + candidate;
    out.emplace_back("candidates", all);
  } else if (const DateRange* date = mention.date()) {
    out = {{"value", date->value},
           {"from", date->from},
           {"to", date->to},
           {"mod", date->mod},
           {"calendar", date->calendar},
           {"relative", date->relative ? "true" : "false"},
           {"uncertain", date->uncertain ? "true" : "false"}};
  } else if (const Length* length = mention.length()) {
    out = {{"value", length->value}, {"bound", to_string(length->bound)}, {"from", length->from}, {"to", length->to}};
  } else if (const EntityName* entity = mention.entity()) {
    out = {{"id", entity->id}, {"name", entity->name}, {"class", entity->cls}};
  }
  if (mention.vague) out.emplace_back("vague", "true");
  out.emplace_back("rule", mention.rule);
  return out;
}

Fields fields_of(const Fact& fact) {
  return {{"subject", fact.subject},
          {"subject_name", fact.subject_name},
          {"metric", fact.metric},
          {"noun", fact.noun},
          {"low", fact.amount.low ? fact.amount.low->to_string() : ""},
          {"high", fact.amount.high ? fact.amount.high->to_string() : ""},
          {"unit", fact.amount.unit},
          {"bound", to_string(fact.amount.bound)},
          {"per", fact.amount.per},
          {"value", fact.value},
          {"period", fact.period},
          {"as_of", fact.as_of},
          {"aspect", fact.aspect},
          {"direction", fact.direction},
          {"basis", fact.basis},
          {"scope", fact.scope},
          {"counterpart", fact.counterpart},
          {"counterpart_name", fact.counterpart_name},
          {"status", fact.status},
          {"speaker", fact.speaker},
          {"rule", fact.rule}};
}

// The unit of a type where the expectation names none.
std::string_view usual_unit(std::string_view type) {
  return type == "percent" ? "%" : type == "multiple" ? "x" : "1";
}

bool meets(const Expectation& expected, const Mention& mention, std::string_view source) {
  if (expected.type != to_string(mention.type)) return false;
  if (expected.surface != source.substr(mention.source.begin, mention.source.end - mention.source.begin)) return false;
  const Fields got = fields_of(mention);
  auto value = [](const Fields& fields, std::string_view name, std::string_view otherwise) {
    const std::string* found = find(fields, name);
    return std::string(found != nullptr ? std::string_view(*found) : otherwise);
  };
  for (const auto& [name, wanted] : expected.fields)
    if (name != "bound" && name != "unit" && name != "per" && value(got, name, "") != wanted) return false;
  if (value(expected.fields, "vague", "") != value(got, "vague", "")) return false;
  if (mention.length() != nullptr || mention.amount() != nullptr)
    if (value(expected.fields, "bound", "exact") != value(got, "bound", "exact")) return false;
  if (mention.amount() != nullptr) {
    if (value(expected.fields, "unit", usual_unit(expected.type)) != value(got, "unit", "1")) return false;
    if (value(expected.fields, "per", "") != value(got, "per", "")) return false;
  }
  return true;
}

std::vector<const Mention*> without_names(const std::vector<Mention>& mentions) {
  std::vector<const Mention*> out;
  for (const Mention& mention : mentions)
    if (mention.type != MentionType::kEntity && mention.field == Field::kText) out.push_back(&mention);
  return out;
}

Document document_of(const Case& one) {
  Document document;
  document.id = one.title;
  document.text = one.text;
  document.published = one.published;
  document.place = one.place;
  document.lang = one.lang;
  return document;
}

void fail(const Case& one, const std::string& why, const ArticleResult& result) {
  std::string found;
  for (const Mention& mention : result.mentions)
    if (mention.type != MentionType::kEntity) found += "    " + describe(mention, one.text) + "\n";
  ADD_FAILURE_AT(one.file.c_str(), one.line) << "== " << one.title << " ==\n" << one.text << "\n" << why << "\n  found:\n" << found;
}

void check_spans(const Case& one, const ArticleResult& result) {
  std::uint32_t end = 0;
  for (const Mention& mention : result.mentions) {
    if (mention.source.end > one.text.size() || mention.source.begin >= mention.source.end) return fail(one, "  a span outside the text", result);
    if (find_invalid_utf8(std::string_view(one.text).substr(mention.source.begin, mention.source.end - mention.source.begin)))
      return fail(one, "  a span that cuts a character", result);
    if (mention.type == MentionType::kEntity) continue;
    if (mention.source.begin < end) return fail(one, "  mentions overlap", result);
    end = mention.source.end;
  }
}

}  // namespace

std::string describe(const Mention& mention, std::string_view source) {
  const Fields fields = fields_of(mention);
  auto value = [&](std::string_view name) {
    const std::string* found = find(fields, name);
    return found != nullptr ? *found : std::string();
  };
  std::string out = to_string(mention.type);
  if (mention.amount() != nullptr) {
    out += " " + (mention.vague ? "vague" : value("low"));
    if (value("low") != value("high")) out += ".." + value("high");
    if (value("unit") != usual_unit(out.substr(0, out.find(' ')))) out += " " + value("unit");
    if (value("bound") != "exact" && !(value("low") != value("high") && value("bound") == "between")) out += " " + value("bound");
    if (!value("per").empty()) out += " per=" + value("per");
    if (!value("noun").empty()) out += " noun=" + value("noun");
    if (!value("candidates").empty()) out += " candidates=" + value("candidates");
  } else {
    out += " " + value(mention.entity() != nullptr ? "id" : "value");
    if (mention.length() != nullptr && value("bound") != "exact") out += " " + value("bound");
    if (!value("mod").empty()) out += " mod=" + value("mod");
  }
  return out + "  «" + std::string(source.substr(mention.source.begin, mention.source.end - mention.source.begin)) + "»  (" + value("rule") + ")";
}

std::vector<Case> read_cases(const std::string& name) {
  const std::string path = std::string(MIZAN_SOURCE_DIR) + "/tests/" + name;
  std::ifstream in(path);
  std::vector<Case> cases;
  if (!in) {
    ADD_FAILURE() << "cannot read " << path;
    return cases;
  }
  enum class In { kNothing, kOptions, kText, kExpectations } state = In::kNothing;
  int number = 0;
  auto bad = [&](const std::string& why) { ADD_FAILURE_AT(path.c_str(), number) << why; };
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("== ")) {
      if (state == In::kText) bad("a case without \"--\"");
      Case one;
      one.file = path;
      one.line = number;
      one.title = trimmed(line.substr(3));
      if (one.title.ends_with("==")) one.title = trimmed(one.title.substr(0, one.title.size() - 2));
      cases.push_back(std::move(one));
      state = In::kOptions;
      continue;
    }
    if (state == In::kNothing) {
      if (!trimmed(line).empty() && !line.starts_with("#")) bad("a line before the first case");
      continue;
    }
    Case& one = cases.back();
    if (state == In::kOptions) {
      state = In::kText;
      if (line.starts_with("published:") || line.starts_with("place:") || line.starts_with("lang:")) {
        std::istringstream words(line);
        for (std::string key, value; words >> key >> value;) (key == "published:" ? one.published : key == "place:" ? one.place : one.lang) = value;
        continue;
      }
    }
    if (state == In::kText) {
      if (line == "--") {
        one.text = unescaped(one.text);
        state = In::kExpectations;
        continue;
      }
      if (!one.text.empty()) one.text += '\n';
      one.text += line;
      continue;
    }
    if (trimmed(line).empty() || line.starts_with("#")) continue;
    std::string why;
    if (auto expectation = read_expectation(line, why)) {
      expectation->line = number;
      one.expected.push_back(std::move(*expectation));
    } else {
      bad(why);
    }
  }
  return cases;
}

std::vector<std::string> case_files(const std::string& prefix) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(MIZAN_SOURCE_DIR) + "/tests/cases")) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(".txt")) names.push_back("cases/" + name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

void check_alone(const Engine& engine, const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    const ArticleResult result = engine.read(document_of(one));
    check_spans(one, result);
    std::vector<const Expectation*> mentions, names, facts;
    for (const Expectation& expected : one.expected) (expected.type == "fact" ? facts : expected.type == "entity" ? names : mentions).push_back(&expected);
    if (!mentions.empty() || one.expected.empty()) {
      const std::vector<const Mention*> got = without_names(result.mentions);
      bool same = got.size() == mentions.size();
      for (std::size_t i = 0; same && i < got.size(); ++i) same = meets(*mentions[i], *got[i], one.text);
      if (!same) {
        std::string wanted = "  expected:\n";
        for (const Expectation* expected : mentions) wanted += "    " + expected->written + "\n";
        fail(one, wanted, result);
      }
    }
    for (const Expectation* expected : names)
      if (std::none_of(result.mentions.begin(), result.mentions.end(), [&](const Mention& m) { return meets(*expected, m, one.text); })) {
        std::string found;
        for (const Mention& m : result.mentions)
          if (m.type == MentionType::kEntity) found += "\n    " + describe(m, one.text);
        ADD_FAILURE_AT(one.file.c_str(), expected->line) << one.text << "\n  expected: " << expected->written << "\n  names found:" << found;
      }
    for (const Expectation* expected : facts) {
      bool found = false;
      std::string all;
      for (const Fact& fact : result.facts) {
        const Fields fields = fields_of(fact);
        const std::string surface = one.text.substr(fact.source.begin, fact.source.end - fact.source.begin);
        bool right = surface == expected->surface;
        for (const auto& [name, wanted] : expected->fields) {
          const std::string* value = find(fields, name);
          right = right && value != nullptr && *value == wanted;
        }
        found = found || right;
        all += "\n    fact";
        for (const auto& [name, value] : fields)
          if (!value.empty()) all += " " + name + "=" + value;
        all += "  «" + surface + "»";
      }
      if (!found) ADD_FAILURE_AT(one.file.c_str(), expected->line) << one.text << "\n  expected: " << expected->written << "\n  facts found:" << all;
    }
  }
}

void check_together(const Engine& engine, const std::vector<Case>& cases) {
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<const Case*>> groups;
  std::map<const Case*, ArticleResult> alone;
  for (const Case& one : cases) {
    ArticleResult result = engine.read(document_of(one));
    groups[{one.lang.empty() ? result.lang : one.lang, one.place, one.published}].push_back(&one);
    alone.emplace(&one, std::move(result));
  }
  for (const auto& [key, members] : groups) {
    Document document;
    document.id = "all";
    std::tie(document.lang, document.place, document.published) = key;
    std::vector<std::size_t> begins;
    for (const Case* one : members) {
      begins.push_back(document.text.size());
      document.text += one->text + "\n\n";
    }
    begins.push_back(document.text.size());
    const ArticleResult whole = engine.read(document);
    const std::vector<const Mention*> found = without_names(whole.mentions);
    std::size_t next = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      std::string together, apart;
      for (; next < found.size() && found[next]->source.begin < begins[i + 1]; ++next) together += "    " + describe(*found[next], document.text) + "\n";
      for (const Mention* mention : without_names(alone.at(members[i]).mentions)) apart += "    " + describe(*mention, members[i]->text) + "\n";
      if (together != apart)
        ADD_FAILURE_AT(members[i]->file.c_str(), members[i]->line) << members[i]->text << "\n  alone:\n" << apart << "  among the others:\n" << together;
    }
  }
}

const Engine& built_in_engine() {
  static const Engine engine([] {
    auto lexicons = Lexicons::load({});
    if (!lexicons) throw std::runtime_error(lexicons.error().to_string());
    return *lexicons;
  }());
  return engine;
}

}  // namespace mizan::testing
