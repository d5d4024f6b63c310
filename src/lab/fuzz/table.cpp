#include "lab/fuzz/table.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"

namespace studylab::fuzz {
namespace {

using grade::Score;

bool passed(Score const& score) { return score.outcome == grade::Outcome::passed; }

bool follows(std::string_view rule) { return rule == "OP3" || rule == "OP4"; }

bool only_under(Score const& score, std::string_view rule) {
  return std::ranges::all_of(score.deductions, [&](grade::Deduction const& lost) {
    return lost.rule == rule || follows(lost.rule);
  });
}

std::uint32_t lost_under(Score const& score, std::string_view rule) {
  std::uint32_t points = 0;
  for (auto const& lost : score.deductions) points += lost.rule == rule ? lost.points : 0;
  return points;
}

bool as_lost(Row const& row, Score const& score) {
  auto const lost = lost_under(score, row.rule);
  return only_under(score, row.rule) && (row.points == 0 ? lost > 0 : lost == row.points);
}

// Ten points under its rule, once; further costs of the same line are under OP3.
bool as_refused(Row const& row, Score const& score) {
  auto const refusals = std::ranges::count(score.refusals, row.code, &grade::RefusalSeen::code);
  bool const once = std::ranges::count(score.deductions, row.rule, &grade::Deduction::rule) == 1;
  return refusals >= 1 && once && lost_under(score, row.rule) == 10 &&
         score.deductions.size() == 1 && score.harms.empty() && score.score == 90 && passed(score);
}

bool comes_to(Row const& row, FinishedRun const& run) {
  auto const& score = run.score;
  bool const fault = run.variant->fault_class != FaultClass::no_fault;
  switch (row.must) {
    case Must::full_score: return passed(score) && score.score == 100;
    case Must::pass_no_fault_only: return passed(score) != fault;
    case Must::pass_by_chance:
    case Must::guess: return true;
    case Must::fail: return !passed(score);
    case Must::fail_where_fault: return !fault || !passed(score);
    case Must::lose_only: return as_lost(row, score);
    case Must::be_refused: return as_refused(row, score);
  }
  return false;
}

}  // namespace

bool applies(Row const& row, drill::Variant const& variant) {
  return row.variants.empty() ||
         std::ranges::find(row.variants, variant.name) != row.variants.end();
}

std::vector<std::string> unknown_variants(drill::Drill const& drill) {
  std::vector<std::string> unknown;
  for (auto const& row : table(drill.runbook)) {
    for (auto const name : row.variants) {
      if (drill.find(name) == nullptr) unknown.push_back(fmt::format("{}: {}", row.name, name));
    }
  }
  return unknown;
}

std::optional<std::string> wrong(Row const& row, FinishedRun const& run) {
  if (!run.failed.empty()) return run.failed;
  STUDYLAB_CHECK(applies(row, *run.variant));
  if (run.score.outcome == grade::Outcome::invalid) {
    return fmt::format("{} in {} is invalid: {}", row.name, run.variant->name,
                       run.score.invalid_because);
  }
  // The operators of the catalogue may type anything; a changed expert gives commands only.
  bool const is_changed_expert =
      row.name.find(':') != std::string::npos && !row.name.starts_with("cheat:");
  if (is_changed_expert && !run.usage_errors.empty()) {
    return fmt::format("{} in {}: '{}' is not a command", row.name, run.variant->name,
                       run.usage_errors.front());
  }
  // The simulated platform protects all that an operator could harm.
  if (comes_to(row, run) && run.score.harms.empty()) return std::nullopt;
  return fmt::format("{} in {}: {}", row.name, run.variant->name, in_a_line(run.score));
}

std::string in_a_line(Score const& score) {
  auto text = fmt::format("{} with {}", to_text(score.outcome), score.score);
  if (!score.resolved && !score.handed_over) text += ", not resolved";
  for (auto const& unmet : score.unmet) text += "; " + grade::to_text(unmet);
  for (auto const& lost : score.deductions) {
    text += fmt::format("; -{} {} at {}: {}", lost.points, lost.rule, to_text(lost.entry),
                        grade::to_text(lost.reason));
  }
  for (auto const& harm : score.harms) text += fmt::format("; harm {} {}", harm.count, harm.kind);
  return text;
}

}  // namespace studylab::fuzz
