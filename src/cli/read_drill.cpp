// Parses the arguments of `drill`.
#include "cli/read_drill.h"

#include <charconv>

#include <fmt/format.h>

#include "cli/input_file.h"
#include "cli/terminal.h"
#include "command_language/characters.h"
#include "lab/drill/load.h"
#include "lab/embedded.h"
#include "lab/operators/catalogue.h"

namespace studylab::cli {
namespace {

std::unexpected<Problem> wrong(std::string text) {
  return std::unexpected(Problem{Exit::usage, std::move(text)});
}

std::expected<std::uint64_t, Problem> read_seed(std::string const& text) {
  std::uint64_t seed = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc{} || end != text.data() + text.size() || seed > console::max_seed) {
    return wrong(
        fmt::format("--seed: '{}' is not a valid seed; expected a whole number from 0 to {}", text,
                    console::max_seed));
  }
  return seed;
}

template <class E>
std::expected<E, Problem> read_word(std::string_view option, std::string const& text) {
  if (auto const value = parse_enum<E>(text)) return *value;
  std::string known;
  for (std::uint32_t n = 0; n < enum_size<E>; ++n)
    known += fmt::format(" {}", to_text(static_cast<E>(n)));
  return wrong(fmt::format("{}: '{}' is not valid; expected one of{}", option, text, known));
}

std::expected<drill::Drill const*, Problem> read_drill(std::string const& id) {
  if (auto const* drill = drill::find_drill(id)) return drill;
  std::string known;
  for (auto const& drill : drill::drills()) known += fmt::format(" {}", drill.id);
  return wrong(fmt::format("'{}' is not a valid drill; expected one of{}", id, known));
}

std::expected<void, Problem> check_operator(std::string const& kind, std::string_view runbook) {
  if (kind == "human" || kind.starts_with("script:")) return {};
  for (auto const& known : lab::operator_kinds(runbook)) {
    if (known.row.kind == kind) return {};
  }
  return wrong(fmt::format("--operator: '{}' is not valid; expected one of human script:FILE{}",
                           kind, lab::operator_names(runbook)));
}

// A name as ledgers, reports and lists can print it: one line, of limited length.
std::expected<void, Problem> check_name(std::string const& name) {
  auto const length = language::columns_of(name);
  if (length > limits::operator_name) {
    return wrong(fmt::format("--as: a name has at most {} characters; this one has {}",
                             limits::operator_name, length));
  }
  bool const one_line = name.find_first_of("\n\t") == std::string::npos;
  if (one_line && language::readable(name) == name) return {};
  return wrong(fmt::format("--as: '{}' contains characters that cannot be printed", name));
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
  auto& options = command.options;
  auto const drill = read_drill(words.id);
  if (!drill) return std::unexpected(drill.error());
  options.drill = words.id;
  if (!words.variant.empty()) {
    if ((*drill)->find(words.variant) == nullptr) {
      std::string known;
      for (auto const& variant : (*drill)->variants) known += fmt::format(" {}", variant.name);
      return wrong(fmt::format("--variant: '{1}' is not a variant of {0}; expected one of{2}",
                               words.id, words.variant, known));
    }
    options.variant = words.variant;
  }
  options.seed = console::drawn_seed();
  if (!words.seed.empty()) {
    auto const seed = read_seed(words.seed);
    if (!seed) return std::unexpected(seed.error());
    options.seed = *seed;
  }
  auto const level = read_word<Level>("--level", words.level);
  if (!level) return std::unexpected(level.error());
  options.level = *level;
  auto const world = read_word<World>("--world", words.world);
  if (!world) return std::unexpected(world.error());
  if (*world == World::live)
    return wrong("--world: the live platform is not available in this version; expected simulated");
  if (words.topology != "drawn" && words.topology != "live") {
    return wrong(
        fmt::format("--topology: '{}' is not valid; expected drawn or live", words.topology));
  }
  options.topology = words.topology == "live" ? console::Topology::live : console::Topology::drawn;
  if (auto const known = check_operator(words.by, (*drill)->runbook); !known)
    return std::unexpected(known.error());
  constexpr std::string_view script = "script:";
  if (words.by.starts_with(script)) command.script = words.by.substr(script.size());
  options.operator_kind = language::readable_line(words.by, limits::message);
  if (auto const good = check_name(words.as); !good) return std::unexpected(good.error());
  options.operator_name = words.as;
  if (words.io != "text" && words.io != "jsonl") {
    return wrong(fmt::format("--io: '{}' is not valid; expected text or jsonl", words.io));
  }
  command.io = words.io == "jsonl" ? Io::jsonl : Io::text;
  bool const person = words.by == "human" && command.io == Io::text && stdin_is_terminal();
  options.clock = person ? ClockKind::wall : ClockKind::commands;
  if (!words.clock.empty()) {
    auto const clock = read_word<ClockKind>("--clock", words.clock);
    if (!clock) return std::unexpected(clock.error());
    options.clock = *clock;
  }
  command.speed = words.speed;
  command.json = words.json;
  command.paging = words.no_pager ? Paging::no : Paging::yes;
  if (!words.evidence.empty()) command.evidence = words.evidence;
  if (!words.report.empty()) command.report = words.report;
  auto const salt = read_salt(words.salt_file);
  if (!salt) return std::unexpected(salt.error());
  options.salt = salt->value_or(Hash{});
  return command;
}

}  // namespace studylab::cli
