#include "lab/bench/ledger.h"

#include <fmt/format.h>

#include "base/check.h"
#include "evidence/verify_chain.h"
#include "lab/bench/hashing.h"
#include "lab/bench/stopwatch.h"

namespace studylab::bench {
namespace {

constexpr std::size_t min_entries = 50'000;  // per round
constexpr std::uint32_t ledger_rounds = 9;
constexpr double verified_a_second = 1'000'000;
constexpr double min_share = 0.5;  // at most twice the time of hashing alone

using Chains = std::vector<evidence::Chain>;

std::size_t entries_of(Chains const& chains) {
  std::size_t count = 0;
  for (auto const& chain : chains) count += chain.size();
  return count;
}

double append_rate(std::vector<std::vector<Fact>> facts, Chains& chains) {
  ProcessorTime const time;
  chains.reserve(facts.size());
  for (auto& list : facts) {
    auto& chain = chains.emplace_back();
    for (auto& fact : list) chain.append(Instant{}, std::move(fact));
  }
  return static_cast<double>(entries_of(chains)) / time.seconds();
}

EntryBodies bodies_of(Chains const& chains) {
  EntryBodies bodies;
  for (auto const& chain : chains) bodies.add(chain);
  return bodies;
}

double verify_rate(Chains const& chains) {
  ProcessorTime const time;
  for (auto const& chain : chains) {
    auto const head = evidence::verify_chain(chain.bytes(), evidence::ChainKind::platform);
    STUDYLAB_CHECK(head.has_value() && head->hash == chain.head());
  }
  return static_cast<double>(entries_of(chains)) / time.seconds();
}

}  // namespace

std::vector<Row> measure_ledger(Progress const& progress) {
  progress("ledger: entries to append");
  auto const facts = facts_of_runs(min_entries);
  std::vector<double> appends, verifies, hashes;
  double bytes = 0;
  for (std::uint32_t round = 0; round <= ledger_rounds; ++round) {
    progress(fmt::format("ledger: round {} of {}", round, ledger_rounds));
    Chains chains;
    auto const append = append_rate(facts, chains);
    auto const verify = verify_rate(chains);
    auto const bodies = bodies_of(chains);
    auto const hash = bodies.hash_rate();
    bytes = bodies.mean_bytes();
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
