#include "lab/debrief/parts.h"

#include <algorithm>

#include <fmt/format.h>

#include "language/runbooks.h"

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
          run.fault += (run.fault.empty() ? "" : "; ") +
                       (f.object.empty() ? f.fault : fmt::format("{} in {}", f.fault, f.object));
        },
        [](FaultWitnessed const&) {},
        [&](TruthMeasured const& f) { run.symptom_at_end = f.symptom_present != 0; },
        [](ReferenceMeasured const&) {}, [](LabFailed const&) {}, [](UnreadyAnswered const&) {});
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
  auto const& marks = debrief.marks;
  if (marks.outcome == grade::Outcome::invalid) {
    return fmt::format("invalid, not scored: {}", marks.invalid_because);
  }
  return fmt::format("{} with {} of 100", grade::to_text(marks.outcome), marks.score);
}

std::string why_not_passed(Debrief const& debrief) {
  auto const& marks = debrief.marks;
  if (marks.outcome != grade::Outcome::failed) return {};
  std::vector<std::string> reasons;
  if (!marks.harms.empty()) reasons.emplace_back("a command did harm");
  if (!marks.mended && !marks.handed_over) reasons.emplace_back("the incident is not mended");
  for (std::size_t i = 0; i < marks.phases.size(); ++i) {
    if (marks.phases[i].score * 2 >= marks.phases[i].of) continue;
    reasons.push_back(fmt::format("less than half of {}", to_text(static_cast<Phase>(i))));
  }
  if (marks.score < grade::points_to_pass) {
    reasons.push_back(fmt::format("less than {} points", grade::points_to_pass));
  }
  return fmt::format("{}", fmt::join(reasons, "; "));
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
