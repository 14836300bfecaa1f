#include "tools/explain_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/serve/markup.h"

namespace mizan::tools {
namespace {

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

std::string letter(std::size_t i) {
  return std::string(1, static_cast<char>(i < 26 ? 'A' + i : '*'));
}

const char* key_of(Fit fit) {
  switch (fit) {
    case Fit::kEqual:
      return "x.fit.equal";
    case Fit::kRounding:
      return "x.fit.rounding";
    case Fit::kLoose:
      return "x.fit.loose";
    case Fit::kApart:
      break;
  }
  return "x.fit.apart";
}

class Teller {
 public:
  Teller(const Explanation& e, Language language, const Lexicons* lexicons) : e_(e), language_(language), words_(language, Digits::kLatin, lexicons) {}

  std::string told() {
    line("", "x.head", {e_.id, say(e_.verdict, language_), reason_words(e_.reason, language_)});
    if (e_.id != e_.asked) line("", "x.merged", {e_.asked});
    if (!e_.current) line("", "x.not.current", {});
    if (e_.outdated > 0) line("", "x.outdated", {counted_words(e_.outdated, "n.claim", language_)});
    step("1", "x.claims");
    for (std::size_t i = 0; i < e_.claims.size(); ++i) claim(i);
    step("2", "x.meet");
    for (const Explanation::Meeting& meeting : e_.meetings) meet(meeting);
    if (e_.events == 1)
      line("   ", "x.one.event", {});
    else
      line("   ", "x.events", {std::to_string(e_.events)});
    if (e_.kind != "claims") {
      line("   ", "x.check", {say("check." + e_.kind, language_)});
      return std::move(out_);
    }
    step("3", "x.pairs");
    for (const ExplainedPair& pair : e_.pairs) tell(pair);
    if (e_.more_pairs > 0) line("   ", "x.more.pairs", {std::to_string(e_.more_pairs)});
    if (e_.whole) {
      step("4", "x.verdict");
      line("   ", "x.gravest",
           {say(to_string(e_.whole->verdict), language_), reason_words(e_.whole->reason, language_),
            counted_words(static_cast<std::uint64_t>(e_.whole->sources), "n.source", language_), std::to_string(e_.whole->confidence_percent)});
    }
    return std::move(out_);
  }

 private:
  std::string fill(std::string_view key, std::initializer_list<std::string_view> parts) const { return filled(say(key, language_), parts); }
  void line(std::string_view indent, std::string_view key, std::initializer_list<std::string_view> parts) {
    out_ += fmt::format("{}{}\n", indent, fill(key, parts));
  }
  void step(std::string_view number, std::string_view key) { out_ += fmt::format("\n{}. {}\n", number, say(key, language_)); }

  void claim(std::size_t i) {
    const ExplainedClaim& c = e_.claims[i];
    const GroupClaim& g = c.claim;
    out_ +=
        fmt::format("{}  {}{}{}\n", letter(i), g.source.empty() ? g.document : g.source,
                    g.published.empty() ? "" : comma() + period_words(g.published, language_), g.copied ? fmt::format(" ({})", say("copy", language_)) : "");
    line("     ", "x.place",
         {g.document, say(g.field == Field::kTitle ? "title.field" : "text.field", language_), std::to_string(g.start), std::to_string(g.end), c.fact});
    out_ += fmt::format("     “{}”\n", one_line(g.sentence));
    const std::string subject = c.subject_name.empty() ? std::string(say("x.the.story", language_)) : words_.plain_name("", c.subject_name);
    std::string read = fill("x.read.as", {words_.plain_metric(c.metric, c.noun), subject, words_.plain_value(g)});
    if (c.is_figure) read += comma() + fill("x.precision", {std::to_string(c.precision)});
    for (const auto& [key, value] : {std::pair("x.period", period_words(g.period, language_)), std::pair("x.with", c.counterpart_name),
                                     std::pair("x.scope", g.scope), std::pair("x.basis", g.basis), std::pair("x.said.by", g.speaker)}) {
      if (!value.empty()) read += fmt::format("{}{} {}", comma(), say(key, language_), value);
    }
    out_ += "     " + read + "\n";
    line("     ", "x.rule", {g.rule});
    for (const ExplainedLink& link : c.links) {
      const std::string_view role = say(link.counterpart ? "x.its.counterpart" : "x.its.subject", language_);
      if (link.entity.empty())
        line("     ", "x.other.here", {role, link.read});
      else
        line("     ", "x.taken.for", {role, link.read, link.entity, std::to_string(link.confidence_percent), reason_words(link.reason, language_)});
    }
  }

  void meet(const Explanation::Meeting& meeting) {
    std::string letters, parts;
    for (std::size_t i : meeting.claims) letters += letter(i);
    for (const std::string& part : meeting.parts) {
      const std::string key = "m." + part;
      parts += (parts.empty() ? "" : " · ") + (part.empty()     ? std::string(say("x.the.story", language_))
                                               : is_phrase(key) ? std::string(say(key, language_))
                                                                : part);
    }
    out_ += fmt::format("   {}: {}\n", letters, parts.empty() ? std::string(say("x.no.bucket", language_)) : parts);
  }

  void tell(const ExplainedPair& p) {
    std::string text = fill("x.pair", {letter(p.a), letter(p.b), say(key_of(p.fit), language_)});
    if (p.ratio > 0) text += " " + fill("x.times", {fmt::format("{:.2f}", p.ratio)});
    const std::string semicolon = language_ == Language::kArabic ? "؛ " : "; ";
    text += semicolon;
    text += p.context == Context::kSame   ? std::string(say("x.same.thing", language_))
            : p.context == Context::kNear ? reason_words(p.near, language_)
                                          : std::string(say("x.different.things", language_));
    text += semicolon + fill("x.shared", {fmt::format("{:.0f}", p.shared * 100)});
    out_ += fmt::format("   {}\n      {} {}: {}\n", text, language_ == Language::kArabic ? "←" : "->", say(to_string(p.verdict), language_),
                        reason_words(p.reason, language_));
  }

  const char* comma() const { return language_ == Language::kArabic ? "، " : ", "; }

  const Explanation& e_;
  Language language_;
  Markup words_;
  std::string out_;
};

}  // namespace

std::string explanation_text(const Explanation& explanation, Language language, const Lexicons* lexicons) {
  return Teller(explanation, language, lexicons).told();
}

}  // namespace mizan::tools
