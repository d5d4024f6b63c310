#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"
#include "model/gap_policy.h"
#include "model/origin.h"

namespace studylab {

// What edges report.
// Kinds 500 to 599 belong to this subject.

// Whether the observation was sent at once because an error rate crossed its threshold.
enum class Crossing : std::uint8_t { no, yes };

// One kind of answer to one route's requests. `release` answered, or the edge itself if it is none.
struct ObservedRow {
  RouteKey route;
  ReleaseId release;
  std::uint16_t status = 200;
  RequestError error = RequestError::none;
  BindingName binding;  // the one that failed, if `error` is binding
  std::string code;     // the program's own error code; can be empty
  std::uint32_t requests = 0;
  std::uint32_t users = 0;  // distinct users among them

  STUDYLAB_FIELDS(route, release, status, error, binding, code, requests, users)
};

struct AppliedSequence {
  PartitionId partition;
  RouteSequence sequence;

  STUDYLAB_FIELDS(partition, sequence)
};

struct OwnerView {
  RouteKey route;
  ReleaseId release;
  KeyEpoch epoch;

  STUDYLAB_FIELDS(route, release, epoch)
};

// One partition, as the edge sees it.
struct PartitionView {
  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence baseline_sequence;
  RouteSequence applied;
  Instant applied_at;
  Hash computed;  // over the table as it is
  Hash expected;  // as the last applied event or snapshot stated it
  GapCause gap = GapCause::none;
  std::vector<OwnerView> owners;

  STUDYLAB_FIELDS(partition, baseline, baseline_sequence, applied, applied_at, computed, expected,
                  gap, owners)
};

// Answers counted from `from` to `until` at one edge; `applied` acknowledges route events.
struct RequestsObserved {
  static constexpr FactKind fact_kind{501, 1, "RequestsObserved"};

  EdgeId edge;
  Instant from;
  Instant until;
  Crossing crossing = Crossing::no;
  std::vector<ObservedRow> rows;
  std::vector<AppliedSequence> applied;
  Origin origin;

  STUDYLAB_FIELDS(edge, from, until, crossing, rows, applied, origin)
};

struct EdgeStarted {
  static constexpr FactKind fact_kind{502, 1, "EdgeStarted"};

  EdgeId edge;
  Origin origin;

  STUDYLAB_FIELDS(edge, origin)
};

// An edge's own view, which an operator's query requested.
struct EdgeViewReported {
  static constexpr FactKind fact_kind{503, 1, "EdgeViewReported"};

  EdgeId edge;
  std::vector<PartitionView> partitions;
  Origin origin;

  STUDYLAB_FIELDS(edge, partitions, origin)
};

struct EdgeGapSeen {
  static constexpr FactKind fact_kind{504, 1, "EdgeGapSeen"};

  EdgeId edge;
  PartitionId partition;
  GapCause cause = GapCause::missing_event;
  RouteSequence applied;
  RouteSequence seen;
  Origin origin;

  STUDYLAB_FIELDS(edge, partition, cause, applied, seen, origin)
};

struct SnapshotFetched {
  static constexpr FactKind fact_kind{505, 1, "SnapshotFetched"};

  EdgeId edge;
  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence sequence;
  Hash checksum;
  std::string key_id;
  Instant issued_at;
  std::string source;
  OperationId operation;
  Origin origin;

  STUDYLAB_FIELDS(edge, partition, baseline, sequence, checksum, key_id, issued_at, source,
                  operation, origin)
};

struct SnapshotChecked {
  static constexpr FactKind fact_kind{506, 1, "SnapshotChecked"};

  EdgeId edge;
  PartitionId partition;
  RouteSequence sequence;
  SnapshotVerdict verdict = SnapshotVerdict::unverified;
  OperationId operation;
  Origin origin;

  STUDYLAB_FIELDS(edge, partition, sequence, verdict, operation, origin)
};

// A verified baseline is live, and its consumer continues at `sequence` + 1. `delivered` is read
// back from the consumer.
struct EdgeResumed {
  static constexpr FactKind fact_kind{507, 1, "EdgeResumed"};

  EdgeId edge;
  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence sequence;
  RouteSequence delivered;
  GapCause cleared = GapCause::none;
  OperationId operation;
  Origin origin;

  STUDYLAB_FIELDS(edge, partition, baseline, sequence, delivered, cleared, operation, origin)
};

// The platform's own repair ended without success.
struct AutoRepairGaveUp {
  static constexpr FactKind fact_kind{508, 1, "AutoRepairGaveUp"};

  EdgeId edge;
  PartitionId partition;
  OperationId operation;
  std::uint32_t attempts = 0;
  std::string why;
  Origin origin{};  // empty: the control plane itself gave up

  STUDYLAB_FIELDS(edge, partition, operation, attempts, why, origin)
};

struct GapPolicySet {
  static constexpr FactKind fact_kind{509, 1, "GapPolicySet"};

  EnvironmentName environment;
  GapPolicy policy;
  HoldId hold;
  Act act;

  STUDYLAB_FIELDS(environment, policy, hold, act)
};

struct SnapshotOrdered {
  static constexpr FactKind fact_kind{510, 1, "SnapshotOrdered"};

  EdgeId edge;
  Act act;

  STUDYLAB_FIELDS(edge, act)
};

struct VerifyOrdered {
  static constexpr FactKind fact_kind{511, 1, "VerifyOrdered"};

  EdgeId edge;
  Act act;

  STUDYLAB_FIELDS(edge, act)
};

struct ResumeOrdered {
  static constexpr FactKind fact_kind{512, 1, "ResumeOrdered"};

  EdgeId edge;
  RouteSequence from;
  Act act;

  STUDYLAB_FIELDS(edge, from, act)
};

// The edge answers by the policy that the entry `ordered_by` set.
struct GapPolicyApplied {
  static constexpr FactKind fact_kind{513, 1, "GapPolicyApplied"};

  EdgeId edge;
  RouteKey route;
  EntryId ordered_by;
  Origin origin;

  STUDYLAB_FIELDS(edge, route, ordered_by, origin)
};

// As SnapshotOrdered, from a named control plane.
struct SnapshotOrderedFrom {
  static constexpr FactKind fact_kind{530, 1, "SnapshotOrderedFrom"};

  EdgeId edge;
  std::string control;
  Act act;

  STUDYLAB_FIELDS(edge, control, act)
};

// The edge could not fetch the snapshot that an operator ordered. `source` empty: the leading
// control plane.
struct SnapshotFetchFailed {
  static constexpr FactKind fact_kind{531, 1, "SnapshotFetchFailed"};

  EdgeId edge;
  PartitionId partition;
  std::string source;
  std::string why;
  Origin origin;

  STUDYLAB_FIELDS(edge, partition, source, why, origin)
};

// A route that a gap affects, and how its requests were answered in the end; `set_by` declared or
// set that policy.
struct AffectedRoute {
  RouteKey route;
  GapPolicy policy;
  EntryId set_by;

  STUDYLAB_FIELDS(route, policy, set_by)
};

// The record of a gap, once the edge has reported all requests of its time.
struct EdgeGapRecorded {
  static constexpr FactKind fact_kind{532, 1, "EdgeGapRecorded"};

  EdgeId edge;
  PartitionId partition;
  GapCause cause = GapCause::missing_event;  // the first one
  Instant seen_at;
  Instant ended_at;
  std::vector<AffectedRoute> routes;  // ascending
  std::uint64_t refused = 0;          // requests answered with 503 because of the gap
  EntryId seen;
  EntryId snapshot;  // fetched; none: the edge started without a baseline before the run
  EntryId resumed;

  STUDYLAB_FIELDS(edge, partition, cause, seen_at, ended_at, routes, refused, seen, snapshot,
                  resumed)
};

using EdgeFact =
    std::variant<RequestsObserved, EdgeStarted, EdgeViewReported, EdgeGapSeen, SnapshotFetched,
                 SnapshotChecked, EdgeResumed, AutoRepairGaveUp, GapPolicySet, SnapshotOrdered,
                 VerifyOrdered, ResumeOrdered, GapPolicyApplied, SnapshotOrderedFrom,
                 SnapshotFetchFailed, EdgeGapRecorded>;

}  // namespace studylab
