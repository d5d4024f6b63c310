#include "world/exec/declarations.h"

#include <algorithm>

namespace studylab::world::exec {

namespace {

// Of each edge: the bounds and the rate are declared for one edge.
std::optional<edge::GatePolicy> gate_of(control::State const& state,
                                        EnvironmentName const& environment) {
  auto const found = state.sleep_policies.find(environment);
  if (found == state.sleep_policies.end()) return std::nullopt;
  auto const& declared = found->second.declared;
  return edge::GatePolicy{declared.budget, declared.safe, declared.idempotent,
                          declared.release_per_second};
}

}  // namespace

edge::Declared declarations(control::State const& state) {
  edge::Declared declared;
  for (auto const& [id, partition] : state.partitions) declared.partitions.push_back(id);
  for (auto const& [name, environment] : state.environments) {
    auto const& own = environment.declared;
    declared.routes.push_back({own.route, name, own.partition, environment.gap_policy,
                               own.threshold, gate_of(state, name)});
  }
  return declared;
}

provider::WatchProviders provider_watch_of(control::State const& state) {
  provider::WatchProviders watch;
  for (auto const& [name, provider] : state.providers) {
    if (provider.watch) watch.providers.push_back({name, provider.watch->slow_after});
  }
  return watch;
}

provider::Watch watch_of(control::State const& state, EnvironmentName const& environment) {
  provider::Watch watch{environment, {}, provider::Depth::bindings, {}};
  for (auto const& [name, binding] : state.bindings) {
    if (binding.declared.environment != environment) continue;
    watch.bindings.push_back({name, binding.declared.provider});
  }
  if (!state.sleepers.contains(environment)) return watch;
  watch.depth = provider::Depth::secrets_and_artifacts;
  for (auto const& [id, release] : state.releases) {
    auto const& registered = release.registered;
    if (registered.environment != environment) continue;
    if (std::ranges::find(watch.artifacts, registered.digest) != watch.artifacts.end()) continue;
    watch.artifacts.push_back(registered.digest);
  }
  return watch;
}

}  // namespace studylab::world::exec
