#include "lab/drill/topology.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

#include <fmt/format.h>

#include "base/check.h"

namespace studylab::drill {
namespace {

using namespace std::string_view_literals;

// Short, so that APP/LANE fits into 15 columns.
constexpr std::array app_names{"shop"sv, "blog"sv, "mail"sv, "docs"sv, "chat"sv,
                               "wiki"sv, "news"sv, "quiz"sv, "cart"sv, "pay"sv};
constexpr std::array people{"mara"sv,  "jonas"sv, "ines"sv, "tariq"sv, "lena"sv, "oskar"sv,
                            "priya"sv, "samir"sv, "yuki"sv, "diego"sv, "nora"sv, "felix"sv};
constexpr std::array optional_bindings{ProviderKind::object_store, ProviderKind::queue,
                                       ProviderKind::payment, ProviderKind::mail};
constexpr std::array migration_subjects{"phone_country"sv, "order_note"sv,   "tax_region"sv,
                                        "ship_window"sv,   "loyalty_tier"sv, "gift_message"sv};

std::uint32_t in(Random& random, Range range) {
  return static_cast<std::uint32_t>(random.between(range.low, range.high));
}

std::string_view suffix_of(ProviderKind kind) {
  switch (kind) {
    case ProviderKind::database: return "db";
    case ProviderKind::object_store: return "files";
    case ProviderKind::queue: return "queue";
    case ProviderKind::payment: return "pay";
    case ProviderKind::search: return "search";
    case ProviderKind::mail: return "mail";
  }
  check_failed("a provider's kind", __FILE__, __LINE__);
}

// With more apps than names, `shop2` follows.
AppName app_name(std::span<std::string_view const> names, std::size_t place) {
  auto const again = place / names.size();
  std::string name{names[place % names.size()]};
  return AppName{again == 0 ? name : name + std::to_string(again + 1)};
}

// `shop` in production, `shop-staging` elsewhere: names of bindings, databases and hosts begin with
// it.
std::string stem(AppName const& app, Lane lane) {
  return lane == Lane::production ? app.value() : fmt::format("{}-{}", app.value(), to_text(lane));
}

// Production first; preview and staging in either order.
std::vector<Lane> draw_lanes(Random& random, Range environments, bool with_production) {
  std::array lanes{Lane::production, Lane::staging, Lane::preview};
  auto const count = in(random, environments);
  random.shuffle(std::span<Lane>{lanes}.subspan(with_production ? 1 : 0));
  return {lanes.begin(), lanes.begin() + count};
}

std::uint32_t draw_replicas(Random& random, Range replicas, Lane lane) {
  auto const drawn = in(random, replicas);
  return lane == Lane::production ? drawn : std::max(replicas.low, std::min(drawn, 2U));
}

void draw_bindings(DrawnEnvironment& environment, Random& random, std::string const& base) {
  auto const add = [&](ProviderKind kind) {
    environment.bindings.push_back(
        {BindingName{fmt::format("{}-{}", base, suffix_of(kind))}, kind});
  };
  auto kinds = optional_bindings;
  random.shuffle(std::span<ProviderKind>{kinds});
  add(ProviderKind::database);
  auto const more = random.between(1, 3);
  for (std::int64_t i = 0; i < more; ++i) add(kinds[static_cast<std::size_t>(i)]);
}

void draw_database(DrawnEnvironment& environment, Random& random, std::string const& base) {
  environment.database = DatabaseName{fmt::format("{}-data", base)};
  environment.rows = static_cast<std::uint64_t>(random.between(20'000, 4'000'000));
  environment.data_class = random.chance(300) ? DataClass::payments : DataClass::customer_data;
  auto const count = static_cast<std::uint32_t>(random.between(2, 4));
  auto version = static_cast<std::uint32_t>(random.between(9, 40));
  auto subjects = migration_subjects;
  random.shuffle(std::span<std::string_view>{subjects});
  for (std::uint32_t i = 0; i < count; ++i, ++version) {
    environment.migrations.push_back(
        Migration{MigrationName{fmt::format("{:04}_{}", version + 1, subjects[i])},
                  SchemaVersion{version}, SchemaVersion{version + 1}, MigrationKind::additive});
  }
}

DrawnEnvironment draw_environment(DrawnApp const& app, Lane lane, TopologyBounds const& bounds,
                                  Random& random) {
  DrawnEnvironment environment;
  auto const base = stem(app.name, lane);
  environment.name = EnvironmentName{fmt::format("{}/{}", app.name.value(), to_text(lane))};
  environment.app = app.name;
  environment.lane = lane;
  environment.owner = app.owner;
  environment.route = RouteKey{fmt::format("{}.example", base)};
  environment.partition = partition_of(environment.route);
  environment.replicas = draw_replicas(random, bounds.replicas, lane);
  if (random.chance(600)) {
    environment.gap_policy = {GapMode::last_verified,
                              std::chrono::seconds{random.between(30, 120)}};
  }
  if (random.chance(500)) environment.session_store = SessionStore::durable;
  draw_bindings(environment, random, base);
  draw_database(environment, random, base);
  return environment;
}

void draw_hosts(DrawnTopology& drawn, Random& random, std::uint32_t count) {
  auto const needed = std::accumulate(
      drawn.environments.begin(), drawn.environments.end(), std::uint32_t{0},
      [](std::uint32_t sum, DrawnEnvironment const& each) { return sum + 3 * each.replicas; });
  for (std::uint32_t i = 0; i < count; ++i) {
    auto const spare = static_cast<std::uint32_t>(random.between(0, 2));
    drawn.hosts.push_back({HostId{i + 1}, (needed + count - 1) / count + spare});
  }
}

}  // namespace

PartitionId partition_of(RouteKey const& route) {
  auto const hash = blake2b(as_bytes(route.value()));
  return PartitionId{1 + hash.bytes[0] % partitions};
}

ProviderName provider_of(ProviderKind kind) {
  switch (kind) {
    case ProviderKind::database: return ProviderName{"postgres-1"};
    case ProviderKind::object_store: return ProviderName{"objects-1"};
    case ProviderKind::queue: return ProviderName{"queue-1"};
    case ProviderKind::payment: return ProviderName{"paygate-1"};
    case ProviderKind::search: return ProviderName{"search-1"};
    case ProviderKind::mail: return ProviderName{"smtp-1"};
  }
  check_failed("a provider's kind", __FILE__, __LINE__);
}

SchemaVersion schema_of(DrawnEnvironment const& environment) {
  return environment.migrations.back().to;
}

DrawnTopology draw_topology(TopologyBounds const& bounds, Seed const& seed, Topology topology) {
  Random random{seed, "topology"};
  DrawnTopology drawn;
  auto names = app_names;
  auto owners = people;
  random.shuffle(std::span<std::string_view>{names});
  random.shuffle(std::span<std::string_view>{owners});
  auto const apps = in(random, bounds.apps);
  auto const incident_app = random.below(apps);
  drawn.edges = in(random, bounds.edges);
  auto hosts = in(random, bounds.hosts);
  if (topology == Topology::live) {
    drawn.edges = bounds.live_edges;
    hosts = bounds.live_hosts;
  }
  drawn.image = Digest{random.hash().bytes};
  for (std::uint32_t i = 0; i < apps; ++i) {
    drawn.apps.push_back({app_name(names, i), PersonName{std::string{owners[i % owners.size()]}}});
    for (auto const lane : draw_lanes(random, bounds.environments, i == incident_app)) {
      if (i == incident_app && lane == Lane::production) drawn.incident = drawn.environments.size();
      drawn.environments.push_back(draw_environment(drawn.apps.back(), lane, bounds, random));
    }
  }
  draw_hosts(drawn, random, hosts);
  return drawn;
}

}  // namespace studylab::drill
