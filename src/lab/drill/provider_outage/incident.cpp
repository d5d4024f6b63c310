#include "lab/drill/provider_outage/incident.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "base/random.h"
#include "lab/drill/releases.h"

namespace studylab::drill::provider_outage {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

constexpr std::array region_names{"north"sv, "south"sv, "east"sv, "west"sv};
// An answer that takes longer is slow.
constexpr Duration slow_after = 500ms;

std::string stem_of(DrawnEnvironment const& environment) {
  auto const& database = environment.database.value();
  return database.substr(0, database.rfind('-'));
}

BindingName archive_of(DrawnEnvironment const& environment) {
  return BindingName{stem_of(environment) + "-archive"};
}

// The migration comes due while a provider that fails is still down, and most jobs do too.
Instant due_at(Random& random, Times const& times) {
  return times.alert_at + std::chrono::seconds{random.between(240, 300)};
}

class Placing {
 public:
  Placing(DrawnTopology const& topology, Seed const& seed, Times const& times, DrawnRun& run)
      : topology_(topology),
        archive_(archive_of(topology.environments[topology.incident])),
        random_(seed, "providers"),
        times_(times),
        run_(run) {}

  Incident place() {
    auto const& environment = topology_.environments[topology_.incident];
    incident_.environment = environment.name;
    incident_.route = environment.route;
    incident_.database = environment.database;
    incident_.credential = environment.bindings.front().name;
    incident_.records = ProviderName{"postgres-2"};
    incident_.standby = ProviderName{"postgres-3"};
    incident_.job_queue = ProviderName{"queue-2"};
    incident_.alert_at = times_.alert_at;
    register_providers();
    move_others();
    watch_providers();
    add_regions();
    add_jobs(stem_of(environment), environment.owner);
    return incident_;
  }

 private:
  // After the providers that the environments use.
  void register_providers() {
    auto& initial = run_.plan.initial;
    auto const is_provider = [](InitialFact const& fact) {
      return std::holds_alternative<ProviderRegistered>(fact);
    };
    auto const last = std::find_if(initial.rbegin(), initial.rend(), is_provider);
    std::array<InitialFact, 3> const more{
        ProviderRegistered{incident_.records, ProviderKind::database},
        ProviderRegistered{incident_.standby, ProviderKind::database},
        ProviderRegistered{incident_.job_queue, ProviderKind::queue}};
    initial.insert(last.base(), more.begin(), more.end());
  }

  // Of the other environments, one at least shares the incident's database provider, and of two or
  // more, one at least does not.
  std::set<EnvironmentName> draw_moved() {
    std::vector<EnvironmentName> others;
    for (std::size_t i = 0; i < topology_.environments.size(); ++i) {
      if (i != topology_.incident) others.push_back(topology_.environments[i].name);
    }
    random_.shuffle(std::span<EnvironmentName>{others});
    std::set<EnvironmentName> moved;
    for (std::size_t i = 1; i < others.size(); ++i) {
      if (i == 1 || random_.chance(500)) moved.insert(others[i]);
    }
    return moved;
  }

  void move_others() {
    auto const moved = draw_moved();
    auto const home = provider_of(ProviderKind::database);
    for (auto& fact : run_.plan.initial) {
      auto* binding = std::get_if<BindingDeclared>(&fact);
      bool const moves = binding != nullptr && binding->provider == home &&
                         (moved.contains(binding->environment) || binding->binding == archive_);
      if (moves) binding->provider = incident_.records;
      auto* database = std::get_if<DatabaseRegistered>(&fact);
      if (database != nullptr && moved.contains(database->environment)) {
        database->provider = incident_.records;
      }
    }
  }

  void watch_providers() {
    std::vector<InitialFact> watches;
    for (auto const& fact : run_.plan.initial) {
      auto const* provider = std::get_if<ProviderRegistered>(&fact);
      if (provider != nullptr) {
        watches.emplace_back(ProviderWatchDeclared{provider->provider, slow_after});
      }
    }
    auto& initial = run_.plan.initial;
    std::ranges::move(watches, std::back_inserter(initial));
    initial.emplace_back(PlatformBindingDeclared{"operation records", incident_.records});
    initial.emplace_back(PlatformBindingDeclared{"job queue", incident_.job_queue});
  }

  void add_regions() {
    auto names = region_names;
    random_.shuffle(std::span<std::string_view>{names});
    incident_.home = RegionName{std::string{names[0]}};
    incident_.away = RegionName{std::string{names[1]}};
    auto& initial = run_.plan.initial;
    initial.emplace_back(RegionRegistered{incident_.home});
    initial.emplace_back(RegionRegistered{incident_.away});
    initial.emplace_back(ReplicaRegistered{incident_.database, incident_.away, incident_.standby});
  }

  void add_jobs(std::string const& stem, PersonName const& owner) {
    OperationId last;
    for (auto const& fact : run_.plan.initial) {
      auto const* one = std::get_if<OperationRecorded>(&fact);
      if (one != nullptr) last = std::max(last, one->operation);
    }
    auto const add = [&](std::string_view name, ProviderName const& provider) {
      ++last.number;
      auto const takes = std::chrono::seconds{random_.between(10, 40)};
      auto const requested = times_.began - std::chrono::minutes{random_.between(20, 300)};
      run_.plan.initial.emplace_back(OperationRecorded{
          last,
          requests::Job{incident_.environment, fmt::format("{}-{}", stem, name), provider, takes},
          Stage::waiting, requested, due_at(random_, times_), owner, "scheduled by hand"});
    };
    add("thumbnails", provider_of(ProviderKind::object_store));
    add("digests", provider_of(ProviderKind::queue));
    add("settlement", provider_of(ProviderKind::payment));
    add("archiving", incident_.records);
    add("cleanup", incident_.job_queue);
  }

  DrawnTopology const& topology_;
  BindingName archive_;
  Random random_;
  Times const& times_;
  DrawnRun& run_;
  Incident incident_;
};

}  // namespace

void bind_all_kinds(DrawnEnvironment& environment) {
  struct Row {
    ProviderKind kind;
    std::string_view suffix;
  };
  environment.bindings.push_back({archive_of(environment), ProviderKind::database});
  constexpr std::array rows{Row{ProviderKind::object_store, "files"},
                            Row{ProviderKind::queue, "queue"}, Row{ProviderKind::payment, "pay"}};
  for (auto const& row : rows) {
    bool const has = std::ranges::any_of(
        environment.bindings, [&](DrawnBinding const& one) { return one.kind == row.kind; });
    if (has) continue;
    environment.bindings.push_back(
        {BindingName{fmt::format("{}-{}", stem_of(environment), row.suffix)}, row.kind});
  }
}

void schedule_migration(DrawnTopology& topology, Seed const& seed, Times const& times) {
  Random random{seed, "migration"};
  auto& environment = topology.environments[topology.incident];
  auto const schema = schema_of(environment);
  auto manifest = manifest_for(environment, {schema, next(schema)}, commit(random, "main"));
  manifest.migration =
      Migration{MigrationName{fmt::format("{:04}_invoice_note", next(schema).value())}, schema,
                next(schema), MigrationKind::additive};
  auto const registered = times.began - std::chrono::minutes{random.between(20, 90)};
  auto const release = add_release(environment, random, registered, manifest);
  environment.operations.push_back({OperationId{}, OperationKind::migration, release,
                                    Stage::waiting, registered + 60s, due_at(random, times),
                                    environment.owner, "schema of the next release"});
}

Incident place_incident(DrawnTopology const& topology, Seed const& seed, Times const& times,
                        DrawnRun& run) {
  return Placing{topology, seed, times, run}.place();
}

}  // namespace studylab::drill::provider_outage
