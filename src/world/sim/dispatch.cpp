// Dispatches each event to its process.
#include <algorithm>
#include <utility>

#include "base/check.h"
#include "control/control.h"
#include "world/exec/declarations.h"
#include "world/sim/sim_world_impl.h"

namespace studylab::world::sim {

void SimWorld::Impl::step() {
  auto const& event = site.queue.take();
  std::visit(
      [this](auto const& group) { std::visit([this](auto const& e) { this->on(e); }, group); },
      event);
}

void SimWorld::Impl::wait_for_control() {
  while (!control.up()) step();
}

void SimWorld::Impl::on(MigrationDone const& done) {
  database.done(done, data.run_migration(database.begun(done.operation)));
}

// --- reports ---

std::optional<Report> SimWorld::Impl::take_report(ReportSent const& sent) {
  switch (sent.from.kind) {
    case ComponentKind::edge:
      return edge(EdgeId{sent.from.number}).take_report(sent.boot, sent.number);
    case ComponentKind::runner:
      return runner(HostId{sent.from.number}).take_report(sent.boot, sent.number);
    case ComponentKind::monitor: return monitor.take_report(sent.boot, sent.number);
    case ComponentKind::database: return database.take_report(sent.boot, sent.number);
    case ComponentKind::people: return people.take_report(sent.boot, sent.number);
    case ComponentKind::control:
    case ComponentKind::route_log: break;
  }
  STUDYLAB_CHECK(!"a process that reports nothing");
  return std::nullopt;
}

// The report of an edge whose answer can be `declined`, which stays in its outbox until then, or a
// report that travels by itself; nullptr: the control plane can take it out of its outbox.
Report const* SimWorld::Impl::sent_report(ReportSent const& sent) const {
  if (sent.copy != nullptr) return sent.copy.get();
  if (sent.from.kind != ComponentKind::edge) return nullptr;
  auto const found = std::ranges::find(edges, EdgeId{sent.from.number}, &EdgeProcess::id);
  auto const* report = found->find_report(sent.boot, sent.number);
  return report != nullptr && exec::may_be_declined(*report) ? report : nullptr;
}

void SimWorld::Impl::on(ReportSent const& sent) {
  if (!control.up()) return;
  if (sent.from.kind == ComponentKind::people) {
    if (auto const built = people.built_for(sent.number)) control.take(*built);
  }
  auto const* report = sent_report(sent);
  if (report == nullptr) {
    if (auto taken = take_report(sent)) control.take(std::move(*taken));
    return;
  }
  auto const receipt = control.take(*report);
  if (!receipt) return;
  ReportAnswered const answer{sent.from, sent.boot, sent.number, *receipt};
  if (site.can_fail()) {
    site.network.send(control_plane, sent.from, answer);
  } else {
    on(answer);
  }
}

void SimWorld::Impl::on(ReportAnswered const& answer) {
  switch (answer.to.kind) {
    case ComponentKind::edge: {
      auto& to = edge(EdgeId{answer.to.number});
      if (answer.receipt == exec::Receipt::declined) {
        to.feed(edge::CrossingDeclined{answer.boot, answer.number});
      } else {
        to.feed(edge::Acknowledged{answer.boot, answer.number});
      }
      return;
    }
    case ComponentKind::runner:
      runner(HostId{answer.to.number}).feed(runner::Acknowledged{answer.boot, answer.number});
      return;
    case ComponentKind::monitor:
      monitor.feed(provider::Acknowledged{answer.boot, answer.number});
      return;
    case ComponentKind::database: database.take_report(answer.boot, answer.number); return;
    case ComponentKind::people: people.take_report(answer.boot, answer.number); return;
    case ComponentKind::control:
    case ComponentKind::route_log: return;
  }
}

// --- orders and answers ---

void SimWorld::Impl::on(RunnerOrdered const& order) {
  runner(order.host).feed(runner::Commanded{order.command});
}

void SimWorld::Impl::on(EdgeOrdered const& order) {
  edge(order.edge).feed(edge::Commanded{order.command});
}

void SimWorld::Impl::on(ViewWanted const& wanted) {
  auto& asked = edge(wanted.edge);
  if (!asked.is_silent()) asked.feed(edge::ViewAsked{});
}

void SimWorld::Impl::on(GateViewWanted const& wanted) {
  edge(wanted.edge).feed(edge::GateAsked{wanted.environment});
}

void SimWorld::Impl::on(DeclarationsWanted const& wanted) {
  auto const& asks = edge(wanted.edge);
  if (!asks.up() || asks.declared()) return;
  if (control.up()) {
    site.network.send(control_plane, component_of(wanted.edge), DeclarationsSent{wanted.edge});
  }
  site.queue.put(site.now() + exec::resend_after, wanted);
}

void SimWorld::Impl::on(DeclarationsSent const& sent) {
  edge(sent.edge).feed(exec::declarations(control.state()));
}

void SimWorld::Impl::on(ProbeWanted const& wanted) {
  monitor.feed(exec::watch_of(control.state(), wanted.environment));
}

void SimWorld::Impl::on(ProviderWatchWanted const&) {
  monitor.feed(exec::provider_watch_of(control.state()));
}

void SimWorld::Impl::on(WatchDue const&) {
  bool const lost = control.state().watch_entry && monitor.up() && !monitor.watches_providers();
  if (lost) {
    if (control.up()) site.network.send(control_plane, sim::monitor, ProviderWatchWanted{});
    site.queue.put(site.now() + exec::resend_after, WatchDue{});
    return;
  }
  auto const& incident = control.state().incident;
  if (!incident || incident->closed_entry || !monitor.up() || monitor.watches()) return;
  if (control.up()) {
    site.network.send(control_plane, sim::monitor, ProbeWanted{environment_of(incident->opened)});
  }
  site.queue.put(site.now() + exec::resend_after, WatchDue{});
}

void SimWorld::Impl::on(EventPublished const& published) {
  auto const partition = published.event.partition;
  auto const sequence = published.event.sequence;
  auto const outcome = log.publish(published.event);
  site.network.send(route_log, control_plane, PublishAnswered{partition, sequence, outcome});
}

void SimWorld::Impl::on(PullAnswered const& answer) {
  auto const& pull = answer.pull;
  edge(answer.edge).feed(edge::Pulled{pull.partition, pull.operation, pull.attempt});
}

// Control planes fold the same chain, so one of them serves snapshots while the leader is down.
void SimWorld::Impl::on(SnapshotWanted const& wanted) {
  auto const leads = control::control_plane_names(control.state()).front();
  auto const& pull = wanted.pull;
  auto const& source = pull.control.empty() ? leads : pull.control;
  if (source == leads && !control.up()) return;
  auto const to = component_of(wanted.edge);
  if (auto bytes = snapshots.answer(source, pull.partition, site.ahead(to))) {
    site.network.send(
        control_plane, to,
        SnapshotAnswered{wanted.edge, {pull.partition, pull.fetch, *std::move(bytes), source}});
  } else {
    site.network.send(
        control_plane, to,
        SnapshotRefused{wanted.edge,
                        {pull.partition, pull.fetch, source + " refuses the connection"}});
  }
}

void SimWorld::Impl::on(StageDone const& done) {
  runner(done.host).finish(done);
  for (auto& edge : edges) edge.refresh(site.instances.changed_last());
  monitor.bindings_changed();
}

void SimWorld::Impl::on(NoticeWorked const& worked) {
  people.work(worked);
  programs_changed();
}

void SimWorld::Impl::programs_changed() {
  for (auto& edge : edges) edge.refresh();
  monitor.bindings_changed();
}

// --- processes ---

EdgeProcess* SimWorld::Impl::find_edge(EdgeId id) {
  auto const found = std::ranges::lower_bound(edges, id, {}, &EdgeProcess::id);
  return found == edges.end() || found->id() != id ? nullptr : &*found;
}

RunnerProcess* SimWorld::Impl::find_runner(HostId id) {
  auto const found = std::ranges::lower_bound(runners, id, {}, &RunnerProcess::host);
  return found == runners.end() || found->host() != id ? nullptr : &*found;
}

EdgeProcess& SimWorld::Impl::edge(EdgeId id) {
  auto* found = find_edge(id);
  STUDYLAB_CHECK(found != nullptr);
  return *found;
}

RunnerProcess& SimWorld::Impl::runner(HostId id) {
  auto* found = find_runner(id);
  STUDYLAB_CHECK(found != nullptr);
  return *found;
}

}  // namespace studylab::world::sim
