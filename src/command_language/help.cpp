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

bool is_of_group(VerbRow const& row, std::string_view group) {
  return row.words.starts_with(group) && row.words.size() > group.size() &&
         row.words[group.size()] == ' ';
}

// The usage of every verb that `fits`, one per line.
template <class Fits>
std::string list(std::string_view title, Fits const& fits) {
  std::string text{title};
  for (auto const& row : verb_rows()) {
    if (!is_prohibited(row) && fits(row)) text += fmt::format("\n  {}", row.usage);
  }
  return text + "\n\n";
}

bool on_wall(HelpSetting const& setting) { return setting.clock == ClockKind::wall; }

// The title of a kind with its cost; on a wall clock no kind has a cost.
std::string priced(std::string_view title, CommandKind kind, HelpSetting const& setting) {
  if (on_wall(setting)) return std::string{title};
  return fmt::format("{} ({} each)", title, to_text(cost_of(kind)));
}

std::string of_the_clock(HelpSetting const& setting) {
  auto text = on_wall(setting)
                  ? std::string{"The drill follows the wall clock: time passes while you read and "
                  "type. A wait advances the clock at once."}
                  : std::string{"Only commands advance the clock: each by the time of its kind, a "
                  "wait by its length."};
  if (setting.time_limit > Duration{}) {
    text += fmt::format(" The run ends by itself {} after the alert.", to_text(setting.time_limit));
  }
  return text;
}

// The options of every hold and repair.
constexpr std::string_view common_options =
    "Every hold and repair takes --plan (print what it would do, and change nothing), --because "
    "\"reason\" and --ref with up to six entries or names.\n";

std::string free_list() {
  std::string text = "Free: no drill time, not recorded";
  for (auto const& row : free_rows()) text += fmt::format("\n  {}", row.usage);
  return text + "\n\n";
}

std::string all_verbs(HelpSetting const& setting) {
  using enum CommandKind;
  auto const of = [](CommandKind kind) {
    return [kind](VerbRow const& row) { return row.kind == kind; };
  };
  return list(priced("Find truth", query, setting), of(query)) +
         list(priced("Check without affecting service", check, setting), of(check)) +
         list(priced("Hold: keep it from getting worse", hold, setting), of(hold)) +
         list(priced("Repair", repair, setting), of(repair)) +
         list(priced("Classify, record, wait", record, setting), of(record)) + free_list() +
         std::string{common_options} + of_the_clock(setting) + "\n`help VERB` explains one verb.";
}

// The verbs of one kind, in one line: a query and its plural as
// `edge(s)`, verbs of two words as `status publish|resolve`.
std::string brief_list(CommandKind kind) {
  std::string text;
  std::string_view first_before;
  for (auto const& row : verb_rows()) {
    if (row.kind != kind || is_prohibited(row)) continue;
    if (row.words == "hint") continue;  // it has a line of its own
    auto const space = row.words.find(' ');
    auto const first = row.words.substr(0, space);
    bool const is_show = first == "show";
    if (is_show && find_verb(std::string{row.words} + 's') != nullptr) continue;
    bool const is_plural = is_show && row.words.ends_with('s') &&
                           find_verb(row.words.substr(0, row.words.size() - 1)) != nullptr;
    auto word = std::string{row.words};
    if (is_plural) word = fmt::format("{}(s)", row.words.substr(0, row.words.size() - 1));
    bool const same_first_word = space != std::string_view::npos && first == first_before;
    if (same_first_word) word.erase(0, space + 1);
    if (!text.empty()) text += same_first_word && !is_show ? "|" : ", ";
    text += word;
    first_before = space == std::string_view::npos ? std::string_view{} : first;
  }
  return text;
}

// One screen of 80 columns and 24 lines.
std::string overview(HelpSetting const& setting) {
  using enum CommandKind;
  std::string free;
  for (auto const& row : free_rows()) free += (free.empty() ? "" : ", ") + std::string{row.usage};
  auto const section = [&](std::string_view title, CommandKind kind, std::string_view more = {}) {
    return fmt::format("{}\n  {}{}\n", priced(title, kind, setting), brief_list(kind), more);
  };
  return section("Find truth", query) +
         section("Check without affecting service", check,
                 "; a hold, a repair or close with --plan") +
         section("Hold: keep it from getting worse", hold) + section("Repair", repair) +
         fmt::format("{}: {}\n", priced("Record", record, setting), brief_list(record)) +
         fmt::format("Free and not recorded: {}\n", free) +
         "`hint` costs 5 points of the phase that you are in.\n"
         "A hold or repair takes --because \"reason\" and --ref with up to six references.\n"
         "A unique prefix is enough; the alert's object is the default: `sh err`.\n"
         "After --ref, 107 is entry-107 and `.` the entry of the last answer with facts.\n" +
         (on_wall(setting) ? "The drill follows the wall clock."
                           : "Only commands advance the clock.");
}

// The grader's rules in short.
std::string scoring_text() {
  return "A run has 100 points: truth 20, classification 20, action 40, evidence 20.\n"
         "It passes with 80 or more, at least half of the points of every phase, the incident "
         "resolved, and no harm done.\n"
         "  truth           OP1: the runbook's fact-finding step and the clues, before the first "
         "repair\n"
         "  classification  OP2: the right class before the first repair, with references that "
         "show "
         "it\n"
         "  action          OP3: the smallest correct repair, in time, with the steps that it "
         "needs\n"
         "  evidence        OP4: impact, references of close, a query of the symptom after the "
         "repair "
         "(after the class, if there is no repair), and --because on each hold and repair\n"
         "A hint costs 5 points of its phase; the hints of one phase cost at most half of it. You "
         "are warned before a hint makes passing impossible.\n"
         "A refusal that is `not yet` is free the first time. A forbidden command costs 10 points, "
         "once per rule. At a terminal every refusal says which of the two it is.\n"
         "`show runbook` prints the steps and prohibitions; `close --plan` lists what is missing "
         "before the end.";
}

std::string free_help(FreeRow const& row) {
  return fmt::format("{}\n  {}\n  takes no drill time and is not recorded", row.usage, row.help);
}

std::string group(std::string_view first) {
  std::string text;
  for (auto const& row : verb_rows()) {
    if (!is_of_group(row, first)) continue;
    if (!text.empty()) text += '\n';
    text += fmt::format("{}\n    {}", row.usage, row.help);
  }
  if (first == "show")
    text += fmt::format("\n{}\n    {}", free_rows()[2].usage, free_rows()[2].help);
  return text;
}

std::string classes_text(std::string_view runbook) {
  std::vector<std::string_view> words;
  for (auto const one : classes_of(runbook)) words.push_back(to_text(one));
  return fmt::format("\n  {}: {}", runbook, fmt::join(words, " "));
}

// For which classes the scope is required.
std::string scope_line(std::string_view runbook) {
  std::vector<std::string_view> words;
  for (auto const one : classes_of(runbook)) {
    if (needs_scope(runbook, one)) words.push_back(to_text(one));
  }
  if (words.empty()) return {};
  return fmt::format("\n  --scope is required with {}:\n  {}", fmt::join(words, ", "),
                     scope_meaning);
}

// The classes of the drill's runbook, or of all runbooks if there is none.
std::string class_lines(HelpSetting const& setting) {
  if (!setting.runbook.empty()) return classes_text(setting.runbook) + scope_line(setting.runbook);
  std::string text;
  for (auto const& runbook : runbooks()) text += classes_text(runbook.id);
  return text;
}

// The expected references of a record, for verbs that use them.
std::string_view about_refs(VerbRow const& row) {
  if (row.words == "classify") {
    return "\n  --ref: up to six facts that distinguish this class from the others: entries"
           "\n  that a query or check printed, or its own entry, or a name; two may show no"
           "\n  clue, and each further one that shows none costs 2 points";
  }
  if (row.words == "close") {
    return "\n  --ref: a fact that showed what was wrong, what resolved it (the operation,"
           "\n  the notice, or the query that printed it), and a query after the last"
           "\n  repair (without one, after the class); up to six"
           "\n  --keep: the name of each hold to keep; lift every other hold first"
           "\n  --plan: list what is missing; --summary and --ref are then optional";
  }
  if (row.words == "note") {
    return "\n  --ref: the entries or names that it is about, up to six";
  }
  return {};
}

std::string wait_lines(HelpSetting const& setting) {
  auto text = fmt::format(
      "\n  --for waits until an operation has ended or a notice has been answered"
      "\n  --for and --until wait at most {}, unless --at-most gives another limit",
      to_text(wait_at_most));
  if (setting.time_limit > Duration{}) {
    text += fmt::format("\n  the run ends by itself {} after the alert, even during a wait",
                        to_text(setting.time_limit));
  }
  return text;
}

// Of `classify`, with a class of the drill's runbook.
std::string example_of(VerbRow const& row, HelpSetting const& setting) {
  auto const classes = classes_of(setting.runbook);
  bool const own = row.words == "classify" && !classes.empty() &&
                   !row.example.contains(to_text(classes.front()));
  if (!own) return std::string{row.example};
  auto const first = classes.front();
  return fmt::format("classify {}{} --because \"what the facts show\" --ref entry-57 entry-61",
                     to_text(first),
                     needs_scope(setting.runbook, first) ? " --scope customer" : "");
}

std::string one_verb(VerbRow const& row, HelpSetting const& setting) {
  auto text = fmt::format("{}\n  {}\n  {}", row.usage, row.help, to_text(row.kind));
  if (row.words == "notify-owner") text += "; with --repair, a repair";
  if (row.words == "escalate") text += " (database and provider: check)";
  if (row.words == "wait") {
    text += ", its own length";
  } else if (!on_wall(setting)) {
    text += fmt::format(", {}", to_text(cost_of(row.kind)));
  }
  if (row.reach != Reach::none) text += fmt::format(", reach {}", to_text(row.reach));
  bool const acts = row.kind == CommandKind::hold || row.kind == CommandKind::repair;
  if (acts) text += "\n  takes --plan, --because \"reason\", --ref ID… (up to six)";
  if (row.kind == CommandKind::query && row.words != "hint") {
    text += "\n  takes --wide: every field with its entry";
  }
  if (row.words == "resume") {
    text += "\n  --from is the sequence of the verified snapshot plus one; `verify EDGE` prints it";
  }
  if (row.words == "classify") text += class_lines(setting);
  text += about_refs(row);
  if (row.words == "wait") text += wait_lines(setting);
  return text + fmt::format("\n  {}", example_of(row, setting));
}

}  // namespace

std::string help_text(HelpRequest const& request, HelpSetting const& setting) {
  if (request.verb == "--all") return all_verbs(setting);
  if (request.verb == "scoring") return scoring_text();
  for (auto const& row : free_rows()) {
    if (request.verb == row.words) return free_help(row);
  }
  if (auto const* row = find_verb(request.verb)) return one_verb(*row, setting);
  auto const text = request.verb.empty() ? std::string{} : group(request.verb);
  return text.empty() ? overview(setting) : text;
}

}  // namespace studylab::language
