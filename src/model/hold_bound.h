#pragma once

#include <cstdint>

#include "base/fields.h"
#include "base/instant.h"

namespace studylab {

// How much of one request class an edge holds at a time for one sleeping environment: at most this
// many requests and bytes, each for at most this long.
struct HoldBound {
  std::uint32_t requests = 0;  // 0: none is held
  std::uint64_t bytes = 0;
  Duration time{};

  friend bool operator==(HoldBound const&, HoldBound const&) = default;
  STUDYLAB_FIELDS(requests, bytes, time)
};

}  // namespace studylab
