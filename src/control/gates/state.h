#pragma once

#include <array>
#include <cstdint>
#include <map>

#include "base/enum_size.h"
#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

// What one class's requests did at one gate since the run began.
struct GateTotals {
  std::uint64_t joined = 0;
  std::uint64_t released = 0;
  std::uint64_t refused = 0;
  std::uint64_t expired = 0;
};

// An edge's gate of one environment, as the edge reported it.
struct SeenGate {
  GateReported last;
  EntryId entry;
  std::array<GateTotals, enum_size<RequestClass>> totals{};
  std::optional<Instant> bound_at;  // of the latest report that a bound was reached
  EntryId bound_entry;
};

struct SleepPolicy {
  SleepPolicyDeclared declared;
  EntryId entry;
  std::map<EdgeId, SeenGate> gates;
};

// By environment that may sleep.
struct Gates {
  std::map<EnvironmentName, SleepPolicy> sleep_policies;
};

}  // namespace studylab::control
