#include "lab/runs/full_score.h"

#include <fmt/format.h>

#include "lab/grade/grade.h"
#include "lab/operators/expert.h"
#include "lab/runs/drive.h"
#include "lab/runs/not_stored.h"
#include "lab/runs/run.h"

namespace studylab::runs {

std::optional<std::string> short_of_full_score(drill::Drill const& drill, std::uint64_t seed) {
  if (lab::find_expert(drill.runbook) == nullptr) {
    return fmt::format("this program does not have an expert for the runbook '{}'", drill.runbook);
  }
  console::RunOptions options;
  options.drill = drill.id;
  options.seed = seed;
  options.operator_kind = "expert";
  auto run = Run::open(drill, options, not_stored("run-check"));
  if (!run) return run.error().text;
  auto const& session = run->session();
  lab::Expert expert{session.opening()};
  drive(*run, expert);
  auto const& lab = session.lab_chain().entries();
  auto const* opened = std::get_if<LabOpened>(&lab.front().fact);
  auto const* variant = drill.find(opened->variant);
  auto const key = drill::answer_key_of(drill, *variant);
  auto const score = grade::grade({session.chain().entries(), lab}, key);
  if (score.outcome == grade::Outcome::passed && score.score == 100) return std::nullopt;
  std::string why =
      fmt::format("{}: {} with {} points", variant->name, to_text(score.outcome), score.score);
  if (!score.invalid_because.empty()) why += "; " + score.invalid_because;
  for (auto const& lost : score.deductions) {
    why += fmt::format("; -{} {} at {}: {}", lost.points, lost.rule, to_text(lost.entry),
                       grade::to_text(lost.reason));
  }
  return why;
}

}  // namespace studylab::runs
