#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/codec.h"
#include "model/edge_facts.h"
#include "model/facts.h"
#include "model/gap_policy.h"
#include "model/origin.h"

namespace studylab {

// The messages between components, in every world.

// One message of a partition's route stream. Stream sequence and route sequence are the same
// number. The body is a RouteOwnerMoved, or at sequence 1 the partition's opening. `previous` is
// the checksum of the table before the event, so that consecutive events confirm each other.
// `signature` covers the encoding of all other fields.
struct RouteEvent {
  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence sequence;
  RouteKey route;  // empty in the opening event
  ReleaseId release;
  KeyEpoch epoch;
  Hash previous;
  std::string key_id;
  Signature signature;

  STUDYLAB_FIELDS(partition, baseline, sequence, route, release, epoch, previous, key_id, signature)
};

// A partition's whole table at a sequence, signed. `checksum` is the OwnerTable's.
struct Snapshot {
  PartitionId partition;
  BaselineEpoch baseline;
  RouteSequence sequence;
  std::vector<OwnerView> owners;  // ascending by route
  Hash checksum;
  std::string key_id;
  Instant issued_at;
  Instant expires_at;
  Signature signature;

  STUDYLAB_FIELDS(partition, baseline, sequence, owners, checksum, key_id, issued_at, expires_at,
                  signature)
};

// The bytes that the signature covers.
std::string signed_bytes(RouteEvent const& event);
std::string signed_bytes(Snapshot const& snapshot);

// Checks whether `signature` by the key `key_id` covers `bytes`. The world supplies it: Ed25519 in
// the live world, keyed BLAKE2b in the simulated one.
class Verifier {
 public:
  virtual ~Verifier() = default;
  virtual bool verifies(std::string const& key_id, std::string const& bytes,
                        Signature const& signature) const = 0;
};

// Where a release runs now: soft state. The latest report of an allocation wins, ordered by boot
// and number.
enum class EndpointState : std::uint8_t { ready, leaving };
struct EndpointReport {
  AllocationId allocation;
  ReleaseId release;
  EnvironmentName environment;
  EndpointState state = EndpointState::ready;
  HostId host;
  Boot boot;
  ReportNumber number;
  // What the readiness probe answered. An edge ignores an address without a passed probe.
  std::uint16_t probe_status = 0;
};

// Commands to a runner, with the key (operation, allocation, attempt). The runner keeps the outcome
// and answers a repeat with it.
enum class StageReports : std::uint8_t { no, yes };  // with AllocationStagesReported
struct StartAllocation {
  AllocationId allocation;
  EnvironmentName environment;
  ReleaseId release;
  Digest digest;
  std::vector<BindingName> needs;
  std::string readiness_path;
  OperationId operation;
  Attempt attempt;
  StageReports stage_reports = StageReports::no;
};
enum class SessionReports : std::uint8_t { no, yes };  // with SessionsDrained
struct DrainAllocation {
  AllocationId allocation;
  Instant deadline;
  SessionReports session_reports = SessionReports::no;
};
struct RestartAllocation {
  AllocationId allocation;
  OperationId operation;
  Attempt attempt;
};
// Compare the host with its declaration. Answered with HostPostchecked.
struct CheckHost {
  HostId host;
  Digest declared;  // the image that it should run
  EntryId ordered_by;
};
// Make the host again from its declared image. Answered with HostRebuilt.
struct RebuildHost {
  HostId host;
  Digest declared;
  OperationId operation;
};
using RunnerCommand =
    std::variant<StartAllocation, DrainAllocation, RestartAllocation, CheckHost, RebuildHost>;

// Commands to an edge.
struct CatchUp {
  PartitionId partition;
  OperationId operation;
  Attempt attempt;
};  // pull the consumer again
struct RepairEdge {
  OperationId operation;
  Attempt attempt;
  std::vector<PartitionId> partitions;
};  // fetch, verify, resume
struct FetchSnapshot {
  EntryId ordered_by;
  std::vector<PartitionId> partitions;
  std::string control = {};  // to fetch from; empty: the leading one
};
struct VerifyFetched {
  EntryId ordered_by;
};
struct ResumeFrom {
  EntryId ordered_by;
  RouteSequence from;
};
struct ApplyGapPolicy {
  EnvironmentName environment;
  RouteKey route;
  GapPolicy policy;
  EntryId ordered_by;
};
// The environment's wake: requests wait for this operation until `deadline`. Sent to every edge
// when the wake begins, and again to one that asks for it. A later operation replaces an earlier
// one.
struct WakeStarted {
  EnvironmentName environment;
  RouteKey route;
  OperationId operation;
  Attempt attempt;  // the first of this begin; a retry begins with a later one
  Instant deadline;
};
// The wake has ended: hot, so that waiting requests are let go once the endpoint is known, or
// failed, so that they are answered now, and later ones at once.
enum class WakeOutcome : std::uint8_t { hot, failed };
struct WakeEnded {
  EnvironmentName environment;
  RouteKey route;
  OperationId operation;
  Attempt attempt;  // as in its WakeStarted
  WakeOutcome outcome = WakeOutcome::hot;
};
using EdgeCommand = std::variant<CatchUp, RepairEdge, FetchSnapshot, VerifyFetched, ResumeFrom,
                                 ApplyGapPolicy, WakeStarted, WakeEnded>;

// Commands to the database service. Each is carried out once: a repeat is answered with the same
// report.
struct FenceDatabase {
  DatabaseName database;
  WriterEpoch epoch;
};
struct AdmitWriters {
  DatabaseName database;
  WriterEpoch epoch;
};
// `ordered_by`: the incident that asks.
struct CheckDatabase {
  DatabaseName database;
  EntryId ordered_by;
};
struct RestoreCopy {
  OperationId operation;
  DatabaseName database;
  RestoreMethod method = RestoreMethod::pitr;
  BackupName base;
  CommitPosition target;
  Duration takes{};
};
struct CutOverCopy {
  OperationId operation;
  DatabaseName database;
};
struct SettleConsumer {
  OperationId operation;
  DatabaseName database;
  ConsumerName consumer;
  EventChoice choice = EventChoice::replay;
};
using DatabaseCommand = std::variant<FenceDatabase, AdmitWriters, CheckDatabase, RestoreCopy,
                                     CutOverCopy, SettleConsumer>;

// Commands to providers. Each is carried out once: a repeat is answered with the same report.
// Answered with FailoverFenced.
struct FenceOldRegion {
  OperationId operation;
  DatabaseName database;
  WriterEpoch epoch;
};
// Answered with ReplicaPromoted.
struct PromoteReplica {
  OperationId operation;
  DatabaseName database;
  RegionName region;
};
// Answered with SecretRotated.
struct IssueCredential {
  OperationId operation;
  BindingName binding;
};
// Answered with JobEnded.
struct RunJob {
  OperationId operation;
  ProviderName provider;
  Duration takes;
};
using ProviderCommand = std::variant<FenceOldRegion, PromoteReplica, IssueCredential, RunJob>;

// A process's report to the leading control plane: a fact with an Origin. It is sent again until
// the leader acknowledges (process, boot, number).
struct Report {
  Fact fact;
};

}  // namespace studylab
