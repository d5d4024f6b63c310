#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cli/commands.h"
#include "cli/open_store.h"
#include "cli/own_drill.h"
#include "cli/pager.h"
#include "cli/read_drill.h"
#include "cli/run_list.h"
#include "cli/terminal.h"
#include "evidence/bundle.h"
#include "evidence/file_write.h"
#include "lab/runs/documents.h"
#include "lab/runs/platform_at.h"

namespace studylab::cli {
namespace {

namespace json = boost::json;

Exit list(runs::Store const& store, Json as_json) {
  auto const runs = runs::listed_runs(store);
  if (!runs) return fail({Exit::missing, runs.error()});
  Out out;
  if (as_json == Json::yes) {
    json::array all;
    for (auto const& run : *runs) all.push_back(runs::document(run));
    out.line(json::serialize(all));
    return Exit::done;
  }
  if (runs->empty()) {
    out.line(
        fmt::format("there are no runs yet; start one with `studylab drill {}`", example_drill()));
    return Exit::done;
  }
  auto const screen = out.screen();
  std::string text;
  auto const print = [&](console::Styled const& line) {
    text += (text.empty() ? "" : "\n") + line.shortened(screen.width).on(screen);
  };
  auto const chart = score_chart(*runs, screen.width);
  for (auto const& line : chart) print(line);
  if (!chart.empty()) print({});
  auto const rules = rule_chart(*runs, screen.width);
  for (auto const& line : rules) print(line);
  if (!rules.empty()) print({});
  print(console::Styled{"run             began (UTC)       result                 points  resolved",
                        console::Style::dim});
  for (auto const& run : *runs) {
    for (auto const& line : lines_of(run)) print(line);
  }
  print_paged(out, text);
  return Exit::done;
}

Exit show_run(runs::Store const& store, runs::DebriefResult const& result,
              std::optional<std::filesystem::path> const& report, Json as_json) {
  auto const document = json::serialize(runs::debrief_document(store, result));
  // A file that was edited or is missing is written again.
  if (result.whole() && store.debrief_of(result.debrief.run) != document) {
    (void)store.keep_debrief(result.debrief.run, document);
  }
  if (report) {
    auto const written = evidence::write_file(*report, debrief::report(result.debrief));
    if (!written) return fail({Exit::missing, "--report: " + written.error()});
  }
  Out out;
  if (as_json == Json::yes) {
    out.line(document);
    return Exit::done;
  }
  print_paged(out, debrief::text(result.debrief, out.screen()));
  return Exit::done;
}

// The platform's state at this entry.
Exit state_at(evidence::Bundle const& bundle, std::uint32_t number, Json as_json) {
  auto const platform = runs::platform_at(bundle, number);
  if (!platform) {
    bool const usage = platform.error().kind == runs::Problem::Kind::usage;
    return fail(
        {usage ? Exit::usage : Exit::missing, (usage ? "--at: " : "") + platform.error().text});
  }
  Out out;
  if (as_json == Json::yes) {
    out.line(json::serialize(runs::data_of(*platform)));
    return Exit::done;
  }
  for (auto const& answer : platform->answers) {
    out.styled(runs::text_of(answer, platform->moment, out.screen()));
  }
  return Exit::done;
}

}  // namespace

Exit show_history(HistoryCommand const& command) {
  auto const& [run, at_entry, report, salt, drill_file, as_json] = command;
  auto const store = open_store(Opening::reading, salt);
  if (!store) return fail(store.error());
  if (run.empty()) return list(*store, as_json);
  auto const bundle = runs::sealed_bundle(*store, run);
  if (!bundle) {
    // A damaged bundle is status 3 here: the command could not do its work.
    auto const error = in_cli(bundle.error());
    return fail({error.exit == Exit::failed ? Exit::missing : error.exit, error.text});
  }
  auto const own = know_drill_of(*bundle, store->home(), drill_file);
  if (!own) return fail(own.error());
  if (*own) (void)runs::keep_drill(store->home(), **own);  // for the list; this run needs no copy
  if (at_entry) return state_at(*bundle, *at_entry, as_json);
  auto const result = runs::debrief_of(*bundle, salt);
  if (!result) return fail(in_cli(result.error()));
  auto const exit = show_run(*store, *result, report, as_json);
  if (!result->whole()) print_error(result->left_out);
  return exit;
}

}  // namespace studylab::cli
