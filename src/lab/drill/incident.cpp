#include "lab/drill/incident.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

#include <fmt/format.h>

namespace studylab::drill {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr Duration second = 1s;
constexpr Duration boundary = 10s;
constexpr std::array columns{"discount_code"sv, "billing_name"sv, "locale_tag"sv,
                             "avatar_hash"sv,   "contact_ref"sv,  "price_tier"sv};
constexpr std::array branches{"fix-summary"sv, "fix-account"sv, "hotfix-forms"sv, "fix-lookup"sv};

Duration ms(Random& random, std::int64_t low, std::int64_t high) {
  return std::chrono::milliseconds{random.between(low, high)};
}

world::Between exactly(Duration length) { return {length, length}; }

// Durations are drawn here and not by the world, so that the instant of the fault is known in
// advance.
world::Timings draw_timings(LevelBounds const& level, Random& random) {
  world::Timings timings;
  timings.migrate = exactly(ms(random, 400, 1500));
  timings.pull = exactly(ms(random, 300, 900));
  timings.secrets = exactly(ms(random, 20, 60));
  timings.bind = exactly(ms(random, 20, 80));
  timings.start = exactly(ms(random, 200, 700));
  timings.probe = exactly(ms(random, 50, 200));
  timings.stop = exactly(ms(random, 100, 300));
  timings.owner = timings.team = {level.owners.low, level.owners.high};
  return timings;
}

// From a promotion's start to the moment when the replaced release receives no more requests: its
// migration, its allocations' stages, the grace, and about six messages.
Duration start_to_drained(world::Timings const& timings) {
  auto const messages = 3 * (timings.network.low + timings.network.high);
  return timings.migrate.low + timings.pull.low + timings.secrets.low + timings.bind.low +
         timings.start.low + timings.probe.low + drain_grace + messages;
}

// Every edge checks once per second. The edges are further apart than a message takes, and none is
// within 200 ms of the fault, so that the timing of a few messages changes nothing.
void draw_phases(Times& times, Random& random, std::uint32_t edges) {
  constexpr Duration quiet = 200ms;
  auto const slot = (second - 2 * quiet) / edges;
  std::vector<std::uint32_t> order(edges);
  std::iota(order.begin(), order.end(), 1U);
  random.shuffle(std::span<std::uint32_t>{order});
  for (std::uint32_t i = 0; i < edges; ++i) {
    auto const within = Duration{random.between(0, slot.count() / 2)};
    auto const at = times.fault_at + quiet + i * slot + within;
    times.evaluation_phase[EdgeId{order[i]}] = at.time_since_epoch() % second;
  }
}

// The only code that determines which edge raises the alert, and when.
void find_first_edge(Times& times) {
  times.alert_at = Instant::max();
  auto const from = times.fault_at + evaluation_delay;
  for (auto const& [edge, phase] : times.evaluation_phase) {
    auto const into = (from.time_since_epoch() - phase) % second;
    auto const at = into == Duration{} ? from : from + second - into;
    if (at < times.alert_at) {
      times.alert_at = at;
      times.first_edge = edge;
    }
  }
}

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

}  // namespace

Times draw_times(LevelBounds const& level, std::uint32_t edges, Seed const& seed) {
  Random random{seed, "times"};
  Times times;
  auto const year = parse_instant("2026-01-05T00:00:00Z").value();
  // One draw per statement: the compiler chooses the order of two draws in one statement.
  auto const day = std::chrono::hours{24} * random.between(0, 200);
  auto const of_day = std::chrono::minutes{random.between(7 * 60, 19 * 60)};
  times.began = year + day + of_day;
  times.timings = draw_timings(level, random);
  auto const boundaries = boundary * random.between(2, 4);
  times.fault_at = times.began + boundaries + ms(random, 1000, 2000);
  times.promotion_at = times.fault_at - start_to_drained(times.timings);
  draw_phases(times, random, edges);
  find_first_edge(times);
  return times;
}

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

  auto manifest = manifest_for(environment, {schema, next(schema)}, commit(random, "main"));
  manifest.migration = parts.migration;
  parts.release = add_release(environment, random, minutes_ago(25, 60), manifest);
  parts.promotion = add_waiting(environment, parts.release, minutes_ago(3, 20), times.promotion_at,
                                "scheduled release");

  parts.candidate_fits = !random.chance(500) || !drill.has(Decoy::misfit_candidate);
  auto const past = next(schema);
  VersionRange const range = parts.candidate_fits ? VersionRange{past, next(past)}
                                                  : VersionRange{next(past), next(next(past))};
  auto const branch = random.pick(std::span<std::string_view const>{branches});
  auto const candidate_manifest = manifest_for(environment, range, commit(random, branch));
  parts.candidate = add_release(environment, random, minutes_ago(4, 20), candidate_manifest);

  // Drawn in every drill, so that the decoy changes nothing else.
  auto const again_registered = minutes_ago(2, 24);
  auto const again_at = times.alert_at + std::chrono::seconds{random.between(240, 480)};
  if (drill.has(Decoy::same_artifact_queued)) {
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

void draw_elsewhere(DrawnTopology& topology, Drill const& drill, LevelBounds const& level,
                    Seed const& seed, Times const& times) {
  Random random{seed, "elsewhere"};
  auto const partition = topology.environments[topology.incident].partition;
  auto left = random.between(level.promotions_elsewhere.low, level.promotions_elsewhere.high);
  if (!drill.has(Decoy::promotions_elsewhere)) left = 0;
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
