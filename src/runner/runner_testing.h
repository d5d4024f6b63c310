#pragma once

#include <vector>

#include "model/facts.h"
#include "runner/runner.h"

namespace studylab::runner::testing {

using namespace std::chrono_literals;

inline Instant at(Duration after_start) { return Instant{std::chrono::hours{480'000}} + after_start; }
inline constexpr AllocationId a7{7};

Digest digest(std::uint8_t first);
// Of rel-3 with digest(3), needing the bindings `db` and `pay`.
StartAllocation start(std::uint32_t allocation = 7, std::uint32_t operation = 12,
                      std::uint32_t attempt = 1);

// A runner on host-2 that has started.
struct Stand {
  Stand();

  Output feed(Input const& input, Duration after_start);
  Outcome command(RunnerCommand const& command, Duration after_start) {
    return feed(Commanded{command}, after_start).outcome;
  }
  // Answers the first wanted effect that has an outcome, well; false: none has.
  bool answer_one(Duration after_start);
  // Answers effects until alloc-7 is in `stage`, or nothing is left to answer.
  void bring(AllocationStage stage, Duration after_start = 1s);
  Allocation const& a() const { return *state.journal.find(a7); }

  std::vector<Journaled> records;
  State state;
};

// The outcome of an effect where all is well; none for reports and timers.
std::optional<Input> all_well(Stand const& stand, Effect const& effect);
// All that a journal says, to compare two.
std::string fingerprint(Journal const& journal);

template <class F>
std::vector<F> reported(State const& state) {
  std::vector<F> facts;
  for (auto const& waiting : state.journal.reports.waiting()) {
    if (auto const* fact = fact_if<F>(waiting.report.fact)) facts.push_back(*fact);
  }
  return facts;
}

template <class E>
std::vector<E> wanted(State const& state) {
  std::vector<E> effects;
  for (auto const& effect : react(state)) {
    if (auto const* e = std::get_if<E>(&effect)) effects.push_back(*e);
  }
  return effects;
}

}  // namespace studylab::runner::testing
