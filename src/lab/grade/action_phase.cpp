#include <algorithm>

#include "base/check.h"
#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

std::string object_of(RepairAct const& act) {
  if (act.environment != nullptr) return act.environment->value();
  if (act.host) return to_text(act.host);
  return act.edge ? to_text(act.edge) : std::string{"a team"};
}

// A repair of what was healthy is dearest where nothing is at fault at all.
std::uint32_t points_of(RepairAct const& act, Healthy healthy) {
  if (!act.moved) return 5;
  return healthy == Healthy::no_fault ? 25 : 15;
}

// A restore that does not repair the fault is charged where it began; what goes on with it is not
// charged again.
bool goes_on(std::vector<Judged> const& judged, Judged const& one) {
  auto const verb = one.act->verb;
  if (verb != RepairVerb::restore_cutover && verb != RepairVerb::reconcile) return false;
  return std::ranges::any_of(judged, [&](Judged const& other) {
    return other.act->verb == RepairVerb::restore_run &&
           other.act->operation == one.act->operation && other.act->entry < one.act->entry;
  });
}

// One act is charged once.
void grade_repairs(GradingInput const& input, Deductions& deductions) {
  for (auto const& one : input.outcomes.repairs) {
    auto const& act = *one.act;
    auto const take = [&](std::uint32_t points, Reason reason) {
      deductions.take(points, "OP3", Phase::action, act.entry, std::move(reason));
    };
    switch (one.verdict) {
      case Verdict::accepted:
      case Verdict::in_progress: break;
      case Verdict::needless:
        take(points_of(act, one.healthy),
             NeedlessRepair{act.verb, one.healthy, act.moved ? Moved::something : Moved::nothing});
        break;
      case Verdict::unaccepted:
        if (!goes_on(input.outcomes.repairs, one)) take(10, UnacceptedRepair{act.verb});
        break;
      case Verdict::outside: take(10, OutsideIncident{act.verb, object_of(act)}); break;
      case Verdict::too_wide: take(10, WiderThanNeeded{act.verb, one.repair->reach}); break;
    }
  }
}

// An accepted repair was due; handing over, where the key allows it, is instead of one.
void grade_missing_repair(GradingInput const& input, Deductions& deductions) {
  auto const& outcomes = input.outcomes;
  bool const reached = is_reached(outcomes) || nothing_to_repair(input.key);
  if (reached || outcomes.handed_over) return;
  deductions.take(30, "OP3", Phase::action, input.run.end, NotRepaired{outcomes.lacked});
}

// Handing over says that another team has to act. A team that the key requires to ask, such as that
// for security, may be given what it looks into.
void grade_hand_over(GradingInput const& input, Deductions& deductions) {
  auto const* closed = input.run.statements.closed;
  if (closed == nullptr || !closed->handed_to) return;
  bool const asked = std::ranges::any_of(input.key.required, [&](RequiredStep const& step) {
    return step.fact->asks == closed->handed_to;
  });
  bool const nothing_due = nothing_to_repair(input.key);
  if (!nothing_due && (asked || !is_reached(input.outcomes))) return;
  deductions.take(nothing_due ? 25 : 10, "OP3", Phase::action, input.run.statements.closed_entry,
                  NeedlessHandOver{*closed->handed_to,
                                   nothing_due ? Healthy::no_fault : Healthy::already_repaired});
}

// The incident's environment, or another one that the same fault affects.
bool is_affected(GradingInput const& input, EnvironmentName const& environment) {
  if (is_incident(input.run, environment)) return true;
  auto const also = input.runbook.is_affected;
  return also != nullptr && also(input.run, environment);
}

// What the hold is on, if that is not the incident's; empty: it is.
std::string outside_incident(GradingInput const& input, HoldAct const& hold) {
  auto const& run = input.run;
  if (hold.host) {
    bool const due = hold.host == incident_host(run) || was_cordoned(run, hold.host);
    return due ? std::string{} : to_text(hold.host);
  }
  if (hold.environment == nullptr || is_affected(input, *hold.environment)) return {};
  return hold.environment->value();
}

// Holds on what the incident names are never needless, and neither is lifting one.
void grade_holds(GradingInput const& input, Deductions& deductions) {
  for (auto const& hold : input.run.holds.acts) {
    auto const outside = outside_incident(input, hold);
    if (outside.empty()) continue;
    deductions.take(10, "OP3", Phase::action, hold.entry, OutsideIncident{std::nullopt, outside});
  }
}

bool is_true_cause(GradingInput const& input, std::string_view cause) {
  constexpr std::string_view provider = "provider:";
  return std::ranges::any_of(input.key.causes, [&](StatusCause one) {
    switch (one) {
      case StatusCause::app: return cause == "app";
      case StatusCause::platform: return cause == "platform";
      case StatusCause::provider:
        return cause.starts_with(provider) && input.runbook.is_failed_provider != nullptr &&
               input.runbook.is_failed_provider(input.run, cause.substr(provider.size()));
    }
    check_failed("a status cause", __FILE__, __LINE__);
  });
}

// A status for another environment is charged as a hold on it.
void grade_statuses(GradingInput const& input, Deductions& deductions) {
  for (auto const& seen : input.run.statements.statuses) {
    auto const& status = *seen.published;
    if (!is_affected(input, status.environment)) continue;
    if (is_true_cause(input, status.cause)) continue;
    deductions.take(10, "OP3", Phase::action, seen.entry, FalseStatus{status.cause});
  }
}

void grade_steps(GradingInput const& input, Deductions& deductions) {
  for (auto const& step : input.key.required) {
    // A step that another phase grades is charged there.
    if (step.fact->phase != Phase::action || !is_due(input, step)) continue;
    if (step.fact->done_at(input)) continue;
    auto const left_out = step.fact->left_out;
    deductions.take(5, step.id, Phase::action, input.run.end,
                    StepLeftOut{step.fact, left_out == nullptr ? "" : left_out(input)});
  }
}

}  // namespace

void grade_action(GradingInput const& input, Deductions& deductions) {
  grade_refusals(input, deductions);
  grade_repairs(input, deductions);
  grade_missing_repair(input, deductions);
  grade_hand_over(input, deductions);
  grade_holds(input, deductions);
  grade_statuses(input, deductions);
  grade_steps(input, deductions);
}

}  // namespace studylab::grade
