#include "cli/own_drill.h"

#include <utility>

#include <fmt/format.h>

#include "lab/drill/load.h"
#include "lab/runs/sealed.h"
#include "lab/runs/store.h"

namespace studylab::cli {
namespace {

std::string beginning_of(Digest const& digest) {
  constexpr std::size_t characters = 16;
  return to_hex(digest.bytes).substr(0, characters);
}

std::unexpected<Problem> wrong_file(std::string text) {
  return std::unexpected(Problem{Exit::usage, "--drill-file: " + std::move(text)});
}

}  // namespace

std::expected<NamedDrill, Problem> read_drill(std::string const& word) {
  if (runs::names_drill_file(word)) {
    auto own = runs::read_own_drill(word);
    if (!own) return std::unexpected(in_cli(own.error()));
    auto const* drill = own->drill;
    return NamedDrill{drill, std::move(*own)};
  }
  auto const home = runs::home_folder();
  if (auto const* drill = runs::named_drill(home, word)) return NamedDrill{drill, std::nullopt};
  return std::unexpected(Problem{
      Exit::usage,
      fmt::format("'{}' is not a valid drill; expected one of{}, or a file such as my-drill.yaml",
                  word, runs::drill_names(home))});
}

std::expected<std::vector<drill::Drill const*>, Problem> read_drills(std::string const& word) {
  std::vector<drill::Drill const*> drills;
  if (word.empty() || word == "all") {
    for (auto const& drill : drill::drills()) drills.push_back(&drill);
    return drills;
  }
  auto const named = read_drill(word);
  if (!named) return std::unexpected(named.error());
  drills.push_back(named->drill);
  return drills;
}

std::expected<std::optional<runs::OwnDrill>, Problem> know_drill_of(
    evidence::Bundle const& bundle, std::filesystem::path const& home,
    std::filesystem::path const& file) {
  auto const opened = runs::opened_of(bundle);
  if (opened) runs::know_drill(home, opened->drill, opened->drill_digest);
  if (!opened || file.empty()) return std::nullopt;
  if (drill::find_drill(opened->drill) != nullptr) {
    return wrong_file(fmt::format("the run is of {}, a drill of this program", opened->drill));
  }
  auto own = runs::read_own_drill(file);
  if (!own) {
    auto const problem = in_cli(own.error());
    return std::unexpected(Problem{problem.exit, "--drill-file: " + problem.text});
  }
  auto const& drill = *own->drill;
  if (drill.id != opened->drill) {
    return wrong_file(fmt::format("{} is the drill '{}', but the run is of '{}'", file.string(),
                                  drill.id, opened->drill));
  }
  if (drill.digest != opened->drill_digest) {
    return wrong_file(fmt::format(
        "{} has changed since the run: its digest begins with {}, that of the run with {}",
        file.string(), beginning_of(drill.digest), beginning_of(opened->drill_digest)));
  }
  return std::optional{std::move(*own)};
}

}  // namespace studylab::cli
