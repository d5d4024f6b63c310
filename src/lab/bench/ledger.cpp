#include "lab/bench/ledger.h"

#include <fmt/format.h>

#include "base/check.h"
#include "evidence/chain.h"
#include "evidence/verify.h"
#include "lab/bench/attempt.h"
#include "lab/bench/stopwatch.h"
#include "lab/drill/load.h"
#include "lab/operators/drive.h"
#include "lab/operators/expert.h"

namespace studylab::bench {
namespace {

constexpr std::size_t entries_a_round = 50'000;
constexpr std::uint32_t ledger_rounds = 9;
constexpr double verified_a_second = 1'000'000;
constexpr double least_share = 0.5;  // within twice the time of bare hashing

// Facts as they come in drills, over and over.
std::vector<Fact> facts_of_drills() {
  std::vector<Fact> facts;
  auto const& drill = drill::drills().front();
  for (std::uint64_t seed = 1; facts.size() < entries_a_round; ++seed) {
    auto const session = opened(drill, seed, "");
    lab::Expert expert{session->opening()};
    lab::drive(*session, expert);
    for (auto const& entry : session->chain().entries()) facts.push_back(entry.fact);
  }
  facts.resize(entries_a_round);
  return facts;
}

double append_rate(std::vector<Fact> facts, evidence::Chain& chain) {
  ProcessorTime const time;
  for (auto& fact : facts) chain.append(Instant{}, std::move(fact));
  return entries_a_round / time.seconds();
}

double verify_rate(evidence::Chain const& chain) {
  ProcessorTime const time;
  auto const head = evidence::verify_chain(chain.bytes(), evidence::ChainKind::platform);
  auto const rate = entries_a_round / time.seconds();
  STUDYLAB_CHECK(head.has_value() && head->hash == chain.head());
  return rate;
}

// One hash an entry of the same bodies.
double hash_rate(evidence::Chain const& chain) {
  ProcessorTime const time;
  Hash last;
  for (std::uint32_t n = 1; n <= chain.size(); ++n) last = blake2b(chain.body(EntryId{n}));
  auto const rate = entries_a_round / time.seconds();
  STUDYLAB_CHECK(last == chain.head());
  return rate;
}

}  // namespace

std::vector<Row> measure_ledger(Progress const& progress) {
  progress("ledger: entries to append");
  auto const facts = facts_of_drills();
  std::vector<double> appends, verifies, hashes;
  double bytes = 0;
  for (std::uint32_t round = 0; round <= ledger_rounds; ++round) {
    progress(fmt::format("ledger: round {} of {}", round, ledger_rounds));
    evidence::Chain chain;
    auto const append = append_rate(facts, chain);
    auto const hash = hash_rate(chain);
    auto const verify = verify_rate(chain);
    bytes = static_cast<double>(chain.bytes().size()) / entries_a_round;
    if (round == 0) continue;  // warms up
    appends.push_back(append);
    hashes.push_back(hash);
    verifies.push_back(verify);
  }
  auto const append = median(appends), verify = median(verifies), hash = median(hashes);
  std::string const peer = fmt::format("BLAKE2b of the same {:.0f}-byte entries", bytes);
  return {
      {"ledger", "entries appended", append, "a second", hash, peer, append / hash,
       "at least 0.5 of hashing", met_if(append / hash >= least_share)},
      {"ledger", "entries verified", verify, "a second", hash, peer, verify / hash,
       "at least 0.5 of hashing", met_if(verify / hash >= least_share)},
      {"ledger",
       "entries verified",
       verify,
       "a second",
       {},
       "",
       0,
       "at least 1,000,000",
       met_if(verify >= verified_a_second)},
  };
}

}  // namespace studylab::bench
