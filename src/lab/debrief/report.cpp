// The post-mortem in Markdown.
#include <fmt/format.h>

#include "command_language/characters.h"
#include "lab/debrief/parts.h"
#include "lab/debrief/phrases.h"
#include "lab/debrief/prohibitions.h"
#include "lab/debrief/timeline.h"

namespace studylab::debrief {
namespace {

// What people typed must not be read as the report's own table or markup.
std::string cell(std::string_view text) {
  std::string escaped;
  for (char const c : text) {
    if (c == '\n' || c == '\r') {
      escaped += ' ';
      continue;
    }
    if (std::string_view{"\\`*_{}[]<>#|"}.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string code(std::string_view line) {
  auto const fence = line.find('`') == std::string_view::npos ? "`" : "``";
  return fmt::format("{}{}{}", fence, line, fence);
}

template <class F>
F const* last_of(Debrief const& debrief) {
  F const* last = nullptr;
  for (auto const& entry : debrief.platform) {
    if (auto const* fact = fact_if<F>(entry.fact)) last = fact;
  }
  return last;
}

void add_summary(std::string& text, Debrief const& debrief) {
  auto const run = about(debrief);
  text += fmt::format("# Post-mortem: {}\n\n", cell(title(debrief)));
  if (auto const* closed = last_of<IncidentClosed>(debrief)) {
    text += fmt::format("{}\n\n", cell(closed->summary));
  }
  text += fmt::format("- Outcome: {}\n", cell(verdict(debrief)));
  if (auto const why = why_not_passed(debrief); !why.empty())
    text += fmt::format("- Because: {}\n", why);
  text += fmt::format("- Operator: {}{}\n", cell(debrief.operator_kind),
                      run.operator_name.empty() ? "" : " (" + cell(run.operator_name) + ")");
  text +=
      fmt::format("- World: {}, level {}, clock of {}\n", to_text(run.world), to_text(run.level),
                  run.clock == ClockKind::commands ? "commands" : "the wall");
  text += fmt::format("- The fault that was put in: {}\n",
                      run.fault.empty() ? "none" : cell(run.fault));
  if (auto const* classified = last_of<Classified>(debrief)) {
    text += fmt::format("- Classified: {}\n", to_text(classified->fault_class));
  }
  if (debrief.score.resolved_by) {
    text += fmt::format("- Mended by: {} ({})\n", repair_in_words(debrief.score.repair),
                        to_text(debrief.score.resolved_by));
  }
  text += fmt::format("- Ended: {}\n", to_text(run.ending));
}

void add_impact(std::string& text, Debrief const& debrief) {
  auto const& score = debrief.score;
  text += "\n## Impact\n\n| | this run | the expert |\n|---|---:|---:|\n";
  auto const row = [&](std::string_view what, auto get) {
    text += fmt::format("| {} | {} | {} |\n", what, get(score.impact),
                        score.reference ? fmt::format("{}", get(score.reference->measured)) : "–");
  };
  row("failed requests", [](Measured const& m) { return m.failed_requests; });
  row("of these refused by an edge's policy", [](Measured const& m) { return m.refused_requests; });
  row("seconds with the symptom", [](Measured const& m) { return seconds(m.failed_time); });
  row("seconds from the call to its last moment",
      [](Measured const& m) { return seconds(m.time_to_mitigate); });
  row("writes lost", [](Measured const& m) { return m.lost_writes; });
  row("sessions killed", [](Measured const& m) { return m.killed_sessions; });
  if (auto const caveat = impact_caveat(debrief); !caveat.empty()) text += "\n" + caveat + "\n";
  if (auto const* impact = last_of<ImpactStated>(debrief)) {
    text += fmt::format("\nStated by the operator: {} users, {} minutes{}{}.\n", impact->users,
                        impact->minutes, impact->data.empty() ? "" : "; ", cell(impact->data));
  }
}

void add_timeline(std::string& text, Debrief const& debrief) {
  auto const* alert = alert_of(debrief.platform);
  if (alert == nullptr) return;
  text += fmt::format(
      "\n## Timeline\n\nThe call came at {}.\n\n| from the call | entry | who | what |\n"
      "|---:|---|---|---|\n",
      to_text(alert->at));
  for (auto const& row : timeline(debrief.platform)) {
    text +=
        fmt::format("| {} | {} | {} | {} |\n", since_alert(row.at, alert->at), to_text(row.entry),
                    row.by_operator ? "operator" : "platform", cell(row.what));
  }
}

void add_scores(std::string& text, grade::Score const& score) {
  text += "\n## Marks\n\n| phase | score | of |\n|---|---:|---:|\n";
  for (std::size_t i = 0; i < score.phases.size(); ++i) {
    text += fmt::format("| {} | {} | {} |\n", to_text(static_cast<Phase>(i)), score.phases[i].score,
                        score.phases[i].of);
  }
  if (!score.deductions.empty()) {
    text += "\n| points | rule | entry | why | the rule's own words |\n|---:|---|---|---|---|\n";
    for (auto const& one : score.deductions) {
      text += fmt::format("| -{} | {} | {} | {} | {} |\n", one.points, one.rule, to_text(one.entry),
                          cell(grade::to_text(one.reason)), cell(words_of_rule(one.rule)));
    }
  }
  for (auto const& one : score.harms) {
    text += fmt::format("\nHarm: {} {} ({}).\n", one.count, cell(one.kind), to_text(one.entry));
  }
  text += "\n| step | due | done | entry | its own words |\n|---|---|---|---|---|\n";
  for (auto const& one : score.steps) {
    text += fmt::format("| {} | {} | {} | {} | {} |\n", one.id, one.due ? "yes" : "no",
                        one.done ? "yes" : "no", one.entry ? to_text(one.entry) : std::string{"–"},
                        cell(words_of_rule(one.id)));
  }
}

void add_prohibitions(std::string& text, Debrief const& debrief) {
  text += "\n| do not | how it was kept | entry | its own words |\n|---|---|---|---|\n";
  for (auto const& one : prohibitions(debrief)) {
    text += fmt::format("| {} | {} | {} | {} |\n", one.id, to_text(one.how),
                        one.entry ? to_text(one.entry) : std::string{"–"}, cell(one.words));
  }
}

void add_counterfactual(std::string& text, Debrief const& debrief) {
  if (!debrief.counterfactual) return;
  auto const& debrief_result = *debrief.counterfactual;
  text += fmt::format("\n## What would have been\n\nThe run and the expert part at {}",
                      to_text(debrief_result.from_entry));
  text += debrief_result.command.empty()
              ? std::string{", where its input ended.\n"}
              : fmt::format(", with {}.\n", code(debrief_result.command));
  text += "\nThe expert would have gone on:\n\n";
  for (auto const& line : debrief_result.commands) text += fmt::format("1. {}\n", code(line));
  if (refers_to_its_own(debrief_result)) {
    text += fmt::format("\n{} and later are entries of the expert's own way on, not of this run.\n",
                        to_text(debrief_result.from_entry));
  }
  text += fmt::format("\n{}\n", saved_text(debrief));
  if (debrief.score.outcome == grade::Outcome::passed) return;
  text +=
      debrief_result.point_of_no_return
          ? fmt::format(
                "\nPoint of no return: {}, the last entry from which the expert could still have "
                "passed.\n",
                to_text(debrief_result.point_of_no_return))
          : std::string{"\nPoint of no return: the expert could not have passed from the start.\n"};
}

}  // namespace

std::string report(Debrief const& debrief) {
  std::string text;
  add_summary(text, debrief);
  add_impact(text, debrief);
  add_timeline(text, debrief);
  if (debrief.score.outcome != grade::Outcome::invalid) add_scores(text, debrief.score);
  add_prohibitions(text, debrief);
  add_counterfactual(text, debrief);
  text += fmt::format("\n## Evidence\n\n- Ledger: {} entries, head `{}`\n- Lab: head `{}`\n",
                      debrief.platform_head.size, to_text(debrief.platform_head.hash),
                      to_text(debrief.lab_head.hash));
  return language::readable(text);
}

}  // namespace studylab::debrief
