#include "extractors/number_grammar.h"

#include "extractors/number_words.h"
#include "pipeline/arabic_words.h"

namespace mizan {
namespace {

// Parses one sentence's numerals, left to right, each as long as it can be.
class SentenceParser : NumberWords {
 public:
  SentenceParser(const Analysis& article, const Lexicons& lexicons, std::uint32_t first, std::uint32_t end, std::vector<Numeral>& out)
      : NumberWords(article, lexicons, first, end), out_(out) {}

  void run() {
    for (std::uint32_t t = first_; t < end_;) {
      if (!may_begin(t)) {
        ++t;
        continue;
      }
      const std::uint32_t after = try_at(t);
      t = after > t ? percent_behind(after) : t + 1;
    }
  }

 private:
  // Digits, a number word, "a" and "an", or a mark such as ½: nothing else begins a numeral. Most tokens are none of these.
  bool may_begin(std::uint32_t t) const {
    const Token& start = token(t);
    if (start.kind == TokenKind::kDigits || (start.kinds & kind_bit(LexiconKind::kNumber)) != 0) return true;
    const std::uint32_t size = start.end - start.begin;
    return start.kind == TokenKind::kPunct ? size > 1 : start.kind == TokenKind::kLatin && size <= 2 && a_.text.text()[start.begin] == 'a';
  }
  // Behind a number "بالمئة" and "في المئة" (per cent) are no hundred: the token behind them, or t.
  std::uint32_t percent_behind(std::uint32_t t) const {
    if (t >= end_) return t;
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kUnit) && hit->peeled == 0 && t + hit->length <= end_ && lexicons_.unit(hit->entry).symbol == "%")
        return t + hit->length;
    return t;
  }

  // Digits that belong to a name, a version or an identifier, by what is glued to them.
  bool in_a_name(std::uint32_t t, std::uint32_t end) const {
    if (glued(t)) {
      const Token& left = token(t - 1);
      if (left.kind == TokenKind::kLatin && !has_currency_prefix(t - 1) && word(t - 1) != "x" && !(t - 1 > first_ && has_currency(t - 2) && glued(t - 1)))
        return true;
      if (left.kind == TokenKind::kOther || (left.kind == TokenKind::kArabic && has_role(t - 1, "letter_name"))) return true;  // "إف16"
      if (word(t - 1) == "#") return true;
      if (word(t - 1) == "-" && glued(t - 1) && t - 2 >= first_) {
        const Token& before = token(t - 2);
        if (before.kind == TokenKind::kLatin && (before.capital || before.mixed_case)) return true;
        if (before.kind == TokenKind::kArabic && before.end - before.begin > 2) return true;
        // "A350-900": behind a hyphen and digits that a capital letter is glued to
        if (before.kind == TokenKind::kDigits && glued(t - 2) && t >= first_ + 3 && is(t - 3, TokenKind::kLatin) && token(t - 3).capital &&
            !has_currency_prefix(t - 3))
          return true;
      }
      if (word(t - 1) == "." && glued(t - 1) && t - 2 >= first_ && is_digits(t - 2)) return true;  // the tail of 1.2.3
      if (word(t - 1) == ":" && glued(t - 1) && t - 2 >= first_ && is(t - 2, TokenKind::kLatin) && !token(t - 2).capital && size_of(t) >= 4)
        return true;  // localhost:8080
      if (word(t - 1) == "/" && glued(t - 1) && t - 2 >= first_ && is(t - 2, TokenKind::kLatin) && size_of(t - 2) <= 3 && token(t - 2).all_capitals)
        return true;
    }
    if (glued(end)) {
      const Token& right = token(end);
      if (right.kind == TokenKind::kLatin) {
        // "Honor 7x": a model's name; at a sentence's begin any word has a capital
        if (word(end) == "x" && t > first_ + 1 && is(t - 1, TokenKind::kLatin) && (token(t - 1).capital || token(t - 1).mixed_case)) return true;
        if (known_suffix(end)) return false;
        return true;
      }
      if (right.kind == TokenKind::kOther) return !has_currency(end);
      if (word(end) == "-" && glued(end + 1) && is(end + 1, TokenKind::kLatin) && (token(end + 1).capital || token(end + 1).mixed_case) &&
          (!known_suffix(end + 1) || find(end + 1, {NumberRole::kUnit, NumberRole::kTeen, NumberRole::kTen})))  // 7-Eleven
        return true;
      if (word(end) == "." && glued(end + 1) && is_digits(end + 1)) return true;
    }
    return false;
  }
  // Letters that may be glued to digits: any lexicon word but an entity.
  bool known_suffix(std::uint32_t t) const {
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
      if (hit->kind != static_cast<std::uint8_t>(LexiconKind::kEntity) && hit->kind != static_cast<std::uint8_t>(LexiconKind::kMetric) &&
          hit->kind != static_cast<std::uint8_t>(LexiconKind::kCue))
        return true;
    const std::string_view w = word(t);
    return w == "x" || w == "s" || w == "am" || w == "pm" || w == "p" || w == "h";
  }
  // "+966 11 555 1234": a plus sign of its own, then three runs of digits or more.
  bool in_a_phone_number(std::uint32_t t) const {
    constexpr std::uint32_t kLongest = 12;
    auto between = [&](std::uint32_t at) { return is_digits(at) || word(at) == "-" || word(at) == "(" || word(at) == ")"; };
    std::uint32_t at = t;
    while (at > first_ && t - at < kLongest && between(at - 1)) --at;
    if (at == first_ || word(at - 1) != "+" || !glued(at) || (at - 1 > first_ && glued(at - 1))) return false;
    int runs = 0;
    for (std::uint32_t end = at; end < end_ && end - at < kLongest && between(end); ++end) runs += is_digits(end);
    return runs >= 3;
  }
  // 555-123-4567, 2020-05-15, 15/1/2020: three digit runs or more joined by the same mark.
  bool in_a_chain(std::uint32_t t) const {
    if (in_a_phone_number(t)) return true;
    if (!glued(t) && !glued(t + 1)) return false;
    for (std::string_view mark : {"-", "/", ":"}) {
      int runs = 1;
      std::uint32_t at = t;
      while (glued(at + 1) && word(at + 1) == mark && glued(at + 2) && is_digits(at + 2) && runs < 4) at += 2, ++runs;
      at = t;
      while (at >= first_ + 2 && glued(at) && word(at - 1) == mark && glued(at - 1) && is_digits(at - 2) && runs < 4) at -= 2, ++runs;
      if (runs >= 3) return true;
    }
    return false;
  }

  // Words that only look like a number together: "at first", "second-hand". The token behind them; t where none begin there.
  std::uint32_t behind_a_set_phrase(std::uint32_t t) const {
    for (const LexiconHit* hit = a_.hits_begin(t); hit != a_.hits_end(t); ++hit)
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kNumber) && hit->length > 1 && hit->peeled == 0 && t + hit->length <= end_ &&
          lexicons_.number(hit->entry).role == NumberRole::kStop)
        return t + hit->length;
    return t;
  }

  // Does a word stand before t that leaves a hundred or a thousand vague?
  bool vague_before(std::uint32_t t) const {
    if (t == first_) return false;
    for (const LexiconHit* hit = a_.hits_begin(t - 1); hit != a_.hits_end(t - 1); ++hit)
      if (hit->kind == static_cast<std::uint8_t>(LexiconKind::kGrammar) && hit->length == 1 && lexicons_.grammar(hit->entry).role == "vague_before")
        return true;
    return false;
  }

  // The numeral that begins at t goes to out_; the token behind it, or t for none.
  std::uint32_t try_at(std::uint32_t t) {
    const Token& start = token(t);
    if (start.kind == TokenKind::kNewline || start.in_url) return t;
    if (start.kind == TokenKind::kPunct) {
      const std::string_view w = word(t);
      if (w == "½" || w == "¼" || w == "¾") {
        Numeral numeral;
        numeral.fraction = numeral.digits = true;
        numeral.value = Decimal::parse(w == "½" ? "0.5" : w == "¼" ? "0.25" : "0.75");
        out_.push_back(*finish(numeral, t, t + 1, 0));
        return t + 1;
      }
      return t;
    }
    if (start.kind == TokenKind::kDigits) return digits_at(t);
    if (a_.hits_begin(t) == a_.hits_end(t) && word(t) != "a" && word(t) != "an") return t;
    if (const std::uint32_t behind = behind_a_set_phrase(t); behind != t) return behind;

    if (word(t) == "a" || word(t) == "an") {  // "a million", "a hundred", "a dozen"
      const Word next = find(t + 1, {NumberRole::kMagnitude, NumberRole::kHundred, NumberRole::kDozen});
      if (!next || next.entry->has("plural")) {
        return t;
      }
      Part part;
      part.words = true;
      if (next.entry->role == NumberRole::kMagnitude) {
        part.value = Decimal::make(1);
        part.end = t + 1;
        magnitudes(t, part);
        half(part);
        push(part, t + 1, 0, true);
        return part.end;
      }
      auto rest = cardinal(t + 1);
      if (!rest) return t;
      push(*rest, t + 1, 0, true);
      return rest->end;
    }
    if (auto numeral = fraction(t)) {
      out_.push_back(*numeral);
      return numeral->end_token;
    }
    if (auto numeral = ordinal(t)) {
      out_.push_back(*numeral);
      return numeral->end_token;
    }
    if (start.kind == TokenKind::kLatin && vague_before(t)) {  // "several hundred people"
      if (const Word w = find(t, {NumberRole::kHundred, NumberRole::kMagnitude}); w && w.hit->peeled == 0) {
        std::uint32_t end = t + w.hit->length;
        while (const Word more = find(end, {NumberRole::kMagnitude})) end += more.hit->length;
        Numeral numeral;
        numeral.vague = numeral.words = true;
        out_.push_back(*finish(numeral, t, end, 0));
        return end;
      }
    }
    if (auto part = cardinal(t)) {
      const Word w = find(t, {NumberRole::kTeen, NumberRole::kUnit, NumberRole::kTen, NumberRole::kHundred, NumberRole::kDozen, NumberRole::kDualMagnitude,
                              NumberRole::kMagnitude});
      push(*part, t, w ? static_cast<std::uint32_t>(w.hit->peeled - w.hit->article) : 0, false, w && w.hit->article != 0, w && w.entry->arabic);
      return part->end;
    }
    const std::uint32_t end = vague(t);
    if (end != kNoToken) {
      const Word w = find(t, {NumberRole::kVague, NumberRole::kMagnitude});
      Numeral numeral;
      numeral.vague = numeral.words = true;
      numeral.arabic = w.entry->arabic;
      numeral.definite = w.hit->article != 0;
      out_.push_back(*finish(numeral, t, end, static_cast<std::uint32_t>(w.hit->peeled - w.hit->article)));
      return end;
    }
    return t;
  }

  std::uint32_t digits_at(std::uint32_t t) {
    if (in_a_chain(t)) return t;
    if (auto ratio_part = slash(t)) {
      push(*ratio_part, t, 0, false);
      if (t > first_ && word(t - 1) == "-" && glued(t)) sign(t);
      return ratio_part->end;
    }
    const bool hyphen = glued(t + 1) && word(t + 1) == "-" && glued(t + 2);                                                  // "545-1/4 cents a bushel"
    if (auto more = slash(hyphen ? t + 2 : t + 1); more && *more->value < *Decimal::make(1) && (hyphen || !glued(t + 1))) {  // "10 1/2 miles"
      if (auto whole = lone(t); whole && whole->value) {
        whole->value = whole->value->plus(*more->value);
        whole->precision = more->precision;
        whole->plain = false;
        whole->end = more->end;
        push(*whole, t, 0, false);
        return whole->end;
      }
    }
    if (auto numeral = ordinal(t)) {
      if (!in_a_name(t, t + 1) || true) {
        out_.push_back(*numeral);
        return numeral->end_token;
      }
    }
    auto part = cardinal(t);
    const auto plain_literal = literal(t);
    if (part && plain_literal && part->end > plain_literal->end && glued(plain_literal->end) &&
        (word(plain_literal->end) == "e" || word(plain_literal->end) == "x")) {  // 1e10
      push(*part, t, 0, false);
      if (t > first_ && word(t - 1) == "-" && glued(t)) sign(t);
      return part->end;
    }
    if (!part) {  // 1.2.3: skip the whole run of digits and marks
      std::uint32_t at = t + 1;
      while (glued(at) && glued(at + 1) && is_digits(at + 1)) at += 2;
      return at;
    }
    const std::uint32_t literal_end = plain_literal ? plain_literal->end : t + 1;
    if (in_a_name(t, literal_end)) return literal_end;
    if (!part->value) {
      Numeral numeral;
      numeral.digits = numeral.vague = true;
      out_.push_back(*finish(numeral, t, part->end, 0));
      return part->end;
    }
    push(*part, t, 0, false, false, a_.arabic);
    const bool spaced_minus = t == first_ + 1 && !glued(t);
    if (t > first_ && word(t - 1) == "-" && (glued(t) || spaced_minus) && (token(t - 1).space_before || t - 1 == first_) &&
        !(t >= first_ + 2 && (is_digits(t - 2) || word(t - 2) == "-")))
      sign(t);
    // ".77", "$.77": a decimal without its zero
    if (t > first_ && word(t - 1) == "." && glued(t) &&
        (t - 1 == first_ || token(t - 1).space_before || (t >= first_ + 2 && (has_currency(t - 2) || word(t - 2) == arabic::kAnd))) && part->plain &&
        out_.back().value) {
      Numeral& numeral = out_.back();
      const int places = static_cast<int>(size_of(t));
      numeral.value = Decimal::parse("0." + std::string(word(t)));
      if (numeral.value && part->magnitude) numeral.value = numeral.value->times(part->last_magnitude);
      numeral.precision -= places;
      numeral.plain_digits = false;
      numeral.first_token = t - 1;
      numeral.span.begin = token(t - 1).begin;
    }
    return part->end;
  }

  // The minus at t-1 belongs to the number just pushed.
  void sign(std::uint32_t t) {
    Numeral& numeral = out_.back();
    numeral.negative = true;
    numeral.first_token = t - 1;
    numeral.span.begin = token(t - 1).begin;
    if (numeral.value) numeral.value = numeral.value->negated();
  }

  void push(const Part& part, std::uint32_t t, std::uint32_t peeled, bool article, bool definite = false, bool arabic = false) {
    Numeral numeral;
    numeral.value = part.value;
    numeral.vague = !part.value;
    numeral.precision = part.precision;
    numeral.digits = part.digits;
    numeral.words = part.words;
    numeral.plain_digits = part.digits && part.plain && !part.magnitude;
    numeral.magnitude = part.magnitude;
    numeral.dual = part.dual;
    numeral.plus = part.plus;
    numeral.other_reading = part.other;
    numeral.article = article;
    numeral.definite = definite;
    numeral.arabic = arabic;
    numeral.glued_left = glued(t);
    numeral.glued_right = glued(part.end);
    out_.push_back(*finish(numeral, t, part.end, peeled));
  }

  std::vector<Numeral>& out_;
};

}  // namespace

std::vector<Numeral> NumberGrammar::find(const Analysis& article, std::uint32_t first, std::uint32_t end) const {
  std::vector<Numeral> numerals;
  for (std::uint32_t s = first; s < end; ++s)
    SentenceParser(article, lexicons_, article.sentences[s].first_token, article.sentences[s].end_token, numerals).run();
  return numerals;
}

}  // namespace mizan
