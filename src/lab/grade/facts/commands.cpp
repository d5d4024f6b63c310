#include "lab/grade/facts/commands.h"

#include "lab/grade/facts/notices.h"
#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

bool changes_something(Fact const& fact) {
  return match(
      fact, [](RunFact const&) { return true; }, [](InitialFact const&) { return true; },
      [](OperationFact const&) { return true; }, [](RouteFact const&) { return true; },
      [](EdgeFact const& f) {
        return !std::holds_alternative<RequestsObserved>(f) &&
               !std::holds_alternative<EdgeViewReported>(f);
      },
      [](AllocationFact const&) { return true; },
      [](DatabaseFact const& f) { return !std::holds_alternative<DatabaseChecked>(f); },
      [](ProviderFact const& f) {
        return std::holds_alternative<SecretRotated>(f) ||
               std::holds_alternative<ReplicaPromoted>(f);
      },
      [](PeopleFact const& f) {
        if (auto const* asked = std::get_if<TeamEscalated>(&f)) return acts(asked->team);
        if (auto const* answered = std::get_if<TeamAnswered>(&f)) return acts(answered->team);
        return true;
      },
      [](IncidentFact const& f) { return !std::holds_alternative<Noted>(f); },
      [](OperatorFact const&) { return false; },
      [](WakeFact const& f) {
        return !std::holds_alternative<GateReported>(f) && !std::holds_alternative<WakeAsked>(f);
      },
      [](HostFact const& f) {
        return !std::holds_alternative<PostcheckOrdered>(f) &&
               !std::holds_alternative<HostPostchecked>(f);
      },
      [](ArtifactFact const&) { return false; },
      [](RestoreFact const& f) { return !std::holds_alternative<RestorePlanned>(f); });
}

}  // namespace

void note_act(Run& run, FactEntry const& entry, Act const& act) {
  run.commands.last_act = entry.id;
  if (act.because.empty()) run.commands.without_reason.push_back(entry.id);
}

void refuse(Run& run, FactEntry const& entry, CommandRefused const& fact) {
  auto& commands = run.commands;
  commands.refusals.push_back({entry.id, &fact, commands.changed});
  // A not-yet refusal costs nothing and is not an attempt.
  bool const attempt = fact.kind == RefusalKind::forbidden && fact.act.kind == CommandKind::repair;
  if (attempt && !commands.first_attempt) commands.first_attempt = entry.id;
}

void note_change(Run& run, FactEntry const& entry) {
  if (changes_something(entry.fact)) run.commands.changed = entry.id;
}

}  // namespace studylab::grade
