#include "lab/runs/sealed.h"

#include <fmt/format.h>

#include "base/version.h"
#include "evidence/file_keys.h"
#include "lab/drill/load.h"
#include "lab/runs/own_drills.h"

namespace studylab::runs {

std::expected<evidence::Bundle, Problem> sealed_bundle(Store const& store, std::string const& run) {
  if (!store.has(run)) {
    return problem(Problem::Kind::usage,
                   fmt::format("run '{}' does not exist; `studylab history` lists the runs", run));
  }
  auto const summary = store.summary(run);
  auto const note = summary.note.empty() ? std::string{} : ": " + summary.note;
  switch (summary.state) {
    case RunState::open: return problem(Problem::Kind::missing, run + " is open" + note);
    case RunState::cut_off:
      return problem(Problem::Kind::missing, run + " was cut off and is not sealed" + note);
    case RunState::unreadable:
      return problem(Problem::Kind::missing, run + " cannot be read" + note);
    case RunState::sealed: break;
  }
  auto const bytes = store.bundle_of(run);
  if (!bytes) return problem(Problem::Kind::missing, bytes.error());
  auto bundle = evidence::decode_bundle(as_bytes(*bytes));
  if (!bundle)
    return problem(Problem::Kind::failed, fmt::format("{}: {}", run, to_text(bundle.error())));
  if (bundle->run != run) {
    return problem(Problem::Kind::missing,
                   fmt::format("{}: its bundle is of another run, {}", run, bundle->run));
  }
  if (auto const opened = opened_of(*bundle)) {
    know_drill(store.home(), opened->drill, opened->drill_digest);
  }
  return std::move(*bundle);
}

std::optional<LabOpened> opened_of(evidence::Bundle const& bundle) {
  auto const lab = bundle.lab_entries();
  auto const* opened = lab.empty() ? nullptr : std::get_if<LabOpened>(&lab.front().fact);
  return opened == nullptr ? std::nullopt : std::optional{*opened};
}

std::expected<console::RunOptions, Problem> options_of(evidence::Bundle const& bundle,
                                                       std::optional<Hash> const& salt) {
  auto const opened = opened_of(bundle);
  if (!opened) {
    return problem(Problem::Kind::missing, "the lab chain does not have the options of the run");
  }
  KeptOptions kept;
  auto& options = kept.options;
  options.drill = opened->drill;
  if (drill::find_drill(opened->drill) == nullptr) options.own_drill = opened->drill_digest;
  options.seed = opened->seed;
  if (opened->practice != 0) options.variant = opened->variant;
  options.level = opened->level;
  options.clock = opened->clock;
  options.topology =
      opened->topology == "live" ? console::Topology::live : console::Topology::drawn;
  options.operator_kind = opened->operator_kind;
  options.operator_name = opened->operator_name;
  for (auto const& entry : bundle.lab_entries()) {
    auto const* fact = std::get_if<BeginningRepeated>(&entry.fact);
    if (fact != nullptr) options.repeated = console::Repeated{fact->run, fact->entry};
    auto const* shown = std::get_if<TruthShown>(&entry.fact);
    if (shown != nullptr) options.truth_shown = shown->entry;
  }
  kept.salt_digest = opened->salt_digest;
  if (salt && !kept.salted())
    return problem(Problem::Kind::usage, "--salt-file: the run does not have a salt");
  auto whole = kept.with(salt);
  if (!whole) return problem(salt ? Problem::Kind::usage : Problem::Kind::missing, whole.error());
  return std::move(*whole);
}

std::expected<DebriefResult, Problem> debrief_of(evidence::Bundle const& bundle,
                                                 std::optional<Hash> const& salt) {
  auto made = debrief::make(bundle);
  if (!made)
    return problem(Problem::Kind::missing, fmt::format("{}: {}", bundle.run, made.error()));
  DebriefResult result{std::move(*made), {}, bundle.program_version};
  auto const options = options_of(bundle, salt);
  if (!options && salt) return std::unexpected(options.error());
  if (bundle.program_version != program_version()) {
    result.left_out = fmt::format(
        "{} is of version {}, this is {}: the counterfactual is the one that was stored with it",
        bundle.run, bundle.program_version, program_version());
  } else if (!options) {
    result.left_out = fmt::format(
        "{} has a salt: with --salt-file the debrief includes the counterfactual", bundle.run);
  } else {
    result.debrief.counterfactual = debrief::counterfactual(*options, result.debrief);
  }
  return result;
}

namespace {

// The result in the bundle, if the bundle is whole; the error says why it is not.
std::expected<debrief::Debrief, std::string> verified(Store const& store, std::string const& run) {
  auto const bundle = sealed_bundle(store, run);
  if (!bundle) return std::unexpected(bundle.error().text);
  auto const key = evidence::load_key(store.home() / "keys" / "seal.key");
  if (key && key->public_key != bundle->public_key) {
    return std::unexpected("its bundle was sealed by another installation");
  }
  return debrief::make(*bundle);
}

}  // namespace

std::expected<std::vector<ListedRun>, std::string> listed_runs(Store const& store) {
  auto summaries = store.runs();
  if (!summaries) return std::unexpected(summaries.error());
  std::vector<ListedRun> runs;
  for (auto& summary : *summaries) {
    ListedRun run{std::move(summary), std::nullopt};
    if (run.summary.state == RunState::sealed) {
      auto result = verified(store, run.summary.run);
      if (result) {
        run.result = std::move(*result);
      } else {
        run.summary.note = result.error();
      }
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

}  // namespace studylab::runs
