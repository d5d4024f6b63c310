#include "lab/drill/bad_deploy/incident.h"

#include <array>
#include <span>

#include <fmt/format.h>

#include "lab/drill/releases.h"

namespace studylab::drill::bad_deploy {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr std::array columns{"discount_code"sv, "billing_name"sv, "locale_tag"sv,
                             "avatar_hash"sv,   "contact_ref"sv,  "price_tier"sv};
constexpr std::array branches{"fix-summary"sv, "fix-account"sv, "hotfix-forms"sv, "fix-lookup"sv};

// From a promotion's start to the moment when the replaced release receives no more requests: its
// migration, its allocations' stages, the grace, and about six messages.
Duration start_to_drained(world::Timings const& timings) {
  auto const messages = 3 * (timings.network.low + timings.network.high);
  return timings.migrate.low + timings.pull.low + timings.secrets.low + timings.bind.low +
         timings.start.low + timings.probe.low + drain_grace + messages;
}

}  // namespace

IncidentParts draw_incident(DrawnTopology& topology, Drill const& drill, Seed const& seed,
                            Times const& times) {
  Random random{seed, "incident"};
  auto& environment = topology.environments[topology.incident];
  auto const minutes_ago = [&](std::int64_t low, std::int64_t high) {
    auto const minutes = std::chrono::minutes{random.between(low, high)};
    return times.began - minutes - std::chrono::seconds{random.between(0, 59)};
  };
  IncidentParts parts;
  auto const schema = schema_of(environment);
  auto const base = environment.database.value().substr(0, environment.database.value().rfind('-'));
  parts.binding = BindingName{base + "-search"};
  environment.bindings.push_back({parts.binding, ProviderKind::search});
  parts.column = std::string{random.pick(std::span<std::string_view const>{columns})};
  parts.migration =
      Migration{MigrationName{fmt::format("{:04}_{}", next(schema).value(), parts.column)}, schema,
                next(schema), MigrationKind::additive};

  auto const promotion_at = times.fault_at - start_to_drained(times.timings);
  auto manifest = manifest_for(environment, {schema, next(schema)}, commit(random, "main"));
  manifest.migration = parts.migration;
  parts.release = add_release(environment, random, minutes_ago(25, 60), manifest);
  parts.promotion = add_waiting(environment, parts.release, minutes_ago(3, 20), promotion_at,
                                "scheduled release");

  parts.candidate_fits = !random.chance(500) || !drill.has(misfit_candidate);
  auto const past = next(schema);
  VersionRange const range = parts.candidate_fits ? VersionRange{past, next(past)}
                                                  : VersionRange{next(past), next(next(past))};
  auto const branch = random.pick(std::span<std::string_view const>{branches});
  auto const candidate_manifest = manifest_for(environment, range, commit(random, branch));
  parts.candidate = add_release(environment, random, minutes_ago(4, 20), candidate_manifest);

  // Drawn in every drill, so that the decoy changes nothing else.
  auto const again_registered = minutes_ago(2, 24);
  auto const again_at = times.alert_at + std::chrono::seconds{random.between(240, 480)};
  if (drill.has(same_artifact_queued)) {
    auto copy = environment.releases[parts.release];
    copy.registered_at = again_registered;
    environment.releases.push_back(std::move(copy));
    parts.queued_again =
        add_waiting(environment, environment.releases.size() - 1, again_registered + 30s, again_at,
                    "scheduled release, second wave");
  }
  parts.fixed = manifest_for(environment, {past, next(past)}, commit(random, branch));
  parts.fixed_digest = Digest{random.hash().bytes};
  return parts;
}

}  // namespace studylab::drill::bad_deploy
