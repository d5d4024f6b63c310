#include "lab/drill/initial_facts.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/check.h"

namespace studylab::drill {
namespace {

OperationRequest request_of(OperationKind kind, EnvironmentName const& environment,
                            ReleaseId release) {
  switch (kind) {
    case OperationKind::promotion: return requests::Promotion{environment, release, {}, {}};
    case OperationKind::rollback: return requests::Rollback{environment, release, {}};
    case OperationKind::restart: return requests::Restart{environment, {}};
    case OperationKind::migration: return requests::Migration{environment, release};
    case OperationKind::build: return requests::Build{environment, release};
    case OperationKind::wake: return requests::Wake{environment, release, KeyEpoch{}};
    case OperationKind::restore:
      break;  // has a source, which a drill that has one adds
    // Not of an environment.
    case OperationKind::edge_repair:
    case OperationKind::replacement:
    case OperationKind::drain:
    case OperationKind::rebuild: break;
    // A drill that has one adds what it does.
    case OperationKind::job:
    case OperationKind::failover:
    case OperationKind::rotation: break;
  }
  check_failed("an operation of an environment", __FILE__, __LINE__);
}

class InitialState {
 public:
  InitialState(DrawnTopology const& topology, Drill const& drill, Seed const& seed, Instant began)
      : topology_(topology), drill_(drill), random_(seed, "standing"), began_(began) {}

  std::vector<InitialFact> facts() {
    out_.reserve(64 + topology_.environments.size() * 32);
    apps_and_providers();
    for (auto const& each : topology_.environments) environment(each);
    for (auto const& each : topology_.environments) artifacts(each);
    for (auto const& each : topology_.environments) releases(each);
    machines();
    operations();
    owners();
    allocations();
    return std::move(out_);
  }

 private:
  void apps_and_providers() {
    for (auto const& app : topology_.apps) out_.emplace_back(AppRegistered{app.name, app.owner});
    std::set<ProviderKind> kinds;
    for (auto const& each : topology_.environments) {
      for (auto const& binding : each.bindings) kinds.insert(binding.kind);
    }
    for (auto const kind : kinds) out_.emplace_back(ProviderRegistered{provider_of(kind), kind});
  }

  void environment(DrawnEnvironment const& each) {
    out_.emplace_back(
        EnvironmentDeclared{each.name, each.app, each.lane, each.route, each.partition,
                            each.database, each.replicas, (each.replicas + 2) / 2, each.gap_policy,
                            each.session_store, drill_.symptom.threshold, drain_grace});
    if (each.sleep) out_.emplace_back(*each.sleep);
    for (auto const& binding : each.bindings) {
      out_.emplace_back(BindingDeclared{binding.name, each.name, provider_of(binding.kind)});
    }
    using namespace std::chrono_literals;
    Duration const rpo = each.data_class == DataClass::payments ? Duration{1min} : Duration{5min};
    out_.emplace_back(DatabaseRegistered{
        each.database, each.name, provider_of(ProviderKind::database), schema_of(each),
        each.migrations, each.data_class, rpo, 60min, WriterEpoch{1}, each.rows});
  }

  void artifacts(DrawnEnvironment const& each) {
    for (auto const& release : each.releases) {
      // Another release of the same artifact adds no second artifact.
      if (!stored_.insert(release.digest).second) continue;
      out_.emplace_back(ArtifactStored{release.digest, release.manifest, release.built_at});
    }
    for (auto const& release : each.releases) {
      if (release.artifact == DrawnRelease::Artifact::gone)
        out_.emplace_back(ArtifactGone{release.digest});
    }
  }

  void releases(DrawnEnvironment const& each) {
    for (auto const& release : each.releases) {
      out_.emplace_back(ReleaseRegistered{release.id, each.name, release.digest,
                                          release.registered_at, release.checks, release.served});
    }
  }

  void machines() {
    for (auto const& host : topology_.hosts) {
      out_.emplace_back(HostRegistered{host.id, topology_.image, host.slots});
      if (host.cordon) out_.emplace_back(*host.cordon);
    }
    std::set<PartitionId> used;
    for (auto const& each : topology_.environments) used.insert(each.partition);
    for (auto const partition : used) {
      out_.emplace_back(PartitionOpened{
          partition, BaselineEpoch{static_cast<std::uint32_t>(random_.between(1, 9))}});
    }
    for (std::uint32_t number = 1; number <= topology_.edges; ++number) {
      auto const boot = Boot{static_cast<std::uint32_t>(random_.between(1, 6))};
      auto const up = std::chrono::minutes{random_.between(90, 30 * 24 * 60)};
      out_.emplace_back(EdgeRegistered{EdgeId{number}, boot, began_ - up});
    }
  }

  void operations() {
    struct Drawn {
      DrawnEnvironment const* environment;
      DrawnOperation const* operation;
    };
    std::vector<Drawn> all;
    for (auto const& each : topology_.environments) {
      for (auto const& operation : each.operations) all.push_back({&each, &operation});
    }
    std::ranges::sort(all, {}, [](Drawn const& one) { return one.operation->id; });
    for (auto const& [each, operation] : all) {
      auto const release = each->releases[operation->release].id;
      out_.emplace_back(OperationRecorded{
          operation->id, request_of(operation->kind, each->name, release), operation->stage,
          operation->requested_at, operation->not_before, operation->by, operation->because});
    }
  }

  // Owners from before the run fill each partition's stream from sequence 2 on.
  void owners() {
    std::map<PartitionId, RouteSequence> last;
    for (auto const& each : topology_.environments) {
      auto& sequence = last.try_emplace(each.partition, RouteSequence{1}).first->second;
      sequence = next(sequence);
      out_.emplace_back(RouteOwnerRecorded{each.route, each.name, each.partition, sequence,
                                           each.releases[each.current].id, each.epoch,
                                           each.operations[each.current_by].id, each.since});
    }
  }

  void allocations() {
    std::vector<std::uint32_t> free;
    for (auto const& host : topology_.hosts) free.push_back(host.slots);
    std::uint32_t number = 0;
    for (auto const& each : topology_.environments) {
      if (each.sleep) continue;
      for (std::uint32_t n = 0; n < each.replicas; ++n) {
        auto const roomiest = std::ranges::max_element(free);
        STUDYLAB_CHECK(*roomiest > 0);
        --*roomiest;
        auto const& host = topology_.hosts[static_cast<std::size_t>(roomiest - free.begin())];
        auto const& release = each.releases[each.current];
        auto const sessions = static_cast<std::uint32_t>(random_.between(4, 60));
        out_.emplace_back(AllocationRecorded{AllocationId{++number}, each.name, release.id,
                                             release.digest, host.id, each.since, sessions});
      }
    }
  }

  DrawnTopology const& topology_;
  Drill const& drill_;
  Random random_;
  Instant began_;
  std::vector<InitialFact> out_;
  std::set<Digest> stored_;
};

// Numbers from 1 in the order of time; equal times are ordered by environment.
template <class Thing, class At>
std::uint32_t number_by_time(DrawnTopology& topology, std::vector<Thing> DrawnEnvironment::* list,
                             At at) {
  std::vector<Thing*> all;
  for (auto& environment : topology.environments) {
    for (auto& thing : environment.*list) all.push_back(&thing);
  }
  std::ranges::stable_sort(all, {}, [&](Thing const* thing) { return std::invoke(at, *thing); });
  std::uint32_t number = 0;
  for (auto* thing : all) thing->id.number = ++number;
  return number;
}

}  // namespace

ReleaseId give_ids(DrawnTopology& topology) {
  auto const last =
      number_by_time(topology, &DrawnEnvironment::releases, &DrawnRelease::registered_at);
  number_by_time(topology, &DrawnEnvironment::operations, &DrawnOperation::requested_at);
  for (auto& environment : topology.environments) {
    for (auto& release : environment.releases) {
      for (auto& service : release.served) {
        service.operation = environment.operations[service.operation.number - 1].id;
      }
    }
  }
  return ReleaseId{last + 1};
}

std::vector<InitialFact> initial_facts(DrawnTopology const& topology, Drill const& drill,
                                       Seed const& seed, Instant began) {
  return InitialState{topology, drill, seed, began}.facts();
}

}  // namespace studylab::drill
