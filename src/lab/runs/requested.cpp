#include "lab/runs/requested.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "command_language/characters.h"
#include "lab/console/seeds.h"
#include "lab/drill/load.h"
#include "lab/external/external_operator.h"
#include "lab/operators/catalogue.h"

namespace studylab::runs {
namespace {

using Wrong = std::unexpected<WrongOption>;

Wrong wrong(std::string_view option, std::string text) {
  return Wrong{WrongOption{std::string{option}, std::move(text)}};
}

template <class E>
std::expected<E, WrongOption> read_word(std::string_view option, std::string const& text) {
  if (auto const value = parse_enum<E>(text)) return *value;
  std::string known;
  for (std::uint32_t n = 0; n < enum_size<E>; ++n)
    known += fmt::format(" {}", to_text(static_cast<E>(n)));
  return wrong(option, fmt::format("'{}' is not valid; expected one of{}", text, known));
}

std::expected<std::uint64_t, WrongOption> read_seed(std::string const& text) {
  if (text.empty()) return console::drawn_seed();
  if (auto const seed = console::parse_seed(text)) return *seed;
  return wrong("seed", fmt::format("'{}' is not a valid seed; expected a whole number from 0 to {}",
                                   text, console::max_seed));
}

std::expected<drill::Drill const*, WrongOption> read_drill(RequestedRun const& requested) {
  if (requested.found != nullptr) return requested.found;
  auto const& id = requested.drill;
  if (auto const* drill = drill::find_drill(id)) return drill;
  std::string known;
  for (auto const& drill : drill::drills()) known += fmt::format(" {}", drill.id);
  return wrong("drill", fmt::format("'{}' is not a valid drill; expected one of{}", id, known));
}

std::expected<void, WrongOption> check_variant(drill::Drill const& drill, std::string const& name) {
  if (name.empty() || drill.find(name) != nullptr) return {};
  std::string known;
  for (auto const& variant : drill.variants) known += fmt::format(" {}", variant.name);
  return wrong("variant", fmt::format("'{1}' is not a variant of {0}; expected one of{2}", drill.id,
                                      name, known));
}

std::expected<void, WrongOption> check_operator(std::string const& kind, std::string_view runbook) {
  if (kind == "human" || kind == "program" || kind.starts_with("script:")) return {};
  if (kind.starts_with(external::prefix) && kind.size() > external::prefix.size()) return {};
  for (auto const& known : lab::operator_kinds(runbook)) {
    if (known.row.kind == kind) return {};
  }
  return wrong(
      "operator",
      fmt::format("'{}' is not valid; expected one of human program script:FILE exec:COMMAND{}",
                  kind, lab::operator_names(runbook)));
}

// A name as ledgers, reports and lists can print it: one line, of limited length.
std::expected<void, WrongOption> check_name(std::string const& name) {
  auto const length = language::columns_of(name);
  if (length > limits::operator_name) {
    return wrong("as", fmt::format("a name has at most {} characters; this one has {}",
                                   limits::operator_name, length));
  }
  bool const one_line = name.find_first_of("\n\t") == std::string::npos;
  if (one_line && language::readable(name) == name) return {};
  return wrong("as", fmt::format("'{}' contains characters that cannot be printed", name));
}

}  // namespace

std::expected<console::RunOptions, WrongOption> run_options(RequestedRun const& requested,
                                                            ClockKind usual_clock) {
  console::RunOptions options;
  auto const drill = read_drill(requested);
  if (!drill) return Wrong{drill.error()};
  console::choose_drill(options, **drill);
  if (auto const known = check_variant(**drill, requested.variant); !known) {
    return Wrong{known.error()};
  }
  if (!requested.variant.empty()) options.variant = requested.variant;
  auto const seed = read_seed(requested.seed);
  if (!seed) return Wrong{seed.error()};
  options.seed = *seed;
  auto const level = read_word<Level>("level", requested.level);
  if (!level) return Wrong{level.error()};
  options.level = *level;
  auto const world = read_word<World>("world", requested.world);
  if (!world) return Wrong{world.error()};
  if (*world == World::live) {
    return wrong("world", "the live platform is not available in this version; expected simulated");
  }
  auto const topology = console::parse_topology(requested.topology);
  if (!topology) {
    return wrong("topology",
                 fmt::format("'{}' is not valid; expected drawn or live", requested.topology));
  }
  options.topology = *topology;
  if (auto const known = check_operator(requested.operator_kind, (*drill)->runbook); !known) {
    return Wrong{known.error()};
  }
  options.operator_kind = language::readable_line(requested.operator_kind, limits::message);
  if (auto const good = check_name(requested.operator_name); !good) return Wrong{good.error()};
  options.operator_name = requested.operator_name;
  options.clock = usual_clock;
  if (!requested.clock.empty()) {
    auto const clock = read_word<ClockKind>("clock", requested.clock);
    if (!clock) return Wrong{clock.error()};
    options.clock = *clock;
  }
  return options;
}

}  // namespace studylab::runs
