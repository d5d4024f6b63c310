#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "lab/drill/answer_key.h"
#include "lab/grade/grade.h"

// What the grader knows of a run once it has read its platform chain: its own small fold.
// Everything here points into the chain's entries and lives no longer than they do.
namespace studylab::grade {

// A route event reaches every edge that still reads its stream well within this.
inline constexpr Duration propagation = std::chrono::seconds{1};

// The call, and what it names.
struct Incident {
  EntryId entry;
  Instant at{};
  IncidentOpened const* opened = nullptr;
  EnvironmentDeclared const* environment = nullptr;
  ReleaseId release;       // owned the route when it opened
  Digest digest;           // of that release
  RouteSequence sequence;  // of the route event that put it there
  Instant since{};         // when it did
  OperationId operation;   // which did
};

// One observation, as far as it is about the incident's route.
struct Observation {
  EntryId entry;
  EdgeId edge;
  Instant from{};
  Instant until{};
  std::uint32_t requests = 0;
  std::uint32_t errors = 0;
  std::uint32_t by_release = 0;  // of the errors, those that the incident's release answered
  std::uint32_t by_edge = 0;     // those that no release answered
  std::uint32_t users = 0;       // with an error
  bool over = false;             // its environment's threshold
  RouteSequence applied{};       // acknowledged in the incident's partition; 0: nothing said
};

// One edge, as it was last known.
struct EdgeSeen {
  EdgeId edge;
  std::uint32_t by_release = 0;  // errors since the incident's release took over
  std::uint32_t by_edge = 0;
  std::uint32_t by_others = 0;
  // The most users with an error in one observation over the threshold.
  std::uint32_t users_hit = 0;
  bool reported_since_alert = false;
  RouteSequence applied{};  // in the incident's partition
  Instant applied_at{};     // when that was so
  bool gap = false;         // one is open in the incident's partition
};

// One repair of the operator: carried out, not refused.
enum class RepairVerb : std::uint8_t {
  rollback,
  deploy,
  rebaseline,
  restart,
  retry,
  notice,
  escalation
};
struct RepairAct {
  RepairVerb verb = RepairVerb::rollback;
  EntryId entry;  // the command's fact
  Instant at{};
  Act const* act = nullptr;
  EnvironmentName const* environment = nullptr;  // that it acts on; none: an edge or a team
  OperationId operation;
  NoticeId notice;
  EdgeId edge;
  ReleaseId release;  // it brings
  ForwardFix forward_fix = ForwardFix::no;
  std::optional<RepairKind> repair;
  std::string const* name = nullptr;  // of what is to be repaired

  bool symptom = false;      // present when it was asked for
  bool edge_behind = false;  // its edge was, then
  // What came of it. `effect`: RouteOwnerMoved, EdgeResumed in the incident's partition,
  // OwnerRepaired; `ended`: the fact after which nothing of it is to come. None: not yet.
  EntryId effect;
  EntryId ended;
  bool healthy = false;  // it ended well
  bool found_nothing = false;
  DatabaseVerdict verdict = DatabaseVerdict::unknown;
  ReleaseId brought;  // by the owner
};

struct HoldSeen {
  HoldId hold;
  EntryId entry;
  EnvironmentName const* environment = nullptr;
  bool open = true;
  bool kept = false;  // by name, at the close
};

// A command that acted on an environment and can be taken back, or took one back.
struct HoldAct {
  EntryId entry;
  EnvironmentName const* environment = nullptr;
  bool lifts = false;
};

struct QuerySeen {
  EntryId entry;
  Queried const* queried = nullptr;  // one of the three
  Checked const* checked = nullptr;
  Waited const* waited = nullptr;  // for the symptom to go
};

struct RefusedAct {
  EntryId entry;
  CommandRefused const* refused = nullptr;
  EntryId changed;  // the latest entry before it that changed something
};

struct ClassSeen {
  EntryId entry;
  Classified const* classified = nullptr;
};

struct ImpactSeen {
  EntryId entry;
  ImpactStated const* stated = nullptr;
  std::uint32_t users = 0;  // as `show incident` would have printed them then
  std::uint32_t minutes = 0;
};

// One tell of the sheet: when a look first showed it, and the entries of the looks that did.
struct ClueSeen {
  drill::ClueKind fact = drill::ClueKind::failed_by_new_release;
  std::vector<EntryId> queries;
};

struct ReleaseSeen {
  ReleaseRegistered const* registered = nullptr;
  EntryId entry;
  bool served = false;  // owned the route at some time before the call
};

struct Run {
  std::span<FactEntry const> entries;
  std::optional<Incident> incident;  // none: the call never came
  std::vector<ReleaseSeen> releases;
  std::vector<ArtifactStored const*> artifacts;
  std::vector<Observation> observations;  // ascending by entry
  std::vector<EdgeSeen> edges;
  BindingsProbed const* probed = nullptr;  // the incident's bindings, latest
  BindingName const* gone = nullptr;       // of them, one that only the incident's release needs
  MigrationApplied const* migration = nullptr;  // by the incident's operation
  EntryId migration_entry;

  std::vector<QuerySeen> queries;
  std::vector<RefusedAct> refusals;
  std::vector<ClassSeen> classes;
  std::vector<RepairAct> repairs;
  std::vector<HoldSeen> holds;
  std::vector<HoldAct> hold_acts;
  std::vector<EntryId> without_reason;  // holds and repairs with no --because
  std::vector<ImpactSeen> impacts;
  std::vector<std::pair<EntryId, HintGiven const*>> hints;
  std::vector<ClueSeen> clues;  // the sheet's, in its order
  // An observation that began at or after the call was over its threshold.
  bool over_since_alert = false;

  EntryId first_attempt;  // the first repair, refused or not
  EntryId first_repair;   // the first that was carried out
  EntryId first_freeze;   // of the incident's environment
  EntryId first_effect;   // the first thing that a repair of the operator moved
  IncidentClosed const* closed = nullptr;
  EntryId closed_entry;
  EntryId last_act;  // the last hold or repair carried out
  EntryId end;       // the last entry
  Instant ended_at{};
  ReleaseId owner;      // of the incident's route, at the end
  Instant last_over{};  // end of the latest observation over the threshold; zero: none
  EntryId last_over_entry;
};

// Folds the chain once. `sheet` says which tells to watch for.
Run read_run(std::span<FactEntry const> entries, drill::AnswerKey const& key);

ReleaseRegistered const* find_release(Run const& run, ReleaseId id);
Observation const* find_observation(Run const& run, EntryId entry);
bool symptom_present(Run const& run, Instant now);
// Whether the entry was recorded at or before `by`; an entry of none never was.
inline bool by_then(EntryId entry, EntryId by) { return entry && entry <= by; }

}  // namespace studylab::grade
