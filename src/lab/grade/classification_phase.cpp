#include <algorithm>
#include <iterator>

#include "lab/grade/clues.h"
#include "lab/grade/facts/statements.h"
#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

constexpr std::size_t max_refs = 6;
constexpr std::uint32_t free_refs = 2;  // that may show no clue
constexpr std::uint32_t reference_points = 8;
// More than the references are worth, so that a guess leaves less than half of the phase.
constexpr std::uint32_t guess_points = 12;

// The right class, even if it was stated too late: its references are graded.
ClassSeen const* right_class(GradingInput const& input) {
  auto const* decided = class_in_force_at(input.run, class_decided(input.run));
  if (is_right_class(decided, input.key)) return decided;
  auto const* last = class_in_force_at(input.run, input.run.end);
  return is_right_class(last, input.key) ? last : nullptr;
}

bool rests_on_newer(ClassSeen const& seen, ClassSeen const& replaced) {
  return std::ranges::any_of(seen.classified->act.refs,
                             [&](EntryId ref) { return ref > replaced.entry; });
}

void grade_changes(GradingInput const& input, Deductions& deductions) {
  auto const& classes = input.run.statements.classes;
  std::size_t changes = 0;
  for (std::size_t i = 1; i < classes.size(); ++i) {
    auto const& before = classes[i - 1];
    auto const& now = classes[i];
    if (before.classified->fault_class == now.classified->fault_class) continue;
    ++changes;
    if (changes == 1 && rests_on_newer(now, before)) continue;
    deductions.take(4, input.runbook.class_rule, Phase::classification, now.entry,
                    ClassChanged{before.classified->fault_class, now.classified->fault_class});
  }
}

// The right class with a wrong scope names the fault, and misses whom it affects.
void grade_scope(GradingInput const& input, ClassSeen const& stated, Deductions& deductions) {
  if (has_right_scope(&stated, input.key)) return;
  deductions.take(10, input.runbook.class_rule, Phase::classification, stated.entry,
                  WrongScope{input.key.fault_class, stated.classified->scope, input.key.scope});
}

// The right class, stated too late, still earns 2 points if the clues had been seen in time.
void grade_class(GradingInput const& input, Deductions& deductions) {
  auto const& run = input.run;
  auto const* decided = class_in_force_at(run, class_decided(run));
  if (is_right_class(decided, input.key)) return grade_scope(input, *decided, deductions);
  auto const take = [&](std::uint32_t points, Reason reason) {
    deductions.take(points, input.runbook.class_rule, Phase::classification, class_decided(run),
                    std::move(reason));
  };
  auto const right = input.key.fault_class;
  if (is_right_class(class_in_force_at(run, run.end), input.key)) {
    return take(clues_missed(run).empty() ? 10 : 12, ClassTooLate{right, input.key.scope});
  }
  WrongClass wrong{std::nullopt, right, input.key.scope,
                   run.commands.first_attempt ? Deadline::first_repair : Deadline::end};
  if (decided != nullptr) wrong.stated = decided->classified->fault_class;
  take(12, std::move(wrong));
}

// Whether any clue had been shown when the class was decided.
Basis basis_of(Run const& run) {
  auto const decided = class_decided(run);
  bool const any = std::ranges::any_of(
      run.clues, [&](ClueSeen const& clue) { return by_then(first_shown(clue), decided); });
  return any ? Basis::some_clue : Basis::no_clue;
}

void grade_references(GradingInput const& input, Deductions& deductions) {
  auto const& run = input.run;
  auto const* right = right_class(input);
  auto const* decided = class_in_force_at(run, class_decided(run));
  auto const entry = right != nullptr     ? right->entry
                     : decided != nullptr ? decided->entry
                                          : run.end;
  auto const take = [&](std::uint32_t points, Reason reason) {
    deductions.take(points, input.runbook.class_rule, Phase::classification, entry,
                    std::move(reason));
  };
  if (right == nullptr) return take(reference_points, ClassWithoutClue{});
  auto const& refs = right->classified->act.refs;
  std::vector<EntryId> idle;
  std::ranges::copy_if(refs, std::back_inserter(idle),
                       [&](EntryId ref) { return !is_clue(run, ref, right->entry); });
  bool const without_clue = idle.size() == refs.size();
  auto const basis = basis_of(run);
  if (without_clue && basis == Basis::no_clue) return take(guess_points, ClassWithoutClue{basis});
  if (refs.size() > max_refs || without_clue) return take(reference_points, ClassWithoutClue{});
  if (idle.size() <= free_refs) return;
  auto const beyond = static_cast<std::uint32_t>(idle.size()) - free_refs;
  take(std::min(2 * beyond, reference_points), IdleReferences{std::move(idle)});
}

}  // namespace

void grade_classification(GradingInput const& input, Deductions& deductions) {
  grade_class(input, deductions);
  grade_references(input, deductions);
  grade_changes(input, deductions);
}

}  // namespace studylab::grade
