#include "lab/grade/grade.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

// What the lab says of the run.
struct LabRecord {
  LabOpened const* opened = nullptr;
  FaultWitnessed const* witnessed = nullptr;
  TruthMeasured const* truth = nullptr;
  ReferenceMeasured const* reference = nullptr;
  LabFailed const* failed = nullptr;
};

LabRecord read_lab(std::span<evidence::LabEntry const> entries) {
  LabRecord says;
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
bool needs_witness(drill::AnswerKey const& key) {
  return key.fault_class != FaultClass::no_fault && key.fault_class != FaultClass::ready;
}

std::string why_invalid(Run const& run, LabRecord const& lab, drill::AnswerKey const& key) {
  if (lab.failed != nullptr) return "the lab failed: " + lab.failed->why;
  if (!run.incident) return "the call never came";
  if (needs_witness(key) && lab.witnessed == nullptr) return "the fault never showed itself";
  return {};
}

void add_refusals(Run const& run, Score& score) {
  score.refusals.reserve(run.refusals.size());
  for (auto const& seen : run.refusals) {
    score.refusals.push_back({seen.refused->code, seen.refused->rule, seen.entry});
  }
}

void add_harms(Run const& run, Score& score) {
  auto const by = run.last_act ? run.last_act : run.end;
  auto const add = [&](std::string_view kind, std::uint64_t count) {
    if (count != 0) score.harms.push_back({kind, count, by});
  };
  add("lost_writes", score.impact.lost_writes);
  add("doubled_writes", score.impact.doubled_writes);
  add("killed_sessions", score.impact.killed_sessions);
  add("wrong_release", score.impact.wrong_release_answers);
}

void add_up(std::vector<Deduction> deductions, Score& score) {
  std::ranges::stable_sort(deductions, [](Deduction const& a, Deduction const& b) {
    return a.entry != b.entry ? a.entry < b.entry : a.points > b.points;
  });
  std::array<std::uint32_t, 4> lost{};
  for (auto const& one : deductions) lost[static_cast<std::size_t>(one.phase)] += one.points;
  for (std::size_t i = 0; i < lost.size(); ++i) {
    auto const of = phase_points[i];
    score.phases[i] = {of - std::min(of, lost[i]), of};
    score.score += score.phases[i].score;
  }
  score.deductions = std::move(deductions);
}

bool passed(Score const& score) {
  bool const every_half = std::ranges::all_of(
      score.phases, [](PhaseScore const& one) { return one.score * 2 >= one.of; });
  return score.score >= points_to_pass && every_half && (score.resolved || score.handed_over) &&
         score.harms.empty();
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

Score grade(Evidence const& evidence, drill::AnswerKey const& key) {
  auto const lab = read_lab(evidence.lab);
  auto const run = read_run(evidence.platform, key);
  Score score;
  if (lab.truth != nullptr) score.impact = lab.truth->measured;
  if (lab.reference != nullptr) score.reference = *lab.reference;
  add_refusals(run, score);
  score.invalid_because = why_invalid(run, lab, key);
  if (!score.invalid_because.empty()) {
    for (std::size_t i = 0; i < score.phases.size(); ++i) score.phases[i] = {0, phase_points[i]};
    return score;
  }

  auto const outcomes = judge(run, key);
  GradingInput const input{run, key, outcomes};
  score.resolved = outcomes.resolved;
  score.handed_over = outcomes.handed_over;
  if (outcomes.taken != nullptr) {
    score.repair = drill::to_text(outcomes.repair);
    score.resolved_by = outcomes.taken->effect;
  }
  add_harms(run, score);

  Deductions deductions;
  grade_truth(input, deductions);
  grade_classification(input, deductions);
  grade_action(input, deductions);
  grade_evidence(input, deductions);
  grade_hints(input, deductions);
  bool const by_commands = lab.opened != nullptr && lab.opened->clock == ClockKind::commands;
  if (by_commands && score.reference) {
    grade_time(input, score.impact.failed_time, score.reference->measured.failed_time, deductions);
  }
  add_up(std::move(deductions).list(), score);
  score.steps = list_steps(input);
  score.outcome = passed(score) ? Outcome::passed : Outcome::failed;
  return score;
}

}  // namespace studylab::grade
