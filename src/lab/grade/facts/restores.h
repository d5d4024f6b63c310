#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "lab/grade/pieces.h"

// The subject of restores: what checks of the incident's data found, its fence, and restores.
namespace studylab::grade {

struct CheckSeen {
  EntryId entry;
  DatabaseChecked const* checked = nullptr;
};

struct FenceSeen {
  EntryId ordered;
  EntryId in_force;
  EntryId lifted;
  EntryId admitted;
};

struct RestoreSeen {
  OperationId operation;
  DatabaseName const* database = nullptr;
  RestorePlanned const* planned = nullptr;
  EntryId planned_entry;
  RestoreBegun const* begun = nullptr;
  EntryId begun_entry;
  CutOver const* cut_over = nullptr;
  EntryId cut_over_entry;
  EntryId settled;  // its last consumer, or the cut-over if none had events past it
};

struct Restores {
  std::vector<CheckSeen> checks;  // of the incident's database, after the alert
  std::vector<FenceSeen> fences;  // of the incident's database
  std::vector<RestoreSeen> all;
  std::uint32_t users_hit = 0;
  std::optional<Instant> damaged_from;
  std::optional<Instant> damaged_until;
};

void see_database_fact(Run& run, FactEntry const& entry, DatabaseFact const& fact);
void see_restore_fact(Run& run, FactEntry const& entry, RestoreFact const& fact);
// A requested restore is a plan only: a check, and not a repair.
void plan_restore(Run& run, OperationRequested const& fact);

bool is_incident(Run const& run, DatabaseName const& database);
// Whether the latest check after the alert found damage; before the first check: yes.
bool data_damaged(Run const& run);
// The damage of this kind in the latest check that found any; nullptr: none.
Damage const* damage_of(Run const& run, DamageKind kind);
RestoreSeen const* find_restore(Run const& run, OperationId operation);

// An accepted repair is complete once the copy serves, a check of it found nothing, every consumer
// is settled, and writers are admitted again: the entry of the last of these; none: not yet. For
// acts that only lead to it: none.
EntryId restored_at(Run const& run, RepairAct const& act);

// WritersFenced of the incident's database, in force from the first `restore run` until the last
// consumer was settled. Where nothing was run, any fence counts.
extern RequiredFact const writers_fenced;
// Data class, RPO and RTO of the incident's database, queried before the first plan of a restore,
// and before the first repair.
extern RequiredFact const data_class_first;
extern RequiredFact const method_compared;
// The plan that was cut over pairs the schema with releases, and the release that owns the route
// when writers are admitted neither wrote damaged rows nor misfits.
extern RequiredFact const fitting_release;
// An impact that states what became of the data, and who approved it.
extern RequiredFact const data_impact;

}  // namespace studylab::grade
