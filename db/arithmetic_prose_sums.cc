#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "db/arithmetic_checks.h"
#include "db/check_words.h"
#include "db/comparability.h"
#include "db/units.h"
#include "pipeline/arabic_words.h"

namespace mizan::arithmetic {
namespace {

// Folded. What begins the parts of a number of people or things that was just given.
const std::vector<std::string_view>& kAmong = check_words("among");
const std::vector<std::string_view>& kAmongWords = check_words("beside_among");
// What stands before or behind a total of what came before it.
const std::vector<std::string_view>& kTotal = check_words("total_behind");
const std::vector<std::string_view>& kAnd = check_words("and");

bool is_countable(const Claim& c) {
  const Fact& f = c.fact();
  return range_of(c) && f.amount.unit != "%" && f.type != MentionType::kOrdinal && f.type != MentionType::kMultiple && f.aspect != "change" &&
         !c.figure->low.is_negative();
}

bool same_kind(const Claim& a, const Claim& b) {
  const Fact &x = a.fact(), &y = b.fact();
  return is_countable(a) && is_countable(b) && base_unit(x.amount.unit).name == base_unit(y.amount.unit).name && x.amount.per == y.amount.per &&
         (x.type == y.type || x.amount.unit == "1");
}

bool same_measure(const Claim& a, const Claim& b) {
  return a.fact().metric == b.fact().metric || a.fact().metric == "other" || b.fact().metric == "other";
}

CheckResult make(const Snapshot& s, Claims parts, int total, const Range& computed, Verdict verdict, const std::string& what) {
  CheckResult out;
  out.check = Check::kSum;
  const Fact& f = claim(s, total).fact();
  const double factor = base_unit(f.amount.unit).factor.to_double();
  out.stated = f.amount.low->to_string();
  out.computed = number_text(computed.face / factor, std::min(1, f.amount.low_precision));
  out.verdict = verdict;
  out.reason = fmt::format("{} {}, {} is stated", what, out.computed, out.stated);
  out.confidence_percent = verdict == Verdict::kAgree ? 90 : verdict == Verdict::kRounding ? 80 : 60;
  out.claims = std::move(parts);
  out.claims.push_back(total);
  return out;
}

Range sum_of(const Snapshot& s, const Claims& parts) {
  Range sum;
  for (int i : parts) {
    const Range r = *range_of(claim(s, i));
    sum.face += r.face;
    sum.low += r.low;
    sum.high += r.high;
  }
  return sum;
}

// "in 2024, of which", "في 2024، منها": do the words end in what begins the parts of what was just given?
bool ends_in_of_which(const Between& gap) {
  constexpr std::size_t kMost = 4;
  std::size_t last = gap.words.size();
  auto is = [&](const std::vector<std::string_view>& any) {
    return last > 0 && std::find(any.begin(), any.end(), std::string_view(gap.words[last - 1])) != any.end();
  };
  while (is({"about", "some", "at", "least", "نحو", "حوالي"})) --last;  // نحو: about; حوالي: about
  if (gap.words.size() > kMost) return false;
  if (is({"which", "whom", "them"})) return last > 1 && gap.words[last - 2] == "of";
  return is({"بينهم", "منهم", "بينها", "منها"});  // among them, of them
}

// The claims from of[k] on that "and" and commas join, all of one kind with `like`. `loose`: each may say where it goes ("$12 billion to France and $9
// billion").
Claims chain_from(const Snapshot& s, const Claims& of, std::size_t k, int like, bool loose) {
  constexpr std::size_t kTold = 5;
  Claims chain{of[k]};
  bool joined = false;
  for (std::size_t n = k + 1; n < of.size(); ++n) {
    const Claim &a = claim(s, of[n - 1]), &b = claim(s, of[n]);
    const Between gap = between(a, b);
    // The counted noun may stand between the number and the "and" ("70 men and 65 women" has none: it is inside the span).
    const bool last = gap.has({"and", arabic::kAnd});
    const bool told = loose && last && !gap.words.empty() && gap.words.size() <= kTold && (gap.words.back() == "and" || gap.words.back() == arabic::kAnd);
    if (!same_kind(claim(s, like), b) || !(told || gap.only(kAnd, 3)) || joined) break;
    chain.push_back(of[n]);
    // English closes a list with its "and"; Arabic says it before each.
    joined = last && gap.has({"and"});
  }
  return chain;
}

// "128 dead, among them 70 men and 65 women": parts may leave some out, but cannot be more than there are.
void check_among(const Snapshot& s, const Claims& of, std::size_t i, std::vector<CheckResult>& out) {
  const Claim &total = claim(s, of[i]), &first = claim(s, of[i + 1]);
  const Between gap = between(total, first);
  const bool of_which = ends_in_of_which(gap), strict = gap.has(kAmong) && gap.only(kAmongWords, 6), among = of_which || strict,
             listed = gap.colon && gap.words.empty();
  if ((!among && !listed) || !same_kind(total, first)) return;
  const Claims parts = chain_from(s, of, i + 1, of[i], of_which);
  for (int p : parts) {
    if (!same_measure(total, claim(s, p))) return;
  }
  const Range stated = *range_of(total), sum = sum_of(s, parts);
  const Verdict verdict = verdict_of(stated, sum);
  // Of those "among them" the rest goes without saying; a list behind a colon is more often all of them.
  if (verdict == Verdict::kConflict && sum.face < stated.face) {
    if (!listed || parts.size() < 2 || sum.face < stated.face / 2) return;
    out.push_back(make(s, parts, of[i], sum, Verdict::kPartial, fmt::format("the {} parts sum to", parts.size())));
    return;
  }
  if (verdict != Verdict::kConflict && parts.size() < 2) return;
  if (verdict == Verdict::kConflict && total.fact().amount.bound != Bound::kExact) return;
  // "7,000 candidates for 329 seats, among them some 2,000 who ...": one number alone may be a part of what was said before.
  if (verdict == Verdict::kConflict && parts.size() < 2 && !strict && !listed) return;
  out.push_back(
      make(s, parts, of[i], sum, verdict, parts.size() == 1 ? std::string("what is said to be a part is") : fmt::format("the {} parts sum to", parts.size())));
}

// "45 men and 54 women, 99 in all", "بمجموع 99".
void check_total_behind(const Snapshot& s, const Claims& of, std::size_t i, std::vector<CheckResult>& out) {
  if (i < 2) return;
  const Claim& total = claim(s, of[i]);
  const Between gap = between(claim(s, of[i - 1]), total);
  if (!gap.has(kTotal) || gap.words.size() > 6) return;
  std::size_t first = i - 1;
  while (first > 0 && same_kind(claim(s, of[first - 1]), total) && between(claim(s, of[first - 1]), claim(s, of[first])).only(kAnd, 3)) --first;
  Claims parts(of.begin() + static_cast<std::ptrdiff_t>(first), of.begin() + static_cast<std::ptrdiff_t>(i));
  if (parts.size() < 2 || !same_kind(claim(s, of[i - 1]), total)) return;
  const Range stated = *range_of(total), sum = sum_of(s, parts);
  const Verdict verdict = verdict_of(stated, sum);
  if (verdict == Verdict::kConflict && (sum.face > stated.face * 1.5 || sum.face < stated.face / 1.5)) return;  // a total of something wider
  out.push_back(make(s, parts, of[i], sum, verdict, fmt::format("the {} parts sum to", parts.size())));
}

// What "per" counts, as a counted noun or a unit.
bool counts(const Claim& c, const std::string& per) {
  const Fact& f = c.fact();
  if (f.type == MentionType::kCount)
    return per == "unit" || f.amount.noun == per || (per == "share" && f.amount.noun == "stock") ||
           (per == "person" && (f.amount.noun == "people" || f.noun == "person"));
  if (per == "barrel") return f.amount.unit == "bbl";
  if (per == "tonne") return f.amount.unit == "t";
  if (per == "ounce") return f.amount.unit == "oz";
  if (per == "kilogram") return f.amount.unit == "kg";
  return false;
}

// "2 million shares at $5 each, for $10 million": the only rate, the only number of what it is of, and the only amount.
void check_product(const Snapshot& s, const Claims& of, std::vector<CheckResult>& out) {
  int rate = -1, count = -1, amount = -1;
  for (int i : of) {
    const Claim& c = claim(s, i);
    if (c.fact().type == MentionType::kMoney && !c.fact().amount.per.empty()) {
      if (rate >= 0) return;
      rate = i;
    }
  }
  if (rate < 0) return;
  const Fact& unit = claim(s, rate).fact();
  for (int i : of) {
    const Claim& c = claim(s, i);
    if (i == rate || !range_of(c)) continue;
    if (counts(c, unit.amount.per)) {
      if (count >= 0) return;
      count = i;
    } else if (c.fact().type == MentionType::kMoney) {
      if (amount >= 0 || c.fact().amount.unit != unit.amount.unit) return;
      amount = i;
    }
  }
  if (count < 0 || amount < 0 || !range_of(claim(s, rate))) return;
  const Fact& total = claim(s, amount).fact();
  if (total.aspect == "change" || unit.aspect == "change") return;
  const Range x = *range_of(claim(s, rate)), n = *range_of(claim(s, count));
  // A count in a unit of measure is in the unit that the rate is of.
  const double factor = base_unit(claim(s, count).fact().amount.unit).factor.to_double();
  const Range product{x.face * n.face / factor, x.low * n.low / factor, x.high * n.high / factor};
  const Range stated = *range_of(claim(s, amount));
  const Verdict verdict = verdict_of(stated, product);
  if (verdict == Verdict::kConflict && (product.face > stated.face * 1.5 || product.face < stated.face / 1.5)) return;  // of something else
  out.push_back(make(s, {rate, count}, amount, product, verdict, "the rate times the number is"));
}

}  // namespace

void check_prose_sums(const Snapshot& s, const std::vector<Claims>& sentences, std::vector<CheckResult>& out) {
  for (const Claims& of : sentences) {
    for (std::size_t i = 0; i < of.size(); ++i) {
      if (i + 1 < of.size()) check_among(s, of, i, out);
      check_total_behind(s, of, i, out);
    }
    check_product(s, of, out);
  }
}

}  // namespace mizan::arithmetic
