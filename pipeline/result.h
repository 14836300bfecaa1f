// What a function returns that can fail: a value, or a diagnostic that a user can act on.
//
//   Result<Lexicons> loaded = load_lexicons(dir);
//   if (!loaded) return report(loaded.error());
//
// No exception crosses a room; g++ 12 has no std::expected.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace mizan {

// One sentence a user can act on, with its place. `code` is stable (it is stored in databases and scripts match on it): never renamed,
// never reused.
struct Diagnostic {
  std::string code;               // "utf8.invalid", "json.syntax", "lexicon.duplicate"
  std::string message;            // what is wrong
  std::string remedy;             // what to do about it; may be empty
  std::string file;               // as the user named it; empty for standard input or no file
  std::uint64_t line = 0;         // 1-based; 0 where there is none
  std::uint64_t byte_offset = 0;  // within the line or the file, as the message says

  // "FILE:LINE: message. remedy [code]", whatever of it is known.
  std::string to_string() const;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(Diagnostic error) : held_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return held_.index() == 0; }
  T& operator*() { return std::get<0>(held_); }
  const T& operator*() const { return std::get<0>(held_); }
  T* operator->() { return &std::get<0>(held_); }
  const T* operator->() const { return &std::get<0>(held_); }
  const Diagnostic& error() const { return std::get<1>(held_); }

 private:
  std::variant<T, Diagnostic> held_;
};

struct Done {};
using Status = Result<Done>;

}  // namespace mizan
