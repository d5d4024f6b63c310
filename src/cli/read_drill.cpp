// Parses the arguments of `drill`.
#include "cli/read_drill.h"

#include <fmt/format.h>

#include "cli/input_file.h"
#include "cli/own_drill.h"
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

// Where the run begins, if it repeats another; the drill otherwise comes from ID.
std::expected<std::optional<runs::Place>, Problem> read_from(DrillArgs const& words,
                                                             std::string const& by) {
  if (words.from.empty()) {
    if (words.id.empty()) {
      return wrong("a drill is missing: give its ID, as `studylab drills` lists it, or --from");
    }
    return std::nullopt;
  }
  bool const goes_on = by == "human" || by == "program" || by.starts_with("script:");
  if (!goes_on) {
    return wrong(
        "--from: only a person, a program that sends lines, or a script can go on from there");
  }
  auto place = runs::parse_place(words.from);
  if (!place) return wrong("--from: " + place.error());
  return *place;
}

}  // namespace

// Drills are not read for that: each has the name of its file.
std::string_view example_drill() { return embedded::drills().front().name; }

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
  auto const by =
      !words.by.empty() ? words.by : std::string{command.io == Io::text ? "human" : "program"};
  bool const person = by == "human" && command.io == Io::text && stdin_is_terminal();
  auto const place = read_from(words, by);
  if (!place) return std::unexpected(place.error());
  command.from = *place;
  NamedDrill named{&drill::drills().front(), std::nullopt};
  if (!command.from) {
    auto read = read_drill(words.id);
    if (!read) return std::unexpected(read.error());
    named = std::move(*read);
  }
  auto const options =
      runs::run_options({words.id, words.seed, words.variant, words.level, words.world,
                         words.topology, by, words.clock, words.as, named.drill},
                        person ? ClockKind::wall : ClockKind::commands);
  if (!options) {
    auto const& [option, text] = options.error();
    return wrong(fmt::format("--{}: {}", option, text));
  }
  command.options = *options;
  if (named.file) command.drill_file = words.id;
  command.own_drill = std::move(named.file);
  constexpr std::string_view script = "script:";
  if (by.starts_with(script)) command.script = by.substr(script.size());
  if (by.starts_with(external::prefix)) {
    command.program = by.substr(external::prefix.size());
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
