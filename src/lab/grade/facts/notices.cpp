#include "lab/grade/facts/notices.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

RepairAct* asked_by(Run& run, NoticeId notice) {
  auto& acts = run.repairs.acts;
  auto const found = std::ranges::find(acts, notice, &RepairAct::notice);
  return notice && found != acts.end() ? &*found : nullptr;
}

}  // namespace

void notify(Run& run, FactEntry const& entry, OwnerNotified const& fact) {
  if (!fact.repair) {
    add_hold(run, entry, fact.act, &fact.environment);
    return;
  }
  auto& repair = add_repair(run, entry, RepairVerb::notice, fact.act);
  repair.notice = fact.notice;
  repair.environment = &fact.environment;
  repair.repair = fact.repair;
  repair.name = &fact.name;
  bool const broken = fact.repair == RepairKind::binding && is_incident(run, fact.environment) &&
                      is_gone(run, fact.name);
  if (broken) repair.condition = Condition::broken;
}

void answer(Run& run, FactEntry const& entry, OwnerRepaired const& fact) {
  auto* repair = asked_by(run, fact.notice);
  if (repair == nullptr) return;
  repair->ended = entry.id;
  repair->ending = Ending::well;
  repair->brought = fact.release;
  // A release that was brought serves nothing until it is deployed.
  if (fact.release) return;
  repair->moved = repair->effect = entry.id;
  // It could be repaired: it was broken, also where no probe had said so yet.
  repair->condition = Condition::broken;
}

void answer(Run& run, FactEntry const& entry, OwnerFoundNothing const& fact) {
  auto* repair = asked_by(run, fact.notice);
  if (repair == nullptr) return;
  repair->ended = entry.id;
  repair->ending = Ending::found_nothing;
}

void escalate(Run& run, FactEntry const& entry, TeamEscalated const& fact) {
  if (!acts(fact.team)) return;
  auto& repair = add_repair(run, entry, RepairVerb::escalation, fact.act);
  repair.notice = fact.notice;
  repair.team = fact.team;
  if (fact.team == Team::capacity) {
    ask_for_host(run, entry.id);
    if (is_short_of_slots(run)) {
      repair.condition = Condition::broken;
    } else if (has_returned_slot(run)) {
      repair.condition = Condition::shown_healthy;
    }
  }
}

void answer(Run& run, FactEntry const& entry, TeamAnswered const& fact) {
  auto* repair = asked_by(run, fact.notice);
  if (repair == nullptr) return;
  repair->ended = entry.id;
  repair->ending = fact.found == Found::nothing ? Ending::found_nothing : Ending::well;
}

}  // namespace studylab::grade
