#include "provider/monitor.h"

#include <algorithm>

#include "model/facts.h"

namespace studylab::provider {
namespace {

struct InputContext {
  State& state;
  Instant now;
};

std::vector<Watched>::iterator place_of(State& state, EnvironmentName const& environment) {
  return std::ranges::lower_bound(state.watched, environment, {}, &Watched::environment);
}

Watched* find(State& state, EnvironmentName const& environment) {
  auto const at = place_of(state, environment);
  return at != state.watched.end() && at->environment == environment ? &*at : nullptr;
}

template <class F>
void report(InputContext& context, F fact) {
  auto& state = context.state;
  state.last_number = next(state.last_number);
  fact.origin = {state.process, state.boot, state.last_number, context.now};
  state.reports.add(state.boot, state.last_number, Report{make_fact(std::move(fact))});
}

// A secret without an answer is missing: a missing answer is never good.
std::vector<ProbedSecret> probed_secrets(Watched const& watched, RoundDone const& round,
                                         Instant now) {
  std::vector<ProbedSecret> all;
  for (auto const& binding : watched.bindings) {
    auto const answer = std::ranges::find(round.bindings, binding.binding, &Probed::binding);
    if (answer == round.bindings.end()) {
      all.push_back({binding.binding, SecretState::missing, now});
    } else {
      all.push_back({binding.binding, answer->secret, answer->secret_since});
    }
  }
  return all;
}

bool same_secrets(std::vector<ProbedSecret> const& a, std::vector<ProbedSecret> const& b) {
  return std::ranges::equal(a, b, [](ProbedSecret const& x, ProbedSecret const& y) {
    return x.binding == y.binding && x.state == y.state;
  });
}

// Secrets and artifacts of an environment that may sleep. Returns whether anything was reported.
bool report_depth(InputContext& context, Watched& watched, RoundDone const& round) {
  if (watched.depth == Depth::bindings) return false;
  bool const first = watched.round == 1;
  bool any = false;
  auto secrets = probed_secrets(watched, round, context.now);
  if (first || !same_secrets(secrets, watched.known_secrets)) {
    watched.known_secrets = std::move(secrets);
    report(context, SecretsProbed{watched.environment, watched.known_secrets, {}});
    any = true;
  }
  for (auto const& digest : watched.artifacts) {
    auto const answer = std::ranges::find(round.artifacts, digest, &ProbedArtifact::digest);
    ProbedArtifact const found{digest,
                               answer == round.artifacts.end() ? std::nullopt : answer->stored};
    auto const known = std::ranges::find(watched.known_artifacts, digest, &ProbedArtifact::digest);
    if (known != watched.known_artifacts.end() && *known == found) continue;
    if (known == watched.known_artifacts.end()) {
      watched.known_artifacts.push_back(found);
    } else {
      *known = found;
    }
    report(context, ArtifactViewReported{digest, found.stored, {}});
    any = true;
  }
  return any;
}

// The declared bindings with their answers. A binding without an answer is gone: a missing answer
// is never good.
std::vector<ProbedBinding> probed(Watched const& watched, RoundDone const& round, Instant now) {
  std::vector<ProbedBinding> all;
  for (auto const& binding : watched.bindings) {
    auto const answer = std::ranges::find(round.bindings, binding.binding, &Probed::binding);
    bool const answered = answer != round.bindings.end();
    auto const state = answered ? answer->state : BindingState::gone;
    auto since = answered ? answer->since : now;
    auto const before = std::ranges::find(watched.known, binding.binding, &ProbedBinding::binding);
    if (before != watched.known.end() && before->state == state) since = before->since;
    all.push_back({binding.binding, binding.provider, state, since});
  }
  return all;
}

bool same_states(std::vector<ProbedBinding> const& a, std::vector<ProbedBinding> const& b) {
  return std::ranges::equal(a, b, [](ProbedBinding const& x, ProbedBinding const& y) {
    return x.binding == y.binding && x.state == y.state;
  });
}

Outcome on(InputContext& context, Started const& started) {
  auto process = std::move(context.state.process);
  context.state = State{};
  context.state.process = std::move(process);
  context.state.boot = started.boot;
  return Outcome::done;
}

Outcome on(InputContext& context, Watch const& watch) {
  if (find(context.state, watch.environment)) return Outcome::already_watched;
  Watched watched;
  watched.environment = watch.environment;
  watched.bindings = watch.bindings;
  watched.depth = watch.depth;
  watched.artifacts = watch.artifacts;
  context.state.watched.insert(place_of(context.state, watch.environment), std::move(watched));
  return Outcome::done;
}

Outcome on(InputContext& context, RoundDone const& round) {
  auto* watched = find(context.state, round.environment);
  if (!watched) return Outcome::not_watched;
  if (watched->state != Watched::Round::wanted || watched->round != round.round) {
    return Outcome::stale_answer;
  }
  auto all = probed(*watched, round, context.now);
  bool const asked = watched->round == 1;
  bool const changed = !same_states(all, watched->known);
  watched->known = std::move(all);
  watched->state = Watched::Round::done;
  watched->next_poll = context.now + poll_interval;
  bool const reports = asked || changed;
  if (reports) report(context, BindingsProbed{watched->environment, watched->known, {}});
  bool const deeper = report_depth(context, *watched, round);
  return reports || deeper ? Outcome::reported : Outcome::unchanged;
}

Outcome on(InputContext& context, Elapsed const&) {
  auto outcome = Outcome::not_due;
  for (auto& watched : context.state.watched) {
    if (watched.state != Watched::Round::done || watched.next_poll > context.now) continue;
    outcome = Outcome::done;
    watched.state = Watched::Round::wanted;
    ++watched.round;
  }
  return outcome;
}

Outcome on(InputContext& context, WatchProviders const& watch) {
  if (!context.state.providers.watched.empty()) return Outcome::already_watched;
  begin(context.state.providers, watch.providers, context.now);
  return Outcome::done;
}

Outcome on(InputContext& context, ProbesElapsed const&) {
  elapsed(context.state.providers, context.now);
  return Outcome::done;
}

Outcome on(InputContext& context, ProvidersAnswered const& answered) {
  auto reports = take(context.state.providers, answered);
  for (auto& probes : reports.probes) report(context, std::move(probes));
  if (reports.regions) report(context, std::move(*reports.regions));
  return reports.probes.empty() ? Outcome::unchanged : Outcome::reported;
}

Outcome on(InputContext& context, Acknowledged const& taken) {
  auto const report = take_report(context.state, taken.boot, taken.number);
  return report ? Outcome::done : Outcome::stale_answer;
}

}  // namespace

std::string_view to_text(Outcome outcome) {
  static constexpr std::string_view names[] = {
      "done", "reported", "unchanged", "already_watched", "not_watched", "stale_answer", "not_due"};
  static_assert(std::size(names) == enum_size<Outcome>);
  return names[static_cast<std::size_t>(outcome)];
}

Outcome step(State& state, Input const& input, Instant now) {
  InputContext context{state, now};
  return std::visit([&](auto const& i) { return on(context, i); }, input);
}

std::vector<Effect> react(State const& state) {
  std::vector<Effect> effects;
  effects.reserve(4);
  for (auto const& waiting : state.reports.waiting()) {
    effects.push_back(SendReport{waiting.boot, waiting.number});
  }
  Instant poll = Instant::max();
  for (auto const& watched : state.watched) {
    if (watched.state == Watched::Round::done) {
      poll = std::min(poll, watched.next_poll);
      continue;
    }
    ProbeRound round{watched.environment, watched.round, {}, watched.artifacts};
    for (auto const& binding : watched.bindings) round.bindings.push_back(binding.binding);
    effects.push_back(std::move(round));
  }
  if (poll != Instant::max()) effects.push_back(SetTimer{poll});
  auto const& providers = state.providers;
  if (providers.watched.empty()) return effects;
  if (providers.state == ProviderWatch::Round::wanted) {
    effects.push_back(providers.round);
  } else {
    effects.push_back(SetProbeTimer{providers.round.until});
  }
  return effects;
}

Report const* find_report(State const& state, Boot boot, ReportNumber number) {
  return state.reports.find(boot, number);
}

std::optional<Report> take_report(State& state, Boot boot, ReportNumber number) {
  return state.reports.take(boot, number);
}

}  // namespace studylab::provider
