#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "db/arithmetic_checks.h"
#include "db/check_words.h"
#include "db/comparability.h"
#include "db/units.h"
#include "pipeline/normalized_text.h"

namespace mizan::arithmetic {
namespace {

const std::vector<std::string_view>& kOf = check_words("beside_of");
const std::vector<std::string_view>& kOfWords = check_words("of");
const std::vector<std::string_view>& kOr = check_words("beside_means");
const std::vector<std::string_view>& kMeans = check_words("means");

// "50 of them, or 25 %": the whole was named before.
const std::vector<std::string_view>& kOfThese = check_words("of_these");
const std::vector<std::string_view>& kOfTheseOr = check_words("beside_of_these");

// Is one of these words among the last three before the claim's number, as "of the" of "of the 200 seats"?
bool stands_behind(const Claim& c, const std::vector<std::string_view>& these) {
  constexpr std::size_t kReach = 3;
  const Fact& f = c.fact();
  if (f.source.begin < f.sentence.begin || f.source.begin - f.sentence.begin > c.stored.sentence.size()) return false;
  std::vector<std::string> words;
  for_each_word(NormalizedText::fold(std::string_view(c.stored.sentence).substr(0, f.source.begin - f.sentence.begin)),
                [&](std::string_view word) { words.emplace_back(word); });
  const std::size_t from = words.size() > kReach ? words.size() - kReach : 0;
  return std::any_of(words.begin() + static_cast<std::ptrdiff_t>(from), words.end(),
                     [&](const std::string& word) { return std::find(these.begin(), these.end(), word) != these.end(); });
}

bool is_share(const Claim& c) {
  return c.figure && c.fact().amount.unit == "%" && c.fact().aspect != "change" && c.fact().direction.empty() && !c.fact().percent_growth && range_of(c);
}

// Could the one be a part of the other?
bool are_part_and_whole(const Claim& part, const Claim& whole) {
  const Fact &x = part.fact(), &y = whole.fact();
  if (x.type == MentionType::kPercent || x.type == MentionType::kOrdinal || x.amount.per != y.amount.per || !range_of(part) || !range_of(whole)) return false;
  if (base_unit(x.amount.unit).name != base_unit(y.amount.unit).name) return false;
  if (x.type == MentionType::kCount && !x.amount.noun.empty() && !y.amount.noun.empty() && x.amount.noun != y.amount.noun) return false;
  return part.figure->low < whole.figure->low && !part.figure->low.is_negative();
}

std::optional<CheckResult> judge_share(const Snapshot& s, int whole, int part, int percent) {
  const auto w = range_of(claim(s, whole)), p = range_of(claim(s, part)), stated = range_of(claim(s, percent));
  if (!w || !p || !stated || w->low <= 0) return std::nullopt;
  const Range computed{p->face / w->face * 100, p->low / w->high * 100, p->high / w->low * 100};
  const int precision = claim(s, percent).fact().amount.low_precision;
  CheckResult out;
  out.check = Check::kShare;
  out.claims = {whole, part, percent};
  out.stated = claim(s, percent).figure->low.to_string();
  out.computed = number_text(computed.face, std::min(0, precision));
  out.verdict = verdict_of(*stated, computed);
  out.reason = out.verdict == Verdict::kConflict
                   ? fmt::format("the part is {} % of the whole, but {} is stated", out.computed, out.stated)
                   : fmt::format("the part is {} % of the whole{}, {} is stated", out.computed,
                                 out.verdict == Verdict::kRounding ? fmt::format(" ({} to {} as precisely as they are written)",
                                                                                 number_text(computed.low, precision), number_text(computed.high, precision))
                                                                   : std::string(),
                                 out.stated);
  out.confidence_percent = out.verdict == Verdict::kAgree ? 90 : out.verdict == Verdict::kRounding ? 80 : 65;
  return out;
}

// A share that is far from what the two amounts give is of something else.
bool is_credible(const Snapshot& s, const CheckResult& check) {
  if (check.verdict != Verdict::kConflict) return true;
  const auto computed = Decimal::parse(check.computed);
  const double stated = claim(s, check.claims.back()).figure->low.to_double();
  return computed && stated > 0 && computed->to_double() / stated > 0.5 && computed->to_double() / stated < 2;
}

// "603 of 604 votes, or 99.83 %", "35 % of the 128 companies, or 45", "45 companies, or 35 % of the 128".
void check_sentence(const Snapshot& s, const Claims& of, std::vector<CheckResult>& out) {
  auto add = [&](int whole, int part, int percent) {
    if (auto check = judge_share(s, whole, part, percent); check && is_credible(s, *check)) out.push_back(std::move(*check));
  };
  for (std::size_t i = 0; i + 2 < of.size(); ++i) {
    const Claim &a = claim(s, of[i]), &b = claim(s, of[i + 1]), &c = claim(s, of[i + 2]);
    const Between ab = between(a, b), bc = between(b, c);
    const bool a_of_b = ab.has(kOfWords) && ab.only(kOf, 5), b_of_c = bc.has(kOfWords) && bc.only(kOf, 5);
    const bool a_is_b = (ab.opens || ab.has(kMeans)) && ab.only(kOr, 4), b_is_c = (bc.opens || bc.has(kMeans)) && bc.only(kOr, 4);
    if (a_of_b && b_is_c && is_share(c) && are_part_and_whole(a, b))
      add(of[i + 1], of[i], of[i + 2]);
    else if (a_of_b && b_is_c && is_share(a) && are_part_and_whole(c, b))
      add(of[i + 1], of[i + 2], of[i]);
    else if (a_is_b && b_of_c && is_share(b) && are_part_and_whole(a, c))
      add(of[i + 2], of[i], of[i + 1]);
    else if (is_share(c) && are_part_and_whole(b, a) &&
             ((b_is_c && stands_behind(a, kOfWords)) || (bc.has(kOfThese) && bc.has(kMeans) && bc.only(kOfTheseOr, 6))))
      add(of[i], of[i + 1], of[i + 2]);  // "of the 200 seats it won 50, or 40 %"; "200 employees; 50 of them, or 25 %"
  }
}

// Words of a label or of what stands before a share, as stems.
std::vector<std::string> stems_of(std::string_view text) {
  std::vector<std::string> out;
  for_each_word(NormalizedText::fold(text), [&](std::string_view word) {
    if (word.size() >= 5 && (static_cast<unsigned char>(word[0]) >= 0x80 || word[0] > '9')) out.emplace_back(stem(word));
  });
  return out;
}

bool share_a_stem(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& w) { return std::find(b.begin(), b.end(), w) != b.end(); });
}

// Shares that split a whole in prose ("from $40 billion in 2024 ... of this, infrastructure will account for 40 %, services for 35 %, deployment for 25 %")
// against the rows of a table that give the parts. Two rows have to fit before a third is said not to.
void check_table(const Snapshot& s, const Claims& facts, const std::vector<Claims>& sentences, std::vector<CheckResult>& out) {
  Claims cells;
  for (int i : facts) {
    const Fact& f = claim(s, i).fact();
    if (f.table >= 0 && !f.list_total && f.amount.unit != "%" && range_of(claim(s, i)) && !f.period.empty()) cells.push_back(i);
  }
  if (cells.size() < 2) return;
  constexpr std::size_t kMostCells = 400;
  cells.resize(std::min(cells.size(), kMostCells));
  for (std::size_t k = 0; k < sentences.size(); ++k) {
    Claims shares;
    double total = 0;
    for (int i : sentences[k]) {
      if (!is_share(claim(s, i))) continue;
      shares.push_back(i);
      total += claim(s, i).figure->low.to_double();
    }
    if (shares.size() < 2 || total < 98 || total > 102) continue;
    Claims wholes;  // of this sentence, else of the one before
    for (std::size_t at : {k, k - 1}) {
      if (at >= sentences.size() || !wholes.empty()) continue;
      for (int i : sentences[at]) {
        const Fact& f = claim(s, i).fact();
        if (f.amount.unit != "%" && !f.period.empty() && f.aspect != "change" && range_of(claim(s, i))) wholes.push_back(i);
      }
    }
    for (int whole : wholes) {
      std::vector<CheckResult> found;
      int fitting = 0;
      for (std::size_t n = 0; n < shares.size(); ++n) {
        const Claim& share = claim(s, shares[n]);
        const std::uint32_t origin = share.fact().sentence.begin, begin = n == 0 ? origin : claim(s, shares[n - 1]).fact().source.end;
        if (share.fact().source.begin < begin || begin < origin) continue;
        const auto words = stems_of(std::string_view(share.stored.sentence).substr(begin - origin, share.fact().source.begin - begin));
        for (int cell : cells) {
          const Fact& f = claim(s, cell).fact();
          if (f.period != claim(s, whole).fact().period || !are_part_and_whole(claim(s, cell), claim(s, whole))) continue;
          if (!share_a_stem(words, stems_of(f.scope.empty() ? f.subject_name : f.scope))) continue;
          auto check = judge_share(s, whole, cell, shares[n]);
          if (!check) continue;
          fitting += check->verdict != Verdict::kConflict;
          found.push_back(std::move(*check));
          break;
        }
      }
      for (CheckResult& check : found) {
        if (fitting >= 2 || (fitting >= 1 && check.verdict != Verdict::kConflict)) out.push_back(std::move(check));
      }
    }
  }
}

}  // namespace

void check_shares(const Snapshot& s, const Claims& facts, const std::vector<Claims>& sentences, std::vector<CheckResult>& out) {
  for (const Claims& of : sentences) check_sentence(s, of, out);
  check_table(s, facts, sentences, out);
}

}  // namespace mizan::arithmetic
