#include "lab/runs/repeat.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/version.h"
#include "command_language/characters.h"
#include "evidence/fact_codec.h"
#include "lab/debrief/timeline.h"
#include "lab/runs/replay.h"
#include "lab/runs/sealed.h"

namespace studylab::runs {
namespace {

std::unexpected<Problem> wrong_place(std::string text) {
  return problem(Problem::Kind::usage, std::move(text));
}

// The run's first entry after it diverged from the expert.
std::expected<EntryId, Problem> divergence_of(evidence::Bundle const& bundle,
                                              std::optional<Hash> const& salt) {
  auto const result = debrief_of(bundle, salt);
  if (!result) return std::unexpected(result.error());
  if (!result->debrief.counterfactual) {
    return wrong_place(
        fmt::format("{0} never diverged from the expert; name an entry: {0}@entry-57", bundle.run));
  }
  return result->debrief.counterfactual->from_entry;
}

// Whether the repetition has the same facts at the same times. The first entry commits to the lab
// chain, which records what is repeated.
bool is_same(std::span<FactEntry const> then, std::span<FactEntry const> now) {
  if (now.size() < then.size()) return false;
  for (std::size_t n = 1; n < then.size(); ++n) {
    bool const same = then[n].at == now[n].at &&
                      evidence::encode_fact(then[n].fact) == evidence::encode_fact(now[n].fact);
    if (!same) return false;
  }
  return true;
}

std::expected<void, Problem> check(Beginning const& beginning, std::string const& run,
                                   std::span<FactEntry const> recorded) {
  auto const again = replayed(beginning.options, run, recorded);
  if (!again) return std::unexpected(again.error());
  if (again->session().ended()) {
    return wrong_place(fmt::format("{} had ended by then; name an earlier entry", run));
  }
  if (is_same(recorded, again->session().chain().entries())) return {};
  return problem(Problem::Kind::missing,
                 fmt::format("{} cannot be repeated: its replay differs; `studylab replay {}` "
                             "names the first entry that differs",
                             run, run));
}

}  // namespace

std::expected<Place, std::string> parse_place(std::string_view text) {
  Place place{std::string{text.substr(0, text.find('@'))}, std::nullopt};
  if (place.run.size() == text.size()) return place;
  auto number = text.substr(place.run.size() + 1);
  constexpr std::string_view prefix = "entry-";
  if (number.starts_with(prefix)) number.remove_prefix(prefix.size());
  std::uint32_t entry = 0;
  auto const [end, error] = std::from_chars(number.data(), number.data() + number.size(), entry);
  if (error != std::errc{} || end != number.data() + number.size()) {
    return std::unexpected(fmt::format("'{}' is not a place in a run; expected RUN or RUN@entry-N",
                                       language::readable(text)));
  }
  place.entry = EntryId{entry};
  return place;
}

std::expected<Beginning, Problem> beginning_of(evidence::Bundle const& bundle,
                                               std::optional<EntryId> entry,
                                               std::optional<Hash> const& salt) {
  if (bundle.program_version != program_version()) {
    return problem(Problem::Kind::missing,
                   fmt::format("{} is of version {}, this is {}: only the same version can repeat "
                               "it",
                               bundle.run, bundle.program_version, program_version()));
  }
  auto options = options_of(bundle, salt);
  if (!options) return std::unexpected(options.error());
  auto const recorded = bundle.platform_entries();
  auto const* alert = debrief::alert_of(recorded);
  if (alert == nullptr) return wrong_place(bundle.run + " has no alert");
  if (!entry) {
    auto const divergence = divergence_of(bundle, salt);
    if (!divergence) return std::unexpected(divergence.error());
    entry = *divergence;
  }
  if (*entry <= alert->id || entry->number > recorded.size()) {
    return wrong_place(fmt::format("{} can be practised from entry-{} to entry-{}", bundle.run,
                                   alert->id.number + 1, recorded.size()));
  }
  Beginning beginning{std::move(*options), debrief::commands_of(recorded)};
  std::erase_if(beginning.commands, [&](debrief::Given const& one) { return one.first >= *entry; });
  auto const last = beginning.commands.empty() ? alert->id : beginning.commands.back().last;
  beginning.options.variant = debrief::variant_of(bundle.lab_entries());
  beginning.options.truth_shown.reset();
  beginning.options.repeated = {bundle.run, last};
  if (auto const good = check(beginning, bundle.run, std::span{recorded}.first(last.number));
      !good) {
    return std::unexpected(good.error());
  }
  return beginning;
}

std::expected<std::vector<language::Answer>, std::string> repeat(Run& run,
                                                                 Beginning const& beginning) {
  std::vector<language::Answer> answers;
  answers.reserve(beginning.commands.size());
  for (auto const& given : beginning.commands) answers.push_back(run.repeat(given.line, given.at));
  if (auto saved = run.storage().save(run.session().chain()); !saved) {
    return std::unexpected(std::move(saved.error()));
  }
  return answers;
}

}  // namespace studylab::runs
