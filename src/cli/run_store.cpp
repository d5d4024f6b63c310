#include "cli/run_store.h"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include "base/version.h"
#include "cli/terminal.h"
#include "evidence/file_keys.h"
#include "evidence/seal.h"
#include "lab/debrief/reference.h"

namespace studylab::cli {
namespace {

std::unexpected<Problem> problem(Exit exit, std::string text) {
  return std::unexpected(Problem{exit, std::move(text)});
}

// The session of an interrupted run, if its commands lead to what it stored. The error says why
// they do not.
std::expected<std::unique_ptr<console::Session>, std::string> followed(
    console::CutOffRun const& run) {
  if (run.recorded.empty()) return std::unexpected("its ledger is empty");
  auto const* opened = fact_if<RunOpened>(run.recorded.front().fact);
  if (opened == nullptr) return std::unexpected("its ledger does not begin with RunOpened");
  if (opened->program_version != program_version()) {
    return std::unexpected(
        fmt::format("it is of version {}, this is {}", opened->program_version, program_version()));
  }
  auto session = console::replayed(run.options, run.folder.run(), run.recorded);
  if (!session) return session;
  auto const other = run.folder.first_other((*session)->chain());
  if (!other) return std::unexpected(other.error());
  if (*other) {
    return std::unexpected(fmt::format("{} differs from the replay", to_text(**other)));
  }
  return session;
}

// One line: the result.
std::string seal_cut_off(console::Store const& store, console::CutOffRun& run) {
  auto const& id = run.folder.run();
  auto session = followed(run);
  if (!session) {
    auto const left = run.folder.leave(session.error());
    return fmt::format("{} was cut off and is left unchanged: {}", id,
                       left ? session.error() : left.error());
  }
  (*session)->finish(RunEnding::crashed);
  auto const sealed = seal_run(store, run.folder, **session);
  if (!sealed) return fmt::format("{} was cut off and is not sealed: {}", id, sealed.error());
  auto const entries = run.recorded.size();
  return fmt::format(
      "{} was cut off; it is sealed as {} after its {} stored entries{}", id,
      to_text(*(*session)->ending()), entries,
      run.machine_stopped ? "; the machine stopped: the last entries may be lost" : "");
}

}  // namespace

Exit fail(Problem const& problem) {
  print_error(problem.text);
  return problem.exit;
}

std::expected<Ended, std::string> seal_run(console::Store const& store, console::RunFolder& folder,
                                           console::Session& session) {
  debrief::append_reference(session);
  if (auto saved = folder.save(session.chain()); !saved) return std::unexpected(saved.error());
  auto const key = evidence::installation_key(store.home());
  if (!key) return std::unexpected(key.error());
  auto bundle = session.bundle();
  evidence::seal(bundle, *key);
  auto debriefed = debrief::make(bundle);
  if (!debriefed) return std::unexpected(debriefed.error());
  Ended ended{std::move(*debriefed), {}, evidence::encode_bundle(bundle)};
  ended.debrief.counterfactual = debrief::counterfactual(session.options(), ended.debrief);
  ended.document = debrief::document(ended.debrief);
  auto const kept = folder.seal(ended.bundle, boost::json::serialize(ended.document));
  if (!kept) return std::unexpected(kept.error());
  return ended;
}

std::expected<console::Store, Problem> open_store(Opening opening,
                                                  std::optional<Hash> const& salt) {
  auto store = console::Store::of(console::home_folder());
  if (opening == Opening::playing) {
    auto opened = console::Store::open(store.home());
    if (!opened) return problem(Exit::missing, opened.error());
    store = std::move(*opened);
  }
  auto cut_off = store.cut_off(salt);
  if (!cut_off) return problem(Exit::missing, cut_off.error());
  for (auto& run : cut_off->runs) print_error(seal_cut_off(store, run));
  if (auto const& left = cut_off->left; !left.empty()) {
    auto const others = left.size() == 1 ? std::string{}
                                         : fmt::format(
                                               ", and {} more; `studylab history` lists "
                                               "them",
                                               left.size() - 1);
    print_error(fmt::format("{} cannot be read and is left unchanged: {}{}", left.front().run,
                            left.front().why, others));
  }
  return store;
}

std::expected<evidence::Bundle, Problem> sealed_bundle(console::Store const& store,
                                                       std::string const& run) {
  if (!store.has(run)) {
    return problem(Exit::usage,
                   fmt::format("run '{}' does not exist; `studylab history` lists the runs", run));
  }
  auto const summary = store.summary(run);
  auto const note = summary.note.empty() ? std::string{} : ": " + summary.note;
  switch (summary.state) {
    case console::RunState::open: return problem(Exit::missing, run + " is open" + note);
    case console::RunState::cut_off:
      return problem(Exit::missing, run + " was cut off and is not sealed" + note);
    case console::RunState::unreadable:
      return problem(Exit::missing, run + " cannot be read" + note);
    case console::RunState::sealed: break;
  }
  auto const bytes = store.bundle_of(run);
  if (!bytes) return problem(Exit::missing, bytes.error());
  auto bundle = evidence::decode_bundle(as_bytes(*bytes));
  if (!bundle) return problem(Exit::failed, fmt::format("{}: {}", run, to_text(bundle.error())));
  if (bundle->run != run) {
    return problem(Exit::missing,
                   fmt::format("{}: its bundle is of another run, {}", run, bundle->run));
  }
  return std::move(*bundle);
}

std::expected<console::RunOptions, Problem> options_of(evidence::Bundle const& bundle,
                                                       std::optional<Hash> const& salt) {
  auto const lab = bundle.lab_entries();
  auto const* opened = lab.empty() ? nullptr : std::get_if<LabOpened>(&lab.front().fact);
  if (opened == nullptr) {
    return problem(Exit::missing, "the lab chain does not have the options of the run");
  }
  console::KeptOptions kept;
  auto& options = kept.options;
  options.drill = opened->drill;
  options.seed = opened->seed;
  if (opened->practice != 0) options.variant = opened->variant;
  options.level = opened->level;
  options.clock = opened->clock;
  options.topology =
      opened->topology == "live" ? console::Topology::live : console::Topology::drawn;
  options.operator_kind = opened->operator_kind;
  options.operator_name = opened->operator_name;
  kept.salt_digest = opened->salt_digest;
  if (salt && !kept.salted())
    return problem(Exit::usage, "--salt-file: the run does not have a salt");
  auto whole = kept.with(salt);
  if (!whole) return problem(salt ? Exit::usage : Exit::missing, whole.error());
  return std::move(*whole);
}

std::expected<DebriefResult, Problem> debrief_of(evidence::Bundle const& bundle,
                                                 std::optional<Hash> const& salt) {
  auto made = debrief::make(bundle);
  if (!made) return problem(Exit::missing, fmt::format("{}: {}", bundle.run, made.error()));
  DebriefResult result{std::move(*made), true};
  auto const options = options_of(bundle, salt);
  if (options) {
    result.debrief.counterfactual = debrief::counterfactual(*options, result.debrief);
  } else if (salt) {
    return std::unexpected(options.error());
  } else {
    result.whole = false;
  }
  return result;
}

}  // namespace studylab::cli
