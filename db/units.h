// Units that convert into each other exactly: each has a base unit of its dimension and a factor that is a finite decimal.
//
//   base_unit("MW") is {"W", 1000000}; base_unit("mi") is {"m", 1609.344}; base_unit("USD") is {"USD", 1}
//
// Currencies never convert: a rate is a claim of its own.
#pragma once

#include <string>
#include <string_view>

#include "pipeline/decimal.h"

namespace mizan {

struct BaseUnit {
  std::string name;
  Decimal factor = *Decimal::make(1);
};

// A unit that is not known is its own base.
BaseUnit base_unit(std::string_view unit);

}  // namespace mizan
