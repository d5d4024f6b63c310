#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/messages.h"

namespace studylab::edge {

// Where releases run now, as runners say: soft, lost with the process, renewed by reports.
inline constexpr Duration endpoint_lifetime = std::chrono::seconds{5};

// One routable address.
struct Endpoint {
  ReleaseId release;
  AllocationId allocation;
  HostId host;
  std::uint16_t probe_status = 0;  // what its readiness probe answered
};

enum class EndpointOutcome : std::uint8_t {
  taken,      // the address is routable, or leaving, as the report says
  renewed,    // nothing changed but its age
  duplicate,  // not later than what is known, by (boot, number)
  not_ready,  // `ready` without a probe that passed: not taken in
};

class Endpoints {
 public:
  // The last report of an allocation wins, by boot and then number.
  EndpointOutcome take(EndpointReport const& report, Instant now);
  // Takes out what no report has renewed for `endpoint_lifetime`. Returns how many.
  std::size_t expire(Instant now);
  // Takes out one allocation, whose reports have stopped. A later report brings it back.
  bool absent(AllocationId allocation);

  // The routable addresses of one release, ascending by allocation. Valid until the next change.
  std::span<Endpoint const> of(ReleaseId release) const;
  // Any one routable address of an environment, whatever its release; nullptr: none. For nothing
  // but the planted bug that answers with it.
  Endpoint const* any_in(EnvironmentName const& environment) const;
  // When the next one is due to expire; none where there is none.
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
