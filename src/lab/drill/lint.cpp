// Checks of a whole drill file: whether its variants can be distinguished, and whether each class
// of the runbook has one.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/check.h"
#include "command_language/classes.h"
#include "command_language/runbooks.h"
#include "lab/drill/read.h"
#include "lab/drill/runbook.h"
#include "lab/grade/facts/repairs.h"

namespace studylab::drill {
namespace {

void check_class(Drill const& drill, std::size_t index, Value const& value) {
  auto const& variant = drill.variants[index];
  auto const classes = language::classes_of(drill.runbook);
  if (std::ranges::find(classes, variant.fault_class) != classes.end()) return;
  std::vector<std::string_view> words;
  for (auto const each : classes) words.push_back(studylab::to_text(each));
  value.peek("class").value_or(value).wrong(
      fmt::format("'{}' is not a class of {}", studylab::to_text(variant.fault_class),
                  drill.runbook),
      fmt::format("one of {}", joined(words)));
}

void check_classes_covered(Drill const& drill, Value const& all_variants) {
  auto classes = find_runbook(drill.runbook)->classes;
  if (classes.empty()) classes = language::classes_of(drill.runbook);
  for (auto const each : classes) {
    if (std::ranges::find(drill.variants, each, &Variant::fault_class) != drill.variants.end())
      continue;
    all_variants.wrong(fmt::format("no variant has the class '{}'", studylab::to_text(each)),
                       "a variant for each class of the runbook");
  }
}

// The items of a list that was read without a mistake, one for each of `count` pieces.
std::vector<Value> items_of(Value const& value, std::string_view key, std::size_t count) {
  auto items = value.peek(key).value_or(value).items();
  STUDYLAB_CHECK(items.size() == count);
  return items;
}

void check_own_clues(Variant const& variant, Value const& value) {
  auto const items = items_of(value, "clues", variant.clues.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto const* clue = variant.clues[i];
    if (holds_with(*variant.fault->kind, *clue)) continue;
    items[i].wrong(fmt::format("'{}' does not hold with the fault '{}'", clue->name,
                               variant.fault->kind->name),
                   "facts that the variant's own fault causes");
  }
}

// Rejects a variant whose clues all hold in another variant's world, because the two could not be
// distinguished.
void check_distinguishable(Drill const& drill, std::size_t index, Value const& value) {
  auto const& variant = drill.variants[index];
  if (variant.clues.empty()) return;
  for (auto const& other : drill.variants) {
    if (&other == &variant || other.fault_class == variant.fault_class) continue;
    bool const hidden = std::ranges::all_of(variant.clues, [&](grade::Clue const* clue) {
      return holds_with(*other.fault->kind, *clue);
    });
    if (!hidden) continue;
    value.peek("clues").value_or(value).wrong(
        fmt::format("all of them hold in the world of '{}' too", other.name),
        fmt::format("at least one that does not hold with '{}'", other.fault->kind->name));
  }
}

void check_repairs(Variant const& variant, Value const& value) {
  bool const nothing =
      std::ranges::find(variant.repairs, &grade::no_repair) != variant.repairs.end();
  if (variant.repairs.empty() || (nothing == (variant.fault_class == FaultClass::no_fault) &&
                                  (!nothing || variant.repairs.size() == 1))) {
    return;
  }
  value.peek("repairs").value_or(value).wrong(
      fmt::format("these repairs do not fit the class '{}'",
                  studylab::to_text(variant.fault_class)),
      "'nothing' alone with no-fault, and never with another class");
}

void check_required(Drill const& drill, Variant const& variant, Value const& value) {
  std::set<std::string_view> seen;
  auto const items = items_of(value, "required", variant.required.size());
  std::vector<std::string_view> steps;
  for (auto const& line : language::find_runbook(drill.runbook)->lines) {
    if (line.kind == language::LineKind::step) steps.push_back(line.id);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto const& step = variant.required[i];
    auto const id = items[i].peek("id").value_or(items[i]);
    auto const path = language::operator_path();
    bool const of_path = std::ranges::find(path, step.id, &language::RunbookLine::id) != path.end();
    if (!of_path && std::ranges::find(steps, step.id) == steps.end()) {
      id.wrong(fmt::format("'{}' is not a step of {}", step.id, drill.runbook),
               fmt::format("one of {}", joined(steps)));
    }
    if (!seen.insert(step.id).second)
      id.wrong(fmt::format("'{}' is required twice", step.id), "each step once");
  }
}

}  // namespace

void check_whole(Drill const& drill, Value const& all_variants, std::span<Value const> variants) {
  for (std::size_t i = 0; i < variants.size(); ++i) {
    auto const& variant = drill.variants[i];
    for (std::size_t j = 0; j < i; ++j) {
      if (drill.variants[j].name != variant.name) continue;
      variants[i]
          .peek("name")
          .value_or(variants[i])
          .wrong(fmt::format("another variant is called '{}'", variant.name), "a unique name");
    }
    check_class(drill, i, variants[i]);
    check_own_clues(variant, variants[i]);
    check_distinguishable(drill, i, variants[i]);
    check_repairs(variant, variants[i]);
    check_required(drill, variant, variants[i]);
  }
  check_classes_covered(drill, all_variants);
}

}  // namespace studylab::drill
