#include "world/sim/sim_world.h"

#include <utility>

#include "base/check.h"
#include "world/sim/sim_world_impl.h"

namespace studylab::world::sim {

SimWorld::SimWorld(Plan plan, Schedule schedule)
    : impl_(std::make_unique<Impl>(std::move(plan), std::move(schedule))) {}
SimWorld::~SimWorld() = default;

Instant SimWorld::now() const { return impl_->site.now(); }

void SimWorld::advance_to(Instant at) {
  STUDYLAB_CHECK(at >= now());
  while (impl_->site.queue.has_event_by(at)) impl_->step();
  impl_->site.queue.pass_to(at);
}

bool SimWorld::advance_until(Condition const& reached, Instant limit) {
  STUDYLAB_CHECK(limit >= now());
  while (!reached(platform(), now())) {
    if (!impl_->site.queue.has_event_by(limit)) {
      impl_->site.queue.pass_to(limit);
      return reached(platform(), now());
    }
    impl_->step();
  }
  return true;
}

control::State const& SimWorld::platform() const { return impl_->control.state(); }
evidence::Chain const& SimWorld::chain() const { return impl_->control.chain(); }

Reply<control::Decision> SimWorld::command(OperatorCommand const& command) {
  impl_->wait_for_control();
  Reply<control::Decision> reply;
  reply.give(impl_->control.command(command));
  return reply;
}

Reply<EntryId> SimWorld::record(Fact fact) {
  impl_->wait_for_control();
  Reply<EntryId> reply;
  reply.give(impl_->control.record(std::move(fact)));
  return reply;
}

void SimWorld::ask_views() {
  for (auto const& edge : impl_->edges) {
    impl_->site.network.send(control_plane, component_of(edge.id()), ViewWanted{edge.id()});
  }
}

void SimWorld::ask_gates(EnvironmentName const& environment) {
  for (auto const& edge : impl_->edges) {
    impl_->site.network.send(control_plane, component_of(edge.id()),
                             GateViewWanted{edge.id(), environment});
  }
}

std::uint64_t SimWorld::events() const { return impl_->site.queue.taken(); }

}  // namespace studylab::world::sim
