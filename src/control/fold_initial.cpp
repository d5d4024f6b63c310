#include "control/fold.h"

namespace studylab::control {
namespace {

void initial_operation(State& state, OperationRecorded const& fact, EntryRef at) {
  Operation operation;
  operation.id = fact.operation;
  set_request(operation, fact.request);
  operation.stage = fact.stage;
  operation.requested_at = fact.requested_at;
  operation.stage_since = fact.requested_at;
  operation.not_before = fact.not_before;
  operation.by = fact.by;
  operation.because = fact.because;
  operation.entry = at.id;
  operation.stage_entry = at.id;
  if (!ended(fact.stage)) open_id(state.open_operations, fact.operation);
  state.operations[fact.operation] = std::move(operation);
}

void initial_allocation(State& state, AllocationRecorded const& fact, EntryRef at) {
  Allocation allocation;
  allocation.id = fact.allocation;
  allocation.environment = fact.environment;
  allocation.release = fact.release;
  allocation.digest = fact.digest;
  allocation.host = fact.host;
  allocation.stage = AllocationStage::ready;
  allocation.stage_since = fact.ready_at;
  allocation.running = fact.digest;
  allocation.probe_status = 200;
  allocation.sessions = fact.sessions;
  allocation.entry = at.id;
  allocation.stage_entry = at.id;
  place_allocation(state, std::move(allocation));
}

void initial_database(State& state, DatabaseRegistered const& fact, EntryRef at) {
  Database database{fact, fact.schema, {}, at.id, at.id};
  for (auto const& migration : fact.migrations) {
    database.migrations.push_back(AppliedMigration{migration, 0, at.id});
  }
  state.databases[fact.database] = std::move(database);
}

void initial_environment(State& state, EnvironmentDeclared const& fact, EntryRef at) {
  Environment environment;
  environment.declared = fact;
  environment.entry = at.id;
  environment.gap_policy = fact.gap_policy;
  environment.gap_policy_entry = at.id;
  state.environments[fact.environment] = std::move(environment);
}

void initial_partition(State& state, PartitionOpened const& fact, EntryRef at) {
  state.partitions[fact.partition] =
      Partition{fact.partition, fact.baseline, RouteSequence{1}, RouteSequence{1}, {at.id}};
}

void initial_owner(State& state, RouteOwnerRecorded const& fact, EntryRef at) {
  auto& partition = at_key(state.partitions, fact.partition);
  STUDYLAB_CHECK(fact.sequence == next(partition.last));
  partition.last = fact.sequence;
  partition.published = fact.sequence;
  partition.events.push_back(at.id);
  state.routes[fact.route] =
      RouteOwner{fact.route, fact.environment, fact.partition, fact.sequence, fact.release,
                 fact.epoch, fact.operation,   fact.since,     at.id};
}

}  // namespace

void fold(State& state, RunFact const& fact, EntryRef) {
  match(
      fact, [&](RunOpened const& opened) { state.run = opened; },
      [&](RunEnded const& ended) { state.ended = ended.ending; });
}

void fold(State& state, InitialFact const& fact, EntryRef at) {
  match(
      fact,
      [&](AppRegistered const& f) {
        state.apps[f.app] = f;
        state.app_entries[f.app] = at.id;
      },
      [&](EnvironmentDeclared const& f) { initial_environment(state, f, at); },
      [&](ArtifactStored const& f) { state.artifacts[f.digest] = Artifact{f, true, at.id, {}}; },
      [&](ArtifactGone const& f) {
        auto& artifact = at_key(state.artifacts, f.digest);
        artifact.in_store = false;
        artifact.gone_entry = at.id;
      },
      [&](ReleaseRegistered const& f) { state.releases[f.release] = Release{f, f.served, at.id}; },
      [&](ProviderRegistered const& f) { state.providers[f.provider] = Provider{f, at.id}; },
      [&](BindingDeclared const& f) { state.bindings[f.binding] = Binding{f, {}, at.id, {}}; },
      [&](DatabaseRegistered const& f) { initial_database(state, f, at); },
      [&](HostRegistered const& f) { state.hosts[f.host] = Host{f, at.id}; },
      [&](PartitionOpened const& f) { initial_partition(state, f, at); },
      [&](RouteOwnerRecorded const& f) { initial_owner(state, f, at); },
      [&](EdgeRegistered const& f) {
        Edge edge;
        edge.id = f.edge;
        edge.boot = f.boot;
        edge.started = f.started;
        edge.entry = at.id;
        state.edges[f.edge] = std::move(edge);
      },
      [&](AllocationRecorded const& f) { initial_allocation(state, f, at); },
      [&](OperationRecorded const& f) { initial_operation(state, f, at); });
}

}  // namespace studylab::control
