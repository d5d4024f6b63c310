#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/messages.h"

namespace studylab::edge {

// Where releases run now, as runners report it. Soft state: lost with the process, renewed by
// reports.
inline constexpr Duration endpoint_lifetime = std::chrono::seconds{5};

// One routable address.
struct Endpoint {
  ReleaseId release;
  AllocationId allocation;
  HostId host;
  std::uint16_t probe_status = 0;  // what its readiness probe answered
};

enum class EndpointOutcome : std::uint8_t {
  taken,      // the address is now routable, or leaving
  renewed,    // only its age changed
  duplicate,  // not newer than the last one, by (boot, number)
  not_ready,  // `ready` without a passed probe: ignored
};

class Endpoints {
 public:
  // The last report of an allocation wins, by boot and then number.
  EndpointOutcome take(EndpointReport const& report, Instant now);
  // Removes the addresses that no report has renewed for `endpoint_lifetime`. Returns how many.
  std::size_t expire(Instant now);
  // Removes one allocation, whose reports have stopped. A later report brings it back.
  bool absent(AllocationId allocation);

  // The routable addresses of one release, ascending by allocation. Valid until the next change.
  std::span<Endpoint const> of(ReleaseId release) const;
  // Any routable address of an environment, of any release; nullptr if it has none. Only for the
  // planted bug that answers with it.
  Endpoint const* any_in(EnvironmentName const& environment) const;
  // When the next address expires; none without addresses.
  std::optional<Instant> next_expiry() const;

 private:
  struct Known {
    EndpointReport report;
    Instant renewed_at;
    enum class Heard : std::uint8_t { yes, no } heard = Heard::yes;

    bool routable() const;
  };
  void rebuild();

  std::vector<Known> known_;     // ascending by allocation
  std::vector<Endpoint> ready_;  // ascending by release, allocation
};

}  // namespace studylab::edge
