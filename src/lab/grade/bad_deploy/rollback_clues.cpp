// Whether an earlier release fits the database: by the plan of a rollback, or by the recorded
// ranges of a release beside the schema's version.
#include <algorithm>

#include "lab/grade/bad_deploy/clues.h"
#include "lab/grade/bad_deploy/own_migration.h"
#include "lab/grade/run.h"

namespace studylab::grade::bad_deploy {
namespace {

// Whether the recorded ranges of an earlier release show the clue. `manifest` records them.
using BearsOut = bool (*)(Run const& run, ReleaseSeen const& seen, Manifest const& manifest);

bool of_incident(Run const& run, Checked const& checked) {
  return checked.verb == "rollback" && at_incident(run, checked.object);
}

bool fits(Manifest const& manifest, SchemaVersion schema) {
  return manifest.reads && manifest.writes && manifest.reads->holds(schema) &&
         manifest.writes->holds(schema);
}

bool fits_schema(Run const& run, ReleaseSeen const&, Manifest const& manifest) {
  return fits(manifest, run.databases.schema.version);
}

// Of releases before the previous one it may be an earlier migration that they do not fit.
bool previous_does_not_fit(Run const& run, ReleaseSeen const& seen, Manifest const& manifest) {
  bool const recorded = manifest.reads && manifest.writes;
  return recorded && !fits(manifest, run.databases.schema.version) &&
         seen.registered->release == run.incident->previous;
}

bool bears_out(Run const& run, BearsOut test, ReleaseSeen const& seen) {
  auto const& release = *seen.registered;
  bool const earlier = release.environment == environment_of(*run.incident->opened) &&
                       seen.served && release.digest != run.incident->digest;
  auto const* manifest = manifest_of(run, release.digest);
  if (!earlier || manifest == nullptr || !run.databases.schema.entry) return false;
  return test(run, seen, *manifest);
}

// The artifact's entry prints the ranges, the release's own entry its name.
bool carries_ranges(Run const& run, BearsOut test, FactEntry const& entry) {
  auto const* stored = fact_if<ArtifactStored>(entry.fact);
  auto const* registered = fact_if<ReleaseRegistered>(entry.fact);
  if (stored == nullptr && registered == nullptr) return false;
  return std::ranges::any_of(run.releases.all, [&](ReleaseSeen const& seen) {
    bool const of_it = stored != nullptr ? seen.registered->digest == stored->digest
                                         : seen.registered->release == registered->release;
    return of_it && bears_out(run, test, seen);
  });
}

bool prints_ranges(std::string_view query) {
  return query == "releases" || query == "release" || query == "artifacts" || query == "artifact";
}

// The ranges are one half of the clue, the schema's version is the other.
bool completes_ranges(Run const& run, BearsOut test, FactEntry const& entry, Queried const& queried,
                      ClueSeen& seen) {
  bool const ranges =
      prints_ranges(queried.query) && std::ranges::any_of(queried.shown, [&](EntryId id) {
        auto const* shown = find_entry(run, id);
        return shown != nullptr && fact_if<ArtifactStored>(shown->fact) != nullptr &&
               carries_ranges(run, test, *shown);
      });
  auto& [first_ranges, first_schema] = seen.halves;
  if (ranges && !first_ranges) first_ranges = entry.id;
  if (!first_schema) first_schema = run.databases.schema.shown;
  bool const adds = ranges || run.databases.schema.shown == entry.id;
  return adds && first_ranges && run.databases.schema.shown;
}

// The check finds it, or does not.
bool always(Run const&) { return true; }

// --- that one fits ---

bool finds_compatible(Run const& run, FactEntry const& entry) {
  auto const* checked = fact_if<Checked>(entry.fact);
  if (checked == nullptr) return carries_ranges(run, fits_schema, entry);
  return of_incident(run, *checked) && checked->finding == "compatible";
}

// A check finds it, or recorded ranges.
bool is_printed_by_no_query(Run const&, Queried const&) { return false; }

bool also_shows_compatible(Run const& run, FactEntry const& entry, ClueSeen& seen) {
  if (auto const* queried = fact_if<Queried>(entry.fact))
    return completes_ranges(run, fits_schema, entry, *queried, seen);
  return fact_if<Checked>(entry.fact) != nullptr && finds_compatible(run, entry);
}

// --- that none fits ---

bool names_migration(Run const& run, Checked const& checked) {
  auto const* own = find_own_migration(run);
  return of_incident(run, checked) && checked.finding == "incompatible" && own != nullptr &&
         std::ranges::find(checked.shown, own->entry) != checked.shown.end();
}

// The incident's own migration, where it leaves no earlier release a fit.
bool is_breaking_migration(Run const& run, FactEntry const& entry) {
  auto const* own = find_own_migration(run);
  return own != nullptr && entry.id == own->entry &&
         own->applied->migration.kind != MigrationKind::additive;
}

bool finds_incompatible(Run const& run, FactEntry const& entry) {
  auto const* checked = fact_if<Checked>(entry.fact);
  if (checked != nullptr) return names_migration(run, *checked);
  return is_breaking_migration(run, entry) || carries_ranges(run, previous_does_not_fit, entry);
}

bool prints_own_migration(Run const&, Queried const& queried) {
  return queried.query == "database";
}

bool also_shows_incompatible(Run const& run, FactEntry const& entry, ClueSeen& seen) {
  if (auto const* queried = fact_if<Queried>(entry.fact))
    return completes_ranges(run, previous_does_not_fit, entry, *queried, seen);
  return fact_if<Checked>(entry.fact) != nullptr && finds_incompatible(run, entry);
}

}  // namespace

constexpr Clue rollback_compatible{
    .name = "rollback-compatible",
    .words = "whether an earlier release fits the database (`rollback ENV --to REL --plan`)",
    .command = "rollback ENV --to REL --plan",
    .holds = always,
    .carried_by = finds_compatible,
    .printed_by = is_printed_by_no_query,
    .also_shown_by = also_shows_compatible};

constexpr Clue rollback_incompatible{
    .name = "rollback-incompatible",
    .words = "whether an earlier release fits the database (`rollback ENV --to REL --plan`)",
    .command = "rollback ENV --to REL --plan",
    .holds = always,
    .carried_by = finds_incompatible,
    .printed_by = prints_own_migration,
    .also_shown_by = also_shows_incompatible};

}  // namespace studylab::grade::bad_deploy
