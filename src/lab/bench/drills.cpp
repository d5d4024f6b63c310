#include "lab/bench/drills.h"

#include <fmt/format.h>

#include "base/check.h"
#include "lab/bench/attempt.h"
#include "lab/bench/hashing.h"
#include "lab/bench/stopwatch.h"
#include "lab/drill/load.h"
#include "lab/drill/runbook.h"

namespace studylab::bench {
namespace {

// On the machine of the first measurement, this many entries were hashed in a second.
constexpr std::uint32_t first_hashes_a_second = 3'000'000;
constexpr std::size_t hashed_entries = 50'000;  // per round
constexpr double overhead_ms = 1;
constexpr std::uint32_t drills_rounds = 9;
constexpr std::uint64_t seeds_a_round = 40;

struct Figures {
  std::vector<double> rates;
  std::vector<double> overheads;  // milliseconds
};

void play_round(drill::Drill const& drill, std::string const& variant, std::uint64_t first,
                Figures& figures) {
  double seconds = 0, overhead = 0;
  for (auto seed = first; seed < first + seeds_a_round; ++seed) {
    auto const attempt = expert_attempt(drill, seed, variant);
    seconds += attempt.seconds;
    overhead += attempt.overhead;
  }
  figures.rates.push_back(seeds_a_round / seconds);
  figures.overheads.push_back(overhead * 1000 / seeds_a_round);
}

std::uint32_t max_hashes(drill::Drill const& drill) {
  auto const* runbook = drill::find_runbook(drill.runbook);
  STUDYLAB_CHECK(runbook != nullptr);
  return runbook->max_hashes_a_run;
}

Row rate_row(std::string what, double rate, std::uint32_t max_hashes) {
  auto const goal = first_hashes_a_second / max_hashes;
  return {"drills",
          std::move(what),
          rate,
          "per second",
          {},
          "",
          0,
          fmt::format("at least {}", goal),
          met_if(rate >= goal)};
}

// Machines differ, so what counts is how many entries can be hashed while a run is graded.
Row hashes_row(std::string const& drill, double rate, double hashes, std::uint32_t max_hashes) {
  auto const ratio = hashes / rate;
  return {"drills",
          fmt::format("{}, entries hashed in the time of a run", drill),
          ratio,
          "",
          {},
          "",
          0,
          fmt::format("at most {}", max_hashes),
          met_if(ratio <= max_hashes)};
}

void measure_drill(drill::Drill const& drill, EntryBodies const& entries, Progress const& progress,
                   std::vector<Row>& rows) {
  std::vector<Figures> figures(drill.variants.size());
  std::vector<double> hashes;
  for (std::uint32_t round = 0; round <= drills_rounds; ++round) {
    progress(fmt::format("drills: {}, round {} of {}", drill.id, round, drills_rounds));
    auto const hash = entries.hash_rate();
    if (round != 0) hashes.push_back(hash);
    for (std::size_t v = 0; v < figures.size(); ++v) {
      Figures cold;  // of the first round, the warm-up
      play_round(drill, drill.variants[v].name, 1 + round * seeds_a_round,
                 round == 0 ? cold : figures[v]);
    }
  }
  auto const most = max_hashes(drill);
  std::vector<double> rates, overheads;
  for (std::size_t v = 0; v < figures.size(); ++v) {
    rates.push_back(median(figures[v].rates));
    overheads.push_back(median(figures[v].overheads));
    rows.push_back(
        rate_row(fmt::format("{}, {}", drill.id, drill.variants[v].name), rates.back(), most));
  }
  rows.push_back(
      rate_row(fmt::format("{}, median of its variants", drill.id), median(rates), most));
  rows.push_back(hashes_row(drill.id, median(rates), median(hashes), most));
  auto const overhead = median(overheads);
  rows.push_back({"drills",
                  "set-up to the alert, grading and clean-up",
                  overhead,
                  "ms",
                  {},
                  "",
                  0,
                  "under 1 ms",
                  met_if(overhead < overhead_ms)});
}

}  // namespace

std::vector<Row> measure_drills(Progress const& progress) {
  progress("drills: entries to hash");
  auto const entries = bodies_of_runs(hashed_entries);
  std::vector<Row> rows;
  for (auto const& drill : drill::drills()) measure_drill(drill, entries, progress, rows);
  return rows;
}

}  // namespace studylab::bench
