#pragma once

#include "control/state.h"

// One fold per subject of facts; `evolve` chooses. Each fold names every fact of its subject, so a
// new fact does not compile until its effect on the control plane is written.
namespace studylab::control {

struct EntryRef {
  EntryId id;
  Instant at;
};

void fold(State& state, RunFact const& fact, EntryRef at);
void fold(State& state, InitialFact const& fact, EntryRef at);
void fold(State& state, OperationFact const& fact, EntryRef at);
void fold(State& state, RouteFact const& fact, EntryRef at);
void fold(State& state, EdgeFact const& fact, EntryRef at);
void fold(State& state, AllocationFact const& fact, EntryRef at);
void fold(State& state, DatabaseFact const& fact, EntryRef at);
void fold(State& state, ProviderFact const& fact, EntryRef at);
void fold(State& state, PeopleFact const& fact, EntryRef at);
void fold(State& state, IncidentFact const& fact, EntryRef at);
void fold(State& state, OperatorFact const& fact, EntryRef at);

// Ascending lists of open things.
template <class Id>
void open_id(std::vector<Id>& list, Id id) {
  auto place = list.begin();
  while (place != list.end() && *place < id) ++place;
  if (place == list.end() || *place != id) list.insert(place, id);
}
template <class Id>
void close_id(std::vector<Id>& list, Id id) {
  std::erase(list, id);
}

// What the operation is requested to do.
void set_request(Operation& operation, OperationRequest const& request);
// Records that the process's report of this number is in the chain.
void note_report(State& state, Origin const& origin);
// Adds a new allocation, in its first stage.
void place_allocation(State& state, Allocation allocation);
void enter_stage(State& state, Allocation& allocation, AllocationStage stage, EntryRef at);
void reach_stage(State& state, Operation& operation, Stage stage, EntryRef at);

}  // namespace studylab::control
