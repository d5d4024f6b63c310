// People, the incident and the operator: what was reported, asked and done.
#include <algorithm>

#include "lab/grade/clues.h"
#include "lab/grade/fold.h"

namespace studylab::grade {

void Fold::take_people(PeopleFact const& fact) {
  match(
      fact, [&](OwnerNotified const& f) { notify(f); },
      [&](OwnerRepaired const& f) { repaired_by_owner(f); }, [](OwnerAcknowledged const&) {},
      [&](OwnerFoundNothing const& f) {
        if (auto* repair = repair_of(f.notice)) {
          repair->ended = now_->id;
          repair->ending = Ending::found_nothing;
        }
      },
      [&](TeamEscalated const& f) {
        if (!acts(f.team)) return;
        add_repair(RepairVerb::escalation, f.act).notice = f.notice;
      },
      [&](TeamAnswered const& f) {
        if (auto* repair = repair_of(f.notice)) {
          repair->ended = now_->id;
          repair->ending = f.found == Found::nothing ? Ending::found_nothing : Ending::well;
        }
      },
      [&](OwnerStatusPublished const& f) { publish(f); },
      [&](OwnerStatusResolved const& f) { lift(f.act, f.hold); });
}

void Fold::publish(OwnerStatusPublished const& fact) {
  add_hold(fact.act, &fact.environment);
  open_hold(fact.hold, HoldKind::owner_status, &fact.environment);
  run_.statuses.push_back({now_->id, &fact});
}

void Fold::notify(OwnerNotified const& fact) {
  if (!fact.repair) {
    add_hold(fact.act, &fact.environment);
    return;
  }
  auto& repair = add_repair(RepairVerb::notice, fact.act);
  repair.notice = fact.notice;
  repair.environment = &fact.environment;
  repair.repair = fact.repair;
  repair.name = &fact.name;
  if (fact.repair != RepairKind::binding || run_.probed == nullptr) return;
  for (auto const& probed : run_.probed->bindings) {
    if (probed.binding.value() != fact.name || !is_incident(fact.environment)) continue;
    if (probed.state == BindingState::gone) repair.condition = Condition::broken;
  }
}

void Fold::repaired_by_owner(OwnerRepaired const& fact) {
  auto* repair = repair_of(fact.notice);
  if (repair == nullptr) return;
  repair->ended = now_->id;
  repair->ending = Ending::well;
  repair->brought = fact.release;
  // A release that was brought serves nothing until it is deployed.
  if (fact.release) return;
  repair->moved = repair->effect = now_->id;
  // It could be repaired: it was broken, also where no probe had said so yet.
  repair->condition = Condition::broken;
}

void Fold::take_incident(IncidentFact const& fact) {
  match(
      fact, [](IncidentOpened const&) {},
      [&](EnvironmentFrozen const& f) {
        add_hold(f.act, &f.environment);
        open_hold(f.hold, HoldKind::freeze, &f.environment);
      },
      [&](EnvironmentUnfrozen const& f) { lift(f.act, f.hold); },
      [&](Classified const& f) { run_.classes.push_back({now_->id, &f}); }, [](Noted const&) {},
      [&](ImpactStated const& f) { state_impact(f); }, [&](IncidentClosed const& f) { close(f); });
}

void Fold::state_impact(ImpactStated const& fact) {
  ImpactSeen seen{.entry = now_->id, .stated = &fact};
  for (auto const& edge : run_.edges) seen.users += edge.users_hit;
  // Minutes begun, as a person counts an outage.
  auto const minutes = std::chrono::ceil<std::chrono::minutes>(over_time_);
  seen.minutes = static_cast<std::uint32_t>(minutes.count());
  run_.impacts.push_back(seen);
}

void Fold::close(IncidentClosed const& fact) {
  run_.closed = &fact;
  run_.closed_entry = now_->id;
  for (auto& hold : run_.holds) {
    if (std::ranges::find(fact.keep, hold.hold) != fact.keep.end()) hold.kept = now_->id;
  }
}

void Fold::take_operator(OperatorFact const& fact) {
  match(
      fact,
      [&](Queried const& f) {
        run_.queries.push_back({.entry = now_->id, .queried = &f});
        show_edges(f);
        watch(run_, *now_);
      },
      [&](Checked const& f) {
        run_.queries.push_back({.entry = now_->id, .checked = &f});
        watch(run_, *now_);
      },
      [&](CommandRefused const& f) { refuse(f); },
      [&](HintGiven const& f) { run_.hints.emplace_back(now_->id, &f); },
      [&](Waited const& f) {
        if (f.until == WaitFor::symptom_gone) {
          run_.queries.push_back({.entry = now_->id, .waited = &f});
          watch(run_, *now_);
        }
      });
}

void Fold::refuse(CommandRefused const& fact) {
  run_.refusals.push_back({now_->id, &fact, changed_});
  // A not-yet refusal costs nothing and is not an attempt.
  bool const attempt = fact.kind == RefusalKind::forbidden && fact.act.kind == CommandKind::repair;
  if (attempt && !run_.first_attempt) run_.first_attempt = now_->id;
}

RepairAct& Fold::add_repair(RepairVerb verb, Act const& act) {
  note_reason(act);
  if (!run_.first_attempt) run_.first_attempt = now_->id;
  if (!run_.first_repair) run_.first_repair = now_->id;
  auto& repair = run_.repairs.emplace_back();
  repair.verb = verb;
  repair.entry = now_->id;
  repair.act = &act;
  repair.symptom = symptom_present(run_, now_->at) ? Symptom::present : Symptom::absent;
  return repair;
}

void Fold::add_hold(Act const& act, EnvironmentName const* environment) {
  note_reason(act);
  run_.hold_acts.push_back({.entry = now_->id, .environment = environment});
}

void Fold::lift(Act const& act, HoldId hold) {
  note_reason(act);
  for (auto& seen : run_.holds) {
    if (seen.hold == hold && !seen.lifted) seen.lifted = now_->id;
  }
}

void Fold::open_hold(HoldId hold, HoldKind kind, EnvironmentName const* environment) {
  run_.holds.push_back({hold, kind, now_->id, environment, {}, {}});
}

void Fold::note_reason(Act const& act) {
  run_.last_act = now_->id;
  if (act.because.empty()) run_.without_reason.push_back(now_->id);
}

}  // namespace studylab::grade
