#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "control/state.h"
#include "model/symptom.h"

namespace studylab::control {

// Whether an observation over the threshold ended within the last `symptom_quiet`.
bool symptom_present(Environment const& environment, Instant now);

struct Symptom {
  bool present = false;
  std::optional<Instant> last_seen;
  // Absent from then on if nothing else is reported; none: only a report can end it.
  std::optional<Instant> absent_from;
  EntryId entry;  // the latest report about it
  // Why it is present, if that is not an observation of errors or of a gate; empty: nothing to add.
  std::string why = {};
};
// Of an environment's errors, whether or not they are the incident's.
Symptom error_symptom(Environment const& environment, Instant now);

// What follows from the incident's subject.

// Errors: present until `symptom_quiet` has passed without an observation over the threshold. An
// edge's gap: present while the edge has a gap in that partition, and while the release that owned
// the route at the alert owns it without a ready allocation. Then no request to it is answered.
Symptom symptom_of(State const& state, Incident const& incident, Instant now);

// The database whose fence, which this run set, keeps the symptom present: the environment is over
// its threshold although every request of that observation came under the fence. nullptr: none.
Database const* fence_over_threshold(State const& state, Incident const& incident, Instant now);

struct Affected {
  std::uint32_t users = 0;
  std::uint32_t minutes = 0;  // over the threshold, rounded up
  EntryId entry;              // the latest observation over the threshold; can be none
};
// Errors: of the environment at all edges. A gap: at that edge.
Affected affected(State const& state, Incident const& incident);

PartitionId partition_of(State const& state, Incident const& incident);

// Whether this release would bring the incident back: it has the artifact that served when the
// incident opened.
bool is_to_blame(State const& state, Incident const& incident, ReleaseId release);

}  // namespace studylab::control
