#include "lab/debrief/parts.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command_language/runbooks.h"
#include "lab/debrief/phrases.h"

namespace studylab::debrief {

About about(Debrief const& debrief) {
  About run;
  for (auto const& entry : debrief.lab) {
    match(
        entry.fact,
        [&](LabOpened const& f) {
          run.drill = f.drill;
          run.variant = f.variant;
          run.seed = f.seed;
          run.level = f.level;
          run.clock = f.clock;
          run.operator_name = f.operator_name;
          run.practice = f.practice != 0;
        },
        [&](FaultInjected const& f) {
          run.fault +=
              (run.fault.empty() ? "" : "; ") +
              (f.object.empty() ? std::string{fault_in_words(f.fault)}
                                : fmt::format("{} ({})", fault_in_words(f.fault), f.object));
        },
        [](FaultWitnessed const&) {},
        [&](TruthMeasured const& f) { run.symptom_at_end = f.symptom_present != 0; },
        [](ReferenceMeasured const&) {}, [](LabFailed const&) {}, [](UnreadyAnswered const&) {},
        [](UntouchedMeasured const&) {});
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

std::string verdict(Debrief const& debrief) {
  auto const& score = debrief.score;
  if (score.outcome == grade::Outcome::invalid) {
    return fmt::format("invalid, not scored: {}", score.invalid_because);
  }
  return fmt::format("{} with {} of 100", grade::to_text(score.outcome), score.score);
}

std::string why_not_passed(Debrief const& debrief) {
  std::vector<std::string> reasons;
  for (auto const& unmet : debrief.score.unmet) reasons.push_back(grade::to_text(unmet));
  return fmt::format("{}", fmt::join(reasons, "; "));
}

std::string length_text(Duration length) {
  auto const seconds = std::chrono::floor<std::chrono::seconds>(length).count();
  if (seconds < 0) return "-" + length_text(-length);
  return seconds < 60 ? fmt::format("{} s", seconds)
                      : fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
}

std::string ending_text(Debrief const& debrief) {
  auto const run = about(debrief);
  switch (run.ending) {
    case RunEnding::closed: return {};
    case RunEnding::end_of_input: return "The run ended with its input; nobody closed it.";
    case RunEnding::time_limit: return "The run ended by its time limit; nobody closed it.";
    case RunEnding::interrupted: return "The run was interrupted; nobody closed it.";
    case RunEnding::crashed: return "The run was cut off: its process ended before it did.";
  }
  return {};
}

bool costs_compare(Debrief const& debrief) { return !about(debrief).symptom_at_end; }

std::string saved_text(Debrief const& debrief) {
  auto const& debrief_result = *debrief.counterfactual;
  auto const& saves = debrief_result.saves;
  std::vector<std::string> saved;
  std::vector<std::string> cost;
  auto const add = [&](std::int64_t difference, std::string const& what) {
    if (difference > 0) saved.push_back(what);
    if (difference < 0) cost.push_back(what);
  };
  add(saves.points, fmt::format("{} points", std::abs(saves.points)));
  if (costs_compare(debrief)) {
    add(saves.failed_requests, fmt::format("{} failed requests", std::abs(saves.failed_requests)));
    add(seconds(saves.failed_time),
        fmt::format("{} with the symptom", length_text(std::chrono::abs(saves.failed_time))));
  }
  auto text = fmt::format("That would have ended with {} points", debrief_result.score);
  if (!saved.empty()) text += fmt::format(" and saved {}", fmt::join(saved, ", "));
  if (!cost.empty()) text += fmt::format(", at the cost of {} more", fmt::join(cost, ", "));
  text += '.';
  if (!costs_compare(debrief)) {
    text += " Requests and time are not compared: this run left the symptom standing.";
  }
  return text;
}

bool refers_to_its_own(Counterfactual const& debrief_result) {
  constexpr std::string_view prefix = "entry-";
  for (std::string_view line : debrief_result.commands) {
    for (auto at = line.find(prefix); at != std::string_view::npos;
         at = line.find(prefix, at + 1)) {
      auto const digits =
          std::min(line.find_first_not_of("0123456789", at + prefix.size()), line.size());
      auto const id = parse_id<EntryId>(line.substr(at, digits - at));
      if (id && *id >= debrief_result.from_entry) return true;
    }
  }
  return false;
}

std::string impact_caveat(Debrief const& debrief) {
  return about(debrief).symptom_at_end
             ? "The symptom still stood when this run ended: what failed afterwards is not counted."
             : std::string{};
}

std::string words_of_rule(std::string_view id) {
  auto const* line = language::find_line(id);
  return line == nullptr ? std::string{} : std::string{line->words};
}

}  // namespace studylab::debrief
