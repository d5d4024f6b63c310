#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "model/facts.h"
#include "model/messages.h"
#include "model/symptom.h"

// The control plane's state: a fold over the platform chain alone. Every value that a query prints
// is next to the entry it comes from.
namespace studylab::control {

struct Artifact {
  ArtifactStored stored;
  bool in_store = true;
  EntryId entry;       // stored
  EntryId gone_entry;  // none while in the store
};

struct Release {
  ReleaseRegistered registered;
  std::vector<Service> served;  // oldest first; without the present owner's open span
  EntryId entry;
};

struct Environment {
  EnvironmentDeclared declared;
  EntryId entry;
  HoldId freeze;  // none: not frozen
  EntryId freeze_entry;
  GapPolicy gap_policy;  // in force
  HoldId gap_policy_hold;
  EntryId gap_policy_entry;
  HoldId status_hold;
  std::optional<OwnerStatusPublished> status;
  EntryId status_entry;
  // The symptom, from observations.
  std::optional<Instant> last_over;  // end of the latest observation over the threshold
  EntryId last_over_entry;
  EdgeId last_over_edge;
  Permille last_over_rate;
  BindingName failing_binding;  // in the latest observation over the threshold; can be empty
  Duration over_time{};         // union of the observations over the threshold
  std::uint32_t symptoms = 0;   // times that the symptom began since the present owner took over
  std::optional<Instant> over_covered_until;
  // The most distinct users with an error in one observation.
  std::map<EdgeId, std::uint32_t> users_hit;
  // Live sessions that left a stopped allocation. No report states where they are now.
  std::uint32_t sessions_moved = 0;
  EntryId sessions_moved_entry;  // the latest such stop; none: no session has moved
};

struct RouteOwner {
  RouteKey route;
  EnvironmentName environment;
  PartitionId partition;
  RouteSequence sequence;
  ReleaseId release;
  KeyEpoch epoch;
  OperationId operation;
  Instant since{};
  EntryId entry;
};

struct Partition {
  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence last;           // of the ledger
  RouteSequence published;      // known to be in the stream
  std::vector<EntryId> events;  // the ledger's entry of sequence i + 1
};

struct Operation {
  OperationId id;
  OperationKind kind = OperationKind::promotion;
  EnvironmentName environment;
  ReleaseId release;  // of a promotion or rollback
  EdgeId edge;
  std::vector<AllocationId> restarts;  // of a restart: those left to restart, in order
  std::vector<AllocationId> placed;    // planned for it, in any attempt; ascending
  ForwardFix forward_fix = ForwardFix::no;
  KeyEpoch expected_epoch;
  Stage stage = Stage::requested;
  Attempt attempt{1};
  Instant requested_at{};
  Instant stage_since{};
  Instant not_before{};
  PersonName by;
  std::string because;
  std::string why;  // the stage's reason
  std::optional<PolicyChecked> policy;
  ReleaseId replaced;              // the owner before it moved the route
  OperationId replaced_operation;  // the operation that had made it the owner
  RouteSequence sequence;
  std::optional<Instant> moved_at;  // when it moved the owner
  bool by_operator = false;
  bool due = false;           // its scheduled time has come
  bool kept_waiting = false;  // left waiting when a freeze was lifted
  bool draining = false;      // the allocations that it replaced are being drained
  bool gave_up = false;       // the platform has stopped asking the edges
  EntryId entry;              // requested
  EntryId stage_entry;        // latest
  EntryId policy_entry;
  EntryId moved_entry;
  EntryId resumed_entry;  // of an edge repair
};

struct Allocation {
  AllocationId id;
  EnvironmentName environment;
  ReleaseId release;
  Digest digest;
  HostId host;
  OperationId operation;
  Attempt attempt{1};
  AllocationStage stage = AllocationStage::planned;
  Instant stage_since{};
  std::optional<Digest> running;  // as the runner reports it
  std::uint16_t probe_status = 0;
  std::uint32_t sessions = 0;
  std::uint32_t sessions_resumed = 0;
  std::uint32_t sessions_fresh = 0;
  AllocationStage failed_at = AllocationStage::planned;
  std::string reason;
  Instant drain_deadline{};
  EntryId entry;        // planned, or recorded at the start of the run
  EntryId stage_entry;  // latest
};

struct AppliedMigration {
  Migration migration;
  std::uint64_t rows_lost = 0;
  EntryId entry;
};

struct Database {
  DatabaseRegistered registered;
  SchemaVersion schema;
  std::vector<AppliedMigration> migrations;  // oldest first
  EntryId entry;
  EntryId schema_entry;
};

struct Binding {
  BindingDeclared declared;
  std::optional<ProbedBinding> probed;
  EntryId entry;
  EntryId probed_entry;
};

struct Provider {
  ProviderRegistered registered;
  EntryId entry;
};

struct Host {
  HostRegistered registered;
  EntryId entry;
};

struct FetchedSnapshot {
  SnapshotFetched fetched;
  EntryId entry;
  SnapshotVerdict verdict = SnapshotVerdict::unverified;
  EntryId verdict_entry;
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
  std::map<PartitionId, FetchedSnapshot> snapshots;
  std::optional<ResumeOrdered> resume;  // ordered and not yet reported
  EntryId resume_entry;
  EntryId snapshot_order;  // ordered and not yet reported
  EntryId verify_order;
};

struct Notice {
  NoticeId id;
  std::variant<OwnerNotified, TeamEscalated> sent;
  EntryId entry;
  EntryId answer_entry;  // none while unanswered
};

struct Hold {
  HoldId id;
  HoldKind kind = HoldKind::freeze;
  EnvironmentName environment;
  EntryId entry;
};

struct Incident {
  IncidentOpened opened;
  ReleaseId release;  // owned the route when it opened
  EntryId entry;
  Instant at{};
  std::optional<Classified> classified;
  EntryId classified_entry;
  EntryId impact_entry;
  EntryId closed_entry;
  EntryId probed_entry;  // of its environment's bindings, since it opened
};

// The reports of one process in one boot that are in the chain.
struct SeenReports {
  ReportNumber contiguous_until;           // every one up to this
  std::vector<ReportNumber> out_of_order;  // after it; ascending
};

struct State {
  std::optional<RunOpened> run;
  std::map<AppName, AppRegistered> apps;
  std::map<AppName, EntryId> app_entries;
  std::map<EnvironmentName, Environment> environments;
  std::map<Digest, Artifact> artifacts;
  std::map<ReleaseId, Release> releases;
  std::map<RouteKey, RouteOwner> routes;
  std::map<PartitionId, Partition> partitions;
  std::map<OperationId, Operation> operations;
  std::map<AllocationId, Allocation> allocations;
  std::map<DatabaseName, Database> databases;
  std::map<ProviderName, Provider> providers;
  std::map<BindingName, Binding> bindings;
  std::map<HostId, Host> hosts;
  std::map<EdgeId, Edge> edges;
  std::map<NoticeId, Notice> notices;
  std::map<HoldId, Hold> holds;  // open ones
  HoldId last_hold;
  std::optional<Incident> incident;
  EnvironmentName incident_due;  // over its threshold without an open incident; otherwise empty
  std::optional<RunEnding> ended;

  // Allocations that have neither stopped nor failed, by environment and release; ascending.
  std::map<std::pair<EnvironmentName, ReleaseId>, std::vector<AllocationId>> live_allocations;
  std::map<HostId, std::uint32_t> used_slots;  // by those
  // Edges that have not yet applied the gap policy in force.
  std::set<std::pair<EnvironmentName, EdgeId>> unapplied_gap_policies;
  std::vector<OperationId> open_operations;      // not ended; ascending
  std::vector<AllocationId> moving_allocations;  // planned to readiness, or draining; ascending
  std::vector<NoticeId> open_notices;
  std::map<std::pair<std::string, Boot>, SeenReports> seen_reports;
  std::vector<EntryId> observations;  // every RequestsObserved, in order

  std::set<std::string, std::less<>> shown_names;
  std::vector<bool> shown;  // by entry number

  EntryId last_entry;
  Instant last_at{};
};

void evolve(State& state, FactEntry const& entry);

// The value of a key that the platform's own chain or a command names. The key must exist, so never
// call this with a key from a process's report.
template <class Map, class Key>
auto& at_key(Map& map, Key const& key) {
  auto const found = map.find(key);
  STUDYLAB_CHECK(found != map.end());
  return found->second;
}
// The id for the next thing of its kind.
template <class Map>
auto next_id(Map const& map) {
  using Id = typename Map::key_type;
  return Id{map.empty() ? 1 : map.rbegin()->first.number + 1};
}

inline bool frozen(Environment const& environment) { return static_cast<bool>(environment.freeze); }
inline bool was_shown(State const& state, EntryId entry) {
  return entry.number < state.shown.size() && state.shown[entry.number];
}

// Whether an observation over the threshold ended within the last `symptom_quiet`.
bool symptom_present(Environment const& environment, Instant now);

// Whether a resume at `from` follows a snapshot of this edge that was found good.
bool follows_good_snapshot(Edge const& edge, RouteSequence from);

// Whether this process's report of this number is in the chain.
bool has_seen(State const& state, Origin const& origin);

// The latest entry about the thing of this name; none if there is no such thing.
EntryId latest_entry(State const& state, std::string const& name);

}  // namespace studylab::control
