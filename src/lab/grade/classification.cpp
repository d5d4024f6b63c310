#include <algorithm>

#include <fmt/format.h>

#include "lab/grade/clues.h"
#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

constexpr std::size_t max_refs = 6;

bool is_right(ClassSeen const* seen, drill::AnswerKey const& key) {
  return seen != nullptr && seen->classified->fault_class == key.fault_class;
}

// A class that comes too late may still be the right one, with the right references.
ClassSeen const* right_class(GradingInput const& input) {
  auto const* decided = class_in_force_at(input.run, class_decided(input.run));
  if (is_right(decided, input.key)) return decided;
  auto const* last = class_in_force_at(input.run, input.run.end);
  return is_right(last, input.key) ? last : nullptr;
}

bool rests_on_newer(ClassSeen const& seen, ClassSeen const& replaced) {
  return std::ranges::any_of(seen.classified->act.refs,
                             [&](EntryId ref) { return ref > replaced.entry; });
}

void grade_changes(GradingInput const& input, Deductions& deductions) {
  auto const& classes = input.run.classes;
  std::size_t changes = 0;
  for (std::size_t i = 1; i < classes.size(); ++i) {
    auto const& before = classes[i - 1];
    auto const& now = classes[i];
    if (before.classified->fault_class == now.classified->fault_class) continue;
    ++changes;
    if (changes == 1 && rests_on_newer(now, before)) continue;
    deductions.take(
        4, class_rule(input.key), Phase::classification, now.entry,
        fmt::format("the class changed from {} to {}", to_text(before.classified->fault_class),
                    to_text(now.classified->fault_class)));
  }
}

}  // namespace

std::string_view class_rule(drill::AnswerKey const& key) {
  return key.runbook == "bad-deploy" ? "BD3" : "OP2";
}

ClassSeen const* class_in_force_at(Run const& run, EntryId at) {
  ClassSeen const* initial = nullptr;
  for (auto const& seen : run.classes) {
    if (seen.entry <= at) initial = &seen;
  }
  return initial;
}

EntryId class_decided(Run const& run) { return run.first_attempt ? run.first_attempt : run.end; }

void grade_classification(GradingInput const& input, Deductions& deductions) {
  auto const& run = input.run;
  auto const rule = class_rule(input.key);
  auto const* decided = class_in_force_at(run, class_decided(run));
  if (!is_right(decided, input.key)) {
    auto const stood = decided != nullptr
                           ? fmt::format("{} stood", to_text(decided->classified->fault_class))
                           : std::string{"no class stood"};
    deductions.take(
        12, rule, Phase::classification, class_decided(run),
        fmt::format("{} {}, and {} is right", stood,
                    run.first_attempt ? "when the first repair was tried" : "at the end",
                    to_text(input.key.fault_class)));
  }
  auto const* right = right_class(input);
  if (right == nullptr) {
    deductions.take(8, rule, Phase::classification, decided != nullptr ? decided->entry : run.end,
                    "no reference of the right class to a telling fact");
  } else {
    auto const& refs = right->classified->act.refs;
    if (refs.size() > max_refs || !any_clue(run, refs, right->entry)) {
      deductions.take(8, rule, Phase::classification, right->entry,
                      refs.size() > max_refs ? "more than six references"
                                             : "none of its references is a telling fact");
    }
  }
  grade_changes(input, deductions);
}

}  // namespace studylab::grade
