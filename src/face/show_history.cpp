#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "control/state.h"
#include "evidence/bundle.h"
#include "face/commands.h"
#include "face/run_store.h"
#include "face/terminal.h"
#include "lab/desk/looks.h"
#include "lab/desk/render.h"

namespace studylab::face {
namespace {

std::string state_word(desk::RunSummary const& run) {
  if (run.open) return "open";
  return run.sealed ? run.outcome : "cut off";
}

Exit list(desk::Store const& store, Json json) {
  auto const runs = store.runs();
  if (!runs) {
    complain(runs.error());
    return Exit::missing;
  }
  Out out;
  boost::json::array all;
  for (auto const& run : *runs) {
    all.push_back(boost::json::object{{"run", run.run},
                                      {"drill", run.drill},
                                      {"level", to_text(run.level)},
                                      {"state", state_word(run)},
                                      {"score", run.score},
                                      {"practice", run.practice},
                                      {"variant", run.variant},
                                      {"operator", run.operator_name},
                                      {"seconds_to_mitigate", run.seconds_to_mitigate}});
    if (json == Json::yes) continue;
    out.line(fmt::format("{}  {:<12} {:<7} {:>3} points  {:>5} s to mitigate  {}{}", run.run,
                         run.drill, state_word(run), run.score, run.seconds_to_mitigate,
                         run.variant.empty() ? "variant not told" : run.variant,
                         run.practice ? " (practice)" : ""));
  }
  if (json == Json::yes) {
    out.line(boost::json::serialize(all));
  } else if (runs->empty()) {
    out.line("no runs yet; `studylab drill bad-deploy` begins one");
  }
  return Exit::done;
}

std::expected<evidence::Bundle, std::string> bundle_of(desk::Store const& store,
                                                       std::string const& run) {
  auto const bytes = store.bundle_of(run);
  if (!bytes) return std::unexpected(bytes.error());
  auto bundle = evidence::decode_bundle(as_bytes(*bytes));
  if (!bundle) return std::unexpected(fmt::format("{}: {}", run, to_text(bundle.error())));
  return std::move(*bundle);
}

// The platform as it was folded when that entry was the newest.
Exit state_at(evidence::Bundle const& bundle, std::uint32_t number, Json json) {
  auto const entries = bundle.platform_entries();
  if (number == 0 || number > entries.size()) {
    complain(fmt::format("--at: the run has entry-1 to entry-{}", entries.size()));
    return Exit::usage;
  }
  control::State state;
  for (std::size_t n = 0; n < number; ++n) control::evolve(state, entries[n]);
  std::span<FactEntry const> const seen{entries.data(), number};
  desk::LookContext const context{state, seen, entries[number - 1].at};
  Out out;
  boost::json::object all;
  constexpr std::pair<LookKind, std::string_view> looks[] = {{LookKind::incident, "incident"},
                                                             {LookKind::routes, "routes"},
                                                             {LookKind::operations, "operations"},
                                                             {LookKind::allocations, "allocations"},
                                                             {LookKind::edges, "edges"}};
  for (auto const& [kind, word] : looks) {
    if (kind == LookKind::incident && !state.incident) continue;
    auto const answer = desk::look(Look{kind, "", false, {}, ""}, context);
    if (!answer) continue;
    if (json == Json::yes) {
      all.emplace(word, answer->data);
    } else {
      out.line(desk::render(answer->data, EntryId{}));
    }
  }
  if (json == Json::yes) out.line(boost::json::serialize(all));
  return Exit::done;
}

}  // namespace

Exit show_history(std::string const& run, std::optional<std::uint32_t> at_entry, Json json) {
  auto const store = open_store();
  if (!store) {
    complain(store.error());
    return Exit::missing;
  }
  if (run.empty()) return list(*store, json);
  if (!store->has(run)) {
    complain(fmt::format("there is no run '{}'; `studylab history` lists them", run));
    return Exit::usage;
  }
  if (json == Json::yes && !at_entry) {
    auto const text = store->debrief_of(run);
    if (!text) {
      complain(text.error());
      return Exit::missing;
    }
    Out{}.line(*text);
    return Exit::done;
  }
  auto const bundle = bundle_of(*store, run);
  if (!bundle) {
    complain(bundle.error());
    return Exit::missing;
  }
  if (at_entry) return state_at(*bundle, *at_entry, json);
  auto debriefed = debrief::make(*bundle);
  auto const options = store->options_of(run);
  if (!debriefed || !options) {
    complain(debriefed ? options.error() : debriefed.error());
    return Exit::missing;
  }
  debriefed->operator_kind = options->operator_kind;
  debriefed->counterfactual =
      debrief::counterfactual(*options, debriefed->platform, debriefed->marks);
  Out{}.line(debrief::text(*debriefed));
  return Exit::done;
}

}  // namespace studylab::face
