#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "lab/grade/answer_key.h"
#include "lab/grade/grade.h"

// What the grader knows of a run after it has folded the platform chain. Everything here points
// into the chain's entries and must not outlive them.
namespace studylab::grade {

// A route event reaches every edge that still reads its stream well within this.
inline constexpr Duration propagation = std::chrono::seconds{1};

// The alert, and what it names.
struct Incident {
  EntryId entry;
  Instant at{};
  IncidentOpened const* opened = nullptr;
  EnvironmentDeclared const* environment = nullptr;
  ReleaseId release;       // owned the route when it opened
  ReleaseId previous;      // owned it before that release; none: not known
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
  RouteSequence applied{};       // acknowledged in the incident's partition; 0: not stated
};

// What the operator was last shown of an edge's place in the incident's partition.
enum class ViewShown : std::uint8_t { none, behind, caught_up };

// One edge, as it was last known.
struct EdgeSeen {
  EdgeId edge;
  std::uint32_t by_release = 0;  // errors since the incident's release took over
  std::uint32_t by_edge = 0;
  std::uint32_t by_others = 0;
  // The most users with an error in one observation over the threshold.
  std::uint32_t users_hit = 0;
  EntryId reported;         // the latest observation since the alert; none: it was silent
  RouteSequence applied{};  // in the incident's partition
  Instant applied_at{};     // the time of the report that says so
  EntryId gap;              // open in the incident's partition
  ViewShown shown = ViewShown::none;
};

// The state of what a repair acts on, at the time of the command.
enum class Condition : std::uint8_t { unknown, broken, shown_healthy };
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

struct HoldSeen {
  HoldId hold;
  HoldKind kind = HoldKind::freeze;
  EntryId entry;
  EnvironmentName const* environment = nullptr;
  EntryId lifted;
  EntryId kept;  // by name, at the close
};

// A command that placed a hold; a command that lifts one is not listed.
struct HoldAct {
  EntryId entry;
  EnvironmentName const* environment = nullptr;
};

struct StatusSeen {
  EntryId entry;
  OwnerStatusPublished const* published = nullptr;
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

// One clue of the answer key: the entries of the queries that showed it, in their order.
struct ClueSeen {
  Clue const* clue = nullptr;
  std::vector<EntryId> queries;
  EntryId half;  // of a clue that two queries show: the first that showed the first half
};

struct ReleaseSeen {
  ReleaseRegistered const* registered = nullptr;
  EntryId entry;
  bool served = false;  // owned the route at some time before the alert
};

// The schema of the incident's database.
struct SchemaSeen {
  SchemaVersion version;
  EntryId entry;  // of the fact that last changed it
  EntryId shown;  // the first query that printed that fact
};

struct Run {
  std::span<FactEntry const> entries;
  std::optional<Incident> incident;  // none: the alert never came
  std::vector<ReleaseSeen> releases;
  std::vector<std::pair<EntryId, ArtifactStored const*>> artifacts;
  std::vector<Observation> observations;  // ascending by entry
  std::vector<EdgeSeen> edges;
  BindingsProbed const* probed = nullptr;  // the incident's bindings, latest
  BindingName const* gone = nullptr;       // of them, one that only the incident's release needs
  BindingName const* only_new = nullptr;   // that binding, whatever its state
  MigrationApplied const* migration = nullptr;  // by the incident's operation
  EntryId migration_entry;
  SchemaSeen schema;

  std::vector<QuerySeen> queries;
  std::vector<RefusedAct> refusals;
  std::vector<ClassSeen> classes;
  std::vector<RepairAct> repairs;
  std::vector<HoldSeen> holds;
  std::vector<HoldAct> hold_acts;
  std::vector<StatusSeen> statuses;
  std::vector<EntryId> without_reason;  // holds and repairs with no --because
  std::vector<ImpactSeen> impacts;
  std::vector<std::pair<EntryId, HintGiven const*>> hints;
  std::vector<ClueSeen> clues;  // the answer key's, in its order

  // An observation over its threshold that began after the interval in which the alert came.
  EntryId over_since_alert;
  EntryId first_attempt;                              // the first repair, refused or not
  EntryId first_repair;                               // the first that was carried out
  std::vector<std::pair<EntryId, ReleaseId>> owners;  // of the incident's route, oldest first
  IncidentClosed const* closed = nullptr;
  EntryId closed_entry;
  EntryId last_act;  // the last hold or repair carried out
  EntryId end;       // the last entry
  Instant ended_at{};
  Instant last_over{};  // end of the latest observation over the threshold; zero: none
  EntryId last_over_entry;
};

// Folds the chain once. `key` names the clues to look for.
Run read_run(std::span<FactEntry const> entries, AnswerKey const& key);

ReleaseSeen const* find_release(Run const& run, ReleaseId id);
Manifest const* manifest_of(Run const& run, Digest const& digest);
Observation const* find_observation(Run const& run, EntryId entry);
bool symptom_present(Run const& run, Instant now);
// Whether a query of an environment names the incident's.
inline bool at_incident(Run const& run, std::string_view object) {
  return object == environment_of(*run.incident->opened).value();
}
// The entry by which all that comes before the first repair was due: the repair, or the run's end.
inline EntryId before_repair(Run const& run) {
  return run.first_repair ? run.first_repair : run.end;
}
// Whether the entry was recorded at or before `by`; false for an entry of none.
inline bool by_then(EntryId entry, EntryId by) { return entry && entry <= by; }
// The chain's entry; nullptr: the chain has no entry with that number.
inline FactEntry const* find_entry(Run const& run, EntryId id) {
  return id && id.number <= run.entries.size() ? &run.entries[id.number - 1] : nullptr;
}

}  // namespace studylab::grade
