// The post-mortem in Markdown.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command_language/characters.h"
#include "lab/console/render/units.h"
#include "lab/debrief/advice.h"
#include "lab/debrief/parts.h"
#include "lab/debrief/phrases.h"
#include "lab/debrief/prohibitions.h"
#include "lab/debrief/timeline.h"

namespace studylab::debrief {
namespace {

// Text that people typed must not act as Markdown.
std::string cell(std::string_view text) {
  std::string escaped;
  for (char const c : text) {
    if (c == '\n' || c == '\r') {
      escaped += ' ';
      continue;
    }
    if (std::string_view{"\\`*_{}[]<>#|~"}.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// The program's own sentences: commands in them stay in backticks.
std::string prose(std::string_view text) {
  std::string escaped;
  bool in_code = false;
  for (char const c : text) {
    if (c == '`') in_code = !in_code;
    bool const marks = !in_code && std::string_view{"*_[]<>|"}.find(c) != std::string_view::npos;
    if (marks || (in_code && c == '|')) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// As prose, for a sentence that goes on or gets its full stop elsewhere.
std::string clause(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  return prose(text);
}

// A command as code: its fence is longer than any run of backticks in the command.
std::string code(std::string_view line) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (char const c : line) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  std::string const fence(longest + 1, '`');
  return longest == 0 ? fence + std::string{line} + fence
                      : fmt::format("{} {} {}", fence, line, fence);
}

std::string entry_or_dash(EntryId entry) { return entry ? to_text(entry) : std::string{"–"}; }

template <class F>
F const* last_of(Debrief const& debrief) {
  F const* last = nullptr;
  for (auto const& entry : debrief.platform) {
    if (auto const* fact = fact_if<F>(entry.fact)) last = fact;
  }
  return last;
}

void add_result(std::string& text, Debrief const& debrief) {
  text += fmt::format("# Post-mortem: {}\n\n", cell(title(debrief)));
  if (auto const* closed = last_of<IncidentClosed>(debrief)) {
    text += fmt::format("> {}\n\n", cell(closed->summary));
  }
  auto const why = why_not_passed(debrief);
  text +=
      fmt::format("**{}**{}{}.\n", cell(verdict(debrief)), why.empty() ? "" : ": ", clause(why));
  if (!why.empty()) text += pass_rule() + "\n";
  if (auto const ended = ending_text(debrief); !ended.empty()) text += prose(ended) + "\n";
  if (auto const repeated = repeated_text(debrief); !repeated.empty()) {
    text += "\n" + prose(repeated) + "\n";
  }
  if (auto const shown = truth_shown_text(debrief); !shown.empty()) {
    text += "\n" + prose(shown) + "\n";
  }
  text += '\n';
  if (auto const most = cost_most(debrief); !most.empty()) {
    text += fmt::format("- Cost most: {}.\n", clause(most));
  }
  if (auto const next = next_time(debrief); !next.empty()) {
    text += fmt::format("- Next time: {}.\n", clause(next));
  }
}

void add_setting(std::string& text, Debrief const& debrief) {
  auto const run = about(debrief);
  text += fmt::format("- The fault: {}.\n", run.fault.empty() ? "none" : cell(run.fault));
  if (!run.decoy.empty()) text += fmt::format("- Unrelated: {}.\n", cell(run.decoy));
  if (auto const* classified = last_of<Classified>(debrief)) {
    text += fmt::format("- Classified: {}\n", to_text(classified->fault_class));
  }
  if (debrief.score.resolved_by) {
    text += fmt::format("- Resolved by: {} ({})\n", repair_in_words(debrief.score.repair),
                        to_text(debrief.score.resolved_by));
  }
  text += fmt::format("- Operator: {}{}\n", cell(debrief.operator_kind),
                      run.operator_name.empty() ? "" : " (" + cell(run.operator_name) + ")");
  text += fmt::format("- World: {}, level {}, {} clock\n", to_text(run.world), to_text(run.level),
                      run.clock == ClockKind::commands ? "command" : "wall");
}

void add_impact(std::string& text, Debrief const& debrief) {
  auto const& score = debrief.score;
  text += "\n## Impact\n\n| | this run | the expert | left alone |\n|---|---:|---:|---:|\n";
  auto const row = [&](std::string_view what, auto get) {
    auto const or_dash = [&](bool there, Measured const& measured) {
      return there ? get(measured) : std::string{"–"};
    };
    text += fmt::format("| {} | {} | {} | {} |\n", what, get(score.impact),
                        or_dash(score.reference.has_value(),
                                score.reference ? score.reference->measured : Measured{}),
                        or_dash(debrief.untouched.has_value(), whole_impact(debrief)));
  };
  using console::counted;
  row("failed requests", [](Measured const& m) { return counted(m.failed_requests); });
  row("of these, refused by an edge's policy",
      [](Measured const& m) { return counted(m.refused_requests); });
  row("time with errors", [](Measured const& m) { return console::in_short(m.failed_time); });
  row("from the alert to the last error",
      [](Measured const& m) { return console::in_short(m.time_to_mitigate); });
  row("writes lost", [](Measured const& m) { return counted(m.lost_writes); });
  row("writes lost as a plan had listed",
      [](Measured const& m) { return counted(m.writes_given_up); });
  row("sessions killed", [](Measured const& m) { return counted(m.killed_sessions); });
  if (about(debrief).symptom_at_end) {
    text +=
        "\nThe symptom was still present when this run ended. *Left alone* is the impact up to the "
        "time limit without any further action.\n";
  }
  if (auto const* impact = last_of<ImpactStated>(debrief)) {
    text += fmt::format("\nStated by the operator: {}, {}{}{}.\n", counted(impact->users, "user"),
                        counted(impact->minutes, "minute"), impact->data.empty() ? "" : "; ",
                        cell(impact->data));
  }
}

void add_timeline(std::string& text, Debrief const& debrief) {
  auto const* alert = alert_of(debrief.platform);
  if (alert == nullptr) return;
  text += fmt::format(
      "\n## Timeline\n\nThe alert came at {}.\n\n| since the alert | entry | who | what |\n"
      "|---:|---|---|---|\n",
      to_text(alert->at));
  auto const* divergence = debrief.counterfactual ? &*debrief.counterfactual : nullptr;
  for (auto const& row : timeline(debrief.platform)) {
    if (divergence != nullptr && row.entry >= divergence->from_entry) {
      text += "| | | | **from here the expert continues differently** |\n";
      divergence = nullptr;
    }
    text +=
        fmt::format("| {} | {} | {} | {} |\n", since_alert(row.at, alert->at), to_text(row.entry),
                    row.by_operator ? "operator" : "platform", cell(row.what));
  }
}

void add_scores(std::string& text, Debrief const& debrief) {
  auto const& score = debrief.score;
  text += "\n## Score\n\n| phase | points | of |\n|---|---:|---:|\n";
  for (std::size_t i = 0; i < score.phases.size(); ++i) {
    text += fmt::format("| {} | {} | {} |\n", to_text(static_cast<Phase>(i)), score.phases[i].score,
                        score.phases[i].of);
  }
  if (!score.deductions.empty()) {
    text += "\n| points | rule | entry | why | next time |\n|---:|---|---|---|---|\n";
    for (auto const* one : sorted_by_points(score)) {
      text +=
          fmt::format("| -{} | {} | {} | {} | {} |\n", one->points, one->rule, to_text(one->entry),
                      prose(why_lost(*one, debrief)), prose(advice(*one, debrief)));
    }
  }
  if (!score.repeated.empty()) {
    text +=
        "\nBefore this practice, not counted:\n\n| points | rule | entry | why "
        "|\n|---:|---|---|---|\n";
  }
  for (auto const& one : score.repeated) {
    text += fmt::format("| -{} | {} | {} | {} |\n", one.points, one.rule, to_text(one.entry),
                        prose(why_lost(one, debrief)));
  }
  for (auto const& one : score.harms) {
    text += fmt::format("\nHarm: {} {} ({}).\n", one.count, cell(one.kind), to_text(one.entry));
  }
  text += "\n| step | required | done | entry | text of the runbook |\n|---|---|---|---|---|\n";
  for (auto const& one : score.steps) {
    text +=
        fmt::format("| {} | {} | {} | {} | {} |\n", one.id, one.due ? "yes" : "no",
                    one.done ? "yes" : "no", entry_or_dash(one.entry), cell(words_of_rule(one.id)));
  }
}

void add_prohibitions(std::string& text, Debrief const& debrief) {
  text += "\n| prohibition | status | entry | text of the runbook |\n|---|---|---|---|\n";
  for (auto const& one : prohibitions(debrief)) {
    text += fmt::format("| {} | {} | {} | {} |\n", one.id, in_words(one.how),
                        entry_or_dash(one.entry), cell(one.words));
  }
}

void add_counterfactual(std::string& text, Debrief const& debrief) {
  if (!debrief.counterfactual) return;
  auto const& counterfactual = *debrief.counterfactual;
  text += fmt::format("\n## What the expert would have done\n\nThe run diverges at {}",
                      to_text(counterfactual.from_entry));
  text += counterfactual.command.empty()
              ? std::string{", where its input ended.\n"}
              : fmt::format(", with {}.\n", code(counterfactual.command));
  text += "\nThe expert continues:\n\n";
  for (auto const& command : counterfactual.commands) {
    text += fmt::format("1. {}\n", code(command.line));
  }
  if (refers_to_its_own(counterfactual)) {
    text += fmt::format(
        "\n{} and later entries belong to the expert's continuation, not to this run.\n",
        to_text(counterfactual.from_entry));
  }
  text += fmt::format("\n{}\n", saved_text(debrief));
  if (debrief.score.outcome == grade::Outcome::passed) return;
  text += fmt::format("\n{}\n", no_return_text(counterfactual));
}

}  // namespace

std::string report(Debrief const& debrief) {
  std::string text;
  add_result(text, debrief);
  add_setting(text, debrief);
  add_impact(text, debrief);
  add_timeline(text, debrief);
  if (debrief.score.outcome != grade::Outcome::invalid) add_scores(text, debrief);
  add_prohibitions(text, debrief);
  add_counterfactual(text, debrief);
  text += fmt::format("\n## Evidence\n\n- Ledger: {} entries, head `{}`\n- Lab: head `{}`\n",
                      debrief.platform_head.size, to_text(debrief.platform_head.hash),
                      to_text(debrief.lab_head.hash));
  return language::readable(text);
}

}  // namespace studylab::debrief
