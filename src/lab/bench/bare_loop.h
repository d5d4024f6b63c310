#pragma once

#include <cstdint>

namespace studylab::bench {

// The same hold model on both: a heap of events of five kinds, each of which, when it happens, puts
// one like it a drawn time later. Gives events a second of processor time.
double bare_loop_rate(std::uint64_t events);    // a binary heap of variants and a visit
double world_queue_rate(std::uint64_t events);  // the simulated world's queue and its dispatch

}  // namespace studylab::bench
