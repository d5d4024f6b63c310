#include "lab/bench/ledger.h"

#include <fmt/format.h>

#include "base/check.h"
#include "evidence/chain.h"
#include "evidence/verify.h"
#include "lab/bench/attempt.h"
#include "lab/bench/stopwatch.h"
#include "lab/drill/load.h"
#include "lab/operators/expert.h"
#include "lab/runs/drive.h"

namespace studylab::bench {
namespace {

constexpr std::size_t min_entries = 50'000;  // per round
constexpr std::uint32_t ledger_rounds = 9;
constexpr double verified_a_second = 1'000'000;
constexpr double min_share = 0.5;  // at most twice the time of hashing alone

// The facts of whole runs, one chain per run, of realistic length.
struct Runs {
  std::vector<std::vector<Fact>> facts;
  std::size_t entries = 0;
};
using Chains = std::vector<evidence::Chain>;

Runs runs_of_drills() {
  Runs runs;
  auto const& drill = drill::drills().front();
  for (std::uint64_t seed = 1; runs.entries < min_entries; ++seed) {
    auto run = opened(drill, seed, "").run;
    lab::Expert expert{run.session().opening()};
    runs::drive(run, expert);
    auto& facts = runs.facts.emplace_back();
    for (auto const& entry : run.session().chain().entries()) facts.push_back(entry.fact);
    runs.entries += facts.size();
  }
  return runs;
}

double append_rate(Runs runs, Chains& chains) {
  ProcessorTime const time;
  for (auto& facts : runs.facts) {
    auto& chain = chains.emplace_back();
    for (auto& fact : facts) chain.append(Instant{}, std::move(fact));
  }
  return static_cast<double>(runs.entries) / time.seconds();
}

double verify_rate(Chains const& chains, std::size_t entries) {
  ProcessorTime const time;
  for (auto const& chain : chains) {
    auto const head = evidence::verify_chain(chain.bytes(), evidence::ChainKind::platform);
    STUDYLAB_CHECK(head.has_value() && head->hash == chain.head());
  }
  return static_cast<double>(entries) / time.seconds();
}

// One hash per entry of the same bodies.
double hash_rate(Chains const& chains, std::size_t entries) {
  ProcessorTime const time;
  for (auto const& chain : chains) {
    Hash last;
    for (std::uint32_t n = 1; n <= chain.size(); ++n) last = blake2b(chain.body(EntryId{n}));
    STUDYLAB_CHECK(last == chain.head());
  }
  return static_cast<double>(entries) / time.seconds();
}

}  // namespace

std::vector<Row> measure_ledger(Progress const& progress) {
  progress("ledger: entries to append");
  auto const runs = runs_of_drills();
  std::vector<double> appends, verifies, hashes;
  double bytes = 0;
  for (std::uint32_t round = 0; round <= ledger_rounds; ++round) {
    progress(fmt::format("ledger: round {} of {}", round, ledger_rounds));
    Chains chains;
    chains.reserve(runs.facts.size());
    auto const append = append_rate(runs, chains);
    auto const hash = hash_rate(chains, runs.entries);
    auto const verify = verify_rate(chains, runs.entries);
    std::size_t size = 0;
    for (auto const& chain : chains) size += chain.bytes().size();
    bytes = static_cast<double>(size) / static_cast<double>(runs.entries);
    if (round == 0) continue;  // warms up
    appends.push_back(append);
    hashes.push_back(hash);
    verifies.push_back(verify);
  }
  auto const append = median(appends), verify = median(verifies), hash = median(hashes);
  std::string const peer = fmt::format("BLAKE2b of the same {:.0f}-byte entries", bytes);
  return {
      {"ledger", "entries appended", append, "per second", hash, peer, append / hash,
       "at least 0.5 of hashing", met_if(append / hash >= min_share)},
      {"ledger", "entries verified", verify, "per second", hash, peer, verify / hash,
       "at least 0.5 of hashing", met_if(verify / hash >= min_share)},
      {"ledger",
       "entries verified",
       verify,
       "per second",
       {},
       "",
       0,
       "at least 1,000,000",
       met_if(verify >= verified_a_second)},
  };
}

}  // namespace studylab::bench
