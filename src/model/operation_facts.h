#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/alternatives.h"
#include "model/enums.h"
#include "model/fact_kind.h"
#include "model/origin.h"

namespace studylab {

// Durable operations, stage by stage.
// Kinds 300 to 399 belong to this subject.

enum class ForwardFix : std::uint8_t { no, yes };

// What an operation is requested to do: one struct for each kind.
namespace requests {

struct Promotion {
  EnvironmentName environment;
  ReleaseId release;
  ForwardFix forward_fix = ForwardFix::no;
  KeyEpoch expected_epoch;  // of the route's owner when it was requested

  STUDYLAB_FIELDS(environment, release, forward_fix, expected_epoch)
};

struct Rollback {
  EnvironmentName environment;
  ReleaseId release;
  KeyEpoch expected_epoch;

  STUDYLAB_FIELDS(environment, release, expected_epoch)
};

struct Restart {
  EnvironmentName environment;
  AllocationId allocation;  // none: every ready one of the environment, one at a time

  STUDYLAB_FIELDS(environment, allocation)
};

struct EdgeRepair {
  EdgeId edge;

  STUDYLAB_FIELDS(edge)
};

struct Migration {
  EnvironmentName environment;
  ReleaseId release;

  STUDYLAB_FIELDS(environment, release)
};

struct Build {
  EnvironmentName environment;
  ReleaseId release;

  STUDYLAB_FIELDS(environment, release)
};

// Brings an allocation of the route's owner up, in numbered attempts. `expected_epoch` is the
// owner's: a wake whose owner has moved fails.
struct Wake {
  EnvironmentName environment;
  ReleaseId release;
  KeyEpoch expected_epoch;

  STUDYLAB_FIELDS(environment, release, expected_epoch)
};

// Starts one allocation elsewhere for each of the host's that has no replacement yet.
struct Replacement {
  HostId host;

  STUDYLAB_FIELDS(host)
};

// Moves the sessions and allocations of the host away. What is left at the deadline is cut.
struct Drain {
  HostId host;
  Instant deadline;

  STUDYLAB_FIELDS(host, deadline)
};

// Makes the host again from its declared image.
struct Rebuild {
  HostId host;

  STUDYLAB_FIELDS(host)
};

// Restores a database from backups of `source`. Its plan is the RestorePlanned that follows.
struct Restore {
  EnvironmentName environment;
  DatabaseName database;
  EnvironmentName source;

  STUDYLAB_FIELDS(environment, database, source)
};

// Work of an environment that uses a provider, and that no check of the platform covers. It is
// scheduled: see OperationRecorded.
struct Job {
  EnvironmentName environment;
  std::string name;
  ProviderName provider;
  Duration takes;

  STUDYLAB_FIELDS(environment, name, provider, takes)
};

// Moves a database, and the environment that uses it, to a replica in another region.
struct Failover {
  EnvironmentName environment;
  DatabaseName database;
  RegionName region;

  STUDYLAB_FIELDS(environment, database, region)
};

// Issues a new credential for a binding. `cause` is the fact that shows that the old one is at
// fault.
struct Rotation {
  EnvironmentName environment;
  BindingName binding;
  EntryId cause;

  STUDYLAB_FIELDS(environment, binding, cause)
};

}  // namespace requests

// In the order of OperationKind.
using OperationRequestKinds =
    std::variant<requests::Promotion, requests::Rollback, requests::Restart, requests::EdgeRepair,
                 requests::Migration, requests::Build, requests::Wake, requests::Replacement,
                 requests::Drain, requests::Rebuild, requests::Restore, requests::Job,
                 requests::Failover, requests::Rotation>;

// One of OperationRequestKinds (base/alternatives.h says why it is a struct).
struct OperationRequest : OperationRequestKinds {
  OperationRequest() noexcept;
  OperationRequest(OperationRequest const& other);
  OperationRequest(OperationRequest&& other) noexcept;
  OperationRequest& operator=(OperationRequest const& other);
  OperationRequest& operator=(OperationRequest&& other) noexcept;
  ~OperationRequest();

  template <AlternativeOf<OperationRequestKinds> Kind>
  OperationRequest(Kind kind) : OperationRequestKinds(std::in_place_type<Kind>, std::move(kind)) {}
};

OperationKind kind_of(OperationRequest const& request);
// Empty or none for a kind that does not have one.
EnvironmentName const& environment_of(OperationRequest const& request);
ReleaseId release_of(OperationRequest const& request);
HostId host_of(OperationRequest const& request);

// Requested by the operator, or by the platform's schedule if the act's line is empty.
struct OperationRequested {
  static constexpr FactKind fact_kind{301, 1, "OperationRequested"};

  OperationId operation;
  OperationRequest request;
  Act act;

  STUDYLAB_FIELDS(operation, request, act)
};

struct OperationRetried {
  static constexpr FactKind fact_kind{302, 1, "OperationRetried"};

  OperationId operation;
  Attempt attempt;
  Act act;

  STUDYLAB_FIELDS(operation, attempt, act)
};

// The verdicts of both gates of a change of owner.
struct PolicyChecked {
  static constexpr FactKind fact_kind{303, 1, "PolicyChecked"};

  OperationId operation;
  DatabaseVerdict database = DatabaseVerdict::unknown;
  MigrationName breaking;
  SessionImpact sessions = SessionImpact::warm;
  std::uint32_t fresh_sessions = 0;

  STUDYLAB_FIELDS(operation, database, breaking, sessions, fresh_sessions)
};

// `why` is the reason in one sentence; empty if the stage follows automatically.
struct StageReached {
  static constexpr FactKind fact_kind{304, 1, "StageReached"};

  OperationId operation;
  Stage stage = Stage::requested;
  Attempt attempt;
  std::string why;

  STUDYLAB_FIELDS(operation, stage, attempt, why)
};

struct OperationCancelled {
  static constexpr FactKind fact_kind{305, 1, "OperationCancelled"};

  OperationId operation;
  Act act;

  STUDYLAB_FIELDS(operation, act)
};

// A worker's report about an operation or attempt that has ended: recorded, without effect.
struct LateReportIgnored {
  static constexpr FactKind fact_kind{306, 1, "LateReportIgnored"};

  OperationId operation;
  AllocationId allocation;
  std::string what;
  Origin origin;

  STUDYLAB_FIELDS(operation, allocation, what, origin)
};

using OperationFact = std::variant<OperationRequested, OperationRetried, PolicyChecked,
                                   StageReached, OperationCancelled, LateReportIgnored>;

}  // namespace studylab
