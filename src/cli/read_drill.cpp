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
  auto const by =
      !words.by.empty() ? words.by : std::string{command.io == Io::text ? "human" : "program"};
  bool const person = by == "human" && command.io == Io::text && stdin_is_terminal();
  auto const options = runs::run_options({words.id, words.seed, words.variant, words.level,
                                          words.world, words.topology, by, words.clock, words.as},
                                         person ? ClockKind::wall : ClockKind::commands);
  if (!options) {
    auto const& [option, text] = options.error();
    return wrong(option == "drill" ? text : fmt::format("--{}: {}", option, text));
  }
  command.options = *options;
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
