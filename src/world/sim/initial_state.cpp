// Builds the state before the run from the initial facts, without messages.
#include <algorithm>
#include <map>
#include <utility>

#include "world/exec/declarations.h"
#include "world/sim/sim_world_impl.h"

namespace studylab::world::sim {
namespace {

constexpr std::uint16_t initial_status = 200;

Instant no_earlier(Instant at, Instant began) { return std::max(at, began); }

}  // namespace

SimWorld::Impl::Impl(Plan plan, Schedule schedule)
    : site(std::move(plan), std::move(schedule)),
      control(site),
      snapshots(site, control.state(), control.route_events()),
      log(site.queue, site.network,
          site.can_fail() ? SimRouteLog::Redeliver::yes : SimRouteLog::Redeliver::no,
          [this](PartitionId partition, RouteSequence sequence) {
            return control.route_events().event(partition, sequence);
          }),
      monitor(site,
              [this](provider::ProbeProviders const& round) { return providers.answer(round); }),
      database(site, control.state()),
      data(site, control.state(), database,
           {[this](RouteKey const& route, Span span, ReleaseId only) {
              std::uint64_t count = 0;
              for (auto const& each : edges) {
                count += each.traffic().acknowledged(route, span, only);
              }
              return count;
            },
            [this] { programs_changed(); }}),
      providers(site, control.state(), database,
                {[this](RouteKey const& route, Span span, std::span<BindingCalls> of) {
                   for (auto const& each : edges) each.traffic().add_calls(route, span, of);
                 },
                 [this] { programs_changed(); }}),
      people(
          site, control.state(),
          [this](Change const& change) {
            std::visit([this](auto const& what) { apply(what); }, change);
          },
          [this] { return data.who_wrote(); }, [this] { return providers.status(); }) {
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
  data.report_last_check();
  for (auto& runner : runners) runner.report_last_check();
  control.settle();
}

void SimWorld::Impl::initialize_runners() {
  std::vector<EdgeId> ids;
  for (auto const& [id, edge] : control.state().edges) ids.push_back(id);
  std::map<HostId, runner::State> initial;
  for (auto const& [host, registered] : control.state().hosts) {
    initial.emplace(host, runner::already_running(host, Boot{1}, site.now()));
  }
  // Its runner is up before the platform knows the host.
  if (auto const& spare = site.plan.spare_host) {
    initial.emplace(spare->host, runner::already_running(spare->host, Boot{1}, site.now()));
  }
  for (auto const& [id, allocation] : control.state().allocations) {
    auto const of = initial.find(allocation.host);
    if (of == initial.end()) continue;
    runner::add_initial(of->second, control::start_message(control.state(), id),
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
  for (auto& [host, state] : initial) {
    runners.emplace_back(site, std::move(state), ids, control.state());
  }
}

void SimWorld::Impl::initialize_edges() {
  auto const declared = exec::declarations(control.state());
  auto const routes = Traffic::declared_in(site.plan);
  std::vector<Snapshot> baselines;
  for (auto const id : declared.partitions) {
    baselines.push_back(control.route_events().snapshot(id, site.now()));
  }
  for (auto const& [id, registered] : control.state().edges) {
    for (auto const partition : declared.partitions) log.initialize_consumer(id, partition);
    Traffic traffic{id, {site.plan, site.programs, site.instances, control.route_events()}, routes};
    edges.emplace_back(site,
                       edge::already_running(id, registered.boot, declared, baselines, site.now()),
                       std::move(traffic));
  }
}

void SimWorld::Impl::put_changes() {
  for (auto const& change : site.plan.changes) {
    // A change from before the run needs no event.
    if (change.at <= site.plan.began) {
      on(ChangeDue{&change});
    } else {
      site.queue.put(change.at, ChangeDue{&change});
    }
  }
}

void SimWorld::Impl::put_faults() {
  auto const& schedule = site.schedule;
  auto& queue = site.queue;
  auto const put = [&](Instant at, auto what) {
    faults.push_back({at, std::move(what)});
    queue.put(at, ChangeDue{&faults.back()});
  };
  for (auto const& crash : schedule.crashes) {
    if (crash.after_entry || !parse_component(crash.component)) continue;
    put(no_earlier(crash.at, site.plan.began), ProcessCrash{crash.component, crash.down});
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
  for (auto const& tamper : schedule.tampers) {
    put(tamper.at, TableEdit{tamper.edge, tamper.route, tamper.release, TableEdit::Trace::none});
  }
  for (auto const& torn : schedule.torn) put(torn.at, TornWrite{torn.edge});
  for (auto const& change : schedule.routes) put(change.at, change.what);
}

}  // namespace studylab::world::sim
