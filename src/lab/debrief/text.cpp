// The debrief for a person at a terminal.
#include <algorithm>

#include <fmt/format.h>

#include "command_language/characters.h"
#include "lab/debrief/parts.h"
#include "lab/debrief/phrases.h"
#include "lab/debrief/prohibitions.h"
#include "lab/debrief/timeline.h"

namespace studylab::debrief {
namespace {

// Lines of a page, each wrapped where it is too long.
class Lines {
 public:
  explicit Lines(std::size_t width) : width_(width) {}

  // `text` after `before`, which may be columns; what does not fit goes on under the text.
  void line(std::string_view before, std::string_view text) {
    text_ += before;
    auto const under = std::min(language::columns_of(before), width_ / 2);
    language::put_wrapped(text_, text, under, width_);
    text_ += '\n';
  }
  void line(std::string_view text) {
    text_ += language::wrapped(text, width_);
    text_ += '\n';
  }

  std::string take() && {
    text_.pop_back();
    return std::move(text_);
  }

 private:
  std::size_t width_;
  std::string text_;
};

void print_score(Lines& out, grade::Score const& score) {
  out.line("");
  for (std::size_t i = 0; i < score.phases.size(); ++i) {
    out.line(fmt::format("  {:<15} {:>3} of {}", to_text(static_cast<Phase>(i)),
                         score.phases[i].score, score.phases[i].of));
  }
  if (score.deductions.empty()) return;
  out.line("\nPoints lost");
  for (auto const& one : score.deductions) {
    out.line(fmt::format("  {:>3}  {:<5} {:<10} ", -static_cast<int>(one.points), one.rule,
                         to_text(one.entry)),
             grade::to_text(one.reason));
  }
}

void print_harms(Lines& out, grade::Score const& score) {
  for (auto const& one : score.harms) {
    out.line(fmt::format("\nHarm: {} {}, {}", one.count, one.kind, to_text(one.entry)));
  }
}

void print_steps(Lines& out, grade::Score const& score) {
  out.line("\nSteps");
  for (auto const& one : score.steps) {
    auto const state = one.done ? "done" : one.due ? "left out" : "not due";
    out.line(fmt::format("  {:<5} {:<9} {:<10} ", one.id, state,
                         one.entry ? to_text(one.entry) : std::string{}),
             words_of_rule(one.id));
  }
}

void print_prohibitions(Lines& out, Debrief const& debrief) {
  out.line("\nDo not");
  for (auto const& one : prohibitions(debrief)) {
    out.line(fmt::format("  {:<5} {:<9} {:<10} ", one.id, to_text(one.how),
                         one.entry ? to_text(one.entry) : std::string{}),
             one.words);
  }
}

void print_impact(Lines& out, Debrief const& debrief) {
  auto const& score = debrief.score;
  auto const row = [&](std::string_view whose, Measured const& measured) {
    out.line(fmt::format("  {:<10} ", whose),
             fmt::format("{} requests failed, {} with the symptom, last seen {} after the call",
                         measured.failed_requests, length_text(measured.failed_time),
                         length_text(measured.time_to_mitigate)));
  };
  out.line("\nImpact");
  row("this run", score.impact);
  if (score.reference) row("the expert", score.reference->measured);
  if (auto const caveat = impact_caveat(debrief); !caveat.empty()) out.line("  " + caveat);
}

void print_timeline(Lines& out, Debrief const& debrief) {
  auto const* alert = alert_of(debrief.platform);
  if (alert == nullptr) return;
  out.line("\nWhat happened (from the call; `>` is the operator)");
  for (auto const& row : timeline(debrief.platform)) {
    out.line(fmt::format("  {} {} {:<10} ", since_alert(row.at, alert->at),
                         row.by_operator ? '>' : ' ', to_text(row.entry)),
             row.what);
  }
}

void print_counterfactual(Lines& out, Debrief const& debrief) {
  if (!debrief.counterfactual) return;
  auto const& debrief_result = *debrief.counterfactual;
  out.line(
      fmt::format("\nWhere this run and the expert part: {}", to_text(debrief_result.from_entry)));
  if (debrief_result.command.empty()) {
    out.line("  the run ended here");
  } else {
    out.line("  this run:   ", debrief_result.command);
  }
  for (std::size_t i = 0; i < debrief_result.commands.size(); ++i) {
    out.line(i == 0 ? "  the expert: " : "              ", debrief_result.commands[i]);
  }
  if (refers_to_its_own(debrief_result)) {
    out.line(fmt::format("  {} and later are entries of the expert's own way on, not of this run.",
                         to_text(debrief_result.from_entry)));
  }
  out.line("  " + saved_text(debrief));
  if (debrief.score.outcome == grade::Outcome::passed) return;
  out.line(debrief_result.point_of_no_return
               ? fmt::format("Point of no return: {} was the last entry from which the expert "
                             "could still have passed.",
                             to_text(debrief_result.point_of_no_return))
               : "Point of no return: the expert could not have passed from the start.");
}

}  // namespace

std::string text(Debrief const& debrief, std::size_t width) {
  auto const& score = debrief.score;
  auto const run = about(debrief);
  Lines out{width};
  out.line("DEBRIEF  " + title(debrief));
  auto const why = why_not_passed(debrief);
  out.line(verdict(debrief) + (why.empty() ? "" : ": " + why));
  out.line(fmt::format("The fault: {}.", run.fault.empty() ? "none" : run.fault));
  if (auto const ended = ending_text(debrief); !ended.empty()) out.line(ended);
  if (score.outcome != grade::Outcome::invalid) print_score(out, score);
  print_harms(out, score);
  print_steps(out, score);
  print_prohibitions(out, debrief);
  print_impact(out, debrief);
  print_counterfactual(out, debrief);
  print_timeline(out, debrief);
  out.line(fmt::format("\nLedger: {} entries, head {}", debrief.platform_head.size,
                       to_text(debrief.platform_head.hash)));
  return std::move(out).take();
}

}  // namespace studylab::debrief
