#include "lab/grade/facts/classes.h"

#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

EntryId right_class_in_time(GradingInput const& input) {
  auto const* decided = class_in_force_at(input.run, class_decided(input.run));
  bool const right =
      decided != nullptr && decided->classified->fault_class == input.key.fault_class;
  return right ? decided->entry : EntryId{};
}

}  // namespace

ClassSeen const* class_in_force_at(Run const& run, EntryId at) {
  ClassSeen const* initial = nullptr;
  for (auto const& seen : run.classes) {
    if (seen.entry <= at) initial = &seen;
  }
  return initial;
}

EntryId class_decided(Run const& run) { return run.first_attempt ? run.first_attempt : run.end; }

constexpr RequiredFact class_in_force{
    .name = "class-in-force",
    .words = "the right class before the first repair (`classify CLASS`)",
    .advice = "classify before the first repair",
    .phase = Phase::classification,
    .done_at = right_class_in_time};

}  // namespace studylab::grade
