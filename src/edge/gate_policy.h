#pragma once

#include <cstdint>

#include "model/enums.h"

namespace studylab::edge {

enum class RequestClass : std::uint8_t { safe, idempotent, unsafe, upgrade };

// What may wait of one class at one edge.
struct GateBounds {
  std::uint32_t count = 0;
  std::uint64_t bytes = 0;
  Duration time{};

  friend bool operator==(GateBounds const&, GateBounds const&) = default;
};

struct GatePolicy {
  Duration budget{};
  GateBounds safe;
  GateBounds idempotent;
  std::uint32_t release_per_second = 1;

  friend bool operator==(GatePolicy const&, GatePolicy const&) = default;
};

}  // namespace studylab::edge
