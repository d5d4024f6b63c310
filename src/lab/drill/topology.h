#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "lab/drill/drill.h"
#include "lab/drill/setup.h"
#include "model/enums.h"
#include "model/gap_policy.h"
#include "model/initial_facts.h"
#include "model/release.h"

// A platform as a seed draws it, before it is turned into facts. Nothing here depends on the
// variant.
namespace studylab::drill {

// In the order of the environment, oldest first; ids are assigned at the end, over the whole
// platform.
struct DrawnRelease {
  ReleaseId id;
  Digest digest;
  Manifest manifest;
  Instant built_at{};
  Instant registered_at{};
  std::string checks;
  // Until ids are assigned, `operation` counts the environment's own operations from 1.
  std::vector<Service> served;
  enum class Artifact : std::uint8_t { stored, gone } artifact = Artifact::stored;
};
struct DrawnOperation {
  OperationId id;
  OperationKind kind = OperationKind::promotion;
  std::size_t release = 0;  // index into the environment's releases
  Stage stage = Stage::healthy;
  Instant requested_at{};
  Instant not_before{};
  PersonName by;
  std::string because;
};

struct DrawnBinding {
  BindingName name;
  ProviderKind kind = ProviderKind::database;
};
struct DrawnEnvironment {
  EnvironmentName name;
  AppName app;
  Lane lane = Lane::production;
  PersonName owner;
  RouteKey route;
  PartitionId partition;
  DatabaseName database;
  std::uint32_t replicas = 1;
  GapPolicy gap_policy;
  SessionStore session_store = SessionStore::none;
  std::optional<SleepPolicyDeclared> sleep;  // sleeps when the run begins; none: it never sleeps
  std::vector<DrawnBinding> bindings;        // the first migration of the database
  std::vector<Migration> migrations;         // oldest first; the last one's `to` is the schema
  DataClass data_class = DataClass::customer_data;
  std::uint64_t rows = 0;

  std::vector<DrawnRelease> releases;
  std::vector<DrawnOperation> operations;
  std::size_t current = 0;     // release that owns the route
  KeyEpoch epoch;              // of the route
  Instant since{};             // owns it
  std::size_t current_by = 0;  // the operation that made it the route owner
};

struct DrawnApp {
  AppName name;
  PersonName owner;
};
struct DrawnHost {
  HostId id;
  std::uint32_t slots = 0;
  std::optional<HostCordonRecorded> cordon = {};
};
struct DrawnTopology {
  std::vector<DrawnApp> apps;
  std::vector<DrawnEnvironment> environments;
  std::size_t incident = 0;  // index of the incident's environment
  std::uint32_t edges = 2;
  std::vector<DrawnHost> hosts;
  Digest image;  // the image of the hosts
};

SchemaVersion schema_of(DrawnEnvironment const& environment);

inline constexpr std::uint32_t partitions = 8;
// The same host name lies in the same partition everywhere: BLAKE2b of it, modulo `partitions`.
PartitionId partition_of(RouteKey const& route);
ProviderName provider_of(ProviderKind kind);

// Apps, environments, edges and hosts. Hosts have slots for three times the replicas of all
// environments at once: the old ones, a promotion's, and those of a rollback or a fix before the
// others have drained.
DrawnTopology draw_topology(TopologyBounds const& bounds, Seed const& seed, Topology topology);

// What each environment served before. Only the incident's environment has the drill's decoys.
void draw_history(DrawnTopology& topology, Drill const& drill, Seed const& seed, Instant began);

struct Times;
// Promotions that wait in other environments, and candidates that are never promoted. They never
// share a partition with the incident, so that a stalled partition does not affect them.
void draw_elsewhere(DrawnTopology& topology, Drill const& drill, LevelBounds const& level,
                    Seed const& seed, Times const& times);

}  // namespace studylab::drill
