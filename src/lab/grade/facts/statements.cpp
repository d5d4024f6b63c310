#include "lab/grade/facts/statements.h"

#include "lab/grade/facts/symptom.h"
#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

EntryId right_class_in_time(GradingInput const& input) {
  auto const* decided = class_in_force_at(input.run, class_decided(input.run));
  bool const right = is_right_class(decided, input.key) && has_right_scope(decided, input.key);
  return right ? decided->entry : EntryId{};
}

}  // namespace

void state_impact(Run& run, FactEntry const& entry, ImpactStated const& fact) {
  ImpactSeen seen{.entry = entry.id, .stated = &fact};
  seen.users = users_affected(run);
  // Minutes begun, as a person counts an outage.
  auto const minutes = std::chrono::ceil<std::chrono::minutes>(time_affected(run));
  seen.minutes = static_cast<std::uint32_t>(minutes.count());
  run.statements.impacts.push_back(seen);
}

void publish(Run& run, FactEntry const& entry, OwnerStatusPublished const& fact) {
  add_hold(run, entry, fact.act, &fact.environment);
  open_hold(run, entry, fact.hold, HoldKind::owner_status, &fact.environment);
  run.statements.statuses.push_back({entry.id, &fact});
}

void close(Run& run, FactEntry const& entry, IncidentClosed const& fact) {
  run.statements.closed = &fact;
  run.statements.closed_entry = entry.id;
  keep_holds(run, entry, fact);
}

ClassSeen const* class_in_force_at(Run const& run, EntryId at) {
  ClassSeen const* initial = nullptr;
  for (auto const& seen : run.statements.classes) {
    if (seen.entry <= at) initial = &seen;
  }
  return initial;
}

bool is_right_class(ClassSeen const* seen, AnswerKey const& key) {
  return seen != nullptr && seen->classified->fault_class == key.fault_class;
}

bool has_right_scope(ClassSeen const* seen, AnswerKey const& key) {
  if (seen == nullptr) return false;
  return key.scope == Scope::unstated || seen->classified->scope == key.scope;
}

EntryId class_decided(Run const& run) {
  return run.commands.first_attempt ? run.commands.first_attempt : run.end;
}

constexpr RequiredFact class_in_force{
    .name = "class-in-force",
    .words = "the right class before the first repair (`classify CLASS`)",
    .advice = "classify before the first repair",
    .phase = Phase::classification,
    .done_at = right_class_in_time};

}  // namespace studylab::grade
