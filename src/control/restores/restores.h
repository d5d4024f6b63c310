#pragma once

#include <expected>
#include <string>
#include <vector>

#include "control/control.h"
#include "control/operations/effects.h"
#include "control/operations/stages.h"

namespace studylab::control {

// The restore of this database that has begun and not ended; nullptr: none. A plan alone has not
// begun.
Operation const* open_restore(State const& state, DatabaseName const& database);
// Whether the operation is a restore that exists as a plan only.
bool is_only_planned(Operation const& operation);
// Whether the operation moves on only by a command: what waits for it is reached.
bool awaits_operator(Operation const& operation);
// The command that a restore which awaits its operator waits for.
std::string next_command(Operation const& restore);
// The consumers of a restore that has cut over whose events are not settled.
std::vector<ConsumerName> unsettled_consumers(Operation const& restore);

// What a choice would do to a consumer's events past a restore point, from its own facts: where
// their effect is kept, whether a repeat has a second effect, and how many it had processed.
struct EventsCheck {
  std::uint64_t lost = 0;     // events left without their effect
  std::uint64_t doubled = 0;  // effects repeated
};
EventsCheck check_events(ConsumerRegistered const& consumer, EventsPast const& events,
                         EventChoice choice);

// A target: the last write to keep.
struct RestoreTarget {
  CommitPosition position;
  Instant at;
};
// `before:entry-N`, an instant, or, if empty, just before the first damage of the latest check (the
// end of the archived log if writes are missing, or of the log if there is no damage).
std::expected<RestoreTarget, Refusal> restore_target(State const& state, Database const& database,
                                                     std::string const& text, Instant now);
// What each method would do. It recommends none.
RestorePlanned plan_restore(State const& state, Database const& database,
                            RestoreTarget const& target, OperationId operation, Instant now);

}  // namespace studylab::control

namespace studylab::control::restores {

Decision decide(State const& state, PlanRestore const& verb, Act const& act, Instant now);
Decision decide(State const& state, RunRestore const& verb, Act const& act);
Decision decide(State const& state, CutOverRestore const& verb, Act const& act);
Decision decide(State const& state, Reconcile const& verb, Act const& act);
Decision decide(State const& state, RestoreFact const& report);

// Adds the next stage, by this event, of each restore of the database that accepts it.
void add_stages(State const& state, DatabaseName const& database, StageEvent event,
                std::vector<Fact>& facts);

void fold(State& state, RestoreFact const& fact, EntryRef at);

void react(State const& state, Operation const& restore, EffectList& effects);

void plan(State const& state, RunRestore const& verb, Plan& plan);
void plan(State const& state, CutOverRestore const& verb, Plan& plan);
void plan(State const& state, Reconcile const& verb, Plan& plan);

}  // namespace studylab::control::restores
