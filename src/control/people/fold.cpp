#include "control/edges/edges.h"
#include "control/incidents/incidents.h"
#include "control/people/people.h"

namespace studylab::control::people {
namespace {

void answer(State& state, NoticeId id, EntryRef at) {
  at_key(state.notices, id).answer_entry = at.id;
  close_id(state.open_notices, id);
}

void notify(State& state, Notice notice) {
  open_id(state.open_notices, notice.id);
  state.notices[notice.id] = std::move(notice);
}

}  // namespace

void fold(State& state, PeopleFact const& fact, EntryRef at) {
  match(
      fact, [&](OwnerNotified const& f) { notify(state, Notice{f.notice, f, at.id, {}}); },
      [&](OwnerRepaired const& f) { answer(state, f.notice, at); },
      [&](OwnerFoundNothing const& f) { answer(state, f.notice, at); },
      [&](OwnerAcknowledged const& f) { answer(state, f.notice, at); },
      [&](TeamEscalated const& f) { notify(state, Notice{f.notice, f, at.id, {}}); },
      [&](TeamAnswered const& f) { answer(state, f.notice, at); },
      [&](KeyReplaced const& f) { edges::fold(state, f, at); },
      [&](StatementMade const& f) { state.statements.push_back({f, at}); },
      [&](OwnerStatusPublished const& f) {
        auto& environment = at_key(state.environments, f.environment);
        if (environment.status_hold) state.holds.erase(environment.status_hold);
        environment.status = f;
        environment.status_entry = at.id;
        environment.status_hold = f.hold;
        place_hold(state, f.hold, HoldKind::owner_status, f.environment, at);
      },
      [&](OwnerStatusResolved const& f) {
        auto& environment = at_key(state.environments, f.environment);
        environment.status.reset();
        environment.status_entry = at.id;
        environment.status_hold = HoldId{};
        state.holds.erase(f.hold);
      });
}

}  // namespace studylab::control::people
