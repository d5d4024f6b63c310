#pragma once

#include <vector>

#include "lab/grade/run.h"

namespace studylab::grade {

// Whether the team changes something when it is asked. The others only answer: asking them is a
// check.
inline bool acts(Team team) { return team == Team::capacity || team == Team::security; }

// The fold behind read_run: one entry after another, each subject in a function of its own. What
// only later entries of the chain need stays in here.
class Fold {
 public:
  Fold(std::span<FactEntry const> entries, AnswerKey const& key);

  void take(FactEntry const& entry);
  Run finish() &&;

 private:
  struct OperationSeen {
    OperationId id;
    EnvironmentName const* environment = nullptr;
  };

  void fold_initial(InitialFact const& fact);
  void take_operation(OperationFact const& fact);
  void take_route(RouteFact const& fact);
  void take_edge(EdgeFact const& fact);
  void take_database(DatabaseFact const& fact);
  void take_provider(ProviderFact const& fact);
  void take_people(PeopleFact const& fact);
  void take_incident(IncidentFact const& fact);
  void take_operator(OperatorFact const& fact);

  void request(OperationRequested const& fact);
  void retry(OperationRetried const& fact);
  void reach(StageReached const& fact);
  void observe(RequestsObserved const& fact);
  void see_view(EdgeViewReported const& fact);
  void see_resume(EdgeResumed const& fact);
  void set_gap_policy(GapPolicySet const& fact);
  void see_bindings(BindingsProbed const& fact);
  void notify(OwnerNotified const& fact);
  void repaired_by_owner(OwnerRepaired const& fact);
  void close(IncidentClosed const& fact);
  void refuse(CommandRefused const& fact);
  void state_impact(ImpactStated const& fact);

  RepairAct& add_repair(RepairVerb verb, Act const& act);
  void add_hold(Act const& act, EnvironmentName const* environment);
  void lift(Act const& act, HoldId hold);
  void open_hold(HoldId hold, HoldKind kind, EnvironmentName const* environment);
  void publish(OwnerStatusPublished const& fact);
  void note_reason(Act const& act);
  void own(ReleaseId owner);
  void see_schema(DatabaseName const& database, SchemaVersion version);
  void show_edges(Queried const& queried);
  void count_over(RequestsObserved const& fact, Observation const& observation, EdgeSeen& edge);

  bool is_incident(EnvironmentName const& environment) const;
  EnvironmentName const* environment_of(OperationId operation) const;
  RepairAct* repair_of(OperationId operation);
  RepairAct* latest_of(OperationId operation);
  RepairAct* repair_of(NoticeId notice);
  EdgeSeen& edge_of(EdgeId edge);
  bool behind(EdgeSeen const& edge) const;
  Condition condition_of(EdgeSeen const& edge) const;

  Run run_;
  FactEntry const* now_ = nullptr;  // the entry that is being taken
  EntryId changed_;                 // the latest that changed something
  std::vector<OperationSeen> operations_;
  HoldId gap_policy_hold_;
  Duration over_time_{};
  Instant over_covered_until_{};
};

}  // namespace studylab::grade
