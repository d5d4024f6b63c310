#include "lab/runs/runbook_report.h"

#include <algorithm>

#include <boost/json/array.hpp>

#include "lab/runs/documents.h"
#include "lab/runs/practised.h"

namespace studylab::runs {
namespace {

namespace json = boost::json;

bool is_graded(ListedRun const& run) {
  return run.result && run.result->score.outcome != grade::Outcome::invalid;
}

std::vector<RefusalRow const*> guards_of(std::string_view line) {
  std::vector<RefusalRow const*> rows;
  for (auto const& row : refusal_rows()) {
    if (row.rule == line) rows.push_back(&row);
  }
  return rows;
}

Exercise exercise_in(drill::Drill const& drill, std::string_view line) {
  Exercise exercise{&drill, {}};
  for (auto const& variant : drill.variants) {
    if (std::ranges::find(variant.required, line, &grade::RequiredStep::id) !=
        variant.required.end()) {
      exercise.required_in.push_back(variant.name);
    }
  }
  return exercise;
}

void count_run(LineReport& report, ListedRun const& run) {
  std::string const id{report.line->id};
  for (auto const& step : run.result->score.steps) {
    if (step.id != id || !step.due) continue;
    ++report.required;
    report.done += step.done ? 1 : 0;
  }
  auto const losses = losses_of(run);
  auto const lost = losses.find(id);
  if (lost == losses.end() || lost->second == 0) return;
  ++report.losing_runs;
  report.points_lost += lost->second;
}

json::object runs_of(LineReport const& report) {
  return {{"required", report.required},
          {"done", report.done},
          {"losing_runs", report.losing_runs},
          {"points_lost", report.points_lost}};
}

json::array drills_of(LineReport const& report) {
  json::array drills;
  for (auto const& exercise : report.drills) {
    json::array variants;
    for (auto const& name : exercise.required_in) variants.emplace_back(name);
    drills.push_back(
        json::object{{"drill", exercise.drill->id}, {"required_in", std::move(variants)}});
  }
  return drills;
}

// The rules of the operator's path are those of every drill.
bool is_about(language::Runbook const& runbook, std::string_view of_drill) {
  return runbook.id == of_drill || runbook.id == language::operator_path_section().id;
}

}  // namespace

RunbookReport report_on(language::Runbook const& runbook,
                        std::span<drill::Drill const* const> drills,
                        std::span<ListedRun const> runs) {
  RunbookReport report{&runbook, 0, {}};
  for (auto const& line : runbook.lines) {
    auto& one = report.lines.emplace_back();
    one.line = &line;
    one.refusals = guards_of(line.id);
    for (auto const* drill : drills) {
      if (is_about(runbook, drill->runbook)) one.drills.push_back(exercise_in(*drill, line.id));
    }
  }
  for (auto const& run : runs) {
    if (!is_graded(run) || !is_about(runbook, run.result->runbook)) continue;
    ++report.runs;
    for (auto& line : report.lines) count_run(line, run);
  }
  return report;
}

json::object document(RunbookReport const& report) {
  auto object = document(*report.runbook);
  object["runs"] = report.runs;
  auto& lines = object["lines"].as_array();
  for (std::size_t i = 0; i < report.lines.size(); ++i) {
    auto& line = lines[i].as_object();
    line["drills"] = drills_of(report.lines[i]);
    line["runs"] = runs_of(report.lines[i]);
  }
  return object;
}

}  // namespace studylab::runs
