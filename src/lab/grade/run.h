#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "lab/grade/answer_key.h"
#include "lab/grade/facts/artifacts.h"
#include "lab/grade/facts/bindings.h"
#include "lab/grade/facts/commands.h"
#include "lab/grade/facts/databases.h"
#include "lab/grade/facts/edges.h"
#include "lab/grade/facts/errors.h"
#include "lab/grade/facts/gaps.h"
#include "lab/grade/facts/gates.h"
#include "lab/grade/facts/holds.h"
#include "lab/grade/facts/hosts.h"
#include "lab/grade/facts/incident.h"
#include "lab/grade/facts/processes.h"
#include "lab/grade/facts/providers.h"
#include "lab/grade/facts/queries.h"
#include "lab/grade/facts/releases.h"
#include "lab/grade/facts/repairs.h"
#include "lab/grade/facts/restores.h"
#include "lab/grade/facts/statements.h"
#include "lab/grade/facts/symptom.h"
#include "lab/grade/facts/upgrades.h"
#include "lab/grade/facts/wakes.h"

// What the grader knows of a run after it has folded the platform chain, by subject. Everything
// here points into the chain's entries and must not outlive them.
namespace studylab::grade {

// A route event reaches every edge that still reads its stream well within this.
inline constexpr Duration propagation = std::chrono::seconds{1};

// One clue of the answer key: the entries of the queries that showed it, in their order.
struct ClueSeen {
  Clue const* clue = nullptr;
  std::vector<EntryId> queries;
  // Of a clue that two queries show, a half each: the first query of either half; none: not yet.
  std::array<EntryId, 2> halves = {};
};

struct Run {
  std::span<FactEntry const> entries;
  EntryId end;  // the last entry
  Instant ended_at{};
  std::optional<Incident> incident;  // none: the alert never came

  Errors errors;
  std::vector<EdgeSeen> edges;
  Gaps gaps;
  Releases releases;
  Bindings bindings;
  Providers providers;
  Databases databases;
  Artifacts artifacts;
  Wakes wakes;
  Gates gates;
  Hosts hosts;
  Upgrade upgrade;
  Processes processes;
  Repairs repairs;
  Restores restores;
  Holds holds;
  Commands commands;
  Statements statements;
  std::vector<QuerySeen> queries;
  std::vector<ClueSeen> clues;  // the answer key's, in its order
};

// Folds the chain once. `key` names the clues to look for.
Run read_run(std::span<FactEntry const> entries, AnswerKey const& key);

inline bool is_incident(Run const& run, EnvironmentName const& environment) {
  return environment == environment_of(*run.incident->opened);
}
// Whether a query of an environment names the incident's.
inline bool at_incident(Run const& run, std::string_view object) {
  return object == environment_of(*run.incident->opened).value();
}
// The entry by which all that comes before the first repair was due: the repair, or the run's end.
inline EntryId before_repair(Run const& run) {
  return run.commands.first_repair ? run.commands.first_repair : run.end;
}
// Whether the entry was recorded at or before `by`; false for an entry of none.
inline bool by_then(EntryId entry, EntryId by) { return entry && entry <= by; }
// The chain's entry; nullptr: the chain has no entry with that number.
inline FactEntry const* find_entry(Run const& run, EntryId id) {
  return id && id.number <= run.entries.size() ? &run.entries[id.number - 1] : nullptr;
}

}  // namespace studylab::grade
