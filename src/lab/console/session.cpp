#include "lab/console/session.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "base/version.h"
#include "lab/console/name_kinds.h"
#include "lab/console/session_impl.h"
#include "lab/drill/own.h"
#include "world/worlds.h"

namespace studylab::console {
namespace {

// A world that has no alert by then never has one.
constexpr Duration call_at_most = std::chrono::hours{2};
// The first command does not wait longer for what people say.
constexpr Duration said_at_most = std::chrono::seconds{10};
// A platform that answers nothing for this long cannot end the run.
constexpr Duration ending_at_most = std::chrono::minutes{10};

LabOpened lab_opened(RunOptions const& options, drill::Drill const& drill,
                     drill::Variant const& variant) {
  return {std::string{program_version()},
          drill.id,
          drill.digest,
          variant.name,
          options.seed,
          digest_of_salt(options.salt),
          options.level,
          options.clock,
          std::string{topology_text(options.topology)},
          options.operator_kind,
          options.operator_name,
          static_cast<std::uint8_t>(options.variant ? 1 : 0)};
}

// As `show incident` prints them.
void put_statements(language::Record const& shown, language::Data& alert) {
  alert.open_list("statements");
  shown.each("statements", [&](language::Record const& row) {
    alert.open_row();
    alert.entry("entry", row.entry());
    alert.text("who", row.text("who"));
    alert.text("role", row.text("role"));
    alert.time("at", row.time("at").value_or(Instant{}));
    alert.text("text", row.text("text"));
    alert.close();
  });
  alert.close();
}

std::string names_of(std::vector<drill::Variant> const& variants) {
  std::string names;
  for (auto const& variant : variants) names += (names.empty() ? "" : ", ") + variant.name;
  return names;
}

}  // namespace

// --- opening ---

Session::Impl::Impl(RunOptions given, std::string run_id, Text with_text, drill::Drill const& of,
                    Seed const& seed, drill::DrawnRun drawn_run, MakeWorld const& make)
    : options(std::move(given)),
      run(std::move(run_id)),
      drill(of),
      is_witness(std::move(drawn_run.is_witness)),
      statements(drawn_run.statements),
      nonce(Random{seed, "nonce"}.hash()),
      world((open_chains(drawn_run), make(std::move(drawn_run.plan)))),
      console(*world, with_text, {drill.runbook, options.clock, drill.limits.time}) {}

void Session::Impl::open_chains(drill::DrawnRun& drawn) {
  auto& opened = drawn.plan.opened;
  lab.append(drawn.plan.began, LabFact{lab_opened(options, drill, *drawn.variant)});
  for (auto& fault : drawn.faults) lab.append(drawn.plan.began, LabFact{std::move(fault)});
  if (options.repeated) {
    lab.append(drawn.plan.began,
               LabFact{BeginningRepeated{options.repeated->run, options.repeated->entry}});
  }
  opened.program_version = program_version();
  opened.drill = drill.id;
  opened.drill_digest = drill.digest;
  opened.world = options.world;
  opened.clock = options.clock;
  opened.level = options.level;
  opened.operator_name = PersonName{options.operator_name};
  opened.time_limit = drill.limits.time;
  opened.commitment = evidence::commitment(nonce, lab.body(evidence::LabEntryId{1}));
}

bool Session::Impl::reach_alert(std::string_view in_words) {
  auto const opened = [](control::State const& state, Instant) {
    return state.incident.has_value();
  };
  if (!state().incident && !world->advance_until(opened, world->now() + call_at_most)) return false;
  // What people say then is part of the alert.
  auto const all_said = [this](control::State const& state, Instant) {
    return state.statements.size() >= statements;
  };
  world->advance_until(all_said, world->now() + said_at_most);
  alert = state().incident->at;
  deadline = alert + drill.limits.time;
  QueryContext const context{state(), world->chain().entries(), world->now()};
  auto const shown = query(Query{}, context);
  STUDYLAB_CHECK(shown.has_value());
  language::Record const data{shown->data};
  opening = {data.in("incident").copy(), drill.runbook, run, world->now()};
  opening.incident.text("alert", in_words);
  if (statements > 0) put_statements(data, opening.incident);
  if (console.writes_text()) {
    auto const& opened = state().incident->opened;
    picture.emplace(to_text(environment_of(opened)));
    auto const* errors = std::get_if<RouteErrors>(&opened.subject);
    if (errors != nullptr) picture->alert(errors->observed.value(), alert);
  }
  return true;
}

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Session::~Session() = default;

std::expected<std::unique_ptr<Session>, std::string> Session::open(RunOptions options,
                                                                   std::string run, Text text) {
  auto const* drill = drill::find_drill(options.drill, options.own_drill);
  if (drill == nullptr) {
    return std::unexpected{drill::unknown_drill(options.drill, options.own_drill)};
  }
  return open(*drill, std::move(options), std::move(run), text);
}

std::expected<std::unique_ptr<Session>, std::string> Session::open(drill::Drill const& drill,
                                                                   RunOptions options,
                                                                   std::string run, Text text,
                                                                   MakeWorld const& make) {
  if (!world::has_world(options.world) ||
      std::ranges::find(drill.worlds, options.world) == drill.worlds.end()) {
    return std::unexpected{fmt::format("drill {} does not support the {} world", options.drill,
                                       to_text(options.world))};
  }
  if (options.seed > max_seed)
    return std::unexpected{fmt::format("a seed must be at most {}", max_seed)};
  Seed const seed{options.seed, options.salt};
  auto const* variant =
      options.variant ? drill.find(*options.variant) : &drill::drawn_variant(drill, seed);
  if (variant == nullptr) {
    return std::unexpected{fmt::format("{} has no variant '{}'; it has {}", options.drill,
                                       *options.variant, names_of(drill.variants))};
  }
  MakeWorld const by_name = [kind = options.world](world::Plan plan) {
    return world::make_world(kind, std::move(plan));
  };
  auto drawn = drill::draw(drill, seed, *variant, options.level, options.topology);
  auto alert = std::move(drawn.alert);
  auto impl = std::make_unique<Impl>(std::move(options), std::move(run), text, drill, seed,
                                     std::move(drawn), make ? make : by_name);
  if (!impl->reach_alert(alert)) {
    return std::unexpected{
        fmt::format("seed {} of {} did not open an incident", impl->options.seed, drill.id)};
  }
  return std::unique_ptr<Session>{new Session{std::move(impl)}};
}

// --- the end ---

void Session::Impl::finish(RunEnding ending) {
  if (ended()) return;
  // Only here: a replay has it in its options, and cannot know at which command it was shown.
  if (options.truth_shown) lab.append(world->now(), LabFact{TruthShown{*options.truth_shown}});
  auto const truth = world->measure(state().incident->opened.subject, alert);
  if (world::wait_for(*world, truth, world->now() + ending_at_most)) record_truth(truth.value());
  auto const recorded = world->record(make_fact(RunEnded{ending}));
  STUDYLAB_CHECK(world::wait_for(*world, recorded, world->now() + ending_at_most));
}

void Session::Impl::record_truth(world::Truth const& truth) {
  bool const present = control::symptom_of(state(), *state().incident, world->now()).present;
  for (auto const& entry : world->chain().entries()) {
    if (!is_witness(entry.fact)) continue;
    lab.append(world->now(), LabFact{FaultWitnessed{entry.id}});
    break;
  }
  lab.append(world->now(),
             LabFact{TruthMeasured{truth.measured, static_cast<std::uint8_t>(present ? 1 : 0)}});
  if (truth.unready_answers > 0) {
    lab.append(world->now(), LabFact{UnreadyAnswered{truth.unready_answers}});
  }
}

void Session::show_truth(EntryId last) {
  STUDYLAB_CHECK(!ended() && !impl_->options.truth_shown);
  impl_->options.truth_shown = last;
}
void Session::finish(RunEnding ending) { impl_->finish(ending); }
bool Session::ended() const { return impl_->ended(); }
std::optional<RunEnding> Session::ending() const { return impl_->state().ended; }

void Session::append_lab(LabFact fact) { impl_->lab.append(impl_->world->now(), std::move(fact)); }

evidence::Bundle Session::bundle() const {
  STUDYLAB_CHECK(ended());
  return evidence::unsigned_bundle(impl_->run, impl_->world->chain(), impl_->lab, impl_->nonce);
}

// --- accessors ---

void Session::set_screen(Screen const& screen) { impl_->console.set_screen(screen); }
RunOptions const& Session::options() const { return impl_->options; }
drill::Drill const& Session::drill() const { return impl_->drill; }
std::string const& Session::run() const { return impl_->run; }
language::Opening const& Session::opening() const { return impl_->opening; }
Instant Session::now() const { return impl_->world->now(); }
Instant Session::alert() const { return impl_->alert; }
Instant Session::deadline() const { return impl_->deadline; }
control::State const& Session::platform() const { return impl_->state(); }
evidence::Chain const& Session::chain() const { return impl_->world->chain(); }
evidence::LabChain const& Session::lab_chain() const { return impl_->lab; }
language::ShownNames const& Session::shown_names() const { return impl_->state().shown_names; }
bool Session::is_of_kind(std::string_view name, language::NameForm form) const {
  return console::is_of_kind(impl_->state(), name, form);
}
Picture const* Session::picture() const { return impl_->picture ? &*impl_->picture : nullptr; }

}  // namespace studylab::console
