#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "control/state.h"

// What a runbook supplies to the hints. runbooks.cpp lists the runbooks.
namespace studylab::hints {

// What a hint depends on.
struct HintView {
  control::State const& state;
  std::span<FactEntry const> entries;

  IncidentOpened const& opened() const { return state.incident->opened; }
};

// Steps are 1 to hints_a_phase. The evidence phase's texts, and those of classification but one,
// are the same for every runbook.
struct RunbookHints {
  std::string_view runbook;  // its id
  // Whether everything was queried that the class depends on.
  bool (*truth_found)(HintView const&);
  std::string (*truth)(HintView const&, std::uint32_t step);
  std::string_view class_rule;  // the rule that asks for a class, such as `OP2`
  std::string_view compare;     // what to compare before a class is chosen: a sentence
  std::string (*action)(HintView const&, std::uint32_t step);
  // Names of the queries that show the symptom, and how a hint names one.
  std::span<std::string_view const> symptom_queries;
  std::string (*query_after)(HintView const&);
  // The runbook's own step that the stated class makes due and that was left out; empty: none was.
  // nullptr: no step depends on what was sent.
  std::string (*step_left_out)(HintView const&) = nullptr;
};
RunbookHints const* find_hints(std::string_view runbook);
// Whether the operator has ordered a repair with this entry.
bool is_repair(Fact const& fact);
std::span<RunbookHints const* const> runbooks();

// Whether there was a query of this name, such as `errors`.
bool queried(HintView const& view, std::string_view query);
// Whether a command with this verb was planned.
bool planned(HintView const& view, std::string_view verb);

}  // namespace studylab::hints
