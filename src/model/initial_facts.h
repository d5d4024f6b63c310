#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/alternatives.h"
#include "model/enums.h"
#include "model/fact_kind.h"
#include "model/gap_policy.h"
#include "model/hold_bound.h"
#include "model/operation_facts.h"
#include "model/release.h"

namespace studylab {

// The state before the run began: one entry per object.
// Kinds 200 to 299 are this subject's.

struct AppRegistered {
  static constexpr FactKind fact_kind{201, 1, "AppRegistered"};

  AppName app;
  PersonName owner;

  STUDYLAB_FIELDS(app, owner)
};

// The policy of one lane of an app. An edge reports an error rate over `threshold` at once.
struct EnvironmentDeclared {
  static constexpr FactKind fact_kind{202, 1, "EnvironmentDeclared"};

  EnvironmentName environment;
  AppName app;
  Lane lane = Lane::production;
  RouteKey route;
  PartitionId partition;
  DatabaseName database;
  std::uint32_t replicas = 1;
  std::uint32_t quorum = 1;
  GapPolicy gap_policy;
  SessionStore session_store = SessionStore::none;
  Permille threshold;
  Duration drain_grace{};

  STUDYLAB_FIELDS(environment, app, lane, route, partition, database, replicas, quorum, gap_policy,
                  session_store, threshold, drain_grace)
};

struct ArtifactStored {
  static constexpr FactKind fact_kind{203, 1, "ArtifactStored"};

  Digest digest;
  Manifest manifest;
  Instant built_at;

  STUDYLAB_FIELDS(digest, manifest, built_at)
};

// The artifact is no longer in the store.
struct ArtifactGone {
  static constexpr FactKind fact_kind{204, 1, "ArtifactGone"};

  Digest digest;

  STUDYLAB_FIELDS(digest)
};

// An artifact as a candidate of one environment. `served` is its history there, oldest first;
// empty: never promoted here.
struct ReleaseRegistered {
  static constexpr FactKind fact_kind{205, 1, "ReleaseRegistered"};

  ReleaseId release;
  EnvironmentName environment;
  Digest digest;
  Instant at;
  std::string checks;
  std::vector<Service> served;

  STUDYLAB_FIELDS(release, environment, digest, at, checks, served)
};

struct ProviderRegistered {
  static constexpr FactKind fact_kind{206, 1, "ProviderRegistered"};

  ProviderName provider;
  ProviderKind kind = ProviderKind::database;

  STUDYLAB_FIELDS(provider, kind)
};

struct BindingDeclared {
  static constexpr FactKind fact_kind{207, 1, "BindingDeclared"};

  BindingName binding;
  EnvironmentName environment;
  ProviderName provider;

  STUDYLAB_FIELDS(binding, environment, provider)
};

// `migrations` oldest first; the last one's `to` is `schema`.
struct DatabaseRegistered {
  static constexpr FactKind fact_kind{208, 1, "DatabaseRegistered"};

  DatabaseName database;
  EnvironmentName environment;
  ProviderName provider;
  SchemaVersion schema;
  std::vector<Migration> migrations;
  DataClass data_class = DataClass::customer_data;
  Duration rpo{};
  Duration rto{};
  WriterEpoch writer_epoch;
  std::uint64_t rows = 0;

  STUDYLAB_FIELDS(database, environment, provider, schema, migrations, data_class, rpo, rto,
                  writer_epoch, rows)
};

struct HostRegistered {
  static constexpr FactKind fact_kind{209, 1, "HostRegistered"};

  HostId host;
  Digest image;
  std::uint32_t slots = 0;

  STUDYLAB_FIELDS(host, image, slots)
};

// Sequence 1 of a partition's stream.
struct PartitionOpened {
  static constexpr FactKind fact_kind{210, 1, "PartitionOpened"};

  PartitionId partition;
  BaselineEpoch baseline;

  STUDYLAB_FIELDS(partition, baseline)
};

// An owner from before the run, with its place in the partition's stream.
struct RouteOwnerRecorded {
  static constexpr FactKind fact_kind{211, 1, "RouteOwnerRecorded"};

  RouteKey route;
  EnvironmentName environment;
  PartitionId partition;
  RouteSequence sequence;
  ReleaseId release;
  KeyEpoch epoch;
  OperationId operation;
  Instant since;

  STUDYLAB_FIELDS(route, environment, partition, sequence, release, epoch, operation, since)
};

struct EdgeRegistered {
  static constexpr FactKind fact_kind{212, 1, "EdgeRegistered"};

  EdgeId edge;
  Boot boot;
  Instant started;

  STUDYLAB_FIELDS(edge, boot, started)
};

// Ready before the run began.
struct AllocationRecorded {
  static constexpr FactKind fact_kind{213, 1, "AllocationRecorded"};

  AllocationId allocation;
  EnvironmentName environment;
  ReleaseId release;
  Digest digest;
  HostId host;
  Instant ready_at;
  std::uint32_t sessions = 0;

  STUDYLAB_FIELDS(allocation, environment, release, digest, host, ready_at, sessions)
};

// An operation from before the run that has ended or waits.
struct OperationRecorded {
  static constexpr FactKind fact_kind{214, 1, "OperationRecorded"};

  OperationId operation;
  OperationRequest request;
  Stage stage = Stage::healthy;
  Instant requested_at;
  Instant not_before;
  PersonName by;
  std::string because;

  STUDYLAB_FIELDS(operation, request, stage, requested_at, not_before, by, because)
};

// A gap of any edge in this partition opens an incident. Its alert names this environment, whose
// route has the partition's most requests.
struct GapAlarmDeclared {
  static constexpr FactKind fact_kind{215, 1, "GapAlarmDeclared"};

  PartitionId partition;
  EnvironmentName environment;

  STUDYLAB_FIELDS(partition, environment)
};

// The environment may sleep: without a ready allocation, requests to it wake it. `budget` is how
// long a wake may take, and its safe requests may wait; `attempts` how many allocations it may
// start, one after another, the next after `backoff`, then twice that, and so on. Unsafe requests
// without a contract, and upgrades, are never held. Once an allocation is ready, each edge lets
// `release_per_second` of its waiting requests go.
struct SleepPolicyDeclared {
  static constexpr FactKind fact_kind{216, 1, "SleepPolicyDeclared"};

  EnvironmentName environment;
  Duration budget{};
  std::uint32_t attempts = 3;  // at least 1
  Duration backoff{};          // positive
  HoldBound safe;
  HoldBound idempotent;
  std::uint32_t release_per_second = 50;  // at least 1
  // How long a wake waits for the requests of all edges to join it before its first attempt.
  Duration settle{};

  STUDYLAB_FIELDS(environment, budget, attempts, backoff, safe, idempotent, release_per_second,
                  settle)
};

// A host that was taken out of placement before the run.
struct HostCordonRecorded {
  static constexpr FactKind fact_kind{217, 1, "HostCordonRecorded"};

  HostId host;
  Instant since;
  std::string why;

  STUDYLAB_FIELDS(host, since, why)
};

// The least time that a drain gives the live sessions of an environment.
struct DrainPolicyDeclared {
  static constexpr FactKind fact_kind{224, 1, "DrainPolicyDeclared"};

  EnvironmentName environment;
  Duration least{};

  STUDYLAB_FIELDS(environment, least)
};

// The ages of an allocation's live sessions before the run. `past_drain_time` of them are older
// than the least time that a drain gives them.
struct SessionAgesRecorded {
  static constexpr FactKind fact_kind{225, 1, "SessionAgesRecorded"};

  AllocationId allocation;
  Instant oldest_since;
  std::uint32_t past_drain_time = 0;

  STUDYLAB_FIELDS(allocation, oldest_since, past_drain_time)
};

// The host is to be patched: at `due` an incident opens, which names the environment. That is the
// production environment with the most requests of those that the host serves.
struct HostMaintenancePlanned {
  static constexpr FactKind fact_kind{226, 1, "HostMaintenancePlanned"};

  HostId host;
  EnvironmentName environment;
  Instant due;

  STUDYLAB_FIELDS(host, environment, due)
};

// The monitor probes the provider at every probe_interval. An answer that takes longer than
// `slow_after` is slow.
struct ProviderWatchDeclared {
  static constexpr FactKind fact_kind{218, 1, "ProviderWatchDeclared"};

  ProviderName provider;
  Duration slow_after;

  STUDYLAB_FIELDS(provider, slow_after)
};

// The control plane itself needs the provider. `use` is what for: `job queue`.
struct PlatformBindingDeclared {
  static constexpr FactKind fact_kind{219, 1, "PlatformBindingDeclared"};

  std::string use;
  ProviderName provider;

  STUDYLAB_FIELDS(use, provider)
};

// Errors of this environment over its threshold open an incident about its dependencies.
struct DependencyAlarmDeclared {
  static constexpr FactKind fact_kind{220, 1, "DependencyAlarmDeclared"};

  EnvironmentName environment;

  STUDYLAB_FIELDS(environment)
};

// The first one is the home region: every database begins there.
struct RegionRegistered {
  static constexpr FactKind fact_kind{221, 1, "RegionRegistered"};

  RegionName region;

  STUDYLAB_FIELDS(region)
};

// Where the database has, or should have, a replica, and the provider that runs it. Its proofs say
// whether it is there.
struct ReplicaRegistered {
  static constexpr FactKind fact_kind{222, 1, "ReplicaRegistered"};

  DatabaseName database;
  RegionName region;
  ProviderName provider;

  STUDYLAB_FIELDS(database, region, provider)
};

// A database's write-ahead log when the run begins: `position` is its end, and before the run it
// grew by `writes_per_minute`. The log is archived from `archived_since` on. Every write emits an
// event, which consumers can read again for `events_kept`.
struct DatabaseLogRecorded {
  static constexpr FactKind fact_kind{240, 1, "DatabaseLogRecorded"};

  DatabaseName database;
  CommitPosition position;
  std::uint64_t writes_per_minute = 0;
  Instant archived_since;
  Duration events_kept{};

  STUDYLAB_FIELDS(database, position, writes_per_minute, archived_since, events_kept)
};

// A backup in the database's store. `source` is the environment whose data it has.
struct BackupRecorded {
  static constexpr FactKind fact_kind{241, 1, "BackupRecorded"};

  BackupName backup;
  DatabaseName database;
  EnvironmentName source;
  Instant taken_at;
  CommitPosition position;
  SchemaVersion schema;
  std::uint64_t rows = 0;

  STUDYLAB_FIELDS(backup, database, source, taken_at, position, schema, rows)
};

// A consumer of the database's events. `does` is what an event makes it do.
struct ConsumerRegistered {
  static constexpr FactKind fact_kind{242, 1, "ConsumerRegistered"};

  ConsumerName consumer;
  DatabaseName database;
  ConsumerEffect effect = ConsumerEffect::outside;
  Idempotency idempotency = Idempotency::none;
  std::string does;

  STUDYLAB_FIELDS(consumer, database, effect, idempotency, does)
};

// The database failed over before the run. `promoted` is the position of the replica that took
// over, `ended` the end of the log before, `archived` how far that log was archived. A clean
// failover has all three equal.
struct FailoverRecorded {
  static constexpr FactKind fact_kind{243, 1, "FailoverRecorded"};

  DatabaseName database;
  Instant at;
  CommitPosition promoted;
  CommitPosition archived;
  CommitPosition ended;

  STUDYLAB_FIELDS(database, at, promoted, archived, ended)
};

// A control plane that edges can fetch snapshots from, and the key that it signs with. The first
// one leads. A platform without such facts has one, `control-1`.
struct ControlPlaneRegistered {
  static constexpr FactKind fact_kind{230, 1, "ControlPlaneRegistered"};

  std::string control;
  std::string key_id;

  STUDYLAB_FIELDS(control, key_id)
};

using InitialFactKinds = std::variant<
    AppRegistered, EnvironmentDeclared, ArtifactStored, ArtifactGone, ReleaseRegistered,
    ProviderRegistered, BindingDeclared, DatabaseRegistered, HostRegistered, PartitionOpened,
    RouteOwnerRecorded, EdgeRegistered, AllocationRecorded, OperationRecorded, GapAlarmDeclared,
    SleepPolicyDeclared, HostCordonRecorded, DrainPolicyDeclared, SessionAgesRecorded,
    HostMaintenancePlanned, ControlPlaneRegistered, DatabaseLogRecorded, BackupRecorded,
    ConsumerRegistered, FailoverRecorded, ProviderWatchDeclared, PlatformBindingDeclared,
    DependencyAlarmDeclared, RegionRegistered, ReplicaRegistered>;

// One of InitialFactKinds (base/alternatives.h says why it is a struct).
struct InitialFact : InitialFactKinds {
  InitialFact() noexcept;
  InitialFact(InitialFact const& other);
  InitialFact(InitialFact&& other) noexcept;
  InitialFact& operator=(InitialFact const& other);
  InitialFact& operator=(InitialFact&& other) noexcept;
  ~InitialFact();

  template <AlternativeOf<InitialFactKinds> Kind>
  InitialFact(Kind kind) : InitialFactKinds(std::in_place_type<Kind>, std::move(kind)) {}
  template <class Kind>
  InitialFact(std::in_place_type_t<Kind> kind, Kind fact)
      : InitialFactKinds(kind, std::move(fact)) {}
};

}  // namespace studylab
