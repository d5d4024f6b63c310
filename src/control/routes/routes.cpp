#include "control/routes/routes.h"

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

}  // namespace

void fold(State& state, PartitionOpened const& fact, EntryRef at) {
  state.partitions[fact.partition] =
      Partition{fact.partition, fact.baseline, RouteSequence{1}, RouteSequence{1}, {at.id}};
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
  match(fact, [&](RouteOwnerMoved const& f) { move(state, f, at); });
}

}  // namespace studylab::control::routes
