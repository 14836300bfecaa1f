// The templates of a group of compared figures: the pages of the desk and the file of `reconcile --to html` are made of these.
#pragma once

#include <string>

#include "db/desk_queries.h"
#include "tools/serve/markup.h"

namespace mizan::tools {

// Where things lead. A file leads nowhere.
enum class Linked : std::uint8_t { kNo, kYes };

// Subject, measure and period, for a heading.
std::string group_name(const DeskGroup& group, const Markup& m);
// The same without elements, for a page's title.
std::string plain_group_name(const DeskGroup& group, const Markup& m);

// The head of a group: verdict, name, reason, the values on a scale, who says each, sources and weight.
// `heading`: the element of the name, "h2" where the list stands right below the page's own; empty where the page is named after the group.
std::string group_card(const DeskGroup& group, const Markup& m, Linked linked, std::string_view heading = "h3");

// The claims with their quotes: one of each value first, so that what differs stands side by side; beyond `open` they are folded.
struct ClaimOptions {
  Linked linked = Linked::kYes;
  std::size_t open = 1000;
  std::string correct_action;  // where a form of corrections goes; empty: no such form
  std::string revision;
  bool ask_name = false;  // nobody is signed in: the form asks who it is
};
std::string group_claims(const DeskGroup& group, const Markup& m, const ClaimOptions& options);

// Values on a scale: a dot a claim, a bar for a range, whiskers for "about", an arrow for "over" and "under". Empty where there is nothing to compare.
std::string strip_plot(const Group& group, const Markup& m);
// Values by day of publication, without a script. Empty where nothing changes or nothing is dated.
std::string time_plot(const Group& group, const Markup& m);
// The same as data for the script: {"unit": ..., "points": [[seconds, low, high, cluster, "label"], ...]}; empty likewise.
std::string time_points(const Group& group, const Markup& m);

}  // namespace mizan::tools
