#include "cli/bench_levels.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/terminal.h"
#include "lab/drill/load.h"
#include "lab/fuzz/levels.h"

namespace studylab::cli {
namespace {

using fuzz::AllLevels;
using fuzz::Spread;

struct DrillLevels {
  std::string drill;
  AllLevels levels;
};

AllLevels measured(drill::Drill const& drill, console::Seeds const& seeds) {
  auto levels = fuzz::empty_levels(drill);
  for (auto seed = seeds.first; seed <= seeds.last && !interrupted(); ++seed) {
    progress(fmt::format("{}: seed {} of {}", drill.id, seed, seeds.last));
    for (auto& level : levels) fuzz::measure_level(drill, seed, level);
  }
  progress_end();
  return levels;
}

std::string spread_text(Spread const& spread) {
  return fmt::format("{:.1f} ({})", spread.mean(), spread.median());
}

// As a page of the documentation has it.
std::string levels_table(std::vector<DrillLevels> const& all) {
  auto text =
      fmt::format("| {:<16} | {:<6} | {:>13} | {:>13} | {:>13} | {:>9} | {:>11} |\n", "drill",
                  "level", "queries", "seconds", "impact", "pass rate", "full scores");
  text += fmt::format("|{:-<18}|{:-<8}|{:-<15}|{:-<15}|{:-<15}|{:-<11}|{:-<13}|\n", "", "", "", "",
                      "", "", "");
  for (auto const& [drill, levels] : all) {
    for (auto const& level : levels) {
      text +=
          fmt::format("| {:<16} | {:<6} | {:>13} | {:>13} | {:>13} | {:>8.2f}% | {:>11} |\n", drill,
                      to_text(level.level), spread_text(level.queries), spread_text(level.seconds),
                      spread_text(level.impact), 100 * level.pass_rate(),
                      fmt::format("{}/{}", level.full_scores, level.seeds));
    }
  }
  return text +
         "The expert's queries, seconds and seconds of impact: mean (median). The pass rate is "
         "that of ten\nscripts in a fixed order.\n";
}

boost::json::object spread_json(Spread const& spread) {
  return {{"mean", spread.mean()}, {"median", spread.median()}};
}

boost::json::object level_json(fuzz::LevelFigures const& level) {
  boost::json::array scripts;
  for (auto const& one : level.scripts) {
    scripts.push_back(boost::json::object{{"script", one.script}, {"passed", one.passed}});
  }
  return {{"level", to_text(level.level)},
          {"seeds", level.seeds},
          {"queries", spread_json(level.queries)},
          {"seconds", spread_json(level.seconds)},
          {"impact_seconds", spread_json(level.impact)},
          {"full_scores", level.full_scores},
          {"pass_rate", level.pass_rate()},
          {"scripts", std::move(scripts)}};
}

std::string levels_json(std::vector<DrillLevels> const& all, console::Seeds const& seeds) {
  boost::json::array drills;
  for (auto const& [drill, levels] : all) {
    boost::json::array list;
    for (auto const& level : levels) list.push_back(level_json(level));
    drills.push_back(boost::json::object{{"drill", drill}, {"levels", std::move(list)}});
  }
  return boost::json::serialize(boost::json::object{
      {"first_seed", seeds.first}, {"last_seed", seeds.last}, {"drills", std::move(drills)}});
}

}  // namespace

Exit bench_levels(BenchLevelsCommand const& command) {
  std::vector<DrillLevels> all;
  std::vector<std::string> broken;
  for (auto const& drill : drill::drills()) {
    if (command.drill != "all" && command.drill != drill.id) continue;
    all.push_back({drill.id, measured(drill, command.seeds)});
    if (interrupted()) break;
    for (auto& line : fuzz::broken_promises(drill.id, all.back().levels)) {
      broken.push_back(std::move(line));
    }
  }
  Out out;
  if (command.json == Json::yes) {
    out.line(levels_json(all, command.seeds));
  } else {
    out.print(levels_table(all));
  }
  for (auto const& line : broken) print_error(line);
  if (interrupted()) print_error("interrupted: not every seed was run");
  if (interrupted()) return Exit::missing;
  return broken.empty() ? Exit::done : Exit::failed;
}

}  // namespace studylab::cli
