#include "lab/drill/releases.h"

#include <fmt/format.h>

namespace studylab::drill {

Manifest manifest_for(DrawnEnvironment const& environment, VersionRange range, std::string source) {
  Manifest manifest;
  manifest.reads = manifest.writes = range;
  manifest.state_schema = 3;
  for (auto const& binding : environment.bindings) manifest.needs.push_back(binding.name);
  manifest.readiness_path = "/healthz";
  manifest.source = std::move(source);
  return manifest;
}

std::size_t add_release(DrawnEnvironment& environment, Random& random, Instant registered,
                        Manifest manifest) {
  DrawnRelease release;
  release.digest = Digest{random.hash().bytes};
  release.manifest = std::move(manifest);
  release.registered_at = registered;
  release.built_at = registered - std::chrono::minutes{random.between(2, 15)};
  release.checks = "unit 418/418, smoke 9/9";
  environment.releases.push_back(std::move(release));
  return environment.releases.size() - 1;
}

std::size_t add_waiting(DrawnEnvironment& environment, std::size_t release, Instant requested,
                        Instant not_before, std::string because) {
  environment.operations.push_back({OperationId{}, OperationKind::promotion, release,
                                    Stage::waiting, requested, not_before, environment.owner,
                                    std::move(because)});
  return environment.operations.size() - 1;
}

std::string commit(Random& random, std::string_view branch) {
  return fmt::format("{}@{:07x}", branch, random.below(1U << 28));
}

}  // namespace studylab::drill
