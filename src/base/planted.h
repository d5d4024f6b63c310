#pragma once

#include <cstdint>

namespace studylab {

// The guards that the platform's prohibitions rest on. A test build (STUDYLAB_PLANTED_BUGS) can
// take one out, to show that the invariant named by its rule then fails and that the fuzzer finds
// it. In every other build no guard can be taken out and the question costs nothing.
enum class Guard : std::uint8_t { bd1, bd4, bdn1, bdn2, bdn3, rgn1, rgn2, swn3 };

#ifdef STUDYLAB_PLANTED_BUGS
bool planted(Guard guard);
void plant(Guard guard);
void unplant_all();
#else
constexpr bool planted(Guard) { return false; }
#endif

}  // namespace studylab
