#include "lab/grade/database_restore/clues.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade::database_restore {
namespace {

// --- checks ---

DatabaseChecked const* own_check(Run const& run, FactEntry const& entry) {
  auto const* checked = fact_if<DatabaseChecked>(entry.fact);
  return checked != nullptr && is_incident(run, checked->database) ? checked : nullptr;
}

template <DamageKind kind>
bool any_damage(Run const& run) {
  return damage_of(run, kind) != nullptr;
}

template <DamageKind kind>
bool says_damage(Run const& run, FactEntry const& entry) {
  auto const* checked = own_check(run, entry);
  return checked != nullptr &&
         std::ranges::any_of(checked->damage, [](Damage const& one) { return one.kind == kind; });
}

bool prints_check(Run const& run, Queried const& queried) {
  return queried.query == "database" &&
         queried.object == database_of(*run.incident->opened).value();
}

template <DamageKind kind>
constexpr Clue damage_clue(std::string_view name, std::string_view words) {
  return {.name = name,
          .words = words,
          .command = "show database DB",
          .holds = any_damage<kind>,
          .carried_by = says_damage<kind>,
          .printed_by = prints_check};
}

bool never_damaged(Run const& run) {
  auto const& checks = run.restores.checks;
  return !checks.empty() && std::ranges::all_of(checks, [](CheckSeen const& seen) {
    return seen.checked->damage.empty();
  });
}

bool says_passed(Run const& run, FactEntry const& entry) {
  auto const* checked = own_check(run, entry);
  return checked != nullptr && checked->damage.empty() && never_damaged(run);
}

// --- consumers ---

bool says_went_back(Run const& run, FactEntry const& entry) {
  auto const* checked = own_check(run, entry);
  return checked != nullptr && std::ranges::any_of(checked->consumers, [](ConsumerSeen const& one) {
           return one.went_back.has_value();
         });
}

bool any_went_back(Run const& run) {
  return std::ranges::any_of(run.restores.checks, [](CheckSeen const& seen) {
    return std::ranges::any_of(seen.checked->consumers,
                               [](ConsumerSeen const& one) { return one.went_back.has_value(); });
  });
}

bool prints_consumers(Run const& run, Queried const& queried) {
  return queried.query == "consumers" &&
         queried.object == database_of(*run.incident->opened).value();
}

// --- backups ---

BackupRecorded const* newest_backup(Run const& run) {
  BackupRecorded const* newest = nullptr;
  for (auto const& entry : run.entries) {
    auto const* initial = std::get_if<InitialFact>(&entry.fact.subjects());
    auto const* backup = initial == nullptr ? nullptr : std::get_if<BackupRecorded>(initial);
    if (backup == nullptr || !is_incident(run, backup->database)) continue;
    if (newest == nullptr || backup->taken_at > newest->taken_at) newest = backup;
  }
  return newest;
}

bool newest_is_foreign(Run const& run) {
  auto const* newest = newest_backup(run);
  return newest != nullptr && !is_incident(run, newest->source);
}

bool is_foreign_backup(Run const& run, FactEntry const& entry) {
  auto const* backup = fact_if<BackupRecorded>(entry.fact);
  auto const* newest = newest_backup(run);
  return backup != nullptr && newest != nullptr && backup->backup == newest->backup &&
         backup->database == newest->database && !is_incident(run, backup->source);
}

bool prints_backups(Run const& run, Queried const& queried) {
  return queried.query == "backups" && queried.object == database_of(*run.incident->opened).value();
}

// --- failovers ---

// The failover says so too: its log had gone further than what was promoted.
bool says_missing(Run const& run, FactEntry const& entry) {
  if (says_damage<DamageKind::missing>(run, entry)) return true;
  auto const* initial = std::get_if<InitialFact>(&entry.fact.subjects());
  auto const* failover = initial == nullptr ? nullptr : std::get_if<FailoverRecorded>(initial);
  return failover != nullptr && is_incident(run, failover->database) &&
         failover->promoted < failover->ended;
}

bool prints_missing(Run const& run, Queried const& queried) {
  return prints_check(run, queried) || prints_backups(run, queried);
}

// --- plans ---

template <Within within>
bool is_planned(Run const& run, RestorePlanned const& planned) {
  if (!is_incident(run, planned.database) || planned.methods.empty()) return false;
  auto const& pitr = planned.methods.front();
  return pitr.reachable == Reachable::yes && pitr.rpo == within;
}

template <Within within>
bool says_planned(Run const& run, FactEntry const& entry) {
  auto const* planned = fact_if<RestorePlanned>(entry.fact);
  return planned != nullptr && is_planned<within>(run, *planned);
}

template <Within within>
bool any_planned(Run const& run) {
  return std::ranges::any_of(run.restores.all, [&](RestoreSeen const& seen) {
    return seen.planned != nullptr && is_planned<within>(run, *seen.planned);
  });
}

bool prints_plan(Run const&, Queried const& queried) { return queried.query == "plan"; }

}  // namespace

constexpr Clue damaged_by_release = damage_clue<DamageKind::wrong>(
    "damaged-by-release", "which release writes wrong rows (`show database DB`)");
constexpr Clue rows_gone =
    damage_clue<DamageKind::gone>("rows-gone", "which migration removed rows (`show database DB`)");
constexpr Clue writes_missing{
    .name = "writes-missing",
    .words = "which acknowledged writes are missing (`show database DB`, `show backups DB`)",
    .command = "show database DB",
    .holds = any_damage<DamageKind::missing>,
    .carried_by = says_missing,
    .printed_by = prints_missing};
constexpr Clue foreign_rows = damage_clue<DamageKind::foreign>(
    "foreign-rows", "whose rows the database has (`show database DB`)");
constexpr Clue rows_doubled = damage_clue<DamageKind::doubled>(
    "rows-doubled", "which consumer doubled rows (`show database DB`)");

constexpr Clue check_passes{.name = "check-passes",
                            .words = "whether the check of the data passes (`show database DB`)",
                            .command = "show database DB",
                            .holds = never_damaged,
                            .carried_by = says_passed,
                            .printed_by = prints_check};

constexpr Clue consumer_went_back{
    .name = "consumer-went-back",
    .words = "which consumer's position went back (`show consumers DB`)",
    .command = "show consumers DB",
    .holds = any_went_back,
    .carried_by = says_went_back,
    .printed_by = prints_consumers};

constexpr Clue newest_backup_foreign{
    .name = "newest-backup-foreign",
    .words = "whose data the newest backup has (`show backups DB`)",
    .command = "show backups DB",
    .holds = newest_is_foreign,
    .carried_by = is_foreign_backup,
    .printed_by = prints_backups};

constexpr Clue pitr_within_rpo{
    .name = "pitr-within-rpo",
    .words = "whether a point-in-time restore meets the RPO (`restore plan DB`, `show plan OP`)",
    .command = "show plan OP",
    .holds = any_planned<Within::yes>,
    .carried_by = says_planned<Within::yes>,
    .printed_by = prints_plan};

constexpr Clue pitr_over_rpo{
    .name = "pitr-over-rpo",
    .words = "whether a point-in-time restore meets the RPO (`restore plan DB`, `show plan OP`)",
    .command = "show plan OP",
    .holds = any_planned<Within::no>,
    .carried_by = says_planned<Within::no>,
    .printed_by = prints_plan};

}  // namespace studylab::grade::database_restore
