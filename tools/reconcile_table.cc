#include "tools/reconcile_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <tuple>

#include "tools/figure.h"

namespace mizan::tools {
namespace {

struct Face {
  const char* label;
  const char* one;
  const char* many;
  Colour colour;
  bool in_full;  // every claim with its quote; otherwise a line for the group
};

Face face(Verdict verdict) {
  switch (verdict) {
    case Verdict::kConflict:
      return {"CONFLICT", "conflict", "conflicts", Colour::kRed, true};
    case Verdict::kDisputed:
      return {"DISPUTED", "disputed", "disputed", Colour::kMagenta, true};
    case Verdict::kCorrected:
      return {"CORRECTED", "corrected", "corrected", Colour::kYellow, true};
    case Verdict::kPartial:
      return {"PARTIAL", "partial", "partial", Colour::kYellow, true};
    case Verdict::kUpdate:
      return {"UPDATE", "update", "updates", Colour::kBlue, true};
    case Verdict::kIncomparable:
      return {"INCOMPARABLE", "incomparable", "incomparable", Colour::kCyan, true};
    case Verdict::kRounding:
      return {"ROUNDING", "rounding", "roundings", Colour::kGreen, false};
    case Verdict::kAgree:
      return {"AGREE", "agreement", "agreements", Colour::kGreen, false};
    case Verdict::kSingle:
      return {"SINGLE", "single claim", "single claims", Colour::kFaint, false};
  }
  return {"", "", "", Colour::kPlain, false};
}

constexpr std::size_t kLabel = 13;  // column at which the text beside the verdict begins

std::string day(std::string_view published) {
  return neutral(published.substr(0, 10));
}

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

// Who or what, then which measure, within `room` columns: a long name gives way to the measure.
std::string title(const Group& group, std::size_t room) {
  std::string name = neutral(group.subject_name.empty() ? group.subject : group.subject_name);
  if (name.empty() && !group.claims.empty() && !group.claims.front().title.empty()) name = "“" + neutral(group.claims.front().title) + "”";
  std::string out = name.empty() ? "" : " · ";
  if (group.check != Check::kNone) out += fmt::format("check of a {}: ", to_string(group.check));
  out += neutral(measure(group.metric, group.noun));
  if (!group.counterpart.empty()) out += " → " + neutral(group.counterpart_name.empty() ? group.counterpart : group.counterpart_name);
  if (!group.aspect.empty() && group.aspect != "level") out += " (" + neutral(group.aspect) + ")";
  if (!group.period.empty()) out += ", " + neutral(group.period);
  std::size_t left = room - std::min(room, display_width(out));
  return clipped(clipped(name, std::max<std::size_t>(left, 16)) + out, room);
}

std::string value_of(const GroupClaim& claim) {
  std::string out = claim.value.empty() ? figure(claim.low, claim.high, claim.bound, claim.unit, claim.per) : length(claim.value);
  if (!claim.status.empty() && claim.status != "actual") out += " " + claim.status;
  return neutral(out);
}

// A cut leaves "…rther text": from the next whole word on, where one is near.
std::string whole_words_at_end(std::string text) {
  if (!text.starts_with("…")) return text;
  std::size_t space = text.find(' ');
  return space == std::string::npos || space > 24 ? text : "…" + text.substr(space);
}

std::string whole_words_at_begin(std::string text) {
  if (!text.ends_with("…")) return text;
  std::size_t space = text.rfind(' ');
  return space == std::string::npos || text.size() - space > 27 ? text : text.substr(0, space + 1) + "…";
}

// The part of the sentence around the number that fits, with the number itself marked on a screen with colours.
std::string quote(const GroupClaim& claim, std::size_t width, const Screen& screen) {
  std::string sentence = neutral(claim.sentence);
  std::string number = neutral(claim.text);
  std::size_t at = sentence.find(number);
  if (number.empty() || at == std::string::npos) return screen.isolated(clipped(sentence.empty() ? number : sentence, width));
  std::string before = sentence.substr(0, at);
  std::string after = sentence.substr(at + number.size());
  std::size_t room = width - std::min(width, display_width(number));
  std::size_t left = std::min(display_width(before), std::max(room / 2, room - std::min(room, display_width(after))));
  before = whole_words_at_end(clipped_front(before, left));
  after = whole_words_at_begin(clipped(after, room - std::min(room, display_width(before))));
  std::string whole = before + screen.paint(Colour::kBold, number) + after;
  return screen.terminal && has_right_to_left(sentence) ? "\u2068" + whole + "\u2069" : whole;
}

// One cell, cut and filled to `width`, isolated on a terminal.
std::string cell(std::string_view text, std::size_t width, const Screen& screen) {
  std::string cut = clipped(text, width);
  return screen.isolated(cut) + filling(cut, width);
}

void head(std::string& out, const Group& group, const Screen& screen) {
  Face look = face(group.verdict);
  std::string right =
      fmt::format("{}  {}% sure  {}", counted(static_cast<std::size_t>(group.sources), "source", "sources"), group.confidence_percent, group.id);
  std::size_t room = screen.width - std::min(screen.width, kLabel + right.size() + 2);
  std::string name = title(group, room);
  out += screen.paint(look.colour, look.label) + filling(look.label, kLabel);
  out += screen.paint(Colour::kBold, screen.isolated(name)) + filling(name, room + 2) + screen.paint(Colour::kFaint, right) + "\n";
}

void reason(std::string& out, const Group& group, const Screen& screen) {
  std::string text = neutral(group.reason);
  if (group.check != Check::kNone && text.find(group.computed) == std::string::npos)
    text += fmt::format(" (stated {}, computed {})", group.stated, group.computed);
  text = readable(text);
  if (text.empty()) return;
  out += std::string(kLabel, ' ') + screen.isolated(clipped(text, screen.width - kLabel)) + "\n";
}

constexpr std::string_view kCopy = " (copy)";

std::string source_of(const GroupClaim& claim) {
  return neutral(claim.source.empty() ? claim.document : claim.source);
}

// The same columns for all groups, so that values stand below each other.
struct Columns {
  std::size_t value = 0;
  std::size_t source = 0;
};

Columns columns_for(const std::vector<Group>& groups) {
  Columns columns;
  for (const Group& group : groups) {
    if (!face(group.verdict).in_full) continue;
    for (const GroupClaim& claim : group.claims) {
      columns.value = std::max(columns.value, display_width(value_of(claim)));
      columns.source = std::max(columns.source, display_width(source_of(claim)) + (claim.copied ? kCopy.size() : 0));
    }
  }
  columns.value = std::min<std::size_t>(columns.value, 28);
  columns.source = std::min<std::size_t>(columns.source, 24);
  return columns;
}

void in_full(std::string& out, const Group& group, Columns columns, const Screen& screen) {
  head(out, group, screen);
  reason(out, group, screen);
  std::set<std::tuple<int, std::string, std::string>> said;
  std::size_t again = 0;
  for (const GroupClaim& claim : group.claims) {
    if (group.check == Check::kNone && !said.emplace(claim.cluster, source_of(claim), value_of(claim)).second) {
      ++again;
      continue;
    }
    // Of a check the last claim is the stated figure, the others are what it is computed from.
    bool stated = group.check != Check::kNone && &claim == &group.claims.back();
    std::string letter(1, stated                        ? '='
                          : group.check == Check::kSum  ? '+'
                          : group.check != Check::kNone ? '-'
                                                        : static_cast<char>('A' + std::clamp(claim.cluster, 0, 25)));
    std::string source = source_of(claim);
    if (claim.copied) source = clipped(source, columns.source - std::min(columns.source, kCopy.size())).append(kCopy);
    out += "    " + screen.paint(face(group.verdict).colour, letter) + "  " + cell(value_of(claim), columns.value, screen) + "  " +
           fmt::format("{:<10}", day(claim.published)) + "  " + cell(source, columns.source, screen) + "  ";
    std::size_t used = 4 + 1 + 2 + columns.value + 2 + 10 + 2 + columns.source + 2;
    out += quote(claim, screen.width > used + 20 ? screen.width - used : 20, screen) + "\n";
  }
  if (again != 0) out += "       " + screen.paint(Colour::kFaint, fmt::format("and {} more of the same sources and figures", again)) + "\n";
  out += "\n";
}

void in_brief(std::string& out, const Group& group, const Screen& screen) {
  head(out, group, screen);
  // The values as written, the finest first; then who says so; then one quote.
  std::vector<std::string> values;
  std::vector<std::string> sources;
  for (const GroupClaim& claim : group.claims) {
    std::string value = value_of(claim);
    std::string source = source_of(claim);
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    if (std::find(sources.begin(), sources.end(), source) == sources.end()) sources.push_back(source);
  }
  std::string said = fmt::format("{}", fmt::join(values, " = "));
  said = clipped(said, screen.width * 2 / 5);
  std::string who = clipped(fmt::format("{}", fmt::join(sources, ", ")), screen.width * 2 / 5);
  out += std::string(kLabel, ' ') + screen.isolated(said) + "   " + screen.isolated(who) + "   ";
  std::size_t used = kLabel + display_width(said) + 3 + display_width(who) + 3;
  if (!group.claims.empty() && screen.width > used + 16) out += quote(group.claims.front(), screen.width - used, screen);
  out += "\n";
  if (group.verdict == Verdict::kRounding || group.check != Check::kNone) reason(out, group, screen);
}

}  // namespace

std::string reconcile_table(const Reconciliation& all, const std::vector<Group>& shown, std::size_t brief, const Screen& screen) {
  std::string out = fmt::format("{}, {}", counted(all.articles, "article", "articles"), counted(all.facts, "fact", "facts"));
  if (all.copies != 0) out += fmt::format(", {}", counted(all.copies, "copy of another's text", "copies of others' texts"));
  constexpr std::array kOrder{Verdict::kConflict,     Verdict::kDisputed, Verdict::kCorrected, Verdict::kPartial, Verdict::kUpdate,
                              Verdict::kIncomparable, Verdict::kRounding, Verdict::kAgree,     Verdict::kSingle};
  std::string sums;
  for (Verdict verdict : kOrder) {
    const auto number = static_cast<std::size_t>(all.verdicts[static_cast<std::size_t>(verdict)]);
    if (number == 0) continue;
    std::string text = counted(number, face(verdict).one, face(verdict).many);
    sums += (sums.empty() ? "" : " · ") + screen.paint(face(verdict).colour, text);
  }
  out += ": " + (sums.empty() ? std::string("nothing that two articles both speak of") : sums) + "\n\n";
  Columns columns = columns_for(shown);
  for (const Group& group : shown) {
    if (face(group.verdict).in_full) in_full(out, group, columns, screen);
  }
  // Those that were not read back are folded, too.
  std::size_t folded = 0;
  for (Verdict verdict : {Verdict::kRounding, Verdict::kAgree}) {
    const auto read = static_cast<std::size_t>(std::count_if(all.groups.begin(), all.groups.end(), [&](const Group& g) { return g.verdict == verdict; }));
    folded += static_cast<std::size_t>(all.verdicts[static_cast<std::size_t>(verdict)]) - read;
  }
  for (const Group& group : shown) {
    if (face(group.verdict).in_full) continue;
    if (brief == 0) {
      ++folded;
    } else {
      --brief;
      in_brief(out, group, screen);
    }
  }
  if (folded != 0) out += fmt::format("\n{} more that agree; --limit N lists more of them, --to json all\n", folded);
  return out;
}

}  // namespace mizan::tools
