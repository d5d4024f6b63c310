#include "lab/hints/hints.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "control/incidents/symptom.h"
#include "control/people/people.h"
#include "lab/grade/facts/notices.h"
#include "lab/grade/grade.h"
#include "lab/hints/runbook.h"

namespace studylab::hints {

bool queried(HintView const& view, std::string_view query) {
  return std::ranges::any_of(view.entries, [&](FactEntry const& entry) {
    auto const* queried = fact_if<Queried>(entry.fact);
    return queried != nullptr && queried->query == query;
  });
}

bool planned(HintView const& view, std::string_view verb) {
  return std::ranges::any_of(view.entries, [&](FactEntry const& entry) {
    auto const* checked = fact_if<Checked>(entry.fact);
    return checked != nullptr && checked->verb == verb;
  });
}

RunbookHints const* find_hints(std::string_view runbook) {
  auto const all = runbooks();
  auto const found = std::ranges::find(all, runbook, &RunbookHints::runbook);
  return found == all.end() ? nullptr : *found;
}

bool is_repair(Fact const& fact) {
  if (auto const* operation = fact_if<OperationRequested>(fact))
    return !operation->act.line.empty();
  if (auto const* notice = fact_if<OwnerNotified>(fact)) return notice->repair.has_value();
  if (auto const* escalated = fact_if<TeamEscalated>(fact)) return grade::acts(escalated->team);
  if (auto const* uncordoned = fact_if<HostUncordoned>(fact))
    return uncordoned->act.kind == CommandKind::repair;
  return fact_if<ResumeOrdered>(fact) != nullptr || fact_if<OperationRetried>(fact) != nullptr;
}

namespace {

constexpr std::uint32_t points_a_hint = 5;

bool repaired(HintView const& view) {
  return std::ranges::any_of(view.entries, is_repair, &FactEntry::fact);
}

// Whether the symptom was queried after the first repair.
bool queried_after(RunbookHints const& runbook, HintView const& view) {
  auto const first = std::ranges::find_if(view.entries, is_repair, &FactEntry::fact);
  return std::any_of(first, view.entries.end(), [&](FactEntry const& entry) {
    auto const* queried = fact_if<Queried>(entry.fact);
    return queried != nullptr && std::ranges::find(runbook.symptom_queries, queried->query) !=
                                     runbook.symptom_queries.end();
  });
}

using Given = std::array<std::uint32_t, grade::phase_points.size()>;  // hints by phase

Given given_in(std::span<FactEntry const> entries) {
  Given given{};
  for (auto const& entry : entries) {
    if (auto const* hint = fact_if<HintGiven>(entry.fact))
      ++given[static_cast<std::size_t>(hint->phase)];
  }
  return given;
}

bool repair_open(control::State const& state) {
  return std::ranges::any_of(
             state.open_notices,
             [&](NoticeId id) { return control::asks_for_repair(state.notices.at(id)); }) ||
         std::ranges::any_of(state.open_operations,
                             [&](OperationId id) { return state.operations.at(id).by_operator; });
}

Phase phase_of(RunbookHints const& runbook, HintView const& view) {
  auto const& state = view.state;
  auto const& incident = *state.incident;
  if (!incident.classified) {
    return runbook.truth_found(view) ? Phase::classification : Phase::truth;
  }
  bool const nothing_to_do = incident.classified->fault_class == FaultClass::no_fault;
  if (repair_open(state) || (!nothing_to_do && !repaired(view))) return Phase::action;
  if (control::symptom_of(state, incident, state.last_at).present) return Phase::action;
  return Phase::evidence;
}

std::string classification(RunbookHints const& runbook, std::uint32_t step) {
  if (step == 1) {
    return fmt::format("choose the class that the facts support ({}); `help classify` lists them",
                       runbook.class_rule);
  }
  if (step == 2) return std::string{runbook.compare};
  return "`classify CLASS --because \"…\" --ref …` with the entries that rule out the other "
         "classes";
}

std::string evidence(RunbookHints const& runbook, HintView const& view, std::uint32_t step) {
  if (step == 1) {
    return "leave evidence: state the impact, and refer to the facts that support `close` (OP4)";
  }
  if (step == 2) {
    return queried_after(runbook, view)
               ? "`show incident` prints the affected users and minutes, and the open holds"
               : fmt::format("after the repair, query {} and the repaired object",
                             runbook.query_after(view));
  }
  return view.state.incident->impact_entry
             ? "`close --summary \"…\" --ref …`; lift each hold, or keep it by name"
             : "`impact --users N --minutes N --because \"…\"`, then `close`";
}

std::string text_for(RunbookHints const& runbook, HintView const& view, Phase phase,
                     std::uint32_t step) {
  switch (phase) {
    case Phase::truth: return runbook.truth(view, step);
    case Phase::classification: return classification(runbook, step);
    case Phase::action: return runbook.action(view, step);
    case Phase::evidence: return evidence(runbook, view, step);
  }
  return {};
}

// Whether a hint of the phase has said that.
bool was_said(std::span<FactEntry const> entries, Phase phase, std::string const& text) {
  return std::ranges::any_of(entries, [&](FactEntry const& entry) {
    auto const* hint = fact_if<HintGiven>(entry.fact);
    return hint != nullptr && hint->phase == phase && hint->text.contains(text);
  });
}

// In the order of the steps, unless an earlier hint of the phase has said the same.
std::string next_text(RunbookHints const& runbook, HintView const& view, Phase phase,
                      std::uint32_t number) {
  auto const said = [&](std::string const& text) { return was_said(view.entries, phase, text); };
  auto const first = text_for(runbook, view, phase, number);
  auto text = first;
  for (std::uint32_t step = 2; step <= hints_a_phase && said(text); ++step) {
    text = text_for(runbook, view, phase, step);
  }
  return said(text) ? first : text;
}

// The hints of a phase cost at most half of its points.
std::uint32_t cost_of_hints(std::size_t phase, std::uint32_t count) {
  return std::min(points_a_hint * count, grade::phase_points[phase] / 2);
}

}  // namespace

std::optional<HintText> next_hint(std::string_view runbook, control::State const& state,
                                  std::span<FactEntry const> entries) {
  auto const* found = find_hints(runbook);
  if (found == nullptr) return std::nullopt;
  HintView const view{state, entries};
  auto const phase = phase_of(*found, view);
  auto const index = static_cast<std::size_t>(phase);
  auto const given = given_in(entries)[index];
  if (given >= hints_a_phase) return std::nullopt;
  return HintText{phase, given + 1, next_text(*found, view, phase, given + 1),
                  cost_of_hints(index, given + 1) - cost_of_hints(index, given)};
}

std::optional<std::string> hint_warning(std::string_view runbook, control::State const& state,
                                        std::span<FactEntry const> entries) {
  auto const hint = next_hint(runbook, state, entries);
  if (!hint) return std::nullopt;
  auto given = given_in(entries);
  auto const phase = static_cast<std::size_t>(hint->phase);
  auto const before = cost_of_hints(phase, given[phase]);
  auto const after = cost_of_hints(phase, ++given[phase]);
  if (after == before) return std::nullopt;
  std::uint32_t left = 0;
  for (std::size_t n = 0; n < grade::phase_points.size(); ++n) {
    left += grade::phase_points[n] - cost_of_hints(n, given[n]);
  }
  constexpr std::string_view again = "Type `hint` again to take it.";
  if (left < grade::points_to_pass) {
    return fmt::format(
        "After this hint at most {} of 100 points are left, and {} are needed: the run could no "
        "longer pass. {}",
        left, grade::points_to_pass, again);
  }
  auto const of = grade::phase_points[phase];
  if (left > grade::points_to_pass && (of - after) * 2 > of) return std::nullopt;
  auto const room = left == grade::points_to_pass ? std::string{"in any phase"}
                                                  : fmt::format("in {}", to_text(hint->phase));
  return fmt::format(
      "After this hint the run passes only if no other point is lost {}: {} of 100 "
      "points are left, {} of {} in {}. {}",
      room, left, of - after, of, to_text(hint->phase), again);
}

}  // namespace studylab::hints
