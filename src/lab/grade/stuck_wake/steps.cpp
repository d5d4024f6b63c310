#include "lab/grade/stuck_wake/steps.h"

#include "lab/grade/grading.h"

namespace studylab::grade::stuck_wake {
namespace {

// What the app owner is asked to repair; none: only informed.
std::optional<RepairKind> cause_of(FaultClass fault_class) {
  switch (fault_class) {
    case FaultClass::artifact_pull: return RepairKind::artifact;
    case FaultClass::secrets: return RepairKind::secret;
    case FaultClass::bindings: return RepairKind::binding;
    case FaultClass::readiness: return RepairKind::readiness;
    default: return std::nullopt;
  }
}

EntryId informed(Run const& run) {
  for (auto const& entry : run.entries) {
    auto const* notified = fact_if<OwnerNotified>(entry.fact);
    if (notified == nullptr || notified->repair) continue;
    if (is_incident(run, notified->environment)) return entry.id;
  }
  return EntryId{};
}

// A notice that the owner found nothing for named another cause.
EntryId notice_of_cause(GradingInput const& input) {
  auto const& run = input.run;
  auto const cause = cause_of(input.key.fault_class);
  if (!cause) return informed(run);
  for (auto const& act : run.repairs.acts) {
    bool const names_it = act.verb == RepairVerb::notice && act.repair == cause &&
                          act.environment != nullptr && is_incident(run, *act.environment);
    if (names_it && act.ending != Ending::found_nothing) return act.entry;
  }
  return EntryId{};
}

}  // namespace

constexpr RequiredFact owner_notified{
    .name = "owner-notified",
    .words =
        "a notice to the app owner that names the cause (`notify-owner ENV --repair WHAT`; without "
        "--repair if slots are short)",
    .advice =
        "notify the app owner of what to repair: `notify-owner ENV --repair WHAT`; without "
        "--repair if slots are short",
    .phase = Phase::action,
    .done_at = notice_of_cause};

}  // namespace studylab::grade::stuck_wake
