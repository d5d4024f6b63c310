#include "edge/endpoints.h"

#include <algorithm>
#include <tuple>

#include "base/planted.h"

namespace studylab::edge {
namespace {

// How long the end of an allocation's reports is remembered, so that a late report does not bring
// the allocation back.
constexpr Duration remembered = 12 * endpoint_lifetime;

auto order(EndpointReport const& report) { return std::tuple{report.boot, report.number}; }

}  // namespace

bool Endpoints::Known::routable() const {
  return heard == Heard::yes && report.state == EndpointState::ready;
}

EndpointOutcome Endpoints::take(EndpointReport const& report, Instant now) {
  auto at = std::ranges::lower_bound(known_, report.allocation, {},
                                     [](Known const& k) { return k.report.allocation; });
  bool const known = at != known_.end() && at->report.allocation == report.allocation;
  if (known && order(report) <= order(at->report)) return EndpointOutcome::duplicate;
  if (!planted(Guard::swn3) && report.state == EndpointState::ready &&
      !probe_passed(report.probe_status)) {
    return EndpointOutcome::not_ready;
  }
  if (!known) at = known_.insert(at, Known{});
  bool const same = known && at->heard == Known::Heard::yes && at->report.state == report.state &&
                    at->report.release == report.release && at->report.host == report.host;
  at->report = report;
  at->renewed_at = now;
  at->heard = Known::Heard::yes;
  if (same) return EndpointOutcome::renewed;
  rebuild();
  return EndpointOutcome::taken;
}

std::size_t Endpoints::expire(Instant now) {
  std::size_t gone = 0;
  for (auto& k : known_) {
    if (k.heard == Known::Heard::no || k.renewed_at + endpoint_lifetime > now) continue;
    gone += k.routable() ? 1 : 0;
    k.heard = Known::Heard::no;
  }
  std::erase_if(known_, [&](Known const& k) {
    return k.heard == Known::Heard::no && k.renewed_at + remembered <= now;
  });
  if (gone > 0) rebuild();
  return gone;
}

bool Endpoints::absent(AllocationId allocation) {
  auto const at = std::ranges::lower_bound(known_, allocation, {},
                                           [](Known const& k) { return k.report.allocation; });
  if (at == known_.end() || at->report.allocation != allocation || !at->routable()) return false;
  at->heard = Known::Heard::no;
  rebuild();
  return true;
}

std::span<Endpoint const> Endpoints::of(ReleaseId release) const {
  auto const range = std::ranges::equal_range(ready_, release, {}, &Endpoint::release);
  return {range.begin(), range.end()};
}

Endpoint const* Endpoints::any_in(EnvironmentName const& environment) const {
  for (auto const& k : known_) {
    if (!k.routable() || k.report.environment != environment) continue;
    auto const found = std::ranges::find(ready_, k.report.allocation, &Endpoint::allocation);
    return found == ready_.end() ? nullptr : &*found;
  }
  return nullptr;
}

std::optional<Instant> Endpoints::next_expiry() const {
  std::optional<Instant> next;
  for (auto const& k : known_) {
    if (k.heard == Known::Heard::no) continue;
    auto const at = k.renewed_at + endpoint_lifetime;
    if (!next || at < *next) next = at;
  }
  return next;
}

void Endpoints::rebuild() {
  ready_.clear();
  for (auto const& k : known_) {
    if (k.routable()) {
      ready_.push_back(
          {k.report.release, k.report.allocation, k.report.host, k.report.probe_status});
    }
  }
  std::ranges::sort(ready_, {}, [](Endpoint const& endpoint) {
    return std::tuple{endpoint.release, endpoint.allocation};
  });
}

}  // namespace studylab::edge
