#pragma once

#include <cstdint>
#include <vector>

#include "lab/grade/facts/repairs.h"
#include "lab/grade/pieces.h"

// The subject of edges: how far each has come in the incident's partition.
namespace studylab::grade {

// What the operator was last shown of an edge's place in the incident's partition.
enum class ViewShown : std::uint8_t { none, behind, caught_up };

// One edge, as it was last known.
struct EdgeSeen {
  EdgeId edge;
  RouteSequence applied{};  // in the incident's partition
  Instant applied_at{};     // the time of the report that says so
  EntryId gap;              // open in the incident's partition
  ViewShown shown = ViewShown::none;
};

void register_edge(Run& run, EdgeId edge);
// The edge had applied this sequence at that time.
void learn_applied(Run& run, EdgeId edge, RouteSequence applied, Instant at);
void see_gap(Run& run, FactEntry const& entry, EdgeGapSeen const& fact);
void see_view(Run& run, EdgeViewReported const& fact);
void see_resume(Run& run, FactEntry const& entry, EdgeResumed const& fact);
// What a query printed of each edge's place in the incident's partition.
void show_edges(Run& run, Queried const& queried);

// Whether a gap of the edge is open in the incident's partition.
bool is_in_gap(Run const& run, EdgeId edge);
Condition condition_of(Run const& run, EdgeId edge);

// One edge has not applied the incident's route event. Carrier: EdgeViewReported (or
// RequestsObserved) of it with a lower sequence in the incident's partition than the owner's, or
// AutoRepairGaveUp of it.
extern Clue const edge_behind;

// EdgeResumed at the edge that was behind, in the incident's partition, at or past the owner's
// sequence.
extern AcceptedRepair const edge_has_new_baseline;

}  // namespace studylab::grade
