#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cli/commands.h"
#include "cli/input_file.h"
#include "cli/problem.h"
#include "cli/terminal.h"
#include "command_language/characters.h"
#include "command_language/wrap.h"
#include "lab/drill/check.h"
#include "lab/drill/load.h"
#include "lab/runs/documents.h"
#include "lab/runs/full_score.h"

namespace studylab::cli {

namespace {

constexpr std::size_t id_width = 16;  // of the longest name

}  // namespace

Exit show_drills(Json json) {
  Out out;
  boost::json::array all;
  for (auto const& drill : drill::drills()) {
    all.push_back(runs::document(drill));
    if (json == Json::yes) continue;
    out.line(fmt::format("{:<{}} {}", drill.id, id_width, drill.title));
    std::string names;
    for (auto const& variant : drill.variants) {
      auto const of = to_text(variant.fault_class);
      names += variant.name == of ? " " + variant.name : fmt::format(" {} ({})", variant.name, of);
    }
    std::string lines;
    language::put_wrapped(
        lines,
        fmt::format("{:<{}} runbook {}; variants, with the class if it has another name:{}", "",
                    id_width, drill.runbook, names),
        id_width + 1, out.terminal() ? out.width() : std::string::npos);
    out.line(lines);
  }
  if (json == Json::yes) out.line(boost::json::serialize(all));
  return Exit::done;
}

Exit check_drill_file(std::filesystem::path const& file, Json json) {
  auto const text = read_input_file("", file, limits::drill_file);
  if (!text) return fail(text.error());
  std::uint64_t played = 0;
  auto const play = [&](drill::Drill const& drill, std::uint64_t seed) {
    progress(fmt::format("the expert runs seed {} of {}", ++played, drill::checked_seeds));
    return runs::short_of_full_score(drill, seed);
  };
  auto const result = drill::check_drill(*text, file.string(), play);
  progress_end();
  if (json == Json::yes) {
    Out{}.line(
        boost::json::serialize(boost::json::object{{"file", language::readable(file.string())},
                                                   {"reads", result.reads},
                                                   {"good", result.good},
                                                   {"report", result.report}}));
  } else {
    Out{}.line(result.report);
  }
  if (!result.reads) return Exit::usage;
  return result.good ? Exit::done : Exit::failed;
}

}  // namespace studylab::cli
