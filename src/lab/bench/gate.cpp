#include "lab/bench/gate.h"

#include "base/check.h"
#include "edge/gate.h"
#include "lab/bench/machine.h"
#include "lab/bench/stopwatch.h"

namespace studylab::bench {
namespace {

constexpr std::uint32_t few = 10'000;
constexpr std::uint32_t many = 10'000'000;
constexpr std::size_t max_more = 64'000;  // bytes

edge::Gate sleeping_gate() {
  edge::GatePolicy policy;
  policy.budget = std::chrono::minutes{5};
  policy.safe = {edge::max_waiting, edge::max_waiting_bytes, std::chrono::minutes{5}};
  return edge::Gate{EnvironmentName{"shop/production"}, policy};
}

// Requests one by one, as a network delivers them.
void admit(edge::Gate& gate, std::uint32_t requests) {
  Instant const now{std::chrono::hours{480'000}};
  for (std::uint32_t n = 0; n < requests; ++n) gate.admit({RequestClass::safe, 1, 1000}, now);
}

}  // namespace

std::vector<Row> measure_gate(Progress const& progress) {
  progress("a stampede at a gate");
  auto gate = sleeping_gate();
  admit(gate, few);
  resident_bytes();  // the first call takes memory itself
  auto const before = resident_bytes();
  ProcessorTime const time;
  admit(gate, many);
  auto const seconds = time.seconds();
  auto const after = resident_bytes();
  auto const& counted = gate.rows()[static_cast<std::size_t>(RequestClass::safe)];
  STUDYLAB_CHECK(counted.waiting == edge::max_waiting);
  STUDYLAB_CHECK(counted.refused == few + many - edge::max_waiting);
  auto const more = after > before ? after - before : 0;
  Row per_request;
  per_request.part = "gate";
  per_request.what = "request in a stampede";
  per_request.value = seconds / many * 1e9;
  per_request.unit = "ns";
  Row memory;
  memory.part = "gate";
  memory.what = "more memory for 10,000,000 requests than for 10,000";
  memory.value = static_cast<double>(more);
  memory.unit = "bytes";
  memory.goal = "less than 64,000";
  memory.met = met_if(more < max_more);
  return {per_request, memory};
}

}  // namespace studylab::bench
