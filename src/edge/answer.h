#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "edge/endpoints.h"
#include "model/enums.h"
#include "model/gap_policy.h"
#include "model/owner_table.h"

namespace studylab::edge {

// The part of a request that the answer depends on.
struct RequestHead {
  std::string_view host;
  AllocationId session;  // the allocation of its session; none: no session
};

// What the edge serves of one partition. `verified` is the table that signed snapshots and
// consecutive events left; `served` equals it, unless the table was edited by hand.
struct ServedPartition {
  PartitionId partition;
  OwnerTable served;
  OwnerTable verified;
  GapCause gap = GapCause::none;
  Instant gap_since;
};

// Whether an environment has a sleep policy, so that requests can wait for its wake.
enum class Sleeps : std::uint8_t { never, may };

// What the environment of a route declared, with the operator's gap policy in its place.
struct DeclaredRoute {
  RouteKey route;
  EnvironmentName environment;
  PartitionId partition;
  GapPolicy policy;  // while in a gap
  Sleeps sleeps = Sleeps::never;
};

// What answers a request for one route.
struct Row {
  ReleaseId release;                     // none: the route has no owner yet
  ReleaseId verified;                    // none: no verified table has an owner for it
  GapCause gap = GapCause::no_baseline;  // of its partition
  Instant gap_since;
  GapPolicy policy;
  EnvironmentName const* environment = nullptr;  // nullptr: the route is not declared
  Sleeps sleeps = Sleeps::never;
};

// The serving table. Readers never change it. Copies share their nodes.
struct Table {
  std::vector<ServedPartition> partitions;  // ascending by partition
  std::vector<DeclaredRoute> routes;        // ascending by route

  ServedPartition const* find(PartitionId partition) const;
  ServedPartition* find(PartitionId partition);
  // None: the edge knows no such route.
  std::optional<Row> row(std::string_view host) const;
};

struct Forward {
  ReleaseId release;
  // Of that release only; never empty; valid until endpoints change.
  std::span<Endpoint const> candidates;
  // The session's allocation, if it is a candidate.
  AllocationId session;
};
// The environment sleeps: its gate holds the request, or refuses it (`Gate::admit`).
struct Hold {
  EnvironmentName const* environment;  // valid until the table changes
};
struct Refuse {
  std::uint16_t status = 503;
  std::chrono::seconds retry_after{};        // zero: no Retry-After
  RequestError reason = RequestError::none;  // `none` with 404: no such host
};

// Without a change to table, endpoints or policy, the answer stays the same until `holds_until`
// (Instant::max() if it does not depend on time).
struct Answer {
  std::variant<Refuse, Forward, Hold> what;
  Instant holds_until = Instant::max();
};

// Finds the route's owner at the applied sequence, then an allocation among that owner's endpoints.
// In a gap the environment's policy decides: 503 `edge_gap`, or the last verified owner up to its
// maximum age, then 503. An owner without an endpoint is for the gate if its environment may sleep,
// otherwise 503 `no_endpoint`. An endpoint never chooses the release. Does not allocate memory.
Answer answer(Table const& table, Endpoints const& endpoints, RequestHead const& head, Instant now);

}  // namespace studylab::edge
