#pragma once

#include <cstdint>

namespace studylab::bench {

// The same benchmark on both queues: a queue of events of five kinds; each event inserts another of
// its kind after a random delay. Returns events per second of processor time.
double bare_loop_rate(std::uint64_t events);    // a binary heap of variants, and a visit
double world_queue_rate(std::uint64_t events);  // the simulated world's queue, and its dispatch

}  // namespace studylab::bench
