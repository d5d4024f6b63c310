#include "lab/operators/catalogue.h"

#include <functional>

#include <fmt/format.h>

#include "lab/operators/cheats.h"
#include "lab/operators/expert.h"
#include "lab/operators/simple.h"

namespace studylab::lab {
namespace {

using Made = std::unique_ptr<Operator>;

struct Kind {
  OperatorRow row;
  Made (*make)(language::Opening const&, Seed const&);
};

Made expert(language::Opening const& opening, ExpertOptions options) {
  return std::make_unique<Expert>(opening, std::move(options));
}

// The last lines of an operator that does not look at the result.
std::vector<std::string> with_end(std::vector<std::string> lines) {
  lines.insert(lines.end(), {"show incident",
                             "impact --users {users} --minutes {minutes} --because \"as counted\"",
                             "close --summary \"done\" --ref {operation}"});
  return lines;
}

constexpr auto queries = {Part::operation_query, Part::route_query, Part::errors_query,
                          Part::bindings_query,  Part::plan,        Part::database_query};

Kind const kinds[] = {
    {{"expert",
      "queries until the class is certain, classifies, holds, repairs minimally, leaves evidence"},
     [](auto const& opening, auto const&) { return expert(opening, {}); }},
    {{"idle",
      "queries what the expert queries, classifies no-fault, waits, closes and repairs nothing"},
     [](auto const& opening, auto const&) { return expert(opening, {.fault_class = "no-fault"}); }},
    {{"random", "types random commands, with random names that it was shown"},
     [](auto const& opening, Seed const& seed) -> Made {
       return std::make_unique<RandomOperator>(opening, seed);
     }},
    {{"reckless", "restarts, rolls back, rotates and scales, in that order, without a query"},
     [](auto const& opening, auto const&) -> Made {
       return std::make_unique<Scripted>(
           opening, with_end({"show releases {environment}", "restart {environment}", "wait 20s",
                              "rollback {environment} --to {earlier}", "wait 40s",
                              "rotate-secret {binding}", "scale {environment} --allocations 9",
                              "wait --until symptom-gone --at-most 3m"}));
     }},
    {{"cheat:skip-looks", "repairs and closes like the expert, without a query"},
     [](auto const& opening, auto const&) { return expert(opening, {.without = queries}); }},
    {{"cheat:skip-class", "the expert, but does not classify"},
     [](auto const& opening, auto const&) {
       return expert(opening, {.without = {Part::classification}});
     }},
    {{"cheat:skip-evidence", "the expert, but states no impact and does not close"},
     [](auto const& opening, auto const&) {
       return expert(opening, {.without = {Part::impact, Part::close}});
     }},
    {{"cheat:all-classes", "classifies with every class in turn, then continues like the expert"},
     [](auto const& opening, auto const&) -> Made {
       return std::make_unique<AllClasses>(opening);
     }},
    {{"cheat:refusal-oracle", "infers the class from refusals instead of queries"},
     [](auto const& opening, auto const&) -> Made {
       return std::make_unique<RefusalOracle>(opening);
     }},
    {{"cheat:repair-first", "rolls back, then queries and classifies like the expert"},
     [](auto const& opening, auto const&) -> Made {
       return std::make_unique<RepairFirst>(opening);
     }},
    {{"cheat:shotgun",
      "repairs every edge, notifies every owner, freezes every environment, rolls back"},
     [](auto const& opening, auto const&) -> Made { return std::make_unique<Shotgun>(opening); }},
    {{"cheat:restart-until-well",
      "restarts the environment until the symptom is gone or it gives up"},
     [](auto const& opening, auto const&) -> Made {
       return std::make_unique<Scripted>(
           opening,
           with_end({"show errors {environment}",
                     "classify app-only --because \"it fails\" --ref {edge}",
                     "restart {environment}", "wait 60s", "restart {environment}", "wait 60s",
                     "restart {environment}", "wait --until symptom-gone --at-most 5m"}));
     }},
    {{"cheat:wait-it-out", "classifies correctly, then waits instead of repairing"},
     [](auto const& opening, auto const&) { return expert(opening, {.without = {Part::repair}}); }},
    {{"cheat:early-close", "classifies correctly, then closes at once"},
     [](auto const& opening, auto const&) {
       return expert(opening,
                     {.without = {Part::repair, Part::wait, Part::query_after, Part::freeze}});
     }},
    {{"cheat:all-refs", "refers to everything it was shown; if that is refused, to nothing"},
     [](auto const& opening, auto const&) -> Made { return std::make_unique<AllRefs>(opening); }},
    {{"cheat:boilerplate-impact", "the expert, with the same impact whatever happened"},
     [](auto const& opening, auto const&) {
       return expert(opening,
                     {.impact = "impact --users 999999 --minutes 999 --because \"as always\""});
     }},
    {{"cheat:names-by-typo", "guesses the class from the names suggested for mistyped lines"},
     [](auto const& opening, auto const&) -> Made {
       return std::make_unique<NamesByTypo>(opening);
     }},
    {{"cheat:entry-counting", "guesses the class from the number of entries"},
     [](auto const& opening, auto const&) -> Made {
       return std::make_unique<EntryCounting>(opening);
     }},
    {{"cheat:always-no-fault", "always classifies no-fault, and closes without waiting"},
     [](auto const& opening, auto const&) {
       return expert(opening, {.without = {Part::wait}, .fault_class = "no-fault"});
     }},
};

}  // namespace

std::span<OperatorRow const> operator_rows() {
  static auto const rows = [] {
    std::vector<OperatorRow> rows;
    for (auto const& kind : kinds) rows.push_back(kind.row);
    return rows;
  }();
  return rows;
}

std::expected<std::unique_ptr<Operator>, std::string> make_operator(
    std::string_view kind, language::Opening const& opening, Seed const& seed) {
  for (auto const& known : kinds) {
    if (known.row.kind == kind) return known.make(opening, seed);
  }
  std::string names;
  for (auto const& known : kinds) names += fmt::format(" {}", known.row.kind);
  return std::unexpected(
      fmt::format("'{}' is not a valid operator; expected one of{}", kind, names));
}

}  // namespace studylab::lab
