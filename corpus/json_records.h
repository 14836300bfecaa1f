// How a stream of JSON is cut into records: a line each, or the elements of a list. What a record says is read by one reader for both.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "corpus/formats.h"

namespace mizan::corpus {

class JsonRecords {
 public:
  virtual ~JsonRecords() = default;
  // The next record, whose first line `line` then is. kTooLong where it has more than `limit` bytes; it is read past.
  virtual LineRead next(ByteStream& bytes, std::string& record, std::uint64_t& line, std::uint64_t limit) = 0;
  // At the end: what is wrong with it; empty where nothing is.
  virtual std::string_view broken_end() const { return {}; }
};

std::unique_ptr<DocumentReader> make_json_record_reader(std::unique_ptr<Input> input, const ReaderOptions& options, std::unique_ptr<JsonRecords> records);

}  // namespace mizan::corpus
