// Lists and tables: what their leads, headings, rows and columns say of the numbers in them.
//
//   "Commitments by partner:" / "• Oracle: $300 billion" after "OpenAI ... commitments of about $1.4 trillion" -> OpenAI, commitment, 300 billion, to Oracle
//   "| Segment | 2024 Value | CAGR |"                                                                      -> period 2024; growth rates
#pragma once

#include <cstdint>
#include <vector>

#include "extractors/fact_statement.h"

namespace mizan {

// The lists of one article, as its sentences are read in order.
class FactLists {
 public:
  FactLists(const Lexicons& lexicons, const Analysis& article, const std::vector<Mention>& mentions)
      : a_(article), mentions_(mentions), lead_scan_(lexicons, article, mentions) {}

  // Facts [first, end) stand in the prose block: one of them may be the total that a list right behind breaks down.
  void remember(std::uint32_t block, std::size_t first, std::size_t end);
  // What the list lends to the numbers of one of its items.
  FactSetting setting(const FactScan& item, const Block& block, std::vector<Fact>& facts);
  // Marks the item's facts with their list.
  void mark(const Block& block, std::size_t first, std::vector<Fact>& facts) const;
  // Everybody who is remembered.
  template <typename Do>
  void each_party(Do what) {
    what(lead_.subject);
  }

 private:
  void open(const FactScan& item, const Block& block, const std::vector<Fact>& facts);
  void inherit_from_headings(std::int32_t lead);
  std::uint32_t label_of(const FactScan& item, const Block& block) const;

  const Analysis& a_;
  const std::vector<Mention>& mentions_;
  FactScan lead_scan_;
  std::int32_t list_ = -1;
  std::size_t total_ = static_cast<std::size_t>(-1);  // fact that the list breaks down
  FactSetting lead_;
  std::uint32_t prose_block_ = 0;
  std::size_t prose_first_ = 0, prose_end_ = 0;
};

// Appends the facts of a whole table, row by row.
void state_table(const Lexicons& lexicons, const Analysis& article, const std::vector<Mention>& mentions, std::int32_t table, const FactFocus& focus,
                 std::vector<Fact>& facts);

}  // namespace mizan
