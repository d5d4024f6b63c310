// What other environments have: promotions that wait, and candidates that are never promoted.
#include "lab/drill/releases.h"
#include "lab/drill/times.h"
#include "lab/drill/topology.h"

namespace studylab::drill {

void draw_elsewhere(DrawnTopology& topology, Drill const& drill, LevelBounds const& level,
                    Seed const& seed, Times const& times) {
  Random random{seed, "elsewhere"};
  auto const partition = topology.environments[topology.incident].partition;
  auto left = random.between(level.promotions_elsewhere.low, level.promotions_elsewhere.high);
  if (!drill.has(promotions_elsewhere)) left = 0;
  for (std::size_t i = 0; i < topology.environments.size(); ++i) {
    auto& environment = topology.environments[i];
    if (i == topology.incident || environment.partition == partition) continue;
    auto const schema = schema_of(environment);
    auto const registered = times.began - std::chrono::minutes{random.between(10, 300)};
    auto const listed_only = random.chance(400);
    if (left <= 0 && !listed_only) continue;
    auto const release =
        add_release(environment, random, registered,
                    manifest_for(environment, {schema, next(schema)}, commit(random, "main")));
    if (left-- <= 0) continue;
    auto const requested = times.began - std::chrono::minutes{random.between(1, 9)};
    auto const due = times.alert_at + std::chrono::seconds{random.between(45, 600)};
    add_waiting(environment, release, requested, due, "scheduled release");
  }
}

}  // namespace studylab::drill
