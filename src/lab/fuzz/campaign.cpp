#include "lab/fuzz/campaign.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "lab/drill/setup.h"
#include "lab/fuzz/checks.h"
#include "lab/fuzz/mutate.h"
#include "lab/fuzz/schedule.h"
#include "lab/fuzz/shrink.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

constexpr std::uint64_t rows_drawn = 3;

std::string last_class(std::vector<std::string> const& lines) {
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (line->starts_with("classify ")) return line->substr(0, line->find(' ', 9));
  }
  return {};
}

class SeedFuzz {
 public:
  SeedFuzz(drill::Drill const& drill, std::uint64_t seed) : random_(Seed{seed, {}}, "fuzz/rows") {
    game_.drill = &drill;
    game_.seed = seed;
    draw_world();
    if (seed % 2 == 0) {
      auto drawn = drawn_schedule(game_);
      weather_ = drawn.weather;
      game_.schedule = std::move(drawn.schedule);
      faulty_ = true;
    }
    tally_.seeds = 1;
  }

  Tally run(Every every) {
    STUDYLAB_CHECK(unknown_variants(*game_.drill).empty());
    auto const& variant = drill::drawn_variant(*game_.drill, Seed{game_.seed, {}});
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < table().size(); ++i) {
      if (applies(table()[i], variant)) candidates.push_back(i);
    }
    // The first two are the expert and idle, which apply to every variant.
    std::set<std::size_t> rows{0, 1};
    while (rows.size() < 2 + rows_drawn)
      rows.insert(random_.pick(std::span<std::size_t const>{candidates}));
    if (every == Every::yes) rows.insert(candidates.begin(), candidates.end());
    for (auto const i : rows) play_row(table()[i]);
    return std::move(tally_);
  }

 private:
  // Most runs use the defaults.
  void draw_world() {
    Random random{Seed{game_.seed, {}}, "fuzz/world"};
    auto const level = random.below(5);
    game_.level = level == 0 ? Level::easy : level == 1 ? Level::hard : Level::normal;
    if (random.chance(200)) game_.topology = drill::Topology::live;
  }

  // `expert`; `expert, hard, live`.
  std::string in_world(std::string const& row) const {
    auto words = row;
    if (game_.level != Level::normal) words += fmt::format(", {}", to_text(game_.level));
    if (game_.topology == drill::Topology::live) words += ", live";
    return words;
  }

  void play_row(Row const& row) {
    auto played = play(game_, row.make, faulty_ ? nullptr : &references_);
    count(row.name, played);
    if (!played.failed.empty()) return not_played(row.name, played);
    if (row.must == Must::pass_by_chance) {
      ++tally_.random_runs;
      tally_.random_passed += played.score.outcome == grade::Outcome::passed ? 1 : 0;
    }
    if (row.must == Must::guess) hold_to_guess(row);
    if (auto why = faulty_ ? wrong_in_weather(row, played) : wrong(row, played)) {
      found(row.name, {"table", *why}, played);
    }
    check(game_, row.name, played);
    if (row.name == "expert") play_mutation(played);
  }

  // Once more under faults, with one that is aimed.
  void play_mutation(Played const& expert) {
    auto const lines = mutated(expert, random_);
    auto const changed = play_lines(game_, lines);
    if (!faulty_ || !changed.failed.empty()) return;
    auto struck = game_;
    struck.schedule = aimed(std::move(struck.schedule), changed.entries(), random_);
    play_lines(struck, lines);
  }

  Played play_lines(Game const& game, std::vector<std::string> const& lines) {
    auto played = play(game, saying(lines));
    ++tally_.mutations;
    count("mutation", played);
    if (played.failed.empty()) {
      check(game, "mutation", played);
    } else {
      not_played("mutation", played);
    }
    return played;
  }

  // Faults can prevent the alert: an edge that was down when the errors occurred saw none.
  void not_played(std::string const& row, Played const& played) {
    if (faulty_ && !played.session) {
      ++tally_.invalid;
    } else {
      found(row, {"run", played.failed}, played);
    }
  }

  // A guess that is the same in every variant is no better than a random class, because all
  // variants are equally likely.
  void hold_to_guess(Row const& row) {
    std::set<std::string> said;
    for (auto const& variant : game_.drill->variants) {
      auto game = game_;
      game.variant = variant.name;
      game.text = console::Text::yes;
      game.schedule = {};
      auto const played = play(game, row.make);
      count(row.name, played);
      said.insert(last_class(played.lines));
      if (said.size() > 1)
        return found(row.name, {"table", "its guess depends on the variant"}, played);
    }
  }

  // What must hold of the table under faults: a run that is not resolved does not pass, and if only
  // the control plane was down, the expert lost only time.
  std::optional<std::string> wrong_in_weather(Row const& row, Played const& played) {
    auto const& score = played.score;
    if (score.outcome == grade::Outcome::invalid) {
      ++tally_.invalid;
      return std::nullopt;
    }
    if (score.outcome == grade::Outcome::passed && !score.resolved && !score.handed_over) {
      return "passed, but not resolved: " + in_a_line(score);
    }
    if (row.name != "expert") return std::nullopt;
    if (!score.resolved && weather_ != Weather::control_only) {
      ++tally_.unresolved;
      return std::nullopt;
    }
    if (!score.resolved) return "the expert did not resolve it: " + in_a_line(score);
    bool const time_only = std::ranges::all_of(
        score.deductions, [](grade::Deduction const& lost) { return lost.rule == "OP3"; });
    if (weather_ == Weather::control_only && !time_only) {
      return "the control plane's absence cost more than time: " + in_a_line(score);
    }
    return std::nullopt;
  }

  void check(Game const& game, std::string const& row, Played const& played) {
    for (auto const& broken : broken_rules(game, played)) found(row, broken, played, game.schedule);
    for (auto const& broken : broken_record(game, played))
      found(row, broken, played, game.schedule);
  }

  void count(std::string const& row, Played const& played) {
    ++tally_.runs;
    ++tally_.by_row[row];
    if (faulty_) ++tally_.faulty_runs;
    if (played.session) tally_.entries += played.entries().size();
  }

  // Only the first finding of each rule on a seed is shrunk.
  void found(std::string const& row, Broken const& broken, Played const& played) {
    found(row, broken, played, game_.schedule);
  }
  void found(std::string const& row, Broken const& broken, Played const& played,
             sim::Schedule const& schedule) {
    if (!reported_.insert(broken.rule + row).second) return;
    Case shown{played.lines, schedule};
    if (broken.rule != "table" && broken.rule != "run") {
      shown =
          smallest(std::move(shown), [&](Case const& less) { return shows(less, broken.rule); });
    }
    tally_.findings.push_back({game_.seed, played.variant ? played.variant->name : std::string{},
                               in_world(row), broken.rule, broken.what, shown.lines,
                               in_words(shown.schedule)});
  }

  bool shows(Case const& less, std::string const& rule) const {
    auto game = game_;
    game.schedule = less.schedule;
    auto const played = play(game, saying(less.lines));
    if (!played.failed.empty()) return false;
    auto const is = [&](Broken const& broken) { return broken.rule == rule; };
    return std::ranges::any_of(broken_rules(game, played), is) ||
           std::ranges::any_of(broken_record(game, played), is);
  }

  Game game_;
  Random random_;
  Weather weather_ = Weather::all;
  bool faulty_ = false;
  References references_;
  std::set<std::string> reported_;
  Tally tally_;
};

}  // namespace

void Tally::add(Tally const& part) {
  seeds += part.seeds;
  runs += part.runs;
  entries += part.entries;
  faulty_runs += part.faulty_runs;
  mutations += part.mutations;
  invalid += part.invalid;
  unresolved += part.unresolved;
  random_runs += part.random_runs;
  random_passed += part.random_passed;
  for (auto const& [row, count] : part.by_row) by_row[row] += count;
  findings.insert(findings.end(), part.findings.begin(), part.findings.end());
}

Tally fuzz_seed(drill::Drill const& drill, std::uint64_t seed, Every every) {
  return SeedFuzz{drill, seed}.run(every);
}

std::string too_lucky(Tally const& tally) {
  if (tally.random_passed == 0 || tally.random_passed * 1000 < tally.random_runs) return {};
  return fmt::format("random passed {} of {} runs", tally.random_passed, tally.random_runs);
}

}  // namespace studylab::fuzz
