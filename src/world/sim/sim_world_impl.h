#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "world/sim/control_process.h"
#include "world/sim/edge_process.h"
#include "world/sim/monitor_process.h"
#include "world/sim/runner_process.h"
#include "world/sim/sim_context.h"
#include "world/sim/sim_data.h"
#include "world/sim/sim_database.h"
#include "world/sim/sim_people.h"
#include "world/sim/sim_providers.h"
#include "world/sim/sim_route_log.h"
#include "world/sim/sim_world.h"
#include "world/sim/snapshot_services.h"

namespace studylab::world::sim {

// All processes of one platform, and the dispatch of events to them.
struct SimWorld::Impl {
  Impl(Plan plan, Schedule schedule);

  // --- initial_state.cpp: what exists before the run ---
  void initialize();
  void initialize_runners();
  void initialize_edges();
  void put_changes();
  void put_faults();

  // --- dispatch.cpp ---
  void step();  // the next event
  void wait_for_control();
  void on(ReportSent const&);
  void on(ReportAnswered const&);
  void on(RunnerOrdered const&);
  void on(EdgeOrdered const&);
  void on(ViewWanted const&);
  void on(GateViewWanted const&);
  void on(DeclarationsWanted const&);
  void on(DeclarationsSent const&);
  void on(ProbeWanted const&);
  void on(MigrationWanted const& e) { database.migrate(e); }
  void on(NoticeSent const& e) { people.take(e); }
  void on(DatabaseOrdered const& e) { data.take(e.command); }
  void on(ProviderOrdered const& e) { providers.take(e.command); }
  void on(ProviderWatchWanted const&);
  void on(EventPublished const&);
  void on(PublishAnswered const& e) { control.take(e); }
  void on(EventDelivered const& e) { edge(e.edge).deliver(e.event); }
  void on(EventsDelivered const& e) { edge(e.edge).deliver(e.events); }
  void on(ConsumerDropped const& e) { edge(e.edge).feed(edge::ConsumerLost{e.partition}); }
  void on(StreamCompared const&);
  void on(EventAcknowledged const& e) { log.acknowledged(e); }
  void on(ConsumerWanted const& e) { log.open(e.edge, e.open); }
  void on(ConsumerAnswered const& e) { edge(e.edge).feed(e.opened); }
  void on(PullWanted const& e) { log.pull(e.edge, e.pull); }
  void on(PullAnswered const&);
  void on(RedeliveryDue const& e) { log.redeliver(e); }
  void on(SnapshotWanted const&);
  void on(SnapshotAnswered const& e) { edge(e.edge).feed(e.snapshot); }
  void on(SnapshotRefused const& e) { edge(e.edge).feed(e.unavailable); }
  void on(EndpointSent const& e) { edge(e.edge).feed(edge::EndpointArrived{e.report}); }
  void on(RenewalDue const& e) { runner(e.host).renew(e.edge); }
  void on(AddressExpires const&);
  void on(RenewalsStopped const&);
  void on(ControlWakes const&) { control.settle(); }
  void on(EdgeTimer const& e) { edge(e.edge).timer(e); }
  void on(EvaluationDue const& e) { edge(e.edge).evaluate(); }
  void on(GateCheckDue const& e) { edge(e.edge).check_gates(e.at); }
  void on(RunnerTimer const& e) { runner(e.host).timer(e); }
  void on(StageDone const&);
  void on(SessionsReturned const& e) { runner(e.host).arrive(e); }
  void on(MonitorTimer const& e) { monitor.timer(e); }
  void on(WatchDue const&);
  void on(RoundAnswered const& e) { monitor.answer(e); }
  void on(MigrationDone const&);
  void on(NoticeWorked const&);
  void on(DatabaseWorked const& e) { data.work(e.command); }
  void on(DatabaseCheckDue const& e) { data.check_due(e.database); }
  void on(ProviderWorked const& e) { providers.work(e.command); }
  void on(ProbeTimer const& e) { monitor.timer(e); }
  void on(ProbesAnswered const& e) { monitor.answer(e); }
  void on(ResendDue const&);
  void on(ChangeDue const& due);
  void on(Crashes const&);
  void on(Restarts const&);

  // --- faults.cpp: what the world can be made to do ---
  void apply(BehaviourChange const& change);
  void apply(BurstChange const& change);
  void apply(BindingChange const& change);
  void apply(ConsumerStall const& stall);
  void apply(ConsumerRecovery const& recovery);
  void apply(ProcessesExit const& exit);
  void apply(ArtifactLoss const& loss);
  void apply(SilentEdge const& silent);
  void apply(ProcessCrash const& crash);
  void apply(TableEdit const& edit);
  void apply(TornWrite const& torn);
  void apply(RegistryChange const& change);
  void apply(SecretChange const& change);
  void apply(ReadinessChange const& change);
  void apply(CohortArrival const& cohort);
  void apply(HostImageChange const& change);
  void apply(HostDrift const& change) { site.programs.change(change); }
  void apply(ProcessExit const& exit);
  void apply(EventLoss const& loss);
  void apply(SnapshotServiceChange const& change) { snapshots.change(change); }
  void apply(StreamLoss const& loss);
  void apply(StreamRecreation const& recreation);
  void apply(DataDamage const& damage) { data.apply(damage); }
  void apply(MigrationLoss const& loss) { data.apply(loss); }
  void apply(DataDamageAlarm const& alarm) { data.apply(alarm); }
  void apply(ReplicaLag const& lag) { data.apply(lag); }
  void apply(ConsumerLag const& lag) { data.apply(lag); }
  void apply(ProviderChange const& change) { providers.apply(change); }
  void apply(CredentialChange const& change) { providers.apply(change); }
  void apply(ProofChange const& change) { providers.apply(change); }
  void apply(PersonSpeaks const& speaks) { people.say(speaks); }
  void drop_consumers(PartitionId partition);

  // Something that answers depend on has changed.
  void programs_changed();
  std::optional<Report> take_report(ReportSent const& sent);
  Report const* sent_report(ReportSent const& sent) const;
  EdgeProcess& edge(EdgeId id);
  RunnerProcess& runner(HostId id);
  EdgeProcess* find_edge(EdgeId id);
  RunnerProcess* find_runner(HostId id);

  SimContext site;
  ControlProcess control;
  SnapshotServices snapshots;
  SimRouteLog log;
  std::vector<EdgeProcess> edges;      // ascending
  std::vector<RunnerProcess> runners;  // ascending
  MonitorProcess monitor;
  SimDatabase database;
  SimData data;
  SimProviders providers;
  SimPeople people;
  std::deque<WorldChange> faults;  // of the schedule; stable
};

}  // namespace studylab::world::sim
