#include "control/routes/routes.h"

#include <algorithm>

#include "control/decision.h"
#include "control/environments/environments.h"
#include "control/promotions/promotions.h"
#include "control/releases/releases.h"

namespace studylab::control {

RouteOwner const* route_of(State const& state, EnvironmentName const& environment) {
  auto const* declared = environment_of(state, environment);
  if (declared == nullptr) return nullptr;
  auto const found = state.routes.find(declared->declared.route);
  return found == state.routes.end() ? nullptr : &found->second;
}

void mark_published(Partition& partition, RouteSequence sequence) {
  partition.published = std::max(partition.published, sequence);
  if (next(partition.published) == partition.reopened) partition.published = partition.reopened;
}

}  // namespace studylab::control

namespace studylab::control::routes {
namespace {

void move(State& state, RouteOwnerMoved const& fact, EntryRef at) {
  auto& owner = at_key(state.routes, fact.route);
  releases::end_service(state, owner, at.at);
  at_key(state.environments, owner.environment).symptoms = 0;
  auto const replaced_operation = owner.operation;
  auto& partition = at_key(state.partitions, fact.partition);
  partition.last = fact.sequence;
  partition.events.push_back(at.id);
  owner = RouteOwner{fact.route, fact.environment, fact.partition, fact.sequence, fact.to,
                     fact.epoch, fact.operation,   at.at,          at.id};
  promotions::moved(state, fact, replaced_operation, at);
}

void reopen(State& state, PartitionReopened const& fact, EntryRef at) {
  auto& partition = at_key(state.partitions, fact.partition);
  partition.baseline = fact.baseline;
  partition.last = fact.sequence;
  partition.reopened = fact.sequence;
  partition.events.push_back(at.id);
  mark_published(partition, partition.published);
}

}  // namespace

Decision decide(State const& state, StreamRecreated const& recreated) {
  auto const found = state.partitions.find(recreated.partition);
  if (found == state.partitions.end()) return no_facts();
  auto const& partition = found->second;
  return single(
      PartitionReopened{partition.partition, next(partition.baseline), next(partition.last)});
}

void fold(State& state, PartitionOpened const& fact, EntryRef at) {
  state.partitions[fact.partition] =
      Partition{fact.partition, fact.baseline, RouteSequence{1}, RouteSequence{1}, {}, {at.id}};
}

void fold(State& state, RouteOwnerRecorded const& fact, EntryRef at) {
  auto& partition = at_key(state.partitions, fact.partition);
  STUDYLAB_CHECK(fact.sequence == next(partition.last));
  partition.last = fact.sequence;
  partition.published = fact.sequence;
  partition.events.push_back(at.id);
  state.routes[fact.route] =
      RouteOwner{fact.route, fact.environment, fact.partition, fact.sequence, fact.release,
                 fact.epoch, fact.operation,   fact.since,     at.id};
}

void fold(State& state, RouteFact const& fact, EntryRef at) {
  match(
      fact, [&](RouteOwnerMoved const& f) { move(state, f, at); },
      [&](PartitionReopened const& f) { reopen(state, f, at); });
}

}  // namespace studylab::control::routes
