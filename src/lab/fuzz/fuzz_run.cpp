#include "lab/fuzz/fuzz_run.h"

#include "base/check.h"
#include "lab/debrief/reference.h"
#include "lab/operators/catalogue.h"
#include "lab/operators/script.h"
#include "lab/runs/drive.h"
#include "lab/runs/not_stored.h"
#include "world/worlds.h"

namespace studylab::fuzz {
namespace {

void grade_run(FinishedRun& run, drill::Drill const& drill) {
  auto const key = drill::answer_key_of(drill, *run.variant);
  run.score = grade::grade({run.entries(), run.lab()}, key);
}

// Time is graded against the expert's; without a reference the run stays as it is.
void measure_reference(FinishedRun& run, References& references) {
  auto const key = debrief::reference_key(run.session(), run.score);
  auto found = references.find(key);
  if (found == references.end()) {
    auto reference = debrief::reference_of(run.session());
    if (!reference) {
      run.failed = "no reference: " + reference.error();
      return;
    }
    found = references.emplace(key, std::move(*reference)).first;
  }
  run.played->append_lab(LabFact{found->second});
}

}  // namespace

MakeOperator by_kind(std::string kind) {
  return [kind = std::move(kind)](language::Opening const& opening, Seed const& seed) {
    auto made = lab::make_operator(kind, opening, seed);
    STUDYLAB_CHECK(made.has_value());
    return std::move(*made);
  };
}

MakeOperator expert_with(lab::ExpertOptions options) {
  return [options = std::move(options)](language::Opening const& opening, Seed const&) {
    return std::make_unique<lab::Expert>(opening, options);
  };
}

MakeOperator typing(std::vector<std::string> lines) {
  return [lines = std::move(lines)](language::Opening const&, Seed const&) {
    return std::make_unique<lab::ScriptOperator>(lines);
  };
}

FinishedRun run_scenario(Scenario const& scenario, MakeOperator const& make,
                         References* references) {
  console::RunOptions options;
  console::choose_drill(options, *scenario.drill);
  options.seed = scenario.seed;
  if (!scenario.variant.empty()) options.variant = scenario.variant;
  options.operator_kind = "fuzz";
  options.level = scenario.level;
  options.topology = scenario.topology;
  FinishedRun run;
  auto const make_world = [&](world::Plan plan) {
    return world::make_world(options.world, std::move(plan), scenario.schedule);
  };
  auto opened = runs::Run::open(*scenario.drill, options, runs::not_stored("run-fuzz"),
                                scenario.text, make_world);
  if (!opened) {
    run.failed = opened.error().text;
    return run;
  }
  run.played = std::move(*opened);
  auto const by = make(run.session().opening(), Seed{scenario.seed, {}});
  runs::drive(*run.played, *by, [&](std::string line, language::Answer const& answer) {
    if (answer.kind == language::AnswerKind::usage) run.usage_errors.push_back(line);
    run.lines.push_back(std::move(line));
  });
  run.lab_head = run.session().lab_chain().head();
  auto const* drawn = std::get_if<LabOpened>(&run.lab().front().fact);
  run.variant = scenario.drill->find(drawn->variant);
  grade_run(run, *scenario.drill);
  if (references == nullptr || run.score.outcome == grade::Outcome::invalid) return run;
  measure_reference(run, *references);
  grade_run(run, *scenario.drill);
  return run;
}

}  // namespace studylab::fuzz
