#include "lab/runs/fairness.h"

#include <expected>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "lab/debrief/reference.h"
#include "lab/debrief/rerun.h"
#include "lab/drill/setup.h"
#include "lab/operators/catalogue.h"
#include "lab/operators/expert.h"
#include "lab/runs/drive.h"
#include "lab/runs/not_stored.h"
#include "lab/runs/run.h"

namespace studylab::runs {
namespace {

using grade::Outcome;

// The score of a built-in operator; the error says why there is none.
std::expected<grade::Score, std::string> played_by(std::string kind, drill::Drill const& drill,
                                                   std::uint64_t seed,
                                                   drill::Variant const* chosen) {
  console::RunOptions options;
  console::choose_drill(options, drill);
  options.seed = seed;
  if (chosen != nullptr) options.variant = chosen->name;
  options.operator_kind = std::move(kind);
  auto run = Run::open(drill, options, not_stored("run-check"));
  if (!run) return std::unexpected(run.error().text);
  auto const by =
      lab::make_operator(options.operator_kind, run->session().opening(), Seed{seed, {}});
  if (!by) return std::unexpected(by.error());
  drive(*run, **by);
  run->end(RunEnding::end_of_input);
  debrief::append_reference(*run);
  return debrief::score_of(run->session());
}

std::string in_words(grade::Score const& score) {
  auto text = fmt::format("{} with {} points", to_text(score.outcome), score.score);
  if (!score.invalid_because.empty()) text += "; " + score.invalid_because;
  for (auto const& lost : score.deductions) {
    text += fmt::format("; -{} {} at {}: {}", lost.points, lost.rule, to_text(lost.entry),
                        grade::to_text(lost.reason));
  }
  return text;
}

}  // namespace

drill::SeedCheck check_seed(drill::Drill const& drill, std::uint64_t seed,
                            drill::Variant const* chosen) {
  auto const& variant = chosen != nullptr ? *chosen : drill::drawn_variant(drill, Seed{seed, {}});
  drill::SeedCheck check;
  check.variant = variant.name;
  if (lab::find_expert(drill.runbook) == nullptr) {
    check.expert = check.idle =
        fmt::format("this program does not have operators for the runbook '{}'", drill.runbook);
    return check;
  }
  auto const expert = played_by("expert", drill, seed, chosen);
  if (!expert) {
    check.expert = expert.error();
  } else if (expert->outcome != Outcome::passed || expert->score != 100) {
    check.expert = in_words(*expert);
  }
  auto const idle = played_by("idle", drill, seed, chosen);
  bool const fault = variant.fault_class != FaultClass::no_fault;
  if (!idle) {
    check.idle = idle.error();
    return check;
  }
  check.idle_passed = idle->outcome == Outcome::passed;
  if (check.idle_passed == fault) {
    check.idle = fmt::format("{}, although {}", in_words(*idle),
                             fault ? "the variant has a fault" : "nothing is wrong");
  }
  return check;
}

}  // namespace studylab::runs
