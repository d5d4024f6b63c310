// The debrief for a person at a terminal.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lab/console/render/bar.h"
#include "lab/console/render/styled.h"
#include "lab/debrief/advice.h"
#include "lab/debrief/parts.h"
#include "lab/debrief/prohibitions.h"
#include "lab/debrief/story.h"

namespace studylab::debrief {
namespace {

using console::Style;
using console::Styled;

constexpr std::size_t bar_width = 20;

// Lines of a page, wrapped to its width.
class Page {
 public:
  explicit Page(console::Screen const& screen) : screen_(screen) {}

  void blank() { lines_.emplace_back(); }
  void add(Styled const& line) { lines_.push_back(line); }
  // `text` after `before`; lines that do not fit continue below the text.
  void line(Styled before, Styled const& text) {
    auto const under = std::min(before.columns(), screen_.width / 2);
    for (auto& one : before.add(text).wrapped(screen_.width, under))
      lines_.push_back(std::move(one));
  }
  void line(Styled const& text) { line({}, text); }
  void heading(std::string_view text) {
    blank();
    line(Styled{text, Style::strong});
  }
  std::size_t width() const { return screen_.width; }

  std::string text() const {
    std::string text;
    for (auto const& line : lines_) text += line.stripped().on(screen_) + '\n';
    text.pop_back();
    return text;
  }

 private:
  console::Screen screen_;
  std::vector<Styled> lines_;
};

// The number of an entry, as rows end with it.
Styled with_entry(std::string_view text, EntryId entry) {
  Styled line{text};
  if (entry) line.add(fmt::format("  {}", entry.number), Style::dim);
  return line;
}

// Ends with a full stop. The first letter stays as it is, because it may belong to a name.
std::string stopped(std::string const& text) { return text.ends_with('.') ? text : text + '.'; }

void add_verdict(Page& page, Debrief const& debrief) {
  bool const passed = debrief.score.outcome == grade::Outcome::passed;
  page.line(Styled{"DEBRIEF  " + title(debrief), Style::strong});
  page.blank();
  auto const why = why_not_passed(debrief);
  auto line = verdict(debrief);
  line.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(line.front())));
  page.line(
      Styled{stopped(line + (why.empty() ? "" : ": " + why)), passed ? Style::green : Style::red});
  if (!why.empty()) page.line(Styled{pass_rule(), Style::dim});
  if (auto const ended = ending_text(debrief); !ended.empty()) page.line(ended);
  if (auto const repeated = repeated_text(debrief); !repeated.empty()) page.line(repeated);
  if (auto const shown = truth_shown_text(debrief); !shown.empty()) page.line(shown);
}

void add_lesson(Page& page, Debrief const& debrief) {
  auto const run = about(debrief);
  if (auto const most = cost_most(debrief); !most.empty()) page.line("Cost most  ", stopped(most));
  if (auto const next = next_time(debrief); !next.empty()) page.line("Next time  ", stopped(next));
  page.line("The fault  ", stopped(run.fault.empty() ? "none" : run.fault));
  if (!run.decoy.empty()) page.line("Unrelated  ", stopped(run.decoy));
}

void add_phases(Page& page, grade::Score const& score) {
  page.blank();
  for (std::size_t i = 0; i < score.phases.size(); ++i) {
    auto const& phase = score.phases[i];
    bool const low = grade::below_half(phase);
    auto const style = low ? Style::red : phase.score == phase.of ? Style::green : Style::amber;
    Styled line{fmt::format("  {:<14}  {:>2} of {:>2}  ", to_text(static_cast<Phase>(i)),
                            phase.score, phase.of)};
    auto const room = std::min(bar_width, page.width() - line.columns());
    line.add(console::bar(std::uint64_t{phase.score} * 1000 / phase.of, room), style);
    if (low) line.add("  less than half", style);
    page.line(line.stripped());
  }
}

void add_impact(Page& page, Debrief const& debrief) {
  page.blank();
  page.line("Impact  ", fmt::format("{}", fmt::join(impact_parts(debrief), " · ")));
  for (auto const& one : debrief.score.harms) {
    page.line("Harm    ", Styled{}
                              .add(fmt::format("{} {}", one.count, one.kind), Style::red)
                              .add(fmt::format("  {}", one.entry.number), Style::dim));
  }
}

void add_losses(Page& page, Debrief const& debrief) {
  auto const losses = sorted_by_points(debrief.score);
  if (losses.empty()) return;
  page.heading("Points lost, largest first");
  std::vector<std::string> advised;
  for (auto const* one : losses) {
    page.line(fmt::format("  {:>3}  {:<4}  ", -static_cast<int>(one->points), one->rule),
              with_entry(why_lost(*one, debrief), one->entry));
    auto next = advice(*one, debrief);
    if (std::ranges::find(advised, next) != advised.end()) continue;
    page.line(std::string(13, ' '), Styled{"next time: ", Style::dim}.add(next));
    advised.push_back(std::move(next));
  }
}

void add_repeated(Page& page, Debrief const& debrief) {
  if (debrief.score.repeated.empty()) return;
  page.heading("Before this practice, not counted");
  for (auto const& one : debrief.score.repeated) {
    page.line(fmt::format("  {:>3}  {:<4}  ", -static_cast<int>(one.points), one.rule),
              with_entry(why_lost(one, debrief), one.entry));
  }
}

void add_story(Page& page, Debrief const& debrief) {
  auto const lines = story(debrief, page.width());
  if (lines.empty()) return;
  page.heading("What happened after the alert");
  for (auto const& line : lines) page.add(line);
  if (!debrief.counterfactual) return;
  page.line(saved_text(debrief));
  if (debrief.score.outcome != grade::Outcome::passed) {
    page.line(no_return_text(*debrief.counterfactual));
  }
}

// `done` on one line; each step that was left out on its own line, with the text of the runbook.
void add_steps(Page& page, grade::Score const& score) {
  page.heading("Steps");
  std::vector<std::string> done;
  std::vector<std::string> not_due;
  for (auto const& one : score.steps) {
    if (one.done) done.push_back(one.id);
    if (!one.done && !one.due) not_due.push_back(one.id);
  }
  if (!done.empty()) page.line("  done      ", fmt::format("{}", fmt::join(done, " ")));
  if (!not_due.empty()) page.line("  not due   ", fmt::format("{}", fmt::join(not_due, " ")));
  for (auto const& one : score.steps) {
    if (one.done || !one.due) continue;
    page.line(Styled{"  left out  ", Style::red}, one.id + "  " + words_of_rule(one.id));
  }
}

void add_prohibitions(Page& page, Debrief const& debrief) {
  std::vector<std::string> kept;
  auto const all = prohibitions(debrief);
  for (auto const& one : all) {
    if (one.how == Kept::kept) kept.emplace_back(one.id);
  }
  page.heading("Prohibitions");
  if (!kept.empty()) page.line("  kept      ", fmt::format("{}", fmt::join(kept, " ")));
  for (auto const& one : all) {
    if (one.how == Kept::kept) continue;
    page.line(Styled{fmt::format("  {:<8}  ", in_words(one.how)), Style::red},
              with_entry(fmt::format("{}  {}", one.id, one.words), one.entry));
  }
}

}  // namespace

std::string text(Debrief const& debrief, console::Screen const& screen) {
  Page page{screen};
  add_verdict(page, debrief);
  add_lesson(page, debrief);
  if (debrief.score.outcome != grade::Outcome::invalid) add_phases(page, debrief.score);
  add_impact(page, debrief);
  add_losses(page, debrief);
  add_repeated(page, debrief);
  add_story(page, debrief);
  add_steps(page, debrief.score);
  add_prohibitions(page, debrief);
  page.blank();
  page.line("Ledger: ", fmt::format("{} entries, head {}", debrief.platform_head.size,
                                    to_text(debrief.platform_head.hash)));
  return page.text();
}

}  // namespace studylab::debrief
