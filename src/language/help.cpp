// What `help` prints.
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "language/classes.h"
#include "language/parse.h"
#include "language/runbooks.h"
#include "language/verbs.h"

namespace studylab::language {
namespace {

bool is_of_group(VerbRow const& row, std::string_view group) {
  return row.words.starts_with(group) && row.words.size() > group.size() &&
         row.words[group.size()] == ' ';
}

bool is_always_refused(VerbRow const& row) { return row.help.ends_with("always refused"); }

// The bare usage of every verb that `fits`, one a line.
template <class Fits>
std::string list(std::string_view title, Fits const& fits) {
  std::string text{title};
  for (auto const& row : verb_rows()) {
    if (fits(row)) text += fmt::format("\n  {}", row.usage);
  }
  return text + "\n\n";
}

std::string all_verbs() {
  auto const looks = [](VerbRow const& row) { return row.kind == CommandKind::look; };
  auto const checks = [](VerbRow const& row) { return row.kind == CommandKind::check; };
  auto const holds = [](VerbRow const& row) { return row.kind == CommandKind::hold; };
  auto const repairs = [](VerbRow const& row) {
    return row.kind == CommandKind::repair && !is_always_refused(row);
  };
  auto const records = [](VerbRow const& row) { return row.kind == CommandKind::record; };
  return list("Find truth (5 s each)", looks) + list("Check, touching no service (10 s)", checks) +
         list("Hold: stop it getting worse (10 s)", holds) + list("Repair (10 s)", repairs) +
         list("Classify, record, wait (5 s; a wait its length)", records) +
         "Every hold and repair takes --plan (what would be done; 10 s, touches nothing),\n"
         "--because \"reason\" and --ref with up to six entries or names.\n"
         "help VERB says more of one. help costs no time and is no entry.";
}

std::string group(std::string_view first) {
  std::string text;
  for (auto const& row : verb_rows()) {
    if (!is_of_group(row, first)) continue;
    if (!text.empty()) text += '\n';
    text += fmt::format("{}\n    {}", row.usage, row.help);
  }
  return text;
}

// The classes, runbook by runbook.
std::string class_lines() {
  std::string text;
  for (auto const& runbook : runbooks()) {
    std::vector<std::string_view> words;
    for (auto const one : classes_of(runbook.id)) words.push_back(to_text(one));
    text += fmt::format("\n  {}: {}", runbook.id, fmt::join(words, " "));
  }
  return text;
}

std::string one_verb(VerbRow const& row) {
  auto text = fmt::format("{}\n  {}\n  {}", row.usage, row.help, to_text(row.kind));
  if (row.words == "notify-owner") text += "; with --repair a repair";
  if (row.words == "wait") {
    text += ", its own length";
  } else {
    text += fmt::format(", {}", to_text(cost_of(row.kind)));
  }
  if (row.reach != Reach::none) text += fmt::format(", reach {}", to_text(row.reach));
  if (takes_plan(row)) text += "\n  takes --plan, --because \"reason\", --ref ID… (up to six)";
  if (row.words == "classify") text += class_lines();
  if (row.words == "wait") {
    text += fmt::format("\n  --for and --until wait {} at most unless --at-most says otherwise",
                        to_text(wait_at_most));
  }
  return text + fmt::format("\n  {}", row.example);
}

}  // namespace

std::string help_text(HelpRequest const& request) {
  if (request.verb == "help")
    return "help [VERB]\n  what the verbs are; costs no time, is no entry";
  if (auto const* row = find_verb(request.verb)) return one_verb(*row);
  auto const text = request.verb.empty() ? std::string{} : group(request.verb);
  return text.empty() ? all_verbs() : text;
}

}  // namespace studylab::language
