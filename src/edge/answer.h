#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "edge/endpoints.h"
#include "model/nouns.h"

namespace studylab::edge {

// The part of a request that the decision needs.
struct RequestHead {
  std::string_view host;
  AllocationId session;  // where its session is pinned; none: no session
};

// One key of the serving table. `release` is what the edge would serve; `verified` is what signed
// snapshots and consecutive events left: the same, unless a hand has changed the table.
struct Row {
  RouteKey route;
  EnvironmentName environment;
  PartitionId partition;
  ReleaseId release;  // none: nobody owns it yet
  KeyEpoch epoch;
  ReleaseId verified;
  GapCause gap = GapCause::none;  // of its partition
  Instant gap_since;
  GapPolicy policy;  // of its environment, while in a gap
};

// The serving table: ascending by route. Immutable to those who answer with it.
struct Table {
  std::vector<Row> rows;

  Row const* find(std::string_view host) const;
};

struct Forward {
  ReleaseId release;
  // Of that release only; never empty; valid until endpoints change.
  std::span<Endpoint const> candidates;
  // The one to take, where the session's allocation is among them.
  AllocationId session;
};
struct Refuse {
  std::uint16_t status = 503;
  std::chrono::seconds retry_after{};        // zero: no Retry-After
  RequestError reason = RequestError::none;  // `none` with 404: no such host
};

// `holds_until`: with no change to table, endpoints or policy, the answer stays the same until then
// (Instant::max() where time does not matter).
struct Answer {
  std::variant<Refuse, Forward> what;
  Instant holds_until = Instant::max();
};

// The whole decision: the owner by key at the applied sequence, then an allocation among that
// owner's endpoints. In a gap by the environment's policy: 503 `edge_gap`, or the last verified
// owner up to its greatest age, then 503. An owner without an endpoint is 503 `no_endpoint`. Never
// another release: no path leads from an endpoint to a key's release. Allocates nothing.
Answer answer(Table const& table, Endpoints const& endpoints, RequestHead const& head, Instant now);

}  // namespace studylab::edge
