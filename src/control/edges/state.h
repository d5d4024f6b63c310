#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct FetchedSnapshot {
  SnapshotFetched fetched;
  EntryId entry;
  SnapshotVerdict verdict = SnapshotVerdict::unverified;
  EntryId verdict_entry;
};

// A gap from when an edge first saw it until its record. A new cause does not change when it began.
struct GapMark {
  EdgeGapSeen seen;  // first
  EntryId entry;
  std::optional<Instant> ended_at;  // by a new baseline
  EntryId snapshot_entry;           // of that baseline
  EntryId resumed_entry;
  std::uint64_t refused = 0;  // requests answered with 503 because of it, as reported so far
};

// A control plane that edges can fetch snapshots from.
struct ControlPlane {
  std::string name;
  std::string key_id;
  EntryId entry;  // registered, or the latest change of its key
};

struct Edge {
  EdgeId id;
  Boot boot;
  Instant started{};
  EntryId entry;                         // registered, or its latest start
  std::vector<AppliedSequence> applied;  // as last acknowledged, ascending by partition
  EntryId observed_entry;
  Instant observed_until{};
  std::map<PartitionId, PartitionView> view;  // as last reported on request
  EntryId view_entry;
  Instant view_at{};
  std::map<PartitionId, EdgeGapSeen> gaps;  // open ones
  EntryId gap_entry;
  std::map<PartitionId, EntryRef> gap_changes;  // where its latest gap began or ended
  std::map<PartitionId, GapMark> gap_marks;     // open, or ended and not yet recorded
  std::map<PartitionId, EntryId> gap_records;   // the latest
  std::map<PartitionId, FetchedSnapshot> snapshots;
  std::optional<ResumeOrdered> resume;  // ordered and not yet reported
  EntryId resume_entry;
  EntryId snapshot_order;     // ordered and not yet reported
  std::string snapshot_from;  // of that order; empty: the leading control plane
  EntryId verify_order;
};

namespace kinds {

struct EdgeRepair {
  EdgeId edge;
  bool gave_up = false;   // the edge has
  EntryId resumed_entry;  // none until the edge has resumed
};

}  // namespace kinds

struct Edges {
  std::map<EdgeId, Edge> edges;
  std::vector<ControlPlane> control_planes;  // the first one leads; empty: only `control_name`
  // Edges that have not yet applied the gap policy in force.
  std::set<std::pair<EnvironmentName, EdgeId>> unapplied_gap_policies;
  std::vector<EntryId> observations;  // every RequestsObserved, in order
};

}  // namespace studylab::control
