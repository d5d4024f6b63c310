#include "lab/runs/practised.h"

#include "lab/debrief/parts.h"
#include "lab/runs/own_drills.h"

namespace studylab::runs {

bool counts(ListedRun const& run) {
  if (!run.result || run.result->score.outcome == grade::Outcome::invalid) return false;
  auto const& kind = run.result->operator_kind;
  // Programs, also a person's own, do not need practice.
  return kind == "human" && !debrief::about(*run.result).practice;
}

std::expected<std::vector<practice::Attempt>, std::string> practised(Store const& store) {
  auto const runs = listed_runs(store);
  if (!runs) return std::unexpected(runs.error());
  std::vector<practice::Attempt> attempts;
  for (auto const& run : *runs) {
    if (!counts(run)) continue;
    auto const& score = run.result->score;
    attempts.push_back({std::string{debrief::about(*run.result).drill}, run.summary.began,
                        score.score, score.outcome == grade::Outcome::passed});
  }
  return attempts;
}

std::expected<std::vector<practice::Proposal>, std::string> proposals(Store const& store,
                                                                      practice::Day now) {
  auto const attempts = practised(store);
  if (!attempts) return std::unexpected(attempts.error());
  std::vector<std::string> names;
  for (auto const* drill : all_drills(store.home())) names.push_back(drill->id);
  return practice::in_order(names, *attempts, now);
}

practice::RunLosses losses_of(ListedRun const& run) {
  practice::RunLosses losses;
  if (!run.result) return losses;
  for (auto const& one : run.result->score.deductions) losses[one.rule] += one.points;
  return losses;
}

}  // namespace studylab::runs
