#include "base/planted.h"

#ifdef STUDYLAB_PLANTED_BUGS

namespace studylab {
namespace {

std::uint64_t guards_out = 0;

}  // namespace

bool planted(Guard guard) { return (guards_out >> static_cast<std::uint32_t>(guard)) & 1U; }
void plant(Guard guard) { guards_out |= std::uint64_t{1} << static_cast<std::uint32_t>(guard); }
void unplant_all() { guards_out = 0; }

}  // namespace studylab

#endif
