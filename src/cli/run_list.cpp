#include "cli/run_list.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <span>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "command_language/runbooks.h"
#include "lab/console/render/units.h"
#include "lab/debrief/parts.h"
#include "lab/runs/documents.h"
#include "lab/runs/practised.h"

namespace studylab::cli {
namespace {

using console::Style;
using console::Styled;
using runs::ListedRun;
using runs::state_word;
using runs::time_to_mitigate;

constexpr std::uint32_t chart_rows = 5;
constexpr std::uint32_t points_a_row = 100 / chart_rows;
// The chart by rule.
constexpr std::size_t max_rules = 8;
constexpr std::size_t max_bars = 60;
constexpr std::size_t rule_label_width = 26;
constexpr std::size_t rule_words_width = 26;  // at least, for what the rule says
constexpr std::uint32_t full_bar = 20;        // points: a phase
constexpr std::size_t label_width = 5;        // `100  `
constexpr std::size_t column_width = 2;       // a bar and a space

std::tm utc(std::chrono::sys_seconds at) {
  return fmt::gmtime(std::chrono::system_clock::to_time_t(at));
}

bool is_scored(ListedRun const& run) {
  return run.result && run.result->score.outcome != grade::Outcome::invalid;
}

constexpr std::array<std::string_view, 9> steps{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

// The part of a column of `score` points that lies in this row of the chart, counted from the
// bottom.
std::string_view cell(std::uint32_t score, std::uint32_t row) {
  auto const below = row * points_a_row;
  auto const points = score <= below ? 0 : std::min(score - below, points_a_row);
  return steps[(points * 8 + points_a_row - 1) / points_a_row];
}

// The rules for which the chart has no row.
Styled others_text(std::span<practice::RuleLosses const> rules) {
  std::uint32_t points = 0;
  for (auto const& rule : rules) points += rule.points;
  return Styled{fmt::format("and {} by {}", console::counted(points, "point"),
                            console::counted(rules.size(), "other rule")),
                Style::dim};
}

}  // namespace

std::string utc_minute(std::chrono::sys_seconds at) { return fmt::format("{:%F %R}", utc(at)); }

std::vector<Styled> score_chart(std::vector<ListedRun> const& runs, std::size_t width) {
  std::vector<grade::Score const*> scores;
  for (auto const& run : runs) {
    if (is_scored(run)) scores.push_back(&run.result->score);
  }
  if (scores.size() < 2) return {};
  auto const room = (width - label_width) / column_width;
  if (scores.size() > room) scores.erase(scores.begin(), scores.end() - static_cast<int>(room));
  std::vector<Styled> lines;
  lines.emplace_back(fmt::format("points of the last {} runs, newest last", scores.size()));
  for (auto row = chart_rows; row-- > 0;) {
    Styled line{fmt::format("{:>3}  ", (row + 1) * points_a_row), Style::dim};
    for (auto const* score : scores) {
      bool const passed = score->outcome == grade::Outcome::passed;
      line.add(cell(score->score, row), passed ? Style::green : Style::red).add(" ", Style::plain);
    }
    lines.push_back(line.stripped());
  }
  return lines;
}

std::vector<Styled> rule_chart(std::vector<ListedRun> const& runs, std::size_t width) {
  std::vector<practice::RunLosses> losses;
  for (auto const& run : runs) {
    if (is_scored(run)) losses.push_back(runs::losses_of(run));
  }
  auto const room = std::min(max_bars, width - rule_label_width - rule_words_width);
  if (losses.size() > room) losses.erase(losses.begin(), losses.end() - static_cast<int>(room));
  auto rules = practice::by_rule(losses);
  if (rules.empty()) return {};
  std::vector<Styled> lines;
  lines.emplace_back(
      fmt::format("points lost by rule in the last {}, newest last; a full bar: {} or "
                  "more",
                  console::counted(losses.size(), "run"), full_bar));
  for (auto const& rule : std::span{rules}.first(std::min(rules.size(), max_rules))) {
    Styled line{fmt::format("{:<5} {:>5} in {:<8}  ", rule.rule, rule.points,
                            console::counted(rule.runs, "run")),
                Style::dim};
    for (auto const points : rule.over) {
      line.add(steps[(std::min(points, full_bar) * 8 + full_bar - 1) / full_bar], Style::red);
    }
    if (auto const* known = language::find_line(rule.rule)) {
      line.add("  ").add(known->words, Style::dim);
    }
    lines.push_back(line.stripped());
  }
  if (rules.size() > max_rules) lines.push_back(others_text(std::span{rules}.subspan(max_rules)));
  return lines;
}

std::vector<Styled> lines_of(ListedRun const& run) {
  auto const& summary = run.summary;
  std::string how{state_word(run)};
  std::string points;
  std::string resolved;
  std::string second =
      fmt::format("  {}{}{}", summary.drill,
                  summary.drill.empty() || summary.note.empty() ? "" : ", ", summary.note);
  if (run.result) {
    auto const about = debrief::about(*run.result);
    // A crash is an interruption too; the run's own page says which it was.
    auto const ending = about.ending == RunEnding::crashed ? RunEnding::interrupted : about.ending;
    if (ending != RunEnding::closed) how += fmt::format(" ({})", to_text(ending));
    if (is_scored(run)) points = std::to_string(run.result->score.score);
    auto const time = time_to_mitigate(run);
    resolved = !time                 ? "not"
               : *time == Duration{} ? "without impact"
                                     : "in " + console::in_short(*time);
    second =
        fmt::format("  {}, {}{}, seed {}, {}", about.drill, about.variant,
                    about.practice ? " (practice)" : "", about.seed, run.result->operator_kind);
  }
  auto const style = how.starts_with("passed")   ? Style::green
                     : how.starts_with("failed") ? Style::red
                     : how == "unverified"       ? Style::amber
                                                 : Style::plain;
  Styled first{fmt::format("{}  {}  ", summary.run, utc_minute(summary.began))};
  first.add(fmt::format("{:<21}", how), style)
      .add(fmt::format("  {:>6}  {}", points, resolved), Style::plain);
  return {first.stripped(), Styled{second, Style::dim}};
}

}  // namespace studylab::cli
