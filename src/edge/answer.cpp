#include "edge/answer.h"

#include <algorithm>

#include "base/planted.h"

namespace studylab::edge {
namespace {

// How long a client is asked to stay away: a gap lasts at least a fetch, an owner's next allocation
// less.
constexpr std::chrono::seconds after_gap{5};
constexpr std::chrono::seconds after_no_endpoint{2};

struct Owner {
  ReleaseId release;
  Instant holds_until = Instant::max();
};

// Whose key it is at the applied sequence; none in a gap whose policy allows nobody.
Owner owner_of(Row const& row, Instant now) {
  if (row.gap == GapCause::none) return {row.release};
  if (row.policy.mode == GapMode::fail_closed) return {};
  auto const until = row.gap_since + row.policy.max_age;
  return now < until ? Owner{row.verified, until} : Owner{};
}

AllocationId pinned(std::span<Endpoint const> candidates, AllocationId session) {
  bool const there =
      std::ranges::any_of(candidates, [&](Endpoint const& e) { return e.allocation == session; });
  return there ? session : AllocationId{};
}

std::span<Endpoint const> candidates_of(Row const& row, ReleaseId owner,
                                        Endpoints const& endpoints) {
  auto const of_owner = endpoints.of(owner);
  if (of_owner.empty() && planted(Guard::rgn2)) {
    if (auto const* any = endpoints.any_in(row.environment)) return {any, 1};
  }
  return of_owner;
}

}  // namespace

Row const* Table::find(std::string_view host) const {
  auto const at = std::ranges::lower_bound(
      rows, host, {}, [](Row const& row) -> std::string_view { return row.route.value(); });
  return at != rows.end() && at->route.value() == host ? &*at : nullptr;
}

Answer answer(Table const& table, Endpoints const& endpoints, RequestHead const& head,
              Instant now) {
  auto const* row = table.find(head.host);
  if (!row) return {Refuse{404, {}, RequestError::none}};
  auto const owner = owner_of(*row, now);
  if (!owner.release && row->gap != GapCause::none) {
    return {Refuse{503, after_gap, RequestError::edge_gap}, owner.holds_until};
  }
  auto const candidates = candidates_of(*row, owner.release, endpoints);
  if (candidates.empty()) {
    return {Refuse{503, after_no_endpoint, RequestError::no_endpoint}, owner.holds_until};
  }
  return {Forward{candidates.front().release, candidates, pinned(candidates, head.session)},
          owner.holds_until};
}

}  // namespace studylab::edge
