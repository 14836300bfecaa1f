// JSON documents: a list of articles, an object that holds such a list ({"articles": [...]}), or articles one behind the other over many lines.
//
// A list is read as it streams, an element at a time; an object is held whole. What an element says is read as a line of NDJSON is.
#include <algorithm>

#include "corpus/fields.h"
#include "corpus/json_records.h"

namespace mizan::corpus {
namespace {

// Follows brackets and strings, byte by byte.
class Nesting {
 public:
  // True at the byte that closes the value.
  bool step(char c) {
    if (in_string_) {
      if (escaped_)
        escaped_ = false;
      else if (c == '\\')
        escaped_ = true;
      else if (c == '"')
        in_string_ = false;
      return false;
    }
    if (c == '"')
      in_string_ = true;
    else if (c == '{' || c == '[')
      ++depth_;
    else if (c == '}' || c == ']')
      return depth_ > 0 && --depth_ == 0;
    return false;
  }
  std::size_t depth() const { return depth_; }
  bool in_string() const { return in_string_; }

 private:
  std::size_t depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

// Where the elements of the list of objects stand that an object holds at its top, and nothing like a text beside it; 0 for none.
std::size_t list_in(std::string_view object) {
  Nesting nesting;
  std::size_t string_begin = 0, list = 0;
  std::string_view key;
  for (std::size_t i = 0; i < object.size(); ++i) {
    const bool was_string = nesting.in_string();
    const std::size_t depth = nesting.depth();
    nesting.step(object[i]);
    if (!was_string && nesting.in_string()) string_begin = i + 1;
    if (was_string && !nesting.in_string() && depth == 1) {
      std::string_view behind = trimmed(object.substr(i + 1, 64));
      if (!behind.empty() && behind[0] == ':') {
        key = object.substr(string_begin, i - string_begin);
        if (key == "text" || key == "title") return 0;
      }
    }
    if (!was_string && object[i] == '[' && depth == 1 && list == 0 && trimmed(object.substr(i + 1, 256)).substr(0, 1) == "{") list = i + 1;
  }
  return list;
}

class ElementsOfJson final : public JsonRecords {
 public:
  LineRead next(ByteStream& bytes, std::string& record, std::uint64_t& line, std::uint64_t limit) override {
    for (;;) {
      if (!held_.empty()) {
        LineRead read = next_held(record, line);
        if (read != LineRead::kEnd) return read;
        held_.clear();
      }
      char c = 0;
      if (!peek(bytes, c)) return LineRead::kEnd;
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',') {
        take(bytes, c);
      } else if (c == '[' && !in_list_) {
        take(bytes, c);
        in_list_ = true;
      } else if (c == ']' && in_list_) {
        take(bytes, c);
        in_list_ = false;
      } else {
        const std::uint64_t first = line_;
        LineRead read = value(bytes, record, limit);
        line = first;
        if (read == LineRead::kLine && !in_list_ && record.front() == '{') {
          if (std::size_t list = list_in(record); list != 0) {
            held_ = std::move(record);
            held_at_ = list;
            held_line_ = first + static_cast<std::uint64_t>(std::count(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(list), '\n'));
            continue;
          }
        }
        return read;
      }
    }
  }

  std::string_view broken_end() const override { return in_list_ ? "the list is not closed: the JSON breaks off" : ""; }

 private:
  static bool peek(ByteStream& bytes, char& c) {
    std::string_view ready = bytes.peek(1);
    if (ready.empty()) return false;
    c = ready[0];
    return true;
  }
  void take(ByteStream& bytes, char c) {
    bytes.skip(1);
    line_ += c == '\n';
  }

  // One value: an object or list to its closing bracket, anything else to the next comma or bracket.
  LineRead value(ByteStream& bytes, std::string& record, std::uint64_t limit) {
    record.clear();
    Nesting nesting;
    bool too_long = false;
    for (;;) {
      std::string_view ready = bytes.peek(1);
      if (ready.empty()) break;
      std::size_t i = 0;
      bool ends = false;
      for (; i < ready.size() && !ends; ++i) {
        char c = ready[i];
        if (nesting.depth() == 0 && !nesting.in_string() && (i > 0 || !record.empty()) && (c == ',' || c == ']' || c == '}' || c == '\n')) break;
        line_ += c == '\n';
        ends = nesting.step(c);
      }
      const bool stopped = i < ready.size() || ends;
      std::size_t room = static_cast<std::size_t>(std::min<std::uint64_t>(limit - record.size(), i));
      record.append(ready.substr(0, room));
      too_long = too_long || room < i;
      bytes.skip(i);
      // A stray bracket makes no progress by itself.
      if (stopped && i == 0 && record.empty()) {
        record.assign(1, ready[0]);
        bytes.skip(1);
      }
      if (stopped) break;
    }
    return too_long ? LineRead::kTooLong : LineRead::kLine;
  }

  LineRead next_held(std::string& record, std::uint64_t& line) {
    while (held_at_ < held_.size() && (held_[held_at_] == ',' || trimmed(std::string_view(held_).substr(held_at_, 1)).empty())) {
      held_line_ += held_[held_at_] == '\n';
      ++held_at_;
    }
    if (held_at_ >= held_.size() || held_[held_at_] == ']') return LineRead::kEnd;
    Nesting nesting;
    const std::size_t begin = held_at_;
    line = held_line_;
    while (held_at_ < held_.size()) {
      char c = held_[held_at_];
      if (nesting.depth() == 0 && !nesting.in_string() && (c == ',' || c == ']' || c == '}')) break;
      held_line_ += c == '\n';
      ++held_at_;
      if (nesting.step(c)) break;
    }
    if (held_at_ == begin) ++held_at_;
    record = held_.substr(begin, held_at_ - begin);
    return LineRead::kLine;
  }

  std::uint64_t line_ = 1;
  bool in_list_ = false;
  std::string held_;  // an object that holds a list
  std::size_t held_at_ = 0;
  std::uint64_t held_line_ = 1;
};

}  // namespace

std::unique_ptr<DocumentReader> make_json_reader(std::unique_ptr<Input> input, const ReaderOptions& options) {
  return make_json_record_reader(std::move(input), options, std::make_unique<ElementsOfJson>());
}

}  // namespace mizan::corpus
