#include "edge/answer.h"

#include <algorithm>
#include <utility>

#include "base/planted.h"

namespace studylab::edge {
namespace {

// Retry-After. A gap lasts at least as long as a fetch; a missing endpoint usually returns sooner.
constexpr std::chrono::seconds after_gap{5};
constexpr std::chrono::seconds after_no_endpoint{2};

struct Owner {
  ReleaseId release;
  Instant holds_until = Instant::max();
};

// The owner of the key at the applied sequence; none in a gap whose policy allows no answer.
Owner owner_of(Row const& row, Instant now) {
  if (row.gap == GapCause::none) return {row.release};
  if (planted(Guard::rg1)) return {row.verified};
  if (row.policy.mode == GapMode::fail_closed) return {};
  auto const until = row.gap_since + row.policy.max_age;
  return now < until ? Owner{row.verified, until} : Owner{};
}

AllocationId pinned(std::span<Endpoint const> candidates, AllocationId session) {
  bool const present =
      std::ranges::any_of(candidates, [&](Endpoint const& e) { return e.allocation == session; });
  return present ? session : AllocationId{};
}

std::span<Endpoint const> candidates_of(Row const& row, ReleaseId owner,
                                        Endpoints const& endpoints) {
  auto const of_owner = endpoints.of(owner);
  if (of_owner.empty() && row.environment != nullptr && planted(Guard::rgn2)) {
    if (auto const* any = endpoints.any_in(*row.environment)) return {any, 1};
  }
  return of_owner;
}

}  // namespace

ServedPartition const* Table::find(PartitionId partition) const {
  auto const at = std::ranges::lower_bound(partitions, partition, {}, &ServedPartition::partition);
  return at != partitions.end() && at->partition == partition ? &*at : nullptr;
}

ServedPartition* Table::find(PartitionId partition) {
  return const_cast<ServedPartition*>(std::as_const(*this).find(partition));
}

std::optional<Row> Table::row(std::string_view host) const {
  auto const declared = std::ranges::lower_bound(
      routes, host, {}, [](DeclaredRoute const& r) -> std::string_view { return r.route.value(); });
  bool const is_declared = declared != routes.end() && declared->route.value() == host;
  auto const* partition = is_declared ? find(declared->partition) : nullptr;
  auto owner = partition ? partition->served.find(host) : std::nullopt;
  // An owner is nearly always in the partition that the environment declared. The other partitions
  // are searched only if it is not.
  for (auto const& other : partitions) {
    if (owner) break;
    owner = other.served.find(host);
    if (owner) partition = &other;
  }
  if (!is_declared && !owner) return std::nullopt;
  Row row;
  if (owner) row.release = owner->release;
  if (partition) {
    auto const verified = partition->verified.find(host);
    row.verified = verified ? verified->release : ReleaseId{};
    row.gap = partition->gap;
    row.gap_since = partition->gap_since;
  }
  if (is_declared) {
    row.policy = declared->policy;
    row.environment = &declared->environment;
    row.sleeps = declared->sleeps;
  }
  return row;
}

Answer answer(Table const& table, Endpoints const& endpoints, RequestHead const& head,
              Instant now) {
  auto const row = table.row(head.host);
  if (!row) return {Refuse{404, {}, RequestError::none}};
  auto const owner = owner_of(*row, now);
  if (!owner.release && row->gap != GapCause::none) {
    return {Refuse{503, after_gap, RequestError::edge_gap}, owner.holds_until};
  }
  auto const candidates = candidates_of(*row, owner.release, endpoints);
  if (candidates.empty()) {
    bool const gate = owner.release && row->sleeps == Sleeps::may;
    if (gate) return {Hold{row->environment}, owner.holds_until};
    return {Refuse{503, after_no_endpoint, RequestError::no_endpoint}, owner.holds_until};
  }
  return {Forward{candidates.front().release, candidates, pinned(candidates, head.session)},
          owner.holds_until};
}

}  // namespace studylab::edge
