// The debrief for a person at a terminal.
#include <fmt/format.h>

#include "lab/debrief/parts.h"
#include "lab/debrief/timeline.h"

namespace studylab::debrief {
namespace {

std::string length_text(Duration length) {
  auto const seconds = std::chrono::floor<std::chrono::seconds>(length).count();
  if (seconds < 0) return "-" + length_text(-length);
  return seconds < 60 ? fmt::format("{} s", seconds)
                      : fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
}

void print_marks(std::string& text, grade::Marks const& marks) {
  text += '\n';
  for (std::size_t i = 0; i < marks.phases.size(); ++i) {
    text += fmt::format("  {:<15} {:>3} of {}\n", to_text(static_cast<Phase>(i)),
                        marks.phases[i].score, marks.phases[i].of);
  }
  if (marks.deductions.empty()) return;
  text += "\nPoints lost\n";
  for (auto const& one : marks.deductions) {
    text += fmt::format("  {:>3}  {:<5} {:<10} {}\n", -static_cast<int>(one.points), one.rule,
                        to_text(one.entry), one.why);
  }
}

void print_harms(std::string& text, grade::Marks const& marks) {
  for (auto const& one : marks.harms) {
    text += fmt::format("\nHarm: {} {}, {}\n", one.count, one.kind, to_text(one.entry));
  }
}

void print_steps(std::string& text, grade::Marks const& marks) {
  text += "\nSteps\n";
  for (auto const& one : marks.steps) {
    auto const state = one.done ? "done" : one.due ? "left out" : "not due";
    text += fmt::format("  {:<5} {:<9} {:<10} {}\n", one.id, state,
                        one.entry ? to_text(one.entry) : std::string{}, words_of_rule(one.id));
  }
}

void print_impact(std::string& text, Debrief const& debrief) {
  auto const& marks = debrief.marks;
  auto const row = [](std::string_view whose, Measured const& measured) {
    return fmt::format(
        "  {:<10} {} requests failed, {} with the symptom, last seen {} after the call\n", whose,
        measured.failed_requests, length_text(measured.failed_time),
        length_text(measured.time_to_mitigate));
  };
  text += "\nImpact\n" + row("this run", marks.impact);
  if (marks.reference) text += row("the expert", marks.reference->measured);
  if (auto const caveat = impact_caveat(debrief); !caveat.empty()) text += "  " + caveat + "\n";
}

void print_timeline(std::string& text, Debrief const& debrief) {
  auto const* call = call_of(debrief.platform);
  if (call == nullptr) return;
  text += "\nWhat happened (from the call; `>` is the operator)\n";
  for (auto const& row : timeline(debrief.platform)) {
    text += fmt::format("  {} {} {:<10} {}\n", since_call(row.at, call->at),
                        row.by_operator ? '>' : ' ', to_text(row.entry), shortened(row.what, 110));
  }
}

void print_counterfactual(std::string& text, Debrief const& debrief) {
  if (!debrief.counterfactual) return;
  auto const& told = *debrief.counterfactual;
  text += fmt::format("\nWhere this run and the expert part: {}\n", to_text(told.from_entry));
  text += told.command.empty() ? "  the run ended here\n"
                               : fmt::format("  this run:  {}\n", shortened(told.command, 110));
  for (std::size_t i = 0; i < told.commands.size(); ++i) {
    text += fmt::format("  {} {}\n", i == 0 ? "the expert:" : "           ",
                        shortened(told.commands[i], 110));
  }
  text += fmt::format(
      "  That would have ended with {} points and saved {} points, {} failed requests, {}.\n",
      told.score, told.saves.points, told.saves.failed_requests,
      length_text(told.saves.failed_time));
  if (debrief.marks.outcome == grade::Outcome::passed) return;
  text +=
      told.point_of_no_return
          ? fmt::format(
                "Point of no return: {} was the last entry from which the expert could still "
                "have passed.\n",
                to_text(told.point_of_no_return))
          : std::string{"Point of no return: the expert could not have passed from the start.\n"};
}

}  // namespace

std::string text(Debrief const& debrief) {
  auto const& marks = debrief.marks;
  auto const run = about(debrief);
  auto text = fmt::format("DEBRIEF  {}\n{}", title(debrief), verdict(debrief));
  if (auto const why = why_not_passed(debrief); !why.empty()) text += ": " + why;
  text += fmt::format("\nThe fault: {}.\n", run.fault.empty() ? "none" : run.fault);
  if (marks.outcome != grade::Outcome::invalid) print_marks(text, marks);
  print_harms(text, marks);
  print_steps(text, marks);
  print_impact(text, debrief);
  print_counterfactual(text, debrief);
  print_timeline(text, debrief);
  text += fmt::format("\nLedger: {} entries, head {}", debrief.platform_head.size,
                      to_text(debrief.platform_head.hash));
  return text;
}

}  // namespace studylab::debrief
