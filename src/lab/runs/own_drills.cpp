#include "lab/runs/own_drills.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "evidence/file_write.h"
#include "lab/drill/load.h"
#include "lab/drill/own.h"

namespace studylab::runs {
namespace {

namespace fs = std::filesystem;

constexpr char const* folder_name = "drills";
constexpr std::string_view suffix = ".yaml";

std::string copy_name(std::string_view id, Digest const& file) {
  auto const half = Bytes{file.bytes}.first(file.bytes.size() / 2);
  return fmt::format("{}-{}{}", id, to_hex(half), suffix);
}

std::string in_one_line(std::vector<drill::Mistake> const& mistakes, std::string const& file) {
  auto line = to_text(mistakes.front());
  if (mistakes.size() > 1) {
    line += fmt::format(" (and {} more: `studylab drills check {}` lists them)",
                        mistakes.size() - 1, file);
  }
  return line;
}

}  // namespace

bool names_drill_file(std::string_view word) {
  return word.contains('/') || word.ends_with(".yaml") || word.ends_with(".yml");
}

std::expected<OwnDrill, Problem> take_own_drill(std::string text, std::string const& file) {
  auto drill = drill::load_drill(text, file);
  if (!drill) return problem(Problem::Kind::usage, in_one_line(drill.error(), file));
  auto const* program = drill::find_drill(drill->id);
  if (program == nullptr) return OwnDrill{&drill::add_own(std::move(*drill)), std::move(text)};
  if (program->digest == drill->digest) return OwnDrill{program, std::move(text)};
  return problem(
      Problem::Kind::usage,
      fmt::format("{}: '{}' is the name of a drill of the program; expected a name of its own",
                  file, drill->id));
}

std::expected<OwnDrill, Problem> read_own_drill(fs::path const& file) {
  auto text = evidence::read_file(file, limits::drill_file);
  if (text) return take_own_drill(std::move(*text), file.string());
  bool const too_long = text.error().why == evidence::ReadFailure::Why::too_long;
  return problem(too_long ? Problem::Kind::usage : Problem::Kind::missing, text.error().text);
}

std::expected<void, std::string> keep_drill(fs::path const& home, OwnDrill const& own) {
  if (!drill::is_own(*own.drill)) return {};
  auto const folder = home / folder_name;
  if (auto const made = evidence::make_folder(folder); !made) return made;
  return evidence::write_file(folder / copy_name(own.drill->id, own.drill->digest), own.text,
                              evidence::Readers::owner);
}

void know_drill(fs::path const& home, std::string_view id, Digest const& file) {
  // The name can come from a bundle that somebody else has made.
  if (drill::find_drill(id, file) != nullptr || id.contains('/')) return;
  auto const path = home / folder_name / copy_name(id, file);
  auto text = evidence::read_file(path, limits::drill_file);
  if (!text || drill::drill_digest(*text) != file) return;
  // A copy that this version cannot read is as good as none.
  (void)take_own_drill(std::move(*text), path.string());
}

std::vector<OwnDrill> kept_own_drills(fs::path const& home) {
  struct Kept {
    fs::file_time_type at;
    OwnDrill own;
  };
  std::map<std::string, Kept> latest;
  std::error_code failed;
  auto const folder = home / folder_name;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) {
    if (at->path().extension() != suffix) continue;
    std::error_code none;
    auto own = read_own_drill(at->path());
    auto const written = at->last_write_time(none);
    if (!own || none || !drill::is_own(*own->drill)) continue;
    auto& kept = latest[own->drill->id];
    if (kept.own.drill == nullptr || kept.at < written) kept = {written, std::move(*own)};
  }
  std::vector<OwnDrill> drills;
  for (auto& [id, kept] : latest) drills.push_back(std::move(kept.own));
  return drills;
}

std::vector<drill::Drill const*> kept_drills(fs::path const& home) {
  std::vector<drill::Drill const*> drills;
  for (auto const& own : kept_own_drills(home)) drills.push_back(own.drill);
  return drills;
}

std::vector<drill::Drill const*> all_drills(fs::path const& home) {
  std::vector<drill::Drill const*> drills;
  for (auto const& drill : drill::drills()) drills.push_back(&drill);
  for (auto const* drill : kept_drills(home)) drills.push_back(drill);
  return drills;
}

drill::Drill const* named_drill(fs::path const& home, std::string_view name) {
  if (auto const* drill = drill::find_drill(name)) return drill;
  auto const kept = kept_drills(home);
  auto const found = std::ranges::find(kept, name, [](auto const* one) { return one->id; });
  return found == kept.end() ? nullptr : *found;
}

std::string drill_names(fs::path const& home) {
  std::string names;
  for (auto const* drill : all_drills(home)) names += fmt::format(" {}", drill->id);
  return names;
}

}  // namespace studylab::runs
