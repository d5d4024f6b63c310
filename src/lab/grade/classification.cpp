#include <algorithm>

#include <fmt/format.h>

#include "lab/grade/marking.h"
#include "lab/grade/tells.h"

namespace studylab::grade {
namespace {

constexpr std::size_t most_refs = 6;

bool is_right(ClassSeen const* seen, drill::AnswerSheet const& sheet) {
  return seen != nullptr && seen->classified->fault_class == sheet.fault_class;
}

// A class that comes too late may still be the right one, with the right references.
ClassSeen const* right_class(Marked const& marked) {
  auto const* decided = class_standing(marked.run, class_decided(marked.run));
  if (is_right(decided, marked.sheet)) return decided;
  auto const* last = class_standing(marked.run, marked.run.end);
  return is_right(last, marked.sheet) ? last : nullptr;
}

bool rests_on_newer(ClassSeen const& seen, ClassSeen const& replaced) {
  return std::ranges::any_of(seen.classified->act.refs,
                             [&](EntryId ref) { return ref > replaced.entry; });
}

void mark_changes(Marked const& marked, Deductions& deductions) {
  auto const& classes = marked.run.classes;
  std::size_t changes = 0;
  for (std::size_t i = 1; i < classes.size(); ++i) {
    auto const& before = classes[i - 1];
    auto const& now = classes[i];
    if (before.classified->fault_class == now.classified->fault_class) continue;
    ++changes;
    if (changes == 1 && rests_on_newer(now, before)) continue;
    deductions.take(
        4, class_rule(marked.sheet), Phase::classification, now.entry,
        fmt::format("the class changed from {} to {}", to_text(before.classified->fault_class),
                    to_text(now.classified->fault_class)));
  }
}

}  // namespace

std::string_view class_rule(drill::AnswerSheet const& sheet) {
  return sheet.runbook == "bad-deploy" ? "BD3" : "OP2";
}

ClassSeen const* class_standing(Run const& run, EntryId at) {
  ClassSeen const* standing = nullptr;
  for (auto const& seen : run.classes) {
    if (seen.entry <= at) standing = &seen;
  }
  return standing;
}

EntryId class_decided(Run const& run) { return run.first_attempt ? run.first_attempt : run.end; }

void mark_classification(Marked const& marked, Deductions& deductions) {
  auto const& run = marked.run;
  auto const rule = class_rule(marked.sheet);
  auto const* decided = class_standing(run, class_decided(run));
  if (!is_right(decided, marked.sheet)) {
    auto const stood = decided != nullptr
                           ? fmt::format("{} stood", to_text(decided->classified->fault_class))
                           : std::string{"no class stood"};
    deductions.take(
        12, rule, Phase::classification, class_decided(run),
        fmt::format("{} {}, and {} is right", stood,
                    run.first_attempt ? "when the first repair was tried" : "at the end",
                    to_text(marked.sheet.fault_class)));
  }
  auto const* right = right_class(marked);
  if (right == nullptr) {
    deductions.take(8, rule, Phase::classification, decided != nullptr ? decided->entry : run.end,
                    "no reference of the right class to a telling fact");
  } else {
    auto const& refs = right->classified->act.refs;
    if (refs.size() > most_refs || !any_telling(run, refs, right->entry)) {
      deductions.take(8, rule, Phase::classification, right->entry,
                      refs.size() > most_refs ? "more than six references"
                                              : "none of its references is a telling fact");
    }
  }
  mark_changes(marked, deductions);
}

}  // namespace studylab::grade
