#include "db/units.h"

#include <cstdint>
#include <unordered_map>

namespace mizan {
namespace {

struct Row {
  const char* unit;
  const char* base;
  std::int64_t coefficient;
  int exponent;
};

// Bits and bytes stay apart: mixing them up is an error to be found, not to be converted away.
const Row kRows[] = {
    {"kW", "W", 1, 3},
    {"MW", "W", 1, 6},
    {"GW", "W", 1, 9},
    {"TW", "W", 1, 12},
    {"kWh", "Wh", 1, 3},
    {"MWh", "Wh", 1, 6},
    {"GWh", "Wh", 1, 9},
    {"TWh", "Wh", 1, 12},
    {"kB", "B", 1, 3},
    {"KB", "B", 1, 3},
    {"MB", "B", 1, 6},
    {"GB", "B", 1, 9},
    {"TB", "B", 1, 12},
    {"PB", "B", 1, 15},
    {"EB", "B", 1, 18},
    {"kB/s", "B/s", 1, 3},
    {"MB/s", "B/s", 1, 6},
    {"GB/s", "B/s", 1, 9},
    {"TB/s", "B/s", 1, 12},
    {"kb/s", "b/s", 1, 3},
    {"Mb/s", "b/s", 1, 6},
    {"Gb/s", "b/s", 1, 9},
    {"Tb/s", "b/s", 1, 12},
    {"kHz", "Hz", 1, 3},
    {"MHz", "Hz", 1, 6},
    {"GHz", "Hz", 1, 9},
    {"mm", "m", 1, -3},
    {"cm", "m", 1, -2},
    {"km", "m", 1, 3},
    {"ft", "m", 3048, -4},
    {"in", "m", 254, -4},
    {"yd", "m", 9144, -4},
    {"mi", "m", 1609344, -3},
    {"nmi", "m", 1852, 0},
    {"cm2", "m2", 1, -4},
    {"km2", "m2", 1, 6},
    {"ha", "m2", 1, 4},
    {"ml", "l", 1, -3},
    {"m3", "l", 1, 3},
    {"mg", "kg", 1, -6},
    {"g", "kg", 1, -3},
    {"t", "kg", 1, 3},
    {"lb", "kg", 45359237, -8},
    {"acre", "m2", 40468564224, -7},
    {"mph", "km/h", 1609344, -6},
    {"ms", "s", 1, -3},
    {"kV", "V", 1, 3},
    {"kPa", "Pa", 1, 3},
    {"MPa", "Pa", 1, 6},
    {"bp", "pp", 1, -2},
};

}  // namespace

BaseUnit base_unit(std::string_view unit) {
  static const auto* const table = [] {
    auto* rows = new std::unordered_map<std::string_view, const Row*>;
    for (const Row& row : kRows) rows->emplace(row.unit, &row);
    return rows;
  }();
  auto found = table->find(unit);
  if (found == table->end()) return {std::string(unit), *Decimal::make(1)};
  return {found->second->base, *Decimal::make(found->second->coefficient, found->second->exponent)};
}

}  // namespace mizan
