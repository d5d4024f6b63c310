#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cli/commands.h"
#include "cli/open_store.h"
#include "cli/pager.h"
#include "cli/read_drill.h"
#include "cli/run_list.h"
#include "cli/terminal.h"
#include "control/state.h"
#include "evidence/bundle.h"
#include "evidence/file_write.h"
#include "lab/console/queries/queries.h"
#include "lab/console/queries/views.h"
#include "lab/runs/documents.h"

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
  if (result.whole && store.debrief_of(result.debrief.run) != document) {
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
  auto const entries = bundle.platform_entries();
  if (entries.size() != bundle.platform.head.size) {
    return fail({Exit::missing,
                 fmt::format("{}: the run has entries of kinds that this program does not know",
                             bundle.run)});
  }
  if (number == 0 || number > entries.size()) {
    print_error(fmt::format("--at: the run has entries from entry-1 to entry-{}", entries.size()));
    return Exit::usage;
  }
  control::State state;
  for (std::size_t n = 0; n < number; ++n) control::evolve(state, entries[n]);
  std::span<FactEntry const> const seen{entries.data(), number};
  console::QueryContext const context{state, seen, entries[number - 1].at};
  Out out;
  boost::json::object all;
  constexpr std::pair<QueryKind, std::string_view> queries[] = {
      {QueryKind::incident, "incident"},
      {QueryKind::routes, "routes"},
      {QueryKind::operations, "operations"},
      {QueryKind::allocations, "allocations"},
      {QueryKind::edges, "edges"}};
  for (auto const& [kind, word] : queries) {
    if (kind == QueryKind::incident && !state.incident) continue;
    Query asked;
    asked.query = kind;
    auto const answer = console::query(asked, context);
    if (!answer) continue;
    if (as_json == Json::yes) {
      all.emplace(word, language::json_of(answer->data));
    } else {
      console::Moment const moment{EntryId{}, context.now,
                                   state.incident ? state.incident->at : context.now};
      out.styled(
          console::query_text(asked, console::Detail::usual, answer->data, moment, out.screen()));
    }
  }
  if (as_json == Json::yes) out.line(boost::json::serialize(all));
  return Exit::done;
}

}  // namespace

Exit show_history(HistoryCommand const& command) {
  auto const& [run, at_entry, report, salt, as_json] = command;
  auto const store = open_store(Opening::reading, salt);
  if (!store) return fail(store.error());
  if (run.empty()) return list(*store, as_json);
  auto const bundle = runs::sealed_bundle(*store, run);
  if (!bundle) {
    // A damaged bundle is status 3 here: the command could not do its work.
    auto const error = in_cli(bundle.error());
    return fail({error.exit == Exit::failed ? Exit::missing : error.exit, error.text});
  }
  if (at_entry) return state_at(*bundle, *at_entry, as_json);
  auto const result = runs::debrief_of(*bundle, salt);
  if (!result) return fail(in_cli(result.error()));
  auto const exit = show_run(*store, *result, report, as_json);
  if (!result->whole) {
    print_error(fmt::format(
        "{} has a salt: with --salt-file the debrief includes the counterfactual", run));
  }
  return exit;
}

}  // namespace studylab::cli
