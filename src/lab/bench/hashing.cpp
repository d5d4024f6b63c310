#include "lab/bench/hashing.h"

#include "base/check.h"
#include "base/hash.h"
#include "lab/bench/attempt.h"
#include "lab/bench/stopwatch.h"
#include "lab/drill/load.h"
#include "lab/operators/expert.h"
#include "lab/runs/drive.h"

namespace studylab::bench {

std::vector<std::vector<Fact>> facts_of_runs(std::size_t at_least) {
  std::vector<std::vector<Fact>> lists;
  auto const& drill = drill::drills().front();
  std::size_t count = 0;
  for (std::uint64_t seed = 1; count < at_least; ++seed) {
    auto run = opened(drill, seed, "").run;
    lab::Expert expert{run.session().opening()};
    runs::drive(run, expert);
    auto& facts = lists.emplace_back();
    for (auto const& entry : run.session().chain().entries()) facts.push_back(entry.fact);
    count += facts.size();
  }
  return lists;
}

Chains chained(std::vector<std::vector<Fact>> facts) {
  Chains chains;
  chains.reserve(facts.size());
  for (auto& list : facts) {
    auto& chain = chains.emplace_back();
    for (auto& fact : list) chain.append(Instant{}, std::move(fact));
  }
  return chains;
}

std::size_t entries_of(Chains const& chains) {
  std::size_t count = 0;
  for (auto const& chain : chains) count += chain.size();
  return count;
}

double hash_rate(Chains const& chains) {
  ProcessorTime const time;
  for (auto const& chain : chains) {
    Hash last;
    for (std::uint32_t n = 1; n <= chain.size(); ++n) last = blake2b(chain.body(EntryId{n}));
    STUDYLAB_CHECK(last == chain.head());
  }
  return static_cast<double>(entries_of(chains)) / time.seconds();
}

}  // namespace studylab::bench
