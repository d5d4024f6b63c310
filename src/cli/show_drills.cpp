#include <algorithm>
#include <vector>

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
#include "lab/drill/own.h"
#include "lab/runs/documents.h"
#include "lab/runs/fairness.h"
#include "lab/runs/own_drills.h"
#include "lab/runs/store.h"

namespace studylab::cli {

namespace {

void print_drill(Out& out, drill::Drill const& drill, std::size_t id_width) {
  out.line(fmt::format("{:<{}} {}{}", drill.id, id_width, drill.title,
                       drill::is_own(drill) ? " (your own)" : ""));
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

}  // namespace

Exit show_drills(Json json) {
  Out out;
  auto const drills = runs::all_drills(runs::home_folder());
  std::size_t id_width = 0;
  boost::json::array all;
  for (auto const* drill : drills) {
    id_width = std::max(id_width, drill->id.size());
    all.push_back(runs::document(*drill));
  }
  if (json == Json::yes) {
    out.line(boost::json::serialize(all));
    return Exit::done;
  }
  for (auto const* drill : drills) print_drill(out, *drill, id_width);
  return Exit::done;
}

namespace {

// A drill of the program can be changed and checked, but not played from its file.
std::string note_on_name(std::string const& text, std::filesystem::path const& file) {
  auto const drill = drill::load_drill(text, file.string());
  auto const* program = drill ? drill::find_drill(drill->id) : nullptr;
  if (program == nullptr || program->digest == drill->digest) return {};
  return fmt::format(
      "{}: '{}' is the name of a drill of the program; `studylab drill FILE` expects a name of its "
      "own\n",
      language::readable(file.string()), drill->id);
}

boost::json::object document_of(drill::CheckResult const& result,
                                std::filesystem::path const& file) {
  return {{"file", language::readable(file.string())},
          {"reads", result.mistakes.empty()},
          {"good", result.good},
          {"mistakes", runs::document(result.mistakes)},
          {"runs", result.runs},
          {"expert_passed", result.expert_passed},
          {"idle_passed", result.idle_passed},
          {"report", result.report}};
}

}  // namespace

Exit check_drill_file(std::filesystem::path const& file, Json json) {
  auto const text = read_input_file("", file, limits::drill_file);
  if (!text) return fail(text.error());
  std::uint64_t begun = 0;
  bool stopped = false;
  auto const run = [&](drill::Drill const& drill, std::uint64_t seed,
                       drill::Variant const* chosen) -> drill::SeedCheck {
    stopped = stopped || interrupted();
    if (stopped) return {.variant = "", .expert = "", .idle = "", .idle_passed = false};
    progress(fmt::format("seed {} of {}: the expert, then idle", ++begun, drill::checked_seeds));
    return runs::check_seed(drill, seed, chosen);
  };
  auto result = drill::check_drill(*text, file.string(), run);
  progress_end();
  if (stopped) return fail({Exit::missing, "interrupted: not every seed was run"});
  result.report += note_on_name(*text, file);
  if (json == Json::yes) {
    Out{}.line(boost::json::serialize(document_of(result, file)));
  } else {
    Out{}.print(result.report);
  }
  if (!result.mistakes.empty()) return Exit::usage;
  return result.good ? Exit::done : Exit::failed;
}

}  // namespace studylab::cli
