#include "lab/grade/grade.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "lab/grade/marking.h"

namespace studylab::grade {
namespace {

// What the lab says of the run.
struct LabSays {
  LabOpened const* opened = nullptr;
  FaultWitnessed const* witnessed = nullptr;
  TruthMeasured const* truth = nullptr;
  ReferenceMeasured const* reference = nullptr;
  LabFailed const* failed = nullptr;
};

LabSays read_lab(std::span<evidence::LabEntry const> entries) {
  LabSays says;
  for (auto const& entry : entries) {
    match(
        entry.fact, [&](LabOpened const& f) { says.opened = &f; }, [](FaultInjected const&) {},
        [&](FaultWitnessed const& f) { says.witnessed = &f; },
        [&](TruthMeasured const& f) { says.truth = &f; },
        [&](ReferenceMeasured const& f) { says.reference = &f; },
        [&](LabFailed const& f) { says.failed = &f; }, [](UnreadyAnswered const&) {});
  }
  return says;
}

// Where nothing is at fault the call itself is the witness.
bool needs_witness(drill::AnswerSheet const& sheet) {
  return sheet.fault_class != FaultClass::no_fault && sheet.fault_class != FaultClass::ready;
}

std::string why_invalid(Run const& run, LabSays const& lab, drill::AnswerSheet const& sheet) {
  if (lab.failed != nullptr) return "the lab failed: " + lab.failed->why;
  if (!run.incident) return "the call never came";
  if (needs_witness(sheet) && lab.witnessed == nullptr) return "the fault never showed itself";
  return {};
}

void add_refusals(Run const& run, Marks& marks) {
  marks.refusals.reserve(run.refusals.size());
  for (auto const& seen : run.refusals) {
    marks.refusals.push_back({seen.refused->code, seen.refused->rule, seen.entry});
  }
}

void add_harms(Run const& run, Marks& marks) {
  auto const by = run.last_act ? run.last_act : run.end;
  auto const add = [&](std::string_view kind, std::uint64_t count) {
    if (count != 0) marks.harms.push_back({kind, count, by});
  };
  add("lost_writes", marks.impact.lost_writes);
  add("doubled_writes", marks.impact.doubled_writes);
  add("killed_sessions", marks.impact.killed_sessions);
  add("wrong_release", marks.impact.wrong_release_answers);
}

void add_up(std::vector<Deduction> deductions, Marks& marks) {
  std::ranges::stable_sort(deductions, [](Deduction const& a, Deduction const& b) {
    return a.entry != b.entry ? a.entry < b.entry : a.points > b.points;
  });
  std::array<std::uint32_t, 4> lost{};
  for (auto const& one : deductions) lost[static_cast<std::size_t>(one.phase)] += one.points;
  for (std::size_t i = 0; i < lost.size(); ++i) {
    auto const of = phase_points[i];
    marks.phases[i] = {of - std::min(of, lost[i]), of};
    marks.score += marks.phases[i].score;
  }
  marks.deductions = std::move(deductions);
}

bool passed(Marks const& marks) {
  bool const every_half = std::ranges::all_of(
      marks.phases, [](PhaseMarks const& one) { return one.score * 2 >= one.of; });
  return marks.score >= points_to_pass && every_half && (marks.mended || marks.handed_over) &&
         marks.harms.empty();
}

}  // namespace

std::string_view to_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed: return "passed";
    case Outcome::failed: return "failed";
    case Outcome::invalid: return "invalid";
  }
  check_failed("an outcome", __FILE__, __LINE__);
}

Marks grade(Evidence const& evidence, drill::AnswerSheet const& sheet) {
  auto const lab = read_lab(evidence.lab);
  auto const run = read_run(evidence.platform, sheet);
  Marks marks;
  if (lab.truth != nullptr) marks.impact = lab.truth->measured;
  if (lab.reference != nullptr) marks.reference = *lab.reference;
  add_refusals(run, marks);
  marks.invalid_because = why_invalid(run, lab, sheet);
  if (!marks.invalid_because.empty()) {
    for (std::size_t i = 0; i < marks.phases.size(); ++i) marks.phases[i] = {0, phase_points[i]};
    return marks;
  }

  auto const outcomes = judge(run, sheet);
  Marked const marked{run, sheet, outcomes};
  marks.mended = outcomes.mended;
  marks.handed_over = outcomes.handed_over;
  if (outcomes.taken != nullptr) {
    marks.repair = drill::to_text(outcomes.repair);
    marks.mended_by = outcomes.taken->effect;
  }
  add_harms(run, marks);

  Deductions deductions;
  mark_truth(marked, deductions);
  mark_classification(marked, deductions);
  mark_action(marked, deductions);
  mark_evidence(marked, deductions);
  mark_hints(marked, deductions);
  bool const by_commands = lab.opened != nullptr && lab.opened->clock == ClockKind::commands;
  if (by_commands && marks.reference) {
    mark_time(marked, marks.impact.failed_time, marks.reference->measured.failed_time, deductions);
  }
  add_up(std::move(deductions).list(), marks);
  marks.steps = list_steps(marked);
  marks.outcome = passed(marks) ? Outcome::passed : Outcome::failed;
  return marks;
}

}  // namespace studylab::grade
