#include "lab/bench/hashing.h"

#include <span>

#include "base/check.h"
#include "base/hash.h"
#include "lab/bench/attempt.h"
#include "lab/bench/stopwatch.h"
#include "lab/drill/load.h"
#include "lab/operators/expert.h"
#include "lab/runs/drive.h"

namespace studylab::bench {
namespace {

// Passes the chain of one run after the other to `take`, until that returns true.
template <class Take>
void each_run(Take&& take) {
  auto const& drill = drill::drills().front();
  for (std::uint64_t seed = 1;; ++seed) {
    auto run = opened(drill, seed, "").run;
    lab::Expert expert{run.session().opening()};
    runs::drive(run, expert);
    if (take(run.session().chain())) return;
  }
}

}  // namespace

void EntryBodies::add(evidence::Chain const& chain) {
  for (std::uint32_t n = 1; n <= chain.size(); ++n) {
    auto const body = chain.body(EntryId{n});
    bytes_.append(body.begin(), body.end());
    ends_.push_back(bytes_.size());
  }
  STUDYLAB_CHECK(blake2b(chain.body(EntryId{chain.size()})) == chain.head());
}

double EntryBodies::mean_bytes() const {
  return static_cast<double>(bytes_.size()) / static_cast<double>(size());
}

double EntryBodies::hash_rate() const {
  auto const bytes = as_bytes(bytes_);
  Hash sum;  // of all, so that none can be left out
  std::size_t begin = 0;
  ProcessorTime const time;
  for (auto const end : ends_) {
    auto const hash = blake2b(bytes.subspan(begin, end - begin));
    for (std::size_t n = 0; n < hash.bytes.size(); ++n) sum.bytes[n] ^= hash.bytes[n];
    begin = end;
  }
  auto const seconds = time.seconds();
  STUDYLAB_CHECK(sum != Hash{});
  return static_cast<double>(size()) / seconds;
}

EntryBodies bodies_of_runs(std::size_t at_least) {
  EntryBodies bodies;
  each_run([&](evidence::Chain const& chain) {
    bodies.add(chain);
    return bodies.size() >= at_least;
  });
  return bodies;
}

std::vector<std::vector<Fact>> facts_of_runs(std::size_t at_least) {
  std::vector<std::vector<Fact>> lists;
  std::size_t count = 0;
  each_run([&](evidence::Chain const& chain) {
    auto& facts = lists.emplace_back();
    for (auto const& entry : chain.entries()) facts.push_back(entry.fact);
    count += facts.size();
    return count >= at_least;
  });
  return lists;
}

}  // namespace studylab::bench
