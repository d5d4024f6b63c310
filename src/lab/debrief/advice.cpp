#include "lab/debrief/advice.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/check.h"
#include "lab/debrief/parts.h"
#include "lab/debrief/runbook.h"
#include "lab/grade/facts/queries.h"

namespace studylab::debrief {
namespace {

std::string joined(std::vector<std::string> const& parts, std::string_view between) {
  return fmt::format("{}", fmt::join(parts, between));
}

// Replaces ENV, ROUTE, OP and the other words of IncidentNames by the incident's names.
std::string named(std::string_view text, IncidentNames const& names) {
  constexpr std::string_view ends = " `();,.:";
  std::string out;
  while (!text.empty()) {
    auto const end = std::min(text.find_first_of(ends), text.size());
    auto const word = text.substr(0, end);
    out += word == "ENV"        ? names.environment
           : word == "ROUTE"    ? names.route
           : word == "OP"       ? names.operation
           : word == "EDGE"     ? names.edge
           : word == "DB"       ? names.database
           : word == "HOST"     ? names.host
           : word == "PROVIDER" ? names.provider
           : word == "REGION"   ? names.region
           : word == "BINDING"  ? names.binding
                                : std::string{word};
    if (end < text.size()) out += text[end];
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// A command in backticks.
std::string typed(std::string_view command, IncidentNames const& names) {
  return '`' + named(command, names) + '`';
}

// The command of each clue or repair once, in the order of the list.
template <class List>
std::string commands_for(List const& list, IncidentNames const& names, std::string_view between) {
  std::vector<std::string> parts;
  for (auto const* one : list) {
    auto const command = typed(one->command, names);
    if (std::ranges::find(parts, command) == parts.end()) parts.push_back(command);
  }
  return joined(parts, between);
}

std::string clue_commands(Debrief const& debrief, IncidentNames const& names) {
  return commands_for(debrief.clues, names, ", ");
}

std::string repair_commands(Debrief const& debrief, IncidentNames const& names) {
  std::vector<std::string> parts;
  for (auto const* repair : debrief.repairs) {
    auto commands = typed(repair->command, names);
    if (!repair->then.empty()) commands += ", then " + typed(repair->then, names);
    if (std::ranges::find(parts, commands) == parts.end()) parts.push_back(std::move(commands));
  }
  return joined(parts, " or ");
}

std::string for_not_repaired(grade::Shortfall const& lacked, Debrief const& debrief,
                             IncidentNames const& names) {
  if (!lacked.advice.empty()) return named(lacked.advice, names);
  return fmt::format("repair the fault with {}", repair_commands(debrief, names));
}

grade::Shortfall lacked(grade::Score const& score) {
  for (auto const& one : score.deductions) {
    if (auto const* reason = std::get_if<grade::NotRepaired>(&one.reason)) return reason->lacked;
  }
  return {};
}

std::string for_needless(grade::NeedlessRepair const& reason, RunbookDebrief const& runbook,
                         IncidentNames const& names) {
  using enum grade::Healthy;
  switch (reason.because) {
    case no_fault:
      return fmt::format("watch the symptom with {} before you repair anything",
                         typed("wait --until symptom-gone", names));
    case already_repaired:
    case symptom_absent:
      return fmt::format("query the symptom before another repair: {}",
                         typed(runbook.symptom_query, names));
    case shown:
    case by_facts: return "repair only what a query shows to be broken";
    case found_nothing: return "ask for a repair only if a query shows that something is broken";
  }
  check_failed("a health", __FILE__, __LINE__);
}

std::string for_close(grade::CloseRef missing, RunbookDebrief const& runbook,
                      IncidentNames const& names) {
  using enum grade::CloseRef;
  switch (missing) {
    case clue: return "with `close --ref`, refer to an entry that shows the cause";
    case repair:
      return "with `close --ref OP`, name the operation or notice that resolved the incident, or "
             "refer to the `show operation OP` that printed its end";
    case query_after_repair:
    case symptom_after_class:
      return fmt::format("query the symptom after it, and refer to that with `close --ref`: {}",
                         typed(runbook.symptom_query, names));
  }
  check_failed("a reference of close", __FILE__, __LINE__);
}

std::string for_followup(grade::Followup what, RunbookDebrief const& runbook,
                         IncidentNames const& names) {
  using enum grade::Followup;
  switch (what) {
    case repaired_thing:
      return fmt::format("once the last repair has ended, query the repaired object: {}",
                         typed(runbook.repaired_query, names));
    case symptom:
      return fmt::format("once the last repair has ended, query the symptom: {}",
                         typed(runbook.symptom_query, names));
    case symptom_after_class:
      return fmt::format("after you classify, query the symptom: {}",
                         typed(runbook.symptom_query, names));
  }
  check_failed("a follow-up query", __FILE__, __LINE__);
}

std::string for_class(FaultClass right, Scope scope, Debrief const& debrief,
                      IncidentNames const& names) {
  auto const option =
      scope == Scope::unstated ? std::string{} : fmt::format(" --scope {}", to_text(scope));
  return fmt::format("`classify {}{}` before the first repair; for the clues, use {}",
                     to_text(right), option, clue_commands(debrief, names));
}

// Advice that depends on nothing else.
constexpr std::string_view only_clues = "refer only to entries that show the cause";
constexpr std::string_view classify_once = "classify once, after all clues have been shown";
constexpr std::string_view do_as_asked = "do what the refusal asks for, then try again";
constexpr std::string_view show_before_status = "publish a cause only when a fact shows it";
constexpr std::string_view act_at_once =
    "act as soon as the clues are shown; compare the times with the expert's";
constexpr std::string_view close_the_run = "end the run with `close --summary \"…\" --ref …`";
constexpr std::string_view state_impact =
    "state the numbers of `show incident`: `impact --users N --minutes N`";
constexpr std::string_view query_then_state =
    "run `show incident` just before `impact`, and state its numbers";
constexpr std::string_view give_reasons = "give a `--because \"…\"` with every hold and repair";
constexpr std::string_view hints_cost =
    "`show runbook` and `help` cost nothing; a hint costs 5 points";

// The text of a prohibition is advice already.
std::string for_refused(grade::Deduction const& deduction) {
  auto const words = words_of_rule(deduction.rule);
  auto const ask = std::string{"try it with `--plan` first, which costs no points"};
  return words.empty() ? ask : fmt::format("remember {}: {}", deduction.rule, words);
}

}  // namespace

std::string why_lost(grade::Deduction const& deduction, Debrief const& debrief) {
  return named(grade::to_text(deduction.reason), incident_names(debrief));
}

std::string advice(grade::Deduction const& deduction, Debrief const& debrief) {
  auto const names = incident_names(debrief);
  auto const& runbook = debrief_of_runbook(debrief.runbook);
  return match(
      deduction.reason,
      [&](grade::StateNotRead const&) { return named(grade::state_before_logs.advice, names); },
      [&](grade::CluesNotShown const& r) {
        return fmt::format("query {} before the first repair", commands_for(r.clues, names, ", "));
      },
      [&](grade::WrongClass const& r) { return for_class(r.right, r.scope, debrief, names); },
      [&](grade::WrongScope const& r) { return for_class(r.right, r.scope, debrief, names); },
      [&](grade::ClassTooLate const& r) { return for_class(r.right, r.scope, debrief, names); },
      [&](grade::ClassWithoutClue const&) {
        return fmt::format("with `classify --ref`, refer to answers that show the cause: {}",
                           clue_commands(debrief, names));
      },
      [](grade::IdleReferences const&) { return std::string{only_clues}; },
      [](grade::ClassChanged const&) { return std::string{classify_once}; },
      [&](grade::Refused const&) { return for_refused(deduction); },
      [](grade::RefusedAgain const&) { return std::string{do_as_asked}; },
      [&](grade::NotRepaired const& r) { return for_not_repaired(r.lacked, debrief, names); },
      [&](grade::NeedlessRepair const& r) { return for_needless(r, runbook, names); },
      [](grade::NeedlessHandOver const&) {
        return std::string{"hand over only what another team still has to do"};
      },
      [&](grade::UnacceptedRepair const&) {
        return fmt::format("repair this fault with {}", repair_commands(debrief, names));
      },
      [&](grade::OutsideIncident const&) {
        return fmt::format("act only on {}", names.environment);
      },
      [&](grade::WiderThanNeeded const& r) {
        return fmt::format("act only on what is broken: one {} is enough", to_text(r.needed));
      },
      [](grade::FalseStatus const&) { return std::string{show_before_status}; },
      [&](grade::StepLeftOut const& r) { return named(r.fact->advice, names); },
      [](grade::TooSlow const&) { return std::string{act_at_once}; },
      [](grade::NotClosed const&) { return std::string{close_the_run}; },
      [](grade::ImpactNotStated const&) { return std::string{state_impact}; },
      [](grade::ImpactOff const&) { return std::string{query_then_state}; },
      [&](grade::EvidenceLacks const& r) { return named(r.missing->advice, names); },
      [&](grade::CloseLacks const& r) { return for_close(r.missing, runbook, names); },
      [&](grade::NotQueriedAfter const& r) { return for_followup(r.what, runbook, names); },
      [](grade::WithoutBecause const&) { return std::string{give_reasons}; },
      [](grade::HintTaken const&) { return std::string{hints_cost}; });
}

std::string advice(grade::UnmetCondition const& unmet, Debrief const& debrief) {
  auto const names = incident_names(debrief);
  using enum grade::Unmet;
  switch (unmet.what) {
    case symptom_absent:
      return fmt::format("continue until {} succeeds", typed("wait --until symptom-gone", names));
    case accepted_repair: return for_not_repaired(lacked(debrief.score), debrief, names);
    case repairs_ended: return "wait for your repair to end: `wait --for OP`";
    case holds_lifted: return "lift every hold before `close`, or name it with `--keep`";
    case closed: return "end the run with `close --summary \"…\" --ref …`";
    case no_harm: return "read the answer to `--plan` before you act";
    case half_of_phase: return "earn at least half of the points of every phase";
    case enough_points: break;
  }
  return "see the points lost";
}

}  // namespace studylab::debrief
