#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lab/grade/pieces.h"
#include "lab/grade/reason.h"

// The subject of repairs: what the operator had changed, and the operations behind it.
namespace studylab::grade {

// The state of what a repair acts on, at the time of the command. `needs_none`: the platform's
// facts say that it is as the repair would make it.
enum class Condition : std::uint8_t { unknown, broken, shown_healthy, needs_none };
enum class Symptom : std::uint8_t { absent, present };
// How a repair ended.
enum class Ending : std::uint8_t { open, well, failed, found_nothing };

// One repair of the operator: carried out, not refused.
struct RepairAct {
  RepairVerb verb = RepairVerb::rollback;
  EntryId entry;  // the command's fact
  Act const* act = nullptr;
  EnvironmentName const* environment = nullptr;  // that it acts on; none: an edge or a team
  OperationId operation;
  NoticeId notice;
  EdgeId edge;
  AllocationId allocation;
  ReleaseId release;  // it brings
  ForwardFix forward_fix = ForwardFix::no;
  std::optional<RepairKind> repair;
  std::string const* name = nullptr;  // of what is to be repaired
  std::optional<Team> team;           // that was asked
  HostId host;
  RestoreMethod method = RestoreMethod::pitr;  // of a restore
  ConsumerName const* consumer = nullptr;      // whose events it settles
  BindingName const* binding = nullptr;        // whose credential it replaces
  ProviderName const* provider = nullptr;      // that a failover leaves

  Symptom symptom = Symptom::absent;
  Condition condition = Condition::unknown;

  // Its results. `moved`: the first fact by which it changed what serves. `effect`: the fact that
  // its outcome requires (RouteOwnerMoved of the incident's route, EdgeResumed in the incident's
  // partition, OwnerRepaired). `ended`: its last fact. None: not yet.
  EntryId moved;
  EntryId effect;
  EntryId ended;
  Ending ending = Ending::open;
  DatabaseVerdict verdict = DatabaseVerdict::unknown;
  ReleaseId brought;  // by the app owner
};

struct OperationSeen {
  OperationId id;
  EnvironmentName const* environment = nullptr;
  OperationKind kind = OperationKind::promotion;
};

struct Repairs {
  std::vector<RepairAct> acts;
  std::vector<OperationSeen> operations;  // the platform's own too
};

RepairAct& add_repair(Run& run, FactEntry const& entry, RepairVerb verb, Act const& act);

void record_operation(Run& run, OperationRecorded const& fact);
void request(Run& run, FactEntry const& entry, OperationRequested const& fact);
void retry(Run& run, FactEntry const& entry, OperationRetried const& fact);
void check_policy(Run& run, PolicyChecked const& fact);
void reach(Run& run, FactEntry const& entry, StageReached const& fact);
void cancel(Run& run, FactEntry const& entry, OperationCancelled const& fact);
// The operation's attempt has a ready allocation.
void wake_made_ready(Run& run, FactEntry const& entry, OperationId operation);
void resume_edge(Run& run, FactEntry const& entry, ResumeOrdered const& fact);

// Whether it wakes an environment: begins a wake, or tries one again.
bool wakes(Run const& run, RepairAct const& act);
// The repair that began the operation; a retry of it is another. nullptr: none did.
RepairAct* repair_of(Run& run, OperationId operation);
// The latest command that began the operation or tried it again; nullptr: none did.
RepairAct* latest_of(Run& run, OperationId operation);

// Nothing is to be repaired.
extern AcceptedRepair const no_repair;

}  // namespace studylab::grade
