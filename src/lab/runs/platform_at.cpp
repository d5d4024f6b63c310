#include "lab/runs/platform_at.h"

#include <fmt/format.h>
#include <boost/json/array.hpp>

#include "control/state.h"
#include "evidence/fact_codec.h"
#include "lab/console/queries/queries.h"
#include "lab/console/queries/views.h"

namespace studylab::runs {
namespace {

namespace json = boost::json;

constexpr std::pair<QueryKind, std::string_view> platform_queries[] = {
    {QueryKind::incident, "incident"},
    {QueryKind::routes, "routes"},
    {QueryKind::operations, "operations"},
    {QueryKind::allocations, "allocations"},
    {QueryKind::edges, "edges"}};

}  // namespace

std::expected<PlatformAt, Problem> platform_at(evidence::Bundle const& bundle,
                                               std::uint32_t number) {
  auto const entries = bundle.platform_entries();
  if (entries.size() != bundle.platform.head.size) {
    return problem(Problem::Kind::missing,
                   fmt::format("{}: the run has entries of kinds that this program does not know",
                               bundle.run));
  }
  if (number == 0 || number > entries.size()) {
    return problem(Problem::Kind::usage,
                   fmt::format("the run has entries from entry-1 to entry-{}", entries.size()));
  }
  control::State state;
  for (std::size_t n = 0; n < number; ++n) control::evolve(state, entries[n]);
  std::span<FactEntry const> const seen{entries.data(), number};
  auto const now = entries[number - 1].at;
  PlatformAt platform{entries[number - 1], entries.size(), {}, {}};
  platform.moment = {EntryId{}, now, state.incident ? state.incident->at : now};
  for (auto const& [kind, word] : platform_queries) {
    if (kind == QueryKind::incident && !state.incident) continue;
    Query asked;
    asked.query = kind;
    auto answer = console::query(asked, {state, seen, now});
    if (answer) platform.answers.push_back({word, asked, std::move(answer->data)});
  }
  return platform;
}

std::string text_of(PlatformAnswer const& answer, console::Moment const& moment,
                    console::Screen const& screen) {
  return console::query_text(answer.asked, console::Detail::usual, answer.data, moment, screen);
}

json::object data_of(PlatformAt const& platform) {
  json::object all;
  for (auto const& answer : platform.answers) {
    all.emplace(answer.word, language::json_of(answer.data));
  }
  return all;
}

json::object document(PlatformAt const& platform, console::Screen const& screen) {
  json::array answers;
  for (auto const& answer : platform.answers) {
    answers.push_back(
        json::object{{"query", answer.word}, {"text", text_of(answer, platform.moment, screen)}});
  }
  auto const& entry = platform.entry;
  return {{"entry", to_text(entry.id)},
          {"entries", platform.entries},
          {"at", to_text(entry.at)},
          {"fact", evidence::kind_of(entry.fact).name},
          {"answers", std::move(answers)}};
}

}  // namespace studylab::runs
