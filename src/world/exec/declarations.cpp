#include "world/exec/declarations.h"

namespace studylab::world::exec {

edge::Declared declarations(control::State const& state) {
  edge::Declared declared;
  for (auto const& [id, partition] : state.partitions) declared.partitions.push_back(id);
  for (auto const& [name, environment] : state.environments) {
    auto const& own = environment.declared;
    declared.routes.push_back(
        {own.route, name, own.partition, environment.gap_policy, own.threshold});
  }
  return declared;
}

provider::Watch watch_of(control::State const& state, EnvironmentName const& environment) {
  provider::Watch watch{environment, {}};
  for (auto const& [name, binding] : state.bindings) {
    if (binding.declared.environment != environment) continue;
    watch.bindings.push_back({name, binding.declared.provider});
  }
  return watch;
}

}  // namespace studylab::world::exec
