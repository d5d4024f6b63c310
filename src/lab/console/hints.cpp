#include "lab/console/hints.h"

#include <algorithm>

#include <fmt/format.h>

#include "control/incidents/symptom.h"
#include "lab/grade/grade.h"

namespace studylab::console {
namespace {

// The queries and actions on which hints depend.
struct Seen {
  bool operation = false, edges = false, errors = false, bindings = false, plan = false;
  bool frozen = false, repaired = false, queried_after = false, impact = false;
  std::uint32_t given[4] = {};
};

bool asked_edges(Queried const& queried) {
  return queried.query == "route" && queried.act.line.find("--edges") != std::string::npos;
}

Seen seen_in(control::State const& state, std::span<FactEntry const> entries) {
  Seen seen;
  for (auto const& entry : entries) {
    if (auto const* queried = fact_if<Queried>(entry.fact)) {
      seen.operation |= queried->query == "operation";
      seen.edges |= asked_edges(*queried);
      seen.errors |= queried->query == "errors";
      seen.bindings |= queried->query == "bindings";
      seen.queried_after |=
          seen.repaired && (queried->query == "errors" || queried->query == "incident");
    } else if (auto const* checked = fact_if<Checked>(entry.fact)) {
      seen.plan |= checked->verb == "rollback";
    } else if (auto const* hint = fact_if<HintGiven>(entry.fact)) {
      ++seen.given[static_cast<std::size_t>(hint->phase)];
    } else if (auto const* operation = fact_if<OperationRequested>(entry.fact)) {
      if (!operation->act.line.empty()) seen.repaired = true;
    } else if (fact_if<ResumeOrdered>(entry.fact) != nullptr) {
      seen.repaired = true;
    } else if (auto const* notice = fact_if<OwnerNotified>(entry.fact)) {
      seen.repaired |= notice->repair.has_value();
    }
  }
  seen.frozen = control::frozen(state.environments.at(environment_of(state.incident->opened)));
  seen.impact = static_cast<bool>(state.incident->impact_entry);
  return seen;
}

bool repair_open(control::State const& state) {
  return !state.open_notices.empty() ||
         std::ranges::any_of(state.open_operations,
                             [&](OperationId id) { return state.operations.at(id).by_operator; });
}

Phase phase_of(control::State const& state, Seen const& seen, Instant now) {
  auto const& incident = *state.incident;
  if (!incident.classified) {
    bool const queried = seen.operation && seen.edges && seen.errors && seen.bindings && seen.plan;
    return queried ? Phase::classification : Phase::truth;
  }
  bool const nothing_to_do = incident.classified->fault_class == FaultClass::no_fault;
  auto const& environment = state.environments.at(environment_of(incident.opened));
  if (repair_open(state) || (!nothing_to_do && !seen.repaired)) return Phase::action;
  if (control::symptom_present(environment, now)) return Phase::action;
  return Phase::evidence;
}

std::string truth_query(control::State const& state, Seen const& seen) {
  auto const& opened = state.incident->opened;
  if (!seen.operation) {
    return fmt::format("`show operation {}` prints the stage that the change has reached, and why",
                       to_text(operation_of(opened)));
  }
  if (!seen.edges) {
    return fmt::format(
        "`show route {} --edges` prints the route owner, and the owner in each edge's own table",
        to_text(route_of(opened)));
  }
  if (!seen.errors) {
    return fmt::format(
        "`show errors {}` prints which answers failed, at which edge, and with which error",
        to_text(environment_of(opened)));
  }
  return fmt::format(
      "`show bindings {}` prints which bindings answer, since when, and which releases need them",
      to_text(environment_of(opened)));
}

std::string action_verb(FaultClass fault_class, std::string const& environment) {
  switch (fault_class) {
    case FaultClass::app_only:
      return fmt::format(
          "`rollback {} --to REL` returns the route to an earlier release that served well",
          environment);
    case FaultClass::database_migration:
      return fmt::format(
          "`deploy {0} --release REL --forward-fix` with a release whose plan fits; if there is "
          "none, `notify-owner {0} --repair migration` asks the app owner for one",
          environment);
    case FaultClass::runtime_service:
      return fmt::format("`notify-owner {0} --repair binding NAME`, or `rollback {0} --to REL`",
                         environment);
    case FaultClass::route_propagation:
      return "`repair-propagation EDGE` gives that edge a new baseline";
    default: return "if nothing is broken, repair nothing: `wait --until symptom-gone`";
  }
}

std::string text_for(control::State const& state, Seen const& seen, Phase phase,
                     std::uint32_t step) {
  auto const environment = to_text(environment_of(state.incident->opened));
  switch (phase) {
    case Phase::truth:
      if (step == 1) {
        return "find the truth: query the operation and the route owner first, logs later (OP1, "
               "BD2)";
      }
      if (step == 2) return truth_query(state, seen);
      return fmt::format(
          "`rollback {} --to REL --plan` prints whether an earlier release fits, and changes "
          "nothing",
          environment);
    case Phase::classification:
      if (step == 1)
        return "classify: choose the class from the runbook that the facts support (BD3)";
      if (step == 2) {
        return "compare what failed, at which edges, which bindings answer, and the verdict of a "
               "rollback's plan";
      }
      return "`classify CLASS --because \"…\" --ref …` with the entries that rule out the other "
             "classes";
    case Phase::action:
      if (step == 1)
        return "act: freeze promotions, then carry out the smallest repair of what is broken (BD1, "
               "OP3)";
      if (step == 2) {
        return seen.frozen
                   ? "a hold or repair with `--plan` prints what it would do, and changes nothing"
                   : fmt::format("`freeze {}` keeps waiting promotions from undoing a repair",
                                 environment);
      }
      return action_verb(state.incident->classified->fault_class, environment);
    case Phase::evidence:
      if (step == 1)
        return "leave evidence: state the impact, and refer to the facts that support `close` "
               "(OP4)";
      if (step == 2) {
        return seen.queried_after
                   ? "`show incident` prints the affected users and minutes, and the open holds"
                   : fmt::format("after the repair, query `show errors {}` and the repaired object",
                                 environment);
      }
      return seen.impact ? "`close --summary \"…\" --ref …`; lift each hold, or keep it by name"
                         : "`impact --users N --minutes N --because \"…\"`, then `close`";
  }
  return {};
}

}  // namespace

std::optional<HintText> next_hint(control::State const& state, std::span<FactEntry const> entries) {
  auto const seen = seen_in(state, entries);
  auto const phase = phase_of(state, seen, state.last_at);
  auto const step = seen.given[static_cast<std::size_t>(phase)] + 1;
  if (step > hints_a_phase) return std::nullopt;
  return HintText{phase, step, text_for(state, seen, phase, step)};
}

namespace {

constexpr std::uint32_t points_a_hint = 5;

// The hints of a phase cost at most half of its points.
std::uint32_t cost_of_hints(std::size_t phase, std::uint32_t count) {
  return std::min(points_a_hint * count, grade::phase_points[phase] / 2);
}

}  // namespace

std::optional<std::string> hint_warning(control::State const& state,
                                        std::span<FactEntry const> entries) {
  auto const hint = next_hint(state, entries);
  if (!hint) return std::nullopt;
  auto given = seen_in(state, entries);
  auto const phase = static_cast<std::size_t>(hint->phase);
  auto const before = cost_of_hints(phase, given.given[phase]);
  auto const after = cost_of_hints(phase, ++given.given[phase]);
  if (after == before) return std::nullopt;
  std::uint32_t left = 0;
  for (std::size_t n = 0; n < grade::phase_points.size(); ++n) {
    left += grade::phase_points[n] - cost_of_hints(n, given.given[n]);
  }
  constexpr std::string_view again = "Type `hint` again to take it.";
  if (left < grade::points_to_pass) {
    return fmt::format(
        "After this hint at most {} of 100 points are left, and {} are needed: the run could no "
        "longer pass. {}",
        left, grade::points_to_pass, again);
  }
  auto const of = grade::phase_points[phase];
  if (left > grade::points_to_pass && (of - after) * 2 > of) return std::nullopt;
  auto const room = left == grade::points_to_pass ? std::string{"in any phase"}
                                                  : fmt::format("in {}", to_text(hint->phase));
  return fmt::format(
      "After this hint the run passes only if no other point is lost {}: {} of 100 "
      "points are left, {} of {} in {}. {}",
      room, left, of - after, of, to_text(hint->phase), again);
}

}  // namespace studylab::console
