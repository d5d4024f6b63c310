// What `help` prints.
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command_language/classes.h"
#include "command_language/parse.h"
#include "command_language/runbooks.h"
#include "command_language/verbs.h"

namespace studylab::language {
namespace {

constexpr std::string_view not_here_mark = "(absent)";
constexpr std::string_view not_here = "  (absent)";

bool is_of_group(VerbRow const& row, std::string_view group) {
  return row.words.starts_with(group) && row.words.size() > group.size() &&
         row.words[group.size()] == ' ';
}

// The bare usage of every verb that `fits`, one a line; one that is not here says so.
template <class Fits>
std::string list(std::string_view title, Fits const& fits) {
  std::string text{title};
  for (auto const& row : verb_rows()) {
    if (!is_prohibited(row) && fits(row)) {
      text += fmt::format("\n  {}{}", row.usage, is_not_here(row) ? not_here : "");
    }
  }
  return text + "\n\n";
}

bool on_wall(HelpSetting const& setting) { return setting.clock == ClockKind::wall; }

// What a kind costs, where it costs anything.
std::string priced(std::string_view title, CommandKind kind, HelpSetting const& setting) {
  if (on_wall(setting)) return std::string{title};
  return fmt::format("{} ({} each)", title, to_text(cost_of(kind)));
}

std::string of_the_clock(HelpSetting const& setting) {
  auto text = on_wall(setting)
                  ? std::string{"The drill is on the wall clock: it goes on while you read and type. "
                                "A wait takes its length of drill time at once."}
                  : std::string{"Only commands move the clock: each takes the time of its kind, a "
                                "wait its length."};
  if (setting.time_limit > Duration{}) {
    text += fmt::format("\nThe run ends by itself {} after the call.", to_text(setting.time_limit));
  }
  return text;
}

std::string all_verbs(HelpSetting const& setting) {
  using enum CommandKind;
  auto const of = [](CommandKind kind) {
    return [kind](VerbRow const& row) { return row.kind == kind; };
  };
  return list(priced("Find truth", query, setting), of(query)) +
         list(priced("Check, touching no service", check, setting), of(check)) +
         list(priced("Hold: stop it getting worse", hold, setting), of(hold)) +
         list(priced("Repair", repair, setting), of(repair)) +
         list(priced("Classify, record, wait", record, setting), of(record)) +
         "Every hold and repair takes --plan (what would be done; it touches nothing), "
         "--because \"reason\" and --ref with up to six entries or names.\n" +
         fmt::format("{} marks what is not on this platform yet.\n", not_here_mark) +
         of_the_clock(setting) +
         "\nhelp VERB says more of one. help costs no time and is no entry.";
}

std::string group(std::string_view first) {
  std::string text;
  for (auto const& row : verb_rows()) {
    if (!is_of_group(row, first)) continue;
    if (!text.empty()) text += '\n';
    text += fmt::format("{}{}\n    {}", row.usage, is_not_here(row) ? not_here : "", row.help);
  }
  return text;
}

std::string classes_text(std::string_view runbook) {
  std::vector<std::string_view> words;
  for (auto const one : classes_of(runbook)) words.push_back(to_text(one));
  return fmt::format("\n  {}: {}", runbook, fmt::join(words, " "));
}

// The classes of the drill's runbook; of all where there is none.
std::string class_lines(HelpSetting const& setting) {
  if (!setting.runbook.empty()) return classes_text(setting.runbook);
  std::string text;
  for (auto const& runbook : runbooks()) text += classes_text(runbook.id);
  return text;
}

// What the references of a record should be, for those that rest on them.
std::string_view about_refs(VerbRow const& row) {
  if (row.words == "classify") {
    return "\n  --ref: the facts that tell this class from the others: entries that a look or a "
           "check\n  printed, or the look's or check's own entry. Up to six";
  }
  if (row.words == "close") {
    return "\n  --ref: a fact that told what was wrong; what mended it (the operation or the "
           "notice);\n  a look at it after the last repair. Up to six\n  --keep: each hold that is "
           "to "
           "stand on, by its name; every other one must be lifted";
  }
  if (row.words == "note") {
    return "\n  --ref: the entries or names that it is about; a note is kept and not marked";
  }
  return {};
}

std::string wait_lines(HelpSetting const& setting) {
  auto text = fmt::format(
      "\n  --for takes an operation, until it has ended, or a notice, until it is answered"
      "\n  --for and --until wait {} at most unless --at-most says otherwise",
      to_text(wait_at_most));
  if (setting.time_limit > Duration{}) {
    text += fmt::format("\n  the run ends by itself {} after the call, in the middle of a wait too",
                        to_text(setting.time_limit));
  }
  return text;
}

std::string one_verb(VerbRow const& row, HelpSetting const& setting) {
  auto text = fmt::format("{}\n  {}\n  {}", row.usage, row.help, to_text(row.kind));
  if (row.words == "notify-owner") text += "; with --repair a repair";
  if (row.words == "wait") {
    text += ", its own length";
  } else if (!on_wall(setting)) {
    text += fmt::format(", {}", to_text(cost_of(row.kind)));
  }
  if (row.reach != Reach::none) text += fmt::format(", reach {}", to_text(row.reach));
  if (is_not_here(row)) {
    text += fmt::format("\n  this platform has no {}: it is refused", what_is_lacking(row));
  }
  if (takes_plan(row)) text += "\n  takes --plan, --because \"reason\", --ref ID… (up to six)";
  if (row.words == "classify") text += class_lines(setting);
  text += about_refs(row);
  if (row.words == "wait") text += wait_lines(setting);
  return text + fmt::format("\n  {}", row.example);
}

}  // namespace

std::string help_text(HelpRequest const& request, HelpSetting const& setting) {
  if (request.verb == "help")
    return "help [VERB]\n  what the verbs are; costs no time, is no entry";
  if (auto const* row = find_verb(request.verb)) return one_verb(*row, setting);
  auto const text = request.verb.empty() ? std::string{} : group(request.verb);
  return text.empty() ? all_verbs(setting) : text;
}

}  // namespace studylab::language
