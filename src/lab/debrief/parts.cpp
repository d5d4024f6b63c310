#include "lab/debrief/parts.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command_language/runbooks.h"
#include "lab/console/render/units.h"
#include "lab/debrief/advice.h"
#include "lab/debrief/phrases.h"
#include "lab/debrief/timeline.h"

namespace studylab::debrief {
namespace {

using console::counted;
using console::in_short;

void add_fault(About& run, FaultInjected const& injected) {
  auto& text = is_decoy(injected.fault) ? run.decoy : run.fault;
  text += (text.empty() ? "" : "; ") + fault_in_words(injected);
}

// The phases with less than half of their points, as one reason.
std::string low_phases(grade::Score const& score) {
  std::string text;
  for (auto const& unmet : score.unmet) {
    if (!unmet.phase) continue;
    auto const& phase = grade::phase(score, *unmet.phase);
    text += text.empty() ? grade::to_text(unmet) : fmt::format(", {}", to_text(*unmet.phase));
    text += fmt::format(" ({} of {})", phase.score, phase.of);
  }
  return text;
}

std::string points_text(std::uint64_t points) { return counted(points, "point"); }

}  // namespace

About about(Debrief const& debrief) {
  About run;
  for (auto const& entry : debrief.lab) {
    if (auto const* opened = std::get_if<LabOpened>(&entry.fact)) {
      run.drill = opened->drill;
      run.variant = opened->variant;
      run.seed = opened->seed;
      run.level = opened->level;
      run.clock = opened->clock;
      run.operator_name = opened->operator_name;
      run.practice = opened->practice != 0;
    } else if (auto const* injected = std::get_if<FaultInjected>(&entry.fact)) {
      add_fault(run, *injected);
    } else if (auto const* repeated = std::get_if<BeginningRepeated>(&entry.fact)) {
      run.repeated = *repeated;
    } else if (auto const* shown = std::get_if<TruthShown>(&entry.fact)) {
      run.truth_shown = shown->entry;
      run.practice = true;
    } else if (auto const* truth = std::get_if<TruthMeasured>(&entry.fact)) {
      run.symptom_at_end = truth->symptom_present != 0;
    }
  }
  if (debrief.platform.empty()) return run;
  if (auto const* opened = fact_if<RunOpened>(debrief.platform.front().fact))
    run.world = opened->world;
  if (auto const* ended = fact_if<RunEnded>(debrief.platform.back().fact))
    run.ending = ended->ending;
  return run;
}

std::string title(Debrief const& debrief) {
  auto const run = about(debrief);
  return fmt::format("{} · {} · {} · seed {}{}", debrief.run, run.drill, run.variant, run.seed,
                     run.practice ? " · practice" : "");
}

std::string repeated_text(Debrief const& debrief) {
  auto const run = about(debrief);
  if (!run.repeated) return {};
  return fmt::format(
      "Practice from entry {} of {}: what was lost up to there is shown and not counted.",
      run.repeated->entry.number, run.repeated->run);
}

std::string truth_shown_text(Debrief const& debrief) {
  auto const run = about(debrief);
  if (!run.truth_shown) return {};
  return fmt::format("Practice: an instructor's link showed the truth of this run after entry {}.",
                     run.truth_shown.number);
}

std::string verdict(Debrief const& debrief) {
  auto const& score = debrief.score;
  if (score.outcome == grade::Outcome::invalid) {
    return fmt::format("invalid, not scored: {}", score.invalid_because);
  }
  return fmt::format("{} with {} of 100 points", grade::to_text(score.outcome), score.score);
}

std::string why_not_passed(Debrief const& debrief) {
  auto const& score = debrief.score;
  std::vector<std::string> reasons;
  for (auto const& unmet : score.unmet) {
    if (!unmet.phase) reasons.push_back(grade::to_text(unmet));
  }
  if (auto low = low_phases(score); !low.empty()) reasons.push_back(std::move(low));
  return fmt::format("{}", fmt::join(reasons, "; "));
}

std::string pass_rule() {
  return fmt::format(
      "To pass: {} points, at least half of them in every phase, the incident resolved and "
      "closed, and no harm.",
      grade::points_to_pass);
}

std::string ending_text(Debrief const& debrief) {
  switch (about(debrief).ending) {
    case RunEnding::closed: return {};
    case RunEnding::end_of_input: return "The run ended at the end of its input, without `close`.";
    case RunEnding::time_limit: return "The run ended at its time limit, without `close`.";
    case RunEnding::interrupted: return "The run was interrupted, without `close`.";
    case RunEnding::crashed:
      return "The run was interrupted by a crash: its process was killed before the run ended.";
  }
  return {};
}

std::vector<grade::Deduction const*> sorted_by_points(grade::Score const& score) {
  std::vector<grade::Deduction const*> list;
  for (auto const& one : score.deductions) list.push_back(&one);
  std::ranges::stable_sort(list, std::ranges::greater{}, &grade::Deduction::points);
  return list;
}

std::string cost_most(Debrief const& debrief) {
  auto const list = sorted_by_points(debrief.score);
  if (list.empty()) return {};
  auto const& dearest = *list.front();
  return fmt::format("{}: {} ({}, entry {})", points_text(dearest.points),
                     why_lost(dearest, debrief), dearest.rule, dearest.entry.number);
}

std::string next_time(Debrief const& debrief) {
  auto const list = sorted_by_points(debrief.score);
  if (!list.empty()) return advice(*list.front(), debrief);
  auto const& unmet = debrief.score.unmet;
  return unmet.empty() ? std::string{} : advice(unmet.front(), debrief);
}

std::string amount(std::uint64_t number) {
  constexpr std::uint64_t million = 1'000'000;
  if (number < million) return counted(number);
  auto const tenths = number / (million / 10);
  return fmt::format("{}.{} million", counted(tenths / 10), tenths % 10);
}

// What makes an edge refuse requests on purpose.
std::string_view refuses(Debrief const& debrief) {
  auto const* alert = alert_of(debrief.platform);
  auto const* opened = alert == nullptr ? nullptr : fact_if<IncidentOpened>(alert->fact);
  bool const wake = opened != nullptr && std::holds_alternative<WakeStuck>(opened->subject);
  bool const data = opened != nullptr && std::holds_alternative<DataDamaged>(opened->subject);
  return wake ? "the gate" : data ? "a fence" : "a gap policy";
}

std::vector<std::string> impact_parts(Debrief const& debrief) {
  auto const& score = debrief.score;
  std::vector<std::string> parts;
  auto const part = [&](std::string_view whose, Measured const& measured, std::string_view what) {
    parts.push_back(fmt::format("{}: {}{} in {}", whose, amount(measured.failed_requests), what,
                                in_short(measured.failed_time)));
    if (measured.writes_given_up > 0) {
      parts.back() +=
          fmt::format(", {} writes lost as the plan listed", amount(measured.writes_given_up));
    }
    if (measured.refused_time == Duration{}) return;
    parts.back() += fmt::format(" (of them refused by {}: {} in {})", refuses(debrief),
                                amount(measured.refused_requests), in_short(measured.refused_time));
  };
  part("you", score.impact, " failed requests");
  if (about(debrief).symptom_at_end) parts.back() += ", symptom still present at the end";
  if (score.reference) part("expert", score.reference->measured, "");
  if (debrief.untouched) part("left alone", debrief.untouched->measured, "");
  return parts;
}

Measured const& whole_impact(Debrief const& debrief) {
  return debrief.untouched ? debrief.untouched->measured : debrief.score.impact;
}

std::string saved_text(Debrief const& debrief) {
  auto const& counterfactual = *debrief.counterfactual;
  auto const& saves = counterfactual.saves;
  std::vector<std::string> saved;
  std::vector<std::string> cost;
  auto const add = [&](std::int64_t difference, std::string const& what) {
    if (difference > 0) saved.push_back(what);
    if (difference < 0) cost.push_back(what);
  };
  auto const size = [](std::int64_t number) {
    return static_cast<std::uint64_t>(std::abs(number));
  };
  add(saves.failed_requests, amount(size(saves.failed_requests)) + " failed requests");
  add(seconds(saves.failed_time), in_short(std::chrono::abs(saves.failed_time)) + " of errors");
  auto text = fmt::format("From there the expert would have ended with {}",
                          points_text(counterfactual.score));
  if (saves.points != 0)
    text += fmt::format(", {} {}", size(saves.points), saves.points > 0 ? "more" : "fewer");
  if (!saved.empty()) text += fmt::format(", and saved {}", fmt::join(saved, ", "));
  if (!cost.empty()) text += fmt::format(", at an additional cost of {}", fmt::join(cost, ", "));
  return text + '.';
}

std::string no_return_text(Counterfactual const& counterfactual) {
  if (!counterfactual.point_of_no_return) {
    return "Point of no return: the expert could not have passed from the start.";
  }
  return fmt::format(
      "Point of no return: entry {}, the last one from which the expert could still have passed.",
      counterfactual.point_of_no_return.number);
}

bool refers_to_its_own(Counterfactual const& counterfactual) {
  constexpr std::string_view prefix = "entry-";
  for (auto const& command : counterfactual.commands) {
    std::string_view const line = command.line;
    for (auto at = line.find(prefix); at != std::string_view::npos;
         at = line.find(prefix, at + 1)) {
      auto const digits =
          std::min(line.find_first_not_of("0123456789", at + prefix.size()), line.size());
      auto const id = parse_id<EntryId>(line.substr(at, digits - at));
      if (id && *id >= counterfactual.from_entry) return true;
    }
  }
  return false;
}

std::string words_of_rule(std::string_view id) {
  auto const* line = language::find_line(id);
  return line == nullptr ? std::string{} : std::string{line->words};
}

}  // namespace studylab::debrief
