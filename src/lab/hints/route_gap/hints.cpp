#include "lab/hints/route_gap/hints.h"

#include <fmt/format.h>

namespace studylab::hints::route_gap {
namespace {

std::string edge(HintView const& view) { return to_text(edge_of(view.opened())); }

bool truth_found(HintView const& view) {
  return queried(view, "edge") && queried(view, "allocations") && planned(view, "verify");
}

std::string query_hint(HintView const& view) {
  if (!queried(view, "edge")) {
    return fmt::format(
        "`show edge {}` prints the gap and its age, both checksums, when the edge started, and the "
        "gap policy of each environment",
        edge(view));
  }
  if (!queried(view, "allocations")) {
    return fmt::format("`show allocations {}` prints whether the owner's allocations are ready",
                       to_text(environment_of(view.opened())));
  }
  return fmt::format("`show snapshot {}` prints which snapshots the edge itself has fetched",
                     edge(view));
}

std::string truth(HintView const& view, std::uint32_t step) {
  if (step == 1) {
    return "find the truth: read the edge's gap, its keys, their age and the gap policy before any "
           "log (OP1, RG1)";
  }
  if (step == 2) return query_hint(view);
  return fmt::format(
      "`snapshot {0}`, then `verify {0}`: the verdict of a fresh snapshot, which changes nothing",
      edge(view));
}

std::string repair_hint(FaultClass fault_class, std::string const& edge) {
  switch (fault_class) {
    case FaultClass::missing_event:
    case FaultClass::edge_restart:
      return fmt::format(
          "`repair-propagation {0}`, or `resume {0} --from SEQ` after the verified snapshot; "
          "`restart ENV` if the owner's processes have ended",
          edge);
    case FaultClass::stale_snapshot:
      return fmt::format(
          "a later snapshot: `snapshot {0} --from CONTROL` from another control plane, `verify "
          "{0}`, `resume {0} --from SEQ`",
          edge);
    case FaultClass::forged_snapshot:
      return fmt::format(
          "`escalate security`; then `snapshot {0} --from CONTROL` from another control plane, "
          "`verify {0}`, `resume {0} --from SEQ`",
          edge);
    case FaultClass::tampered_table:
      return fmt::format("`escalate security`; then `repair-propagation {}`", edge);
    default: return "if the gap is over, repair nothing: `wait --until symptom-gone`";
  }
}

std::string action(HintView const& view, std::uint32_t step) {
  if (step == 1) {
    return "act: only a new baseline ends a gap: fetch, verify, resume at its sequence plus one "
           "(RG2 to RG4)";
  }
  if (step == 2)
    return "a hold or repair with `--plan` prints what it would do, and changes nothing";
  return repair_hint(view.state.incident->classified->fault_class, edge(view));
}

constexpr std::string_view symptom_queries[] = {"edge", "edges", "route", "incident"};

std::string query_after(HintView const& view) { return fmt::format("`show edge {}`", edge(view)); }

}  // namespace

constexpr RunbookHints hints{
    .runbook = "route-gap",
    .truth_found = truth_found,
    .truth = truth,
    .class_rule = "OP2",
    .compare =
        "compare the gap's cause, both checksums, when the edge started, and the verdict of the "
        "snapshot",
    .action = action,
    .symptom_queries = symptom_queries,
    .query_after = query_after,
};

}  // namespace studylab::hints::route_gap
