#include "lab/operators/catalogue.h"

#include <iterator>
#include <set>

#include <fmt/format.h>

#include "lab/operators/cheats.h"
#include "lab/operators/expert.h"
#include "lab/operators/simple_operators.h"

namespace studylab::lab {
namespace {

using Made = std::unique_ptr<Operator>;

Made expert(language::Opening const& opening, ExpertOptions options) {
  return std::make_unique<Expert>(opening, std::move(options));
}

// The last lines of an operator that does not look at the result.
std::vector<std::string> with_end(std::vector<std::string> lines) {
  lines.insert(lines.end(), {"show incident",
                             "impact --users {users} --minutes {minutes} --because \"as counted\"",
                             "close --summary \"done\" --ref {subject}"});
  return lines;
}

// Every query that the runbook's expert can leave out.
std::set<Part> query_parts(std::string_view runbook) {
  std::set<Part> parts{Part::other_changes};
  auto const* own = find_expert(runbook);
  if (own == nullptr) return parts;
  for (auto const& query : own->queries) {
    if (query.part != Part{}) parts.insert(query.part);
  }
  return parts;
}

// Those of every runbook.
constexpr OperatorKind kinds[] = {
    {{"expert",
      "queries until the class is certain, classifies, holds, repairs minimally, leaves evidence"},
     [](language::Opening const& opening, Seed const&) -> Made { return expert(opening, {}); }},
    {{"idle",
      "queries what the expert queries, classifies no-fault, waits, closes and repairs nothing"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return expert(opening, {.fault_class = FaultClass::no_fault});
     }},
    {{"random", "types random commands, with random names that it was shown"},
     [](language::Opening const& opening, Seed const& seed) -> Made {
       return std::make_unique<RandomOperator>(opening, seed);
     }},
    {{"reckless", "restarts, rolls back, rotates and scales, in that order, without a query"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<Scripted>(
           opening, with_end({"show releases {environment}", "restart {environment}", "wait 20s",
                              "rollback {environment} --to {earlier}", "wait 40s",
                              "rotate-secret {binding}", "scale {environment} --allocations 9",
                              "wait --until symptom-gone --at-most 3m"}));
     }},
    {{"cheat:skip-looks", "repairs and closes like the expert, without a query"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return expert(opening, {.without = query_parts(opening.runbook)});
     }},
    {{"cheat:skip-class", "the expert, but does not classify"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return expert(opening, {.without = {Part::classification}});
     }},
    {{"cheat:skip-evidence", "the expert, but states no impact and does not close"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return expert(opening, {.without = {Part::impact, Part::close}});
     }},
    {{"cheat:all-classes", "classifies with every class in turn, then continues like the expert"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<AllClasses>(opening);
     }},
    {{"cheat:shotgun",
      "repairs every edge, notifies every owner, freezes every environment, rolls back"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<Shotgun>(opening);
     }},
    {{"cheat:restart-until-well",
      "restarts the environment until the symptom is gone or it gives up"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<Scripted>(
           opening,
           with_end({"show errors {environment}",
                     "classify {class} --because \"it fails\" --ref {subject}",
                     "restart {environment}", "wait 60s", "restart {environment}", "wait 60s",
                     "restart {environment}", "wait --until symptom-gone --at-most 5m"}));
     }},
    {{"cheat:wait-it-out", "classifies correctly, then waits instead of repairing"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return expert(opening, {.without = {Part::repair}});
     }},
    {{"cheat:early-close", "classifies correctly, then closes at once"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return expert(opening,
                     {.without = {Part::repair, Part::wait, Part::query_after, Part::freeze}});
     }},
    {{"cheat:all-refs", "refers to everything it was shown; if that is refused, to nothing"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<AllRefs>(opening);
     }},
    {{"cheat:boilerplate-impact", "the expert, with the same impact whatever happened"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return expert(opening,
                     {.impact = "impact --users 999999 --minutes 999 --because \"as always\""});
     }},
    {{"cheat:names-by-typo", "guesses the class from the names suggested for mistyped lines"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<NamesByTypo>(opening);
     }},
    {{"cheat:entry-counting", "guesses the class from the number of entries"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return std::make_unique<EntryCounting>(opening);
     }},
    {{"cheat:always-no-fault", "always classifies no-fault, and closes without waiting"},
     [](language::Opening const& opening, Seed const&) -> Made {
       return expert(opening, {.without = {Part::wait}, .fault_class = FaultClass::no_fault});
     }},
};

}  // namespace

std::vector<OperatorKind> operator_kinds(std::string_view runbook) {
  std::vector<OperatorKind> all(std::begin(kinds), std::end(kinds));
  auto const* own = find_expert(runbook);
  if (own != nullptr && own->operators != nullptr) {
    for (auto const& kind : own->operators()) all.push_back(kind);
  }
  return all;
}

std::string operator_names(std::string_view runbook) {
  std::string names;
  for (auto const& kind : operator_kinds(runbook)) names += fmt::format(" {}", kind.row.kind);
  return names;
}

std::expected<std::unique_ptr<Operator>, std::string> make_operator(
    std::string_view kind, language::Opening const& opening, Seed const& seed) {
  for (auto const& known : operator_kinds(opening.runbook)) {
    if (known.row.kind == kind) return known.make(opening, seed);
  }
  return std::unexpected(fmt::format("'{}' is not a valid operator; expected one of{}", kind,
                                     operator_names(opening.runbook)));
}

}  // namespace studylab::lab
