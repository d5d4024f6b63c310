#pragma once

#include <cstdint>

namespace studylab {

// The guards that enforce the platform's prohibitions. A test build (STUDYLAB_PLANTED_BUGS) can
// remove one, to show that the invariant named by its rule then fails and that the fuzzer finds it.
// In every other build a guard cannot be removed, and the check costs nothing.
enum class Guard : std::uint8_t {
  bd1,
  bd4,
  bdn1,
  bdn2,
  bdn3,
  rgn1,
  rgn2,
  swn3,
  swn1,
  sw4,
  sw3,
  swn2,
  rg1,
  rg2,
  rg3,
  rg4,
  rgn3,
  hun1,
  hun2,
  hun3,
  hu4,
  hu5,
  hu6,
  dr2,
  dr4,
  drn1,
  drn2,
  drn3,
  po3,
  po4,
  po5,
  pon1,
  pon2,
  pon3
};

#ifdef STUDYLAB_PLANTED_BUGS
bool planted(Guard guard);
void plant(Guard guard);
void unplant_all();
#else
constexpr bool planted(Guard) { return false; }
#endif

}  // namespace studylab
