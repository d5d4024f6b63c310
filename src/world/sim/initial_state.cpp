// Builds the state before the run from the initial facts, without messages.
#include <algorithm>
#include <utility>

#include "world/sim/sim_world_impl.h"

namespace studylab::sim {
namespace {

constexpr std::uint16_t initial_status = 200;

Instant no_earlier(Instant at, Instant began) { return std::max(at, began); }

}  // namespace

SimWorld::Impl::Impl(Setup setup, Schedule schedule)
    : site(std::move(setup), std::move(schedule)),
      control(site),
      log(site.queue, site.network,
          site.can_fail() ? SimRouteLog::Redeliver::yes : SimRouteLog::Redeliver::no,
          [this](PartitionId partition, RouteSequence sequence) {
            return control.route_events().event(partition, sequence);
          }),
      monitor(site),
      database(site, control.state()),
      people(site, control.state()) {
  initialize();
}

void SimWorld::Impl::initialize() {
  control.open();
  for (auto const& [id, partition] : control.state().partitions) {
    log.initialize_stream(id, partition.baseline, partition.last);
  }
  initialize_runners();
  initialize_edges();
  for (auto& runner : runners) {
    for (auto const& report : runner.announce_initial()) {
      for (auto& edge : edges) edge.initialize_endpoint(report);
    }
  }
  put_changes();
  for (auto& edge : edges) edge.go_live();
  put_faults();
  control.settle();
}

void SimWorld::Impl::initialize_runners() {
  std::vector<EdgeId> ids;
  for (auto const& [id, edge] : control.state().edges) ids.push_back(id);
  for (auto const& [host, registered] : control.state().hosts) {
    auto initial = runner::already_running(host, Boot{1}, site.now());
    for (auto const& [id, allocation] : control.state().allocations) {
      if (allocation.host != host) continue;
      runner::add_initial(initial, control::start_message(control.state(), id),
                          {initial_status, allocation.digest, allocation.sessions},
                          allocation.stage_since);
      site.instances.add(Instance{id,
                                  allocation.environment,
                                  allocation.release,
                                  allocation.digest,
                                  Instance::Process::none,
                                  {},
                                  allocation.sessions,
                                  {}});
      site.instances.start(id, allocation.stage_since, allocation.stage_since);
    }
    runners.emplace_back(site, std::move(initial), ids, control.state());
  }
}

edge::Declared SimWorld::Impl::declarations() const {
  edge::Declared declared;
  for (auto const& [id, partition] : control.state().partitions) declared.partitions.push_back(id);
  for (auto const& [name, environment] : control.state().environments) {
    auto const& own = environment.declared;
    declared.routes.push_back(
        {own.route, name, own.partition, environment.gap_policy, own.threshold});
  }
  return declared;
}

void SimWorld::Impl::initialize_edges() {
  auto const declared = declarations();
  std::vector<Snapshot> baselines;
  for (auto const id : declared.partitions) {
    baselines.push_back(control.route_events().snapshot(id, site.now()));
  }
  for (auto const& [id, registered] : control.state().edges) {
    for (auto const partition : declared.partitions) log.initialize_consumer(id, partition);
    Traffic traffic{id, {site.setup, site.programs, site.instances, control.route_events()}};
    edges.emplace_back(site,
                       edge::already_running(id, registered.boot, declared, baselines, site.now()),
                       std::move(traffic));
  }
}

void SimWorld::Impl::put_changes() {
  auto const& setup = site.setup;
  auto const put = [&]<class Change>(auto const& list, Change made) {
    for (std::uint32_t i = 0; i < list.size(); ++i) {
      made.index = i;
      // A change from before the run needs no event.
      if (list[i].at <= setup.began) {
        on(made);
      } else {
        site.queue.put(list[i].at, made);
      }
    }
  };
  put(setup.behaviours, BehaviourChanges{});
  put(setup.bursts, BurstChanges{});
  put(setup.bindings, BindingChanges{});
  put(setup.stalls, ConsumerStalls{});
  put(setup.losses, ArtifactLost{});
}

void SimWorld::Impl::put_faults() {
  auto const& schedule = site.schedule;
  auto& queue = site.queue;
  for (auto const& crash : schedule.crashes) {
    auto const component = parse_component(crash.component);
    if (component && !crash.after_entry) {
      queue.put(no_earlier(crash.at, site.setup.began), Crashes{*component, crash.down});
    }
  }
  for (auto const& cut : schedule.cuts) {
    auto const from = parse_component(cut.from);
    auto const to = parse_component(cut.to);
    bool const endpoints = from && to && from->kind == ComponentKind::runner &&
                           to->kind == ComponentKind::edge && cut.length > edge::endpoint_lifetime;
    if (!endpoints) continue;
    queue.put(cut.at + edge::endpoint_lifetime,
              RenewalsStopped{HostId{from->number}, 0, EdgeId{to->number}});
    queue.put(cut.at + cut.length, RenewalDue{EdgeId{to->number}, HostId{from->number}});
  }
  for (std::uint32_t i = 0; i < schedule.tampers.size(); ++i) {
    queue.put(schedule.tampers[i].at, TableTampered{i});
  }
  for (std::uint32_t i = 0; i < schedule.torn.size(); ++i) {
    queue.put(schedule.torn[i].at, WriteTorn{i});
  }
}

}  // namespace studylab::sim
