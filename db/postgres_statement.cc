#ifdef MIZAN_POSTGRES

#include "db/postgres_statement.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace mizan {
namespace {

// What PostgreSQL writes of bytes, and takes: two digits each.
void append_hex(std::string& out, std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
}
void append_bytes(std::string& out, std::string_view hex) {
  auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) out += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
}

}  // namespace

void PostgresStatement::bind_text(int parameter, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    session_.fail({.code = "db.io",
                   .message = "PostgreSQL keeps no text with a zero character in it",
                   .remedy = "take it out of the article, or keep the articles in a file",
                   .file = session_.shown()});
    return;
  }
  at(parameter) = {Value::kText, std::string(text)};
}

bool PostgresStatement::step() {
  if (!started_) {
    result_ = session_.run(*this);
    if (!result_) return false;
    started_ = true;
    row_ = -1;
  }
  unpacked_.clear();
  if (++row_ < PQntuples(result_.get())) return true;
  if (!cursor_.empty() && row_ > 0) {
    result_.reset();  // one part at a time is held
    result_ = session_.fetch(cursor_);
    row_ = 0;
    if (result_ && PQntuples(result_.get()) > 0) return true;
  }
  reset();
  return false;
}

void PostgresStatement::reset() {
  result_.reset();
  started_ = false;
  if (!cursor_.empty()) session_.close(std::exchange(cursor_, {}));
}

std::int64_t PostgresStatement::integer(int column) const {
  if (is_null(column)) return 0;
  const char* text = PQgetvalue(result_.get(), row_, column);
  if (PQftype(result_.get(), column) == kPgBool) return *text == 't';
  std::int64_t value = 0;
  std::from_chars(text, text + PQgetlength(result_.get(), row_, column), value);
  return value;
}

std::string_view PostgresStatement::view(int column) const {
  if (is_null(column)) return {};
  const char* text = PQgetvalue(result_.get(), row_, column);
  const auto size = static_cast<std::size_t>(PQgetlength(result_.get(), row_, column));
  if (PQftype(result_.get(), column) == kPgBool) return *text == 't' ? "1" : "0";
  if (PQftype(result_.get(), column) != kPgBytes) return {text, size};
  // "\x0a1b..."
  if (unpacked_.size() <= static_cast<std::size_t>(column)) unpacked_.resize(static_cast<std::size_t>(PQnfields(result_.get())));
  std::string& out = unpacked_[static_cast<std::size_t>(column)];
  out.clear();
  append_bytes(out, std::string_view(text, size).substr(std::min<std::size_t>(size, 2)));
  return out;
}

void PostgresRowsStatement::bind_text(int parameter, std::string_view text) {
  std::string& value = at(parameter);
  value.clear();
  for (char c : text) {
    switch (c) {
      case '\\':
        value += "\\\\";
        break;
      case '\n':
        value += "\\n";
        break;
      case '\r':
        value += "\\r";
        break;
      case '\t':
        value += "\\t";
        break;
      default:
        value += c;
    }
  }
}

void PostgresRowsStatement::bind_bytes(int parameter, std::string_view bytes) {
  std::string& value = at(parameter);
  value = "\\\\x";
  append_hex(value, bytes);
}

bool PostgresRowsStatement::step() {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    rows_.text += values_[i];
    rows_.text += i + 1 < values_.size() ? '\t' : '\n';
    bytes += values_[i].size() + 1;
  }
  session_.note_rows(bytes);
  return false;
}

// Of COPY's text form; bytes are "\\x0a1b" there.
void append_unescaped(std::string& out, std::string_view field, bool is_bytes) {
  if (is_bytes) {
    append_bytes(out, field.substr(std::min<std::size_t>(field.size(), 3)));
    return;
  }
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      out += field[i];
      continue;
    }
    const char c = field[++i];
    out += c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c == 'b' ? '\b' : c == 'f' ? '\f' : c == 'v' ? '\v' : c;
  }
}

}  // namespace mizan

#endif
