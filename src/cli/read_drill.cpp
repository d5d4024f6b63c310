// Parses the arguments of `drill`.
#include "cli/read_drill.h"

#include <fmt/format.h>

#include "cli/input_file.h"
#include "cli/terminal.h"
#include "lab/drill/load.h"
#include "lab/embedded.h"
#include "lab/external/external_operator.h"
#include "lab/runs/requested.h"

namespace studylab::cli {
namespace {

std::unexpected<Problem> wrong(std::string text) {
  return std::unexpected(Problem{Exit::usage, std::move(text)});
}

std::expected<drill::Drill const*, Problem> read_drill(std::string const& id) {
  if (auto const* drill = drill::find_drill(id)) return drill;
  std::string known;
  for (auto const& drill : drill::drills()) known += fmt::format(" {}", drill.id);
  return wrong(fmt::format("'{}' is not a valid drill; expected one of{}", id, known));
}

// Where the run begins, if it repeats another; the drill otherwise comes from ID.
std::expected<std::optional<runs::Place>, Problem> read_from(DrillArgs const& words) {
  if (words.from.empty()) {
    if (words.id.empty()) {
      return wrong("a drill is missing: give its ID, as `studylab drills` lists it, or --from");
    }
    return std::nullopt;
  }
  if (words.by != "human" && !words.by.starts_with("script:")) {
    return wrong("--from: only a person or a script can go on from there");
  }
  auto place = runs::parse_place(words.from);
  if (!place) return wrong("--from: " + place.error());
  return *place;
}

}  // namespace

// Drills are not read for that: each has the name of its file.
std::string_view example_drill() { return embedded::drills().front().name; }

std::expected<void, Problem> check_drill_id(std::string const& id) {
  auto const drill = read_drill(id);
  if (!drill) return std::unexpected(drill.error());
  return {};
}

std::expected<std::optional<Hash>, Problem> read_salt(std::string const& path) {
  if (path.empty()) return std::nullopt;
  auto const text = read_input_file("--salt-file", path);
  if (!text) return std::unexpected(text.error());
  return console::salt_of(*text);
}

std::expected<DrillCommand, Problem> read_drill_command(DrillArgs const& words) {
  DrillCommand command;
  if (words.io != "text" && words.io != "jsonl") {
    return wrong(fmt::format("--io: '{}' is not valid; expected text or jsonl", words.io));
  }
  command.io = words.io == "jsonl" ? Io::jsonl : Io::text;
  bool const person = words.by == "human" && command.io == Io::text && stdin_is_terminal();
  if (auto const place = read_from(words); !place) {
    return std::unexpected(place.error());
  } else {
    command.from = *place;
  }
  auto const options = runs::run_options(
      {words.from.empty() ? words.id : std::string{example_drill()}, words.seed, words.variant,
       words.level, words.world, words.topology, words.by, words.clock, words.as},
      person ? ClockKind::wall : ClockKind::commands);
  if (!options) {
    auto const& [option, text] = options.error();
    return wrong(option == "drill" ? text : fmt::format("--{}: {}", option, text));
  }
  command.options = *options;
  constexpr std::string_view script = "script:";
  if (words.by.starts_with(script)) command.script = words.by.substr(script.size());
  if (words.by.starts_with(external::prefix)) {
    command.program = words.by.substr(external::prefix.size());
  }
  command.speed = words.speed;
  command.json = words.json;
  command.paging = words.no_pager ? Paging::no : Paging::yes;
  if (!words.evidence.empty()) command.evidence = words.evidence;
  if (!words.report.empty()) command.report = words.report;
  if (!words.salt_file.empty()) command.salt_file = words.salt_file;
  auto const salt = read_salt(words.salt_file);
  if (!salt) return std::unexpected(salt.error());
  command.options.salt = salt->value_or(Hash{});
  return command;
}

}  // namespace studylab::cli
