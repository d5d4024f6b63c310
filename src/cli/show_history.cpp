#include <fmt/chrono.h>
#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "cli/commands.h"
#include "cli/run_store.h"
#include "cli/terminal.h"
#include "control/state.h"
#include "evidence/bundle.h"
#include "lab/console/queries/queries.h"
#include "lab/console/queries/views.h"

namespace studylab::cli {
namespace {

namespace json = boost::json;
using console::RunState;
using console::RunSummary;

constexpr std::size_t columns = 80;

std::string_view state_word(RunSummary const& run) {
  switch (run.state) {
    case RunState::open: return "open";
    case RunState::cut_off: return "cut off";
    case RunState::unreadable: return "unreadable";
    case RunState::sealed: break;
  }
  return run.outcome.empty() ? "sealed" : std::string_view{run.outcome};
}

std::string cut(std::string text) {
  while (text.ends_with(' ')) text.pop_back();
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool const begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (begins && ++length == columns && at + 1 < text.size()) {
      return text.substr(0, at) + "…";
    }
  }
  return text;
}

std::string mitigated(RunSummary const& run) {
  if (run.outcome.empty()) return {};
  return run.seconds_to_mitigate ? fmt::format("in {} s", *run.seconds_to_mitigate) : "not";
}

std::string line_of(RunSummary const& run) {
  bool const debrief_result = !run.outcome.empty();
  auto how = std::string{state_word(run)};
  if (debrief_result && run.ended != to_text(RunEnding::closed))
    how += fmt::format(" ({})", run.ended);
  return fmt::format("{}  {:.16}  {:<21}  {:>6}  {}", run.run, fmt::format("{:%F %R}", run.began),
                     how, debrief_result ? fmt::to_string(run.score) : std::string{},
                     mitigated(run));
}

std::string second_line_of(RunSummary const& run) {
  if (run.outcome.empty()) {
    return fmt::format("  {}{}{}", run.drill, run.drill.empty() || run.note.empty() ? "" : ", ",
                       run.note);
  }
  return fmt::format("  {}, {}{}, seed {}, {}", run.drill, run.variant,
                     run.practice ? " (practice)" : "", run.seed.value_or(0), run.operator_kind);
}

json::object object_of(RunSummary const& run) {
  bool const debrief_result = !run.outcome.empty();
  auto const or_null = [](bool there, auto const& value) {
    return there ? json::value(value) : json::value(nullptr);
  };
  return {{"run", run.run},
          {"began", fmt::format("{:%FT%TZ}", run.began)},
          {"drill", run.drill},
          {"level", to_text(run.level)},
          {"state", state_word(run)},
          {"note", or_null(!run.note.empty(), run.note)},
          {"ended", or_null(debrief_result, run.ended)},
          {"score", or_null(debrief_result, run.score)},
          {"practice", run.practice},
          {"variant", or_null(debrief_result, run.variant)},
          {"seed", or_null(debrief_result, run.seed.value_or(0))},
          {"operator", run.operator_kind},
          {"operator_name", run.operator_name},
          {"seconds_to_mitigate",
           or_null(run.seconds_to_mitigate.has_value(), run.seconds_to_mitigate.value_or(0))}};
}

// Computes an unreadable debrief again from its bundle, and stores it if possible.
void repair_debrief(console::Store const& store, RunSummary& run, std::optional<Hash> const& salt) {
  if (run.state != RunState::sealed || !run.outcome.empty()) return;
  auto const bundle = sealed_bundle(store, run.run);
  auto debrief_result = bundle ? debrief_of(*bundle, salt) : std::unexpected(bundle.error());
  if (bundle && !debrief_result)
    debrief_result = debrief_of(*bundle, std::nullopt);  // the salt is another run's
  if (!debrief_result) {
    run.note = debrief_result.error().text;
    return;
  }
  auto const text = json::serialize(debrief::document(debrief_result->debrief));
  if (debrief_result->whole) (void)store.keep_debrief(run.run, text);
  console::read_debrief(run, text);
}

// The document of a debrief; if it is incomplete without the salt, the one stored at the seal.
std::string debrief_json(console::Store const& store, DebriefResult const& debrief_result) {
  auto const document = debrief::document(debrief_result.debrief);
  if (!debrief_result.whole) {
    auto const kept = store.debrief_of(debrief_result.debrief.run);
    boost::system::error_code bad;
    auto const value = kept ? json::parse(*kept, bad) : json::value{};
    auto const* object = value.if_object();
    auto const* ledger = object == nullptr ? nullptr : object->if_contains("ledger");
    if (ledger != nullptr && *ledger == document.at("ledger")) return json::serialize(value);
  }
  return json::serialize(document);
}

Exit list(console::Store const& store, std::optional<Hash> const& salt, Json as_json) {
  auto runs = store.runs();
  if (!runs) return fail({Exit::missing, runs.error()});
  for (auto& run : *runs) repair_debrief(store, run, salt);
  Out out;
  if (as_json == Json::yes) {
    json::array all;
    for (auto const& run : *runs) all.push_back(object_of(run));
    out.line(json::serialize(all));
    return Exit::done;
  }
  if (runs->empty()) {
    out.line("no runs yet; `studylab drill bad-deploy` starts one");
    return Exit::done;
  }
  out.line("run             began (UTC)       outcome                points  mitigated");
  for (auto const& run : *runs) {
    out.line(cut(line_of(run)));
    out.line(cut(second_line_of(run)));
  }
  return Exit::done;
}

// The platform's state at that entry.
Exit state_at(evidence::Bundle const& bundle, std::uint32_t number, Json as_json) {
  auto const entries = bundle.platform_entries();
  if (entries.size() != bundle.platform.head.size) {
    return fail({Exit::missing, fmt::format("{}: it has entries of kinds that this program "
                                            "does not know",
                                            bundle.run)});
  }
  if (number == 0 || number > entries.size()) {
    print_error(fmt::format("--at: the run has entry-1 to entry-{}", entries.size()));
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
      all.emplace(word, answer->data);
    } else {
      console::Moment const moment{EntryId{}, context.now,
                                   state.incident ? state.incident->at : context.now};
      out.line(
          console::query_text(asked, console::Detail::usual, answer->data, moment, out.screen()));
    }
  }
  if (as_json == Json::yes) out.line(boost::json::serialize(all));
  return Exit::done;
}

}  // namespace

Exit show_history(std::string const& run, std::optional<std::uint32_t> at_entry,
                  std::optional<Hash> const& salt, Json as_json) {
  auto const store = open_store(Opening::reading, salt);
  if (!store) return fail(store.error());
  if (run.empty()) return list(*store, salt, as_json);
  auto const bundle = sealed_bundle(*store, run);
  if (!bundle) {
    // A damaged bundle is status 3 here: the command could not do its work.
    auto const& error = bundle.error();
    return fail({error.exit == Exit::failed ? Exit::missing : error.exit, error.text});
  }
  if (at_entry) return state_at(*bundle, *at_entry, as_json);
  auto const debrief_result = debrief_of(*bundle, salt);
  if (!debrief_result) return fail(debrief_result.error());
  Out out;
  out.line(as_json == Json::yes ? debrief_json(*store, *debrief_result)
                                : debrief::text(debrief_result->debrief, out.screen()));
  if (!debrief_result->whole) {
    print_error(fmt::format(
        "{} has a salt: with --salt-file the debrief includes the counterfactual", run));
  }
  return Exit::done;
}

}  // namespace studylab::cli
