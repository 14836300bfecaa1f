#include "tools/serve/markup.h"

#include <fmt/format.h>

#include "tools/html_escape.h"
#include "tools/terminal.h"

namespace mizan::tools {

std::string html_text(std::string_view text) {
  return html_escaped(neutral(text));
}

std::string bdi(std::string_view text) {
  return "<bdi>" + html_text(text) + "</bdi>";
}

std::string Markup::in_digits(std::string_view text) const {
  return html_text(digits_ == Digits::kArabic ? eastern_digits(text) : std::string(text));
}

std::string Markup::two(const std::string& english, const std::string& arabic) const {
  if (!both_) return "<bdi>" + in_digits(language_ == Language::kArabic ? arabic : english) + "</bdi>";
  if (english == arabic) return bdi(english);
  return fmt::format("<bdi class=\"en\" lang=\"en\">{}</bdi><bdi class=\"ar\" lang=\"ar\" dir=\"rtl\">{}</bdi>", html_text(english), html_text(arabic));
}

std::string Markup::t(std::string_view key) const {
  if (!both_) return in_digits(say(key, language_));
  return fmt::format("<span class=\"en\" lang=\"en\">{}</span><span class=\"ar\" lang=\"ar\" dir=\"rtl\">{}</span>", html_text(say(key, Language::kEnglish)),
                     html_text(say(key, Language::kArabic)));
}

std::string Markup::attribute(std::string_view key) const {
  if (!both_) return in_digits(say(key, language_));
  return fmt::format("{} · {}", html_text(say(key, Language::kEnglish)), html_text(say(key, Language::kArabic)));
}

std::string Markup::number(std::uint64_t number) const {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); digits.size() > 4 && at > 3;) digits.insert(at -= 3, ",");
  return in_digits(digits);
}

std::string Markup::counted(std::uint64_t number, std::string_view what) const {
  return two(counted_words(number, what, Language::kEnglish), counted_words(number, what, Language::kArabic));
}

std::string Markup::plain_name(std::string_view id, std::string_view name) const {
  if (language_ == Language::kArabic && !both_ && lexicons_ != nullptr) {
    if (const EntityEntry* entity = lexicons_->find_entity(id); entity != nullptr && !entity->name_ar.empty()) return std::string(entity->name_ar);
  }
  return std::string(name.empty() ? id : name);
}

std::string Markup::name(std::string_view id, std::string_view name) const {
  const EntityEntry* entity = both_ && lexicons_ != nullptr ? lexicons_->find_entity(id) : nullptr;
  if (entity != nullptr && !entity->name_ar.empty()) return two(std::string(name.empty() ? entity->name : name), std::string(entity->name_ar));
  return bdi(plain_name(id, name));
}

std::string Markup::metric(std::string_view metric, std::string_view noun) const {
  return two(metric_words(metric, noun, Language::kEnglish), metric_words(metric, noun, Language::kArabic, arabic_noun(noun)));
}

std::string Markup::plain_metric(std::string_view metric, std::string_view noun) const {
  return metric_words(metric, noun, language_, arabic_noun(noun));
}

std::string_view Markup::arabic_noun(std::string_view noun) const {
  return lexicons_ == nullptr || noun.empty() ? std::string_view() : lexicons_->noun_in_arabic(noun);
}

std::string Markup::value_in(const GroupClaim& c, Language language) const {
  std::string out = c.value.empty()            ? figure_words(c.low, c.high, c.bound, c.unit, c.per, language)
                    : c.value.starts_with('P') ? length_words(c.value, language)
                                               : period_words(c.value, language);
  if (!c.status.empty() && c.status != "actual") out += fmt::format(" ({})", say(c.status, language));
  return out;
}

std::string Markup::value(const GroupClaim& c) const {
  return two(value_in(c, Language::kEnglish), value_in(c, Language::kArabic));
}

std::string Markup::plain_value(const GroupClaim& c) const {
  const std::string text = value_in(c, language_);
  return digits_ == Digits::kArabic ? eastern_digits(text) : text;
}

std::string Markup::plain_number(const GroupClaim& c) const {
  const std::string text =
      figure_words(c.low, c.high, Bound::kExact, c.unit == "%" || c.unit == "x" ? c.unit : "1", "", both_ ? Language::kEnglish : language_);
  return digits_ == Digits::kArabic ? eastern_digits(text) : text;
}

std::string Markup::period(std::string_view period) const {
  return two(period_words(period, Language::kEnglish), period_words(period, Language::kArabic));
}

std::string Markup::day(std::string_view moment) const {
  if (moment.empty()) return {};
  const std::string_view day = moment.substr(0, 10);
  return fmt::format("<time datetime=\"{}\">{}</time>", html_text(moment), period(day));
}

std::string Markup::reason(std::string_view reason) const {
  return two(reason_words(reason, Language::kEnglish), reason_words(reason, Language::kArabic));
}

std::string marked(std::string_view text, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& marks) {
  std::string out;
  std::size_t at = 0;
  for (const auto& [begin, end] : marks) {
    if (begin < at || end > text.size() || end < begin) continue;
    out += html_text(text.substr(at, begin - at)) + "<mark>" + html_text(text.substr(begin, end - begin)) + "</mark>";
    at = end;
  }
  return out + html_text(text.substr(at));
}

std::size_t byte_of(std::string_view text, std::uint32_t point) {
  std::size_t i = 0;
  for (std::uint32_t count = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (count++ == point) break;
  }
  return i;
}

std::string quote(const GroupClaim& c) {
  const std::string_view sentence = c.sentence;
  if (c.start >= c.sentence_start) {
    const std::size_t begin = byte_of(sentence, c.start - c.sentence_start);
    if (sentence.substr(begin, c.text.size()) == c.text) {
      return marked(sentence, {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + c.text.size())}});
    }
  }
  return html_text(sentence) + " <mark>" + html_text(c.text) + "</mark>";
}

std::string url_encoded(std::string_view text) {
  std::string out;
  for (unsigned char c : text) {
    if (std::isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += static_cast<char>(c);
    } else {
      out += fmt::format("%{:02X}", c);
    }
  }
  return out;
}

std::string json_in_html(std::string json) {
  for (std::size_t at = 0; (at = json.find('<', at)) != std::string::npos; at += 6) json.replace(at, 1, "\\u003c");
  return json;
}

}  // namespace mizan::tools
