// One guard: an edge that exists can be repaired.
#include "skeleton_runbook/decisions/decisions.h"

#include <array>

#include "lab/decisions/platform.h"

namespace studylab::decisions::skeleton {
namespace {

Outcome evaluate_repair(Inputs const& in) {
  Platform const platform;
  return platform.decide(RepairPropagation{in.yes("exists") ? "edge-a" : "edge-z"});
}

Description repair() {
  return {"repair-propagation",
          DecisionKind::guard,
          "`repair-propagation`",
          "An edge is given a new baseline.",
          "control::edges::decide (control/edges/edges.h)",
          {yes_no("exists", "The edge exists", true)},
          guard_answers("Accepted: the edge is repaired", {RefusalCode::no_such_thing}),
          &evaluate_repair};
}

std::span<Description const> guards() {
  static std::array const all{repair()};
  return all;
}

constexpr ShownLine lines[] = {{"RG2", "repair-propagation"}};

}  // namespace

constexpr RunbookDecisions decisions{"route-gap", &guards, lines};

}  // namespace studylab::decisions::skeleton
