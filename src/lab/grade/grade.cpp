#include "lab/grade/grade.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

// What the lab recorded of the run.
struct LabRecord {
  LabOpened const* opened = nullptr;
  FaultWitnessed const* witnessed = nullptr;
  TruthMeasured const* truth = nullptr;
  ReferenceMeasured const* reference = nullptr;
  LabFailed const* failed = nullptr;
  BeginningRepeated const* repeated = nullptr;
};

LabRecord read_lab(std::span<evidence::LabEntry const> entries) {
  LabRecord record;
  for (auto const& entry : entries) {
    match(
        entry.fact, [&](LabOpened const& f) { record.opened = &f; }, [](FaultInjected const&) {},
        [&](FaultWitnessed const& f) { record.witnessed = &f; },
        [&](TruthMeasured const& f) { record.truth = &f; },
        [&](ReferenceMeasured const& f) { record.reference = &f; },
        [&](LabFailed const& f) { record.failed = &f; }, [](UnreadyAnswered const&) {},
        [](UntouchedMeasured const&) {}, [&](BeginningRepeated const& f) { record.repeated = &f; },
        [](TruthShown const&) {});
  }
  return record;
}

// Where nothing is at fault the alert itself is the witness.
bool needs_witness(AnswerKey const& key) {
  if (key.fault_class == FaultClass::no_fault) return false;
  auto const faultless = grading_of(key.runbook).faultless_classes;
  return std::ranges::find(faultless, key.fault_class) == faultless.end();
}

// Its operator ended the run before the fault had to show itself.
bool ended_early(Run const& run, AnswerKey const& key) {
  if (run.entries.empty()) return false;
  auto const& last = run.entries.back();
  auto const* ended = fact_if<RunEnded>(last.fact);
  bool const by_operator = ended != nullptr && (ended->ending == RunEnding::closed ||
                                                ended->ending == RunEnding::end_of_input);
  return by_operator && last.at - run.incident->at < grading_of(key.runbook).shows_within;
}

std::string why_invalid(Run const& run, LabRecord const& lab, AnswerKey const& key) {
  if (lab.failed != nullptr) return "the lab failed: " + lab.failed->why;
  if (!run.incident) return "the alert never came";
  if (needs_witness(key) && lab.witnessed == nullptr && !ended_early(run, key))
    return "the fault never showed itself";
  return {};
}

void add_refusals(Run const& run, Score& score) {
  score.refusals.reserve(run.commands.refusals.size());
  for (auto const& seen : run.commands.refusals) {
    score.refusals.push_back({seen.refused->code, seen.refused->rule, seen.entry});
  }
}

// Without a command that acted there is no harm: what the fault does by itself is impact. Of a run
// that repeats a beginning, what the expert could not avoid from there is not its harm either.
void add_harms(Run const& run, LabRecord const& lab, Score& score) {
  auto const act = run.commands.last_act;
  if (!act || (lab.repeated != nullptr && act <= lab.repeated->entry)) return;
  bool const shares = lab.repeated != nullptr && score.reference;
  auto const unavoidable = shares ? score.reference->measured : Measured{};
  auto const add = [&](std::string_view kind, std::uint64_t count, std::uint64_t not_its_own) {
    if (count > not_its_own) score.harms.push_back({kind, count - not_its_own, act});
  };
  auto const& impact = score.impact;
  add("lost_writes", impact.lost_writes, unavoidable.lost_writes);
  add("doubled_writes", impact.doubled_writes, unavoidable.doubled_writes);
  add("killed_sessions", impact.killed_sessions, unavoidable.killed_sessions);
  add("wrong_release", impact.wrong_release_answers, unavoidable.wrong_release_answers);
}

// What the repeated beginning lost is listed and not counted.
void set_repeated_apart(std::vector<Deduction>& deductions, EntryId last_repeated, Score& score) {
  auto const before = std::ranges::stable_partition(
      deductions, [&](Deduction const& one) { return !one.entry || one.entry > last_repeated; });
  score.repeated.assign(std::move_iterator{before.begin()}, std::move_iterator{before.end()});
  deductions.erase(before.begin(), before.end());
  std::ranges::stable_sort(score.repeated, {}, &Deduction::entry);
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

std::vector<UnmetCondition> unmet_conditions(Run const& run, Outcomes const& outcomes,
                                             Score const& score) {
  std::vector<UnmetCondition> unmet;
  if (!outcomes.handed_over) {
    for (auto const one : outcomes.unresolved) unmet.push_back({one, std::nullopt});
  }
  if (run.statements.closed == nullptr) unmet.push_back({Unmet::closed, std::nullopt});
  if (!score.harms.empty()) unmet.push_back({Unmet::no_harm, std::nullopt});
  for (std::size_t i = 0; i < score.phases.size(); ++i) {
    if (below_half(score.phases[i])) unmet.push_back({Unmet::half_of_phase, static_cast<Phase>(i)});
  }
  if (score.score < points_to_pass) unmet.push_back({Unmet::enough_points, std::nullopt});
  return unmet;
}

// A person at a terminal on the wall clock needs time to read and to type.
Pace pace_of(LabOpened const* opened) {
  bool const person =
      opened != nullptr && opened->clock == ClockKind::wall && opened->operator_kind == "human";
  return person ? Pace::person : Pace::commands;
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

std::string to_text(UnmetCondition const& unmet) {
  switch (unmet.what) {
    case Unmet::symptom_absent: return "the symptom was still present at the end";
    case Unmet::accepted_repair: return "no accepted repair was reached";
    case Unmet::repairs_ended: return "a repair had not ended";
    case Unmet::holds_lifted: return "a hold was neither lifted nor kept by name";
    case Unmet::closed: return "the incident was not closed";
    case Unmet::no_harm: return "a command caused harm";
    case Unmet::half_of_phase:
      return fmt::format("less than half of the points for {}",
                         studylab::to_text(unmet.phase.value_or(Phase::truth)));
    case Unmet::enough_points: return fmt::format("less than {} points", points_to_pass);
  }
  check_failed("a condition of passing", __FILE__, __LINE__);
}

Score grade(Evidence const& evidence, AnswerKey const& key) {
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

  auto const outcomes = evaluate(run, key);
  GradingInput const input{run, key, grading_of(key.runbook), outcomes};
  score.resolved = outcomes.unresolved.empty();
  score.handed_over = outcomes.handed_over;
  if (is_reached(outcomes)) {
    score.repair = outcomes.repair->name;
    score.resolved_by = outcomes.taken != nullptr ? outcomes.taken->effect : outcomes.waited;
  }
  add_harms(run, lab, score);

  Deductions deductions;
  grade_truth(input, deductions);
  grade_classification(input, deductions);
  grade_action(input, deductions);
  grade_evidence(input, deductions);
  grade_hints(input, deductions);
  if (score.reference) {
    grade_failed_time(input, score.impact.failed_time, score.reference->measured.failed_time,
                      pace_of(lab.opened), deductions);
  }
  auto lost = std::move(deductions).list();
  if (lab.repeated != nullptr) set_repeated_apart(lost, lab.repeated->entry, score);
  add_up(std::move(lost), score);
  score.steps = list_steps(input);
  score.unmet = unmet_conditions(run, outcomes, score);
  score.outcome = score.unmet.empty() ? Outcome::passed : Outcome::failed;
  return score;
}

}  // namespace studylab::grade
