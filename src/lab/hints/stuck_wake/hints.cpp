#include "lab/hints/stuck_wake/hints.h"

#include <algorithm>

#include <fmt/format.h>

namespace studylab::hints::stuck_wake {
namespace {

bool truth_found(HintView const& view) {
  return queried(view, "operation") && queried(view, "bindings") &&
         (queried(view, "artifact") || queried(view, "artifacts")) && queried(view, "gate") &&
         (queried(view, "hosts") || queried(view, "allocations"));
}

std::string query_hint(HintView const& view) {
  auto const environment = to_text(environment_of(view.opened()));
  if (!queried(view, "operation")) {
    return fmt::format("`show operation {}` prints the wake, and each attempt with its stage",
                       to_text(operation_of(view.opened())));
  }
  if (!queried(view, "bindings")) {
    return fmt::format("`show bindings {}` prints which bindings answer, and their secrets",
                       environment);
  }
  if (!queried(view, "artifact") && !queried(view, "artifacts")) {
    return "`show artifacts` prints what the store has under each digest";
  }
  return fmt::format("`show gate {}` prints what waits, what was refused, and the bounds",
                     environment);
}

std::string truth(HintView const& view, std::uint32_t step) {
  if (step == 1) {
    return queried(view, "operation")
               ? "find the truth: query what each stage of an attempt needs: the artifact, the "
                 "secrets, the bindings, a free slot; logs later (OP1, SW2)"
               : "find the truth: query the wake operation and its attempts first, logs later "
                 "(OP1, SW1)";
  }
  if (step == 2) return query_hint(view);
  return "the stage that failed is where the trouble showed: check the artifact, the secrets and "
         "the bindings too, and `show hosts` if nothing was placed (SW2)";
}

std::string repair_hint(FaultClass fault_class, std::string const& environment) {
  auto const owner = [&](std::string_view what) {
    return fmt::format("`notify-owner {} --repair {}`, then `retry OP`", environment, what);
  };
  switch (fault_class) {
    case FaultClass::artifact_pull: return owner("artifact");
    case FaultClass::secrets: return owner("secret NAME");
    case FaultClass::bindings: return owner("binding NAME");
    case FaultClass::readiness: return owner("readiness");
    case FaultClass::capacity:
      return "`postcheck HOST` and `uncordon HOST` if a cordoned host is healthy, else `escalate "
             "capacity`; then `retry OP`";
    default: return "if nothing is broken, repair nothing: `wait --until symptom-gone`";
  }
}

std::string action(HintView const& view, std::uint32_t step) {
  auto const environment = to_text(environment_of(view.opened()));
  if (step == 1) {
    return "act: remove the cause first, notify the app owner of it, then start another attempt "
           "(SW5, OP3)";
  }
  if (step == 2) return "a repair with `--plan` prints what it would do, and changes nothing";
  return repair_hint(view.state.incident->classified->fault_class, std::string{environment});
}

// SW5, as far as the stated class makes it due.
std::string notice_left_out(HintView const& view) {
  auto const& classified = view.state.incident->classified;
  if (!classified || classified->fault_class == FaultClass::no_fault) return {};
  bool const names_cause = classified->fault_class != FaultClass::capacity;
  auto const environment = to_text(environment_of(view.opened()));
  bool const sent = std::ranges::any_of(view.entries, [&](FactEntry const& entry) {
    auto const* notice = fact_if<OwnerNotified>(entry.fact);
    return notice != nullptr && notice->environment == environment_of(view.opened()) &&
           notice->repair.has_value() == names_cause;
  });
  if (sent) return {};
  return names_cause
             ? fmt::format(
                   "a notice to the app owner that names the cause: `notify-owner {} "
                   "--repair WHAT` (SW5)",
                   environment)
             : fmt::format("a notice to the app owner: `notify-owner {}` (SW5)", environment);
}

constexpr std::string_view symptom_queries[] = {"gate", "incident"};

std::string query_after(HintView const& view) {
  return fmt::format("`show gate {}`", to_text(environment_of(view.opened())));
}

}  // namespace

constexpr RunbookHints hints{
    .runbook = "stuck-wake",
    .truth_found = truth_found,
    .truth = truth,
    .class_rule = "OP2",
    .compare =
        "compare the attempts' stages with the artifact in the store, the secrets, the bindings "
        "and the free slots; the class is the cause, and not where it showed",
    .action = action,
    .symptom_queries = symptom_queries,
    .query_after = query_after,
    .step_left_out = notice_left_out,
};

}  // namespace studylab::hints::stuck_wake
