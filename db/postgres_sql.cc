#include "db/postgres_sql.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

namespace mizan {

const char* const kPostgresFunctions = R"sql(
CREATE FUNCTION mizan.substr(text, bigint, bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT pg_catalog.substr($1, $2::integer, $3::integer)';
CREATE FUNCTION mizan.substr(text, bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT pg_catalog.substr($1, $2::integer)';
CREATE FUNCTION mizan.mizan_char(bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT pg_catalog.chr($1::integer)';
-- '%0*d' only.
CREATE FUNCTION mizan.printf(text, bigint, bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS 'SELECT pg_catalog.lpad($3::text, greatest($2::integer, pg_catalog.length($3::text)), ''0'')';
CREATE FUNCTION mizan.json_valid(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS
  'BEGIN PERFORM $1::json; RETURN true; EXCEPTION WHEN OTHERS THEN RETURN false; END';
-- '$.name' only; NULL where the text is no JSON.
CREATE FUNCTION mizan.json_extract(text, text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS
  'BEGIN RETURN $1::json #>> ARRAY[pg_catalog.substr($2, 3)]; EXCEPTION WHEN OTHERS THEN RETURN NULL; END';
CREATE FUNCTION mizan.decisions_never_change() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION ''decisions are append-only''; END';
)sql";

namespace {

// Of released migrations, as they stand there.
constexpr std::pair<std::string_view, std::string_view> kReplaced[] = {
    {"CREATE TRIGGER decisions_never_change BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;",
     "CREATE TRIGGER decisions_never_change BEFORE UPDATE ON decisions EXECUTE FUNCTION mizan.decisions_never_change();"},
    {"CREATE TRIGGER decisions_never_go BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;",
     "CREATE TRIGGER decisions_never_go BEFORE DELETE ON decisions EXECUTE FUNCTION mizan.decisions_never_change();"},
    {"CREATE VIRTUAL TABLE article_search USING fts5(title, body, names, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0');",
     "CREATE TABLE article_search(version_id BIGINT PRIMARY KEY, words TEXT[] NOT NULL, names TEXT[] NOT NULL); "
     "CREATE INDEX article_search_words ON article_search USING gin(words); CREATE INDEX article_search_names ON article_search USING gin(names);"},
    {"json_extract(u.body, '$.undoes') = d.decision_id", "json_extract(u.body, '$.undoes') = CAST(d.decision_id AS TEXT)"},
    // Of the view `mentions`.
    {"SELECT n.version_id, json_extract(p.value, '$[0]'), 'entity', coalesce(json_extract(p.value, '$[5]'), 'text'), json_extract(p.value, '$[1]'),\n"
     "    json_extract(p.value, '$[2]'), json_extract(p.value, '$[3]'), json_extract(p.value, '$[4]'),",
     "SELECT n.version_id, CAST(p.value ->> 0 AS INTEGER), 'entity', coalesce(p.value ->> 5, 'text'), CAST(p.value ->> 1 AS INTEGER), CAST(p.value ->> 2 AS "
     "INTEGER), CAST(p.value ->> 3 AS INTEGER), CAST(p.value ->> 4 AS INTEGER),"},
    {"json_extract(g.value, '$[0]'), json_extract(g.value, '$[1]'), json_extract(g.value, '$[2]'),\n    json_extract(g.value, '$[3]') FROM version_names n, "
     "json_each(n.names) g, json_each(g.value, '$[4]') p;",
     "g.value ->> 0, g.value ->> 1, g.value ->> 2, g.value ->> 3 FROM version_names n, jsonb_array_elements(CAST(n.names AS jsonb)) g(value), "
     "jsonb_array_elements(g.value -> 4) p(value);"},
    // Others rest on it.
    {"DROP VIEW group_list;\nCREATE VIEW group_list AS", "CREATE OR REPLACE VIEW group_list AS"},
    {"PRAGMA defer_foreign_keys = ON", "SET CONSTRAINTS ALL DEFERRED"},
};

enum class Kind { kSpace, kWord, kNumber, kText, kParameter, kOther };

struct Token {
  Kind kind;
  std::string text;
};

bool starts_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool in_name(char c) {
  return starts_name(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

std::vector<Token> tokens_of(std::string_view sql) {
  std::vector<Token> out;
  for (std::size_t i = 0; i < sql.size();) {
    const std::size_t begin = i;
    const char c = sql[i];
    Kind kind = Kind::kOther;
    if (std::isspace(static_cast<unsigned char>(c)) || sql.substr(i).starts_with("--")) {
      kind = Kind::kSpace;
      while (i < sql.size() && (std::isspace(static_cast<unsigned char>(sql[i])) || sql.substr(i).starts_with("--"))) {
        i = sql[i] == '-' ? std::min(sql.find('\n', i), sql.size()) : i + 1;
      }
      out.push_back({kind, " "});
      continue;
    }
    if (c == '\'' || c == '"') {
      kind = Kind::kText;
      for (++i; i < sql.size(); ++i) {
        if (sql[i] != c) continue;
        if (i + 1 < sql.size() && sql[i + 1] == c) {
          ++i;
        } else {
          break;
        }
      }
      i = std::min(i + 1, sql.size());
    } else if (c == '?') {
      kind = Kind::kParameter;
      for (++i; i < sql.size() && std::isdigit(static_cast<unsigned char>(sql[i]));) ++i;
    } else if (starts_name(c)) {
      kind = Kind::kWord;
      while (i < sql.size() && in_name(sql[i])) ++i;
    } else if (std::isdigit(static_cast<unsigned char>(c))) {
      kind = Kind::kNumber;
      while (i < sql.size() && std::isdigit(static_cast<unsigned char>(sql[i]))) ++i;
    } else {
      ++i;
    }
    out.push_back({kind, std::string(sql.substr(begin, i - begin))});
  }
  return out;
}

class Translation {
 public:
  explicit Translation(std::string_view sql) : tokens_(tokens_of(sql)) {}

  PostgresSql run() {
    for (at_ = 0; at_ < tokens_.size(); ++at_) one();
    find_insert();
    return std::move(out_);
  }

 private:
  const Token* next(std::size_t from) const {
    while (from < tokens_.size() && tokens_[from].kind == Kind::kSpace) ++from;
    return from < tokens_.size() ? &tokens_[from] : nullptr;
  }
  std::size_t place_of_next(std::size_t from) const {
    while (from < tokens_.size() && tokens_[from].kind == Kind::kSpace) ++from;
    return from;
  }
  bool follows(std::size_t from, std::string_view text) const {
    const Token* token = next(from);
    return token != nullptr && token->text == text;
  }
  // The token that closes the parenthesis opened at `open`.
  std::size_t close_of(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < tokens_.size(); ++i) {
      depth += tokens_[i].text == "(" ? 1 : tokens_[i].text == ")" ? -1 : 0;
      if (depth == 0) return i;
    }
    return tokens_.size();
  }
  bool has_two_arguments(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open, end = close_of(open); i < end; ++i) {
      depth += tokens_[i].text == "(" ? 1 : tokens_[i].text == ")" ? -1 : 0;
      if (depth == 1 && tokens_[i].text == ",") return true;
    }
    return false;
  }
  void put(std::string_view text) { out_.text += text; }

  void parameter(const std::string& text) {
    const int number = text.size() > 1 ? std::stoi(text.substr(1)) : out_.parameters + 1;
    out_.parameters = std::max(out_.parameters, number);
    out_.used.resize(static_cast<std::size_t>(out_.parameters));
    out_.used[static_cast<std::size_t>(number - 1)] = true;
    put("$" + std::to_string(number));
  }

  void one() {
    const Token& token = tokens_[at_];
    if (token.kind == Kind::kParameter) {
      parameter(token.text);
    } else if (token.kind == Kind::kWord) {
      word(token.text);
    } else {
      put(token.text);
    }
    if (token.text == ";") in_definition_ = false;
  }

  void word(const std::string& text) {
    const std::size_t after = at_ + 1;
    if (text == "CREATE" || text == "ALTER") in_definition_ = follows(after, "TABLE") || follows(after, "TEMP");
    if (text == "AS" && in_definition_) in_definition_ = false;  // CREATE TABLE ... AS SELECT
    if (text == "SELECT" || text == "RETURNING" || text == "WITH") first_or_returning(text);
    if (text == "COLLATE" && follows(after, "NOCASE")) return no_case(after);
    if (text == "CAST" && follows(after, "(")) {
      const std::size_t open = place_of_next(after), close = close_of(open);
      std::size_t type = close - 1;
      while (type > open && tokens_[type].kind == Kind::kSpace) --type;
      if (close < tokens_.size() && tokens_[type].text == "BLOB") {
        tokens_[type].text = "'UTF8'";
        tokens_[type].kind = Kind::kText;
        for (std::size_t as = type; as-- > open;) {
          if (tokens_[as].text != "AS") continue;
          tokens_[as] = {Kind::kOther, ","};
          break;
        }
        return put("convert_to");
      }
    }
    if (text == "STRICT" || (text == "WITHOUT" && follows(after, "ROWID"))) {
      if (text == "WITHOUT") at_ = place_of_next(after);
      if (follows(at_ + 1, ",")) at_ = place_of_next(at_ + 1);
      return;
    }
    if (text == "IS") return is(after);
    if ((text == "main" || text == "temp") && after < tokens_.size() && tokens_[after].text == ".") return put(text == "main" ? "mizan" : "pg_temp");
    if (text == "end") return put("\"end\"");
    if (text == "BLOB") return put("BYTEA");
    if (text == "TEXT") return put(in_definition_ && !follows(after, "[") ? "TEXT COLLATE \"C\"" : "TEXT");
    if (text == "INTEGER") {
      const std::size_t key = place_of_next(after);
      put("BIGINT");
      if (!in_definition_ || key >= tokens_.size() || tokens_[key].text != "PRIMARY") return;
      const Token* behind = next(place_of_next(key + 1) + 1);
      if (behind != nullptr && (behind->text == "," || behind->text == ")")) put(" GENERATED BY DEFAULT AS IDENTITY");
      return;
    }
    if (follows(after, "(")) {
      if (text == "instr") return put("strpos");
      if (text == "char") return put("mizan_char");
      if ((text == "min" || text == "max") && has_two_arguments(place_of_next(after))) return put(text == "min" ? "least" : "greatest");
    }
    put(text);
  }

  void first_or_returning(const std::string& text) {
    const bool first = out_.text.find_first_not_of(' ') == std::string::npos;
    if (first || text == "RETURNING") out_.gives_rows = true;
  }

  void is(std::size_t after) {
    std::size_t place = place_of_next(after);
    const bool negated = place < tokens_.size() && tokens_[place].text == "NOT";
    if (negated) place = place_of_next(place + 1);
    if (place < tokens_.size() && (tokens_[place].text == "NULL" || tokens_[place].text == "DISTINCT")) return put("IS");
    if (negated) {
      at_ = place - 1;
      put("IS DISTINCT FROM ");
    } else {
      put("IS NOT DISTINCT FROM");
    }
  }

  // "a.b = ?1" is written already: its two sides become small.
  void no_case(std::size_t after) {
    at_ = place_of_next(after);
    std::string& text = out_.text;
    while (!text.empty() && text.back() == ' ') text.pop_back();
    const std::size_t equals = text.rfind(" = ");
    if (equals == std::string::npos) return;
    std::size_t begin = equals;
    while (begin > 0 && (in_name(text[begin - 1]) || text[begin - 1] == '.' || text[begin - 1] == '"')) --begin;
    const std::string left = text.substr(begin, equals - begin), right = text.substr(equals + 3);
    text.resize(begin);
    text += "lower(" + left + ") = lower(CAST(" + right + " AS TEXT) COLLATE \"C\")";
  }

  void find_insert() {
    constexpr std::string_view kInsert = "INSERT INTO ";
    const std::string& text = out_.text;
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string::npos || text.compare(begin, kInsert.size(), kInsert) != 0) return;
    std::size_t name = begin + kInsert.size(), end = name;
    while (end < text.size() && (in_name(text[end]) || text[end] == '.')) ++end;
    if (end >= text.size() || text[end] != '(') return;
    const std::size_t close = text.find(')', end), values = text.find(" VALUES (", close);
    if (close == std::string::npos || values != close + 0 + 1) return;
    out_.inserts_into = text.substr(name, end - name);
    out_.columns = text.substr(end + 1, close - end - 1);
    out_.columns_at = end + 1;
    out_.values_at = values + std::string_view(" VALUES (").size();
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  PostgresSql out_;
  bool in_definition_ = false;  // of a table: TEXT is a column's type
};

}  // namespace

PostgresSql to_postgres(std::string_view sql) {
  std::string own(sql);
  for (const auto& [from, to] : kReplaced) {
    for (std::size_t at = 0; (at = own.find(from, at)) != std::string::npos; at += to.size()) own.replace(at, from.size(), to);
  }
  return Translation(own).run();
}

}  // namespace mizan
