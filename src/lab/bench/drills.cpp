#include "lab/bench/drills.h"

#include <fmt/format.h>

#include "lab/bench/attempt.h"
#include "lab/bench/stopwatch.h"
#include "lab/drill/load.h"

namespace studylab::bench {
namespace {

constexpr double drills_a_second = 1000;
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

Row rate_row(std::string what, double rate) {
  return {"drills",
          std::move(what),
          rate,
          "per second",
          {},
          "",
          0,
          "at least 1,000",
          met_if(rate >= drills_a_second)};
}

void measure_drill(drill::Drill const& drill, Progress const& progress, std::vector<Row>& rows) {
  std::vector<Figures> figures(drill.variants.size());
  for (std::uint32_t round = 0; round <= drills_rounds; ++round) {
    progress(fmt::format("drills: {}, round {} of {}", drill.id, round, drills_rounds));
    for (std::size_t v = 0; v < figures.size(); ++v) {
      Figures cold;  // of the first round, the warm-up
      play_round(drill, drill.variants[v].name, 1 + round * seeds_a_round,
                 round == 0 ? cold : figures[v]);
    }
  }
  std::vector<double> rates, overheads;
  for (std::size_t v = 0; v < figures.size(); ++v) {
    rates.push_back(median(figures[v].rates));
    overheads.push_back(median(figures[v].overheads));
    rows.push_back(rate_row(fmt::format("{}, {}", drill.id, drill.variants[v].name), rates.back()));
  }
  rows.push_back(rate_row(fmt::format("{}, median of its variants", drill.id), median(rates)));
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
  std::vector<Row> rows;
  for (auto const& drill : drill::drills()) measure_drill(drill, progress, rows);
  return rows;
}

}  // namespace studylab::bench
