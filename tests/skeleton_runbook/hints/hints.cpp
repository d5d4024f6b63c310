#include "skeleton_runbook/hints/hints.h"

#include <fmt/format.h>

namespace studylab::hints::skeleton {
namespace {

std::string edge_of_incident(HintView const& view) { return to_text(edge_of(view.opened())); }

bool truth_found(HintView const& view) { return queried(view, "edge"); }

std::string truth(HintView const& view, std::uint32_t step) {
  if (step == 1) return "find the truth: query the edge of the alert (RG2)";
  return fmt::format("`show edge {}` prints its gaps and their cause", edge_of_incident(view));
}

std::string action(HintView const& view, std::uint32_t) {
  return fmt::format("`repair-propagation {}` gives that edge a new baseline",
                     edge_of_incident(view));
}

std::string query_after(HintView const& view) {
  return fmt::format("`show edge {}`", edge_of_incident(view));
}

constexpr std::string_view symptom_queries[] = {"edge", "incident"};

}  // namespace

constexpr RunbookHints hints{
    .runbook = "route-gap",
    .truth_found = truth_found,
    .truth = truth,
    .class_rule = "RG3",
    .compare = "compare the gap's cause with the classes of the runbook",
    .action = action,
    .symptom_queries = symptom_queries,
    .query_after = query_after,
};

}  // namespace studylab::hints::skeleton
