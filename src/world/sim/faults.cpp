// Carries out what the plan and the schedule do to the world.
#include <algorithm>

#include "world/sim/sim_world_impl.h"

namespace studylab::world::sim {

void SimWorld::Impl::on(ChangeDue const& due) {
  // Only the leader may delete a stream and create it again; until there is one, this waits.
  if (std::holds_alternative<StreamRecreation>(due.change->what) && !control.up()) {
    site.queue.put(site.now() + exec::resend_after, due);
    return;
  }
  std::visit([this](auto const& what) { apply(what); }, due.change->what);
}

void SimWorld::Impl::apply(BehaviourChange const& change) {
  site.programs.change(change);
  programs_changed();
}

void SimWorld::Impl::apply(BurstChange const& change) {
  site.programs.change(change);
  programs_changed();
}

void SimWorld::Impl::apply(BindingChange const& change) {
  site.programs.change(change, site.now());
  programs_changed();
}

void SimWorld::Impl::apply(RegistryChange const& change) {
  site.programs.change(change);
  programs_changed();
}

void SimWorld::Impl::apply(SecretChange const& change) {
  site.programs.change(change, site.now());
  programs_changed();
}

void SimWorld::Impl::apply(ReadinessChange const& change) { site.programs.change(change); }

void SimWorld::Impl::apply(HostImageChange const& change) { site.programs.change(change); }

void SimWorld::Impl::apply(ConsumerStall const& stall) { log.stall(stall.edge, stall.partition); }

void SimWorld::Impl::apply(ConsumerRecovery const& recovery) {
  log.recover(recovery.edge, recovery.partition);
}

void SimWorld::Impl::apply(ProcessesExit const& exit) {
  for (auto& runner : runners) runner.exit_processes(exit);
  programs_changed();
}

void SimWorld::Impl::apply(ProcessExit const& exit) {
  for (auto& runner : runners) runner.exit_process(exit);
  programs_changed();
}

void SimWorld::Impl::apply(ArtifactLoss const& loss) { site.programs.lose(loss.digest); }

void SimWorld::Impl::apply(SilentEdge const& silent) {
  if (auto* edge = find_edge(silent.edge)) edge->go_silent(silent.until);
}

void SimWorld::Impl::apply(ProcessCrash const& crash) {
  if (auto const component = parse_component(crash.component)) on(Crashes{*component, crash.down});
}

void SimWorld::Impl::apply(TableEdit const& edit) {
  auto* edge = find_edge(edit.edge);
  if (edge == nullptr) return;
  if (edit.trace == TableEdit::Trace::own_key) {
    auto const holder = to_text(edit.edge);
    if (site.intrusions.ended(holder)) return;
    site.intrusions.add({holder, holder});
  }
  edge->tamper(edit.route, edit.release);
}

void SimWorld::Impl::apply(TornWrite const& torn) {
  if (auto* edge = find_edge(torn.edge)) edge->tear_next_write();
}

void SimWorld::Impl::apply(CohortArrival const& cohort) {
  if (auto* edge = find_edge(cohort.edge)) edge->arrive(cohort);
}

void SimWorld::Impl::apply(EventLoss const& loss) {
  log.lose_next(loss.edge, loss.partition, loss.events);
}

void SimWorld::Impl::apply(StreamLoss const& loss) {
  if (!log.lose_last(loss.partition, loss.events)) return;
  drop_consumers(loss.partition);
  site.queue.put(site.now() + exec::resend_after, StreamCompared{loss.partition});
}

void SimWorld::Impl::apply(StreamRecreation const& recreation) {
  auto const id = recreation.partition;
  if (!control.state().partitions.contains(id)) return;
  control.take(control::StreamRecreated{id});
  auto const& partition = control.state().partitions.at(id);
  log.recreate(id, partition.baseline, partition.last);
  drop_consumers(id);
}

// Edges notice at once that a connection is gone.
void SimWorld::Impl::drop_consumers(PartitionId partition) {
  for (auto const& edge : edges) {
    site.queue.put(site.now(), ConsumerDropped{edge.id(), partition});
  }
}

void SimWorld::Impl::on(StreamCompared const& compared) {
  auto const last = log.last(compared.partition);
  auto const& partition = control.state().partitions.at(compared.partition);
  if (last >= partition.published) return;
  if (control.up()) {
    for (auto s = next(last); s <= partition.published; s = next(s)) {
      auto event = control.route_events().event(compared.partition, s);
      site.network.send(control_plane, route_log, EventPublished{std::move(event)});
    }
  }
  site.queue.put(site.now() + exec::resend_after, compared);
}

void SimWorld::Impl::on(Crashes const& crash) {
  auto const restart = [&](std::uint32_t life) {
    site.queue.put(site.now() + crash.down, Restarts{crash.component, life});
  };
  switch (crash.component.kind) {
    case ComponentKind::control: control.crash(crash.down); return;
    case ComponentKind::edge:
      if (auto* edge = find_edge(EdgeId{crash.component.number}); edge != nullptr && edge->up()) {
        edge->crash();
        restart(edge->lives());
      }
      return;
    case ComponentKind::runner: {
      HostId const host{crash.component.number};
      auto* runner = find_runner(host);
      if (runner == nullptr || !runner->up()) return;
      runner->crash();
      restart(runner->lives());
      if (crash.down > edge::endpoint_lifetime) {
        site.queue.put(site.now() + edge::endpoint_lifetime,
                       RenewalsStopped{host, runner->lives(), EdgeId{}});
      }
      return;
    }
    case ComponentKind::monitor:
      if (!monitor.up()) return;
      monitor.crash();
      restart(monitor.lives());
      return;
    // Their state is durable and their work is short, so a crash would have no effect.
    case ComponentKind::route_log:
    case ComponentKind::database:
    case ComponentKind::people: return;
  }
}

void SimWorld::Impl::on(Restarts const& restart) {
  switch (restart.component.kind) {
    case ComponentKind::control:
      if (control.lives() == restart.life) control.start();
      return;
    case ComponentKind::edge: {
      auto& starts = edge(EdgeId{restart.component.number});
      if (starts.lives() != restart.life) return;
      starts.start();
      site.queue.put(site.now(), DeclarationsWanted{starts.id()});
      // A crash loses the addresses; the next renewals bring them back.
      for (auto const& runner : runners) {
        site.queue.put(site.now(), RenewalDue{starts.id(), runner.host()});
      }
      return;
    }
    case ComponentKind::runner: {
      auto& starts = runner(HostId{restart.component.number});
      if (starts.lives() == restart.life) starts.start();
      return;
    }
    case ComponentKind::monitor:
      if (monitor.lives() != restart.life) return;
      monitor.start();
      site.queue.put(site.now(), WatchDue{});
      return;
    case ComponentKind::route_log:
    case ComponentKind::database:
    case ComponentKind::people: return;
  }
}

void SimWorld::Impl::on(AddressExpires const& expires) {
  // Skipped if the allocation has become ready again.
  auto const ready = runner(expires.host).announced();
  if (std::ranges::find(ready, expires.allocation) != ready.end()) return;
  edge(expires.edge).feed(edge::EndpointAbsent{expires.allocation});
}

void SimWorld::Impl::on(RenewalsStopped const& stopped) {
  auto const& silent = runner(stopped.host);
  // A cut link stops renewals for one edge; a crash stops them for all, unless the runner is up
  // again.
  if (!stopped.edge && (silent.up() || silent.lives() != stopped.life)) return;
  for (auto& edge : edges) {
    if (stopped.edge && edge.id() != stopped.edge) continue;
    for (auto const allocation : silent.announced()) edge.feed(edge::EndpointAbsent{allocation});
  }
}

void SimWorld::Impl::on(ResendDue const& due) {
  switch (due.component.kind) {
    case ComponentKind::control: control.resend(); return;
    case ComponentKind::edge: edge(EdgeId{due.component.number}).resend(); return;
    case ComponentKind::runner: runner(HostId{due.component.number}).resend(); return;
    case ComponentKind::monitor: monitor.resend(); return;
    case ComponentKind::database: database.resend(); return;
    case ComponentKind::people: people.resend(); return;
    case ComponentKind::route_log: return;
  }
}

}  // namespace studylab::world::sim
