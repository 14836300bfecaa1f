// Which version of an article counts, and from when: arrival, stated dates, embargoes.
//
// A version under embargo is stored and read like any other, and stands in `embargoes` until its time: `articles.latest` never points to it, so whatever
// asks for latest versions does not see it. Its time come, the first writer lifts the embargo for good; a reader, who cannot write, sees it lifted.
#pragma once

#include <cstdint>
#include <string_view>

#include "db/store.h"

namespace mizan {

enum class Arrival : std::uint8_t { kBefore, kAfter };

// Does a version that arrived before or after the one that counts take its place? The last to arrive does, unless both state when they were updated (or
// published) and that says otherwise.
bool counts_instead(std::string_view stamp, std::string_view stamp_of_latest, Arrival arrived);

// Lets every version count whose embargo is over at `now` (seconds since 1970). Errors stick to the database.
void lift_embargoes(FactStore& store, std::int64_t now);

// The same for a connection that only reads: from now on its `articles` and `embargoes` are as if those embargoes had been lifted.
void show_lifted(Database& database, std::int64_t now);

}  // namespace mizan
