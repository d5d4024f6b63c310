#include "lab/grade/clues.h"

#include <algorithm>

#include "base/check.h"

namespace studylab::grade {
namespace {

using drill::ClueKind;
using namespace std::chrono_literals;

// Fewer errors than this, at one edge or of one release, are chance.
constexpr std::uint32_t chance = 5;

// Failed by the incident's release at the edges that have reported since the alert: errors at one
// of several edges alone are that edge's own.
bool failed_by_new_release(Run const& run) {
  std::uint32_t reported = 0;
  std::uint32_t failing = 0;
  for (auto const& edge : run.edges) {
    if (edge.by_edge >= chance || edge.by_others >= chance) return false;
    if (!edge.reported) continue;
    ++reported;
    if (edge.by_release > 0) ++failing;
  }
  return failing >= std::min(reported, 2U) && failing > 0;
}

// No program answered, at one edge alone. A silent edge is not evidence against it.
bool failed_at_one_edge(Run const& run) {
  std::uint32_t failing = 0;
  for (auto const& edge : run.edges) {
    if (edge.by_release >= chance || edge.by_others >= chance) return false;
    if (edge.by_edge >= chance) ++failing;
  }
  return failing == 1;
}

bool edge_behind(Run const& run) {
  auto const& incident = *run.incident;
  std::uint32_t behind = 0;
  for (auto const& edge : run.edges) {
    bool const heard_since = edge.applied_at > incident.since + propagation;
    if (heard_since && edge.applied < incident.sequence) ++behind;
  }
  return behind == 1;
}

bool bindings_answer(BindingsProbed const& probed) {
  return std::ranges::none_of(probed.bindings, [](ProbedBinding const& binding) {
    return binding.state == BindingState::gone;
  });
}

bool of_incident(Run const& run, Checked const& checked) {
  return checked.verb == "rollback" &&
         checked.object == environment_of(*run.incident->opened).value();
}

bool finds_incompatible(Run const& run, Checked const& checked) {
  return of_incident(run, checked) && checked.finding == "incompatible" && run.migration_entry &&
         std::ranges::find(checked.shown, run.migration_entry) != checked.shown.end();
}

// The incident's own migration, where it leaves no earlier release a fit.
bool is_breaking_migration(Run const& run, FactEntry const& entry) {
  return run.migration != nullptr && entry.id == run.migration_entry &&
         run.migration->migration.kind != MigrationKind::additive;
}

bool carries_lower_sequence(Run const& run, FactEntry const& entry) {
  auto const& incident = *run.incident;
  if (fact_if<AutoRepairGaveUp>(entry.fact) != nullptr) return true;
  if (auto const* seen = find_observation(run, entry.id)) {
    return seen->applied.value() != 0 && seen->applied < incident.sequence &&
           seen->until > incident.since + propagation;
  }
  auto const* view = fact_if<EdgeViewReported>(entry.fact);
  if (view == nullptr || view->origin.at <= incident.since + propagation) return false;
  return std::ranges::any_of(view->partitions, [&](PartitionView const& one) {
    return one.partition == incident.environment->partition && one.applied < incident.sequence;
  });
}

bool at_environment(Run const& run, std::string_view object) {
  return object == environment_of(*run.incident->opened).value();
}

// The provider of the binding that only the incident's release needs.
bool at_new_binding(Run const& run, std::string_view object) {
  if (run.probed == nullptr || run.only_new == nullptr) return false;
  return std::ranges::any_of(run.probed->bindings, [&](ProbedBinding const& probed) {
    return probed.binding == *run.only_new && probed.provider.value() == object;
  });
}

// A query shows of an entry only what it prints: one observation holds the answers to every route
// at its edge, and one probe the bindings of several providers.
bool prints(Run const& run, ClueKind fact, Queried const& queried) {
  auto const& query = queried.query;
  auto const& object = queried.object;
  switch (fact) {
    case ClueKind::failed_by_new_release:
    case ClueKind::failed_at_one_edge:
    case ClueKind::under_threshold: return query == "errors" && at_environment(run, object);
    case ClueKind::edge_behind:
      if (query == "route") return object == route_of(*run.incident->opened).value();
      return query == "edges" || query == "edge" || query == "operation";
    case ClueKind::no_rows_lost:
    case ClueKind::rows_lost:
    case ClueKind::rollback_incompatible: return query == "database";  // of the migration
    case ClueKind::bindings_answer:
    case ClueKind::binding_gone: {
      bool const all = query == "bindings" && (object.empty() || at_environment(run, object));
      return all || (query == "provider" && at_new_binding(run, object));
    }
    case ClueKind::rollback_compatible: return false;  // a check finds it, or recorded ranges
  }
  check_failed("a clue", __FILE__, __LINE__);
}

bool found_by_check(ClueKind fact) {
  return fact == ClueKind::rollback_compatible || fact == ClueKind::rollback_incompatible;
}

bool shows(Run const& run, ClueKind fact, std::vector<EntryId> const& shown) {
  return std::ranges::any_of(shown, [&](EntryId id) {
    auto const* entry = find_entry(run, id);
    return entry != nullptr && carries(run, fact, *entry);
  });
}

// --- that an earlier release fits, by its recorded ranges beside the schema's version ---

bool fits(Manifest const& manifest, SchemaVersion schema) {
  return manifest.reads && manifest.writes && manifest.reads->holds(schema) &&
         manifest.writes->holds(schema);
}

bool bears_out(Run const& run, ClueKind fact, ReleaseSeen const& seen) {
  auto const& release = *seen.registered;
  bool const earlier = release.environment == environment_of(*run.incident->opened) &&
                       seen.served && release.digest != run.incident->digest;
  auto const* manifest = manifest_of(run, release.digest);
  if (!earlier || manifest == nullptr || !run.schema.entry) return false;
  bool const recorded = manifest->reads && manifest->writes;
  bool const fitting = fits(*manifest, run.schema.version);
  if (fact == ClueKind::rollback_compatible) return fitting;
  // Of others it may be an earlier migration that they do not fit.
  return fact == ClueKind::rollback_incompatible && recorded && !fitting &&
         release.release == run.incident->previous;
}

// The artifact's entry prints the ranges, the release's own entry its name.
bool carries_ranges(Run const& run, ClueKind fact, FactEntry const& entry) {
  auto const* stored = fact_if<ArtifactStored>(entry.fact);
  auto const* registered = fact_if<ReleaseRegistered>(entry.fact);
  if (stored == nullptr && registered == nullptr) return false;
  return std::ranges::any_of(run.releases, [&](ReleaseSeen const& seen) {
    bool const of_it = stored != nullptr ? seen.registered->digest == stored->digest
                                         : seen.registered->release == registered->release;
    return of_it && bears_out(run, fact, seen);
  });
}

bool prints_ranges(std::string_view query) {
  return query == "releases" || query == "release" || query == "artifacts" || query == "artifact";
}
bool prints_schema(std::string_view query) { return query == "database" || query == "databases"; }

void watch_schema(Run& run, FactEntry const& entry, Queried const& queried) {
  bool const shown = prints_schema(queried.query) &&
                     std::ranges::find(queried.shown, run.schema.entry) != queried.shown.end();
  if (shown && !run.schema.shown) run.schema.shown = entry.id;
}

void watch_ranges(Run& run, ClueSeen& clue, FactEntry const& entry, Queried const& queried) {
  if (!found_by_check(clue.fact)) return;
  bool const ranges =
      prints_ranges(queried.query) && std::ranges::any_of(queried.shown, [&](EntryId id) {
        auto const* shown = find_entry(run, id);
        return shown != nullptr && fact_if<ArtifactStored>(shown->fact) != nullptr &&
               carries_ranges(run, clue.fact, *shown);
      });
  if (ranges && !clue.ranges) clue.ranges = entry.id;
  bool const adds = ranges || run.schema.shown == entry.id;
  if (adds && clue.ranges && run.schema.shown) clue.queries.push_back(entry.id);
}

// If this run moved nothing, the symptom ends only in the variant without a fault.
bool went_by_itself(Run const& run, Instant at) {
  bool const touched = std::ranges::any_of(
      run.repairs, [](RepairAct const& act) { return static_cast<bool>(act.moved); });
  return !touched && !symptom_present(run, at);
}

}  // namespace

bool holds(Run const& run, ClueKind fact) {
  if (!run.incident) return false;
  switch (fact) {
    case ClueKind::failed_by_new_release: return failed_by_new_release(run);
    case ClueKind::failed_at_one_edge: return failed_at_one_edge(run);
    case ClueKind::under_threshold: return !run.over_since_alert;
    case ClueKind::bindings_answer: return run.probed != nullptr && bindings_answer(*run.probed);
    case ClueKind::binding_gone: return run.gone != nullptr;
    case ClueKind::rollback_compatible:
    case ClueKind::rollback_incompatible: return true;  // the check finds it, or does not
    case ClueKind::no_rows_lost: return run.migration != nullptr && run.migration->rows_lost == 0;
    case ClueKind::rows_lost: return run.migration != nullptr && run.migration->rows_lost > 0;
    case ClueKind::edge_behind: return edge_behind(run);
  }
  check_failed("a clue", __FILE__, __LINE__);
}

bool carries(Run const& run, ClueKind fact, FactEntry const& entry) {
  if (!run.incident) return false;
  auto const& incident = *run.incident;
  switch (fact) {
    case ClueKind::failed_by_new_release: {
      auto const* seen = find_observation(run, entry.id);
      return seen != nullptr && seen->by_release > 0 && seen->until > incident.since;
    }
    case ClueKind::failed_at_one_edge: {
      auto const* seen = find_observation(run, entry.id);
      return seen != nullptr && seen->by_edge > 0 && seen->until > incident.since;
    }
    case ClueKind::under_threshold: {
      auto const* seen = find_observation(run, entry.id);
      return seen != nullptr && seen->requests > 0 && seen->from >= incident.at && !seen->over;
    }
    case ClueKind::bindings_answer: {
      auto const* probed = fact_if<BindingsProbed>(entry.fact);
      return probed != nullptr && probed->environment == environment_of(*incident.opened) &&
             bindings_answer(*probed);
    }
    case ClueKind::binding_gone: {
      auto const* probed = fact_if<BindingsProbed>(entry.fact);
      return probed != nullptr && run.gone != nullptr &&
             std::ranges::any_of(probed->bindings, [&](ProbedBinding const& binding) {
               return binding.state == BindingState::gone && binding.binding == *run.gone;
             });
    }
    case ClueKind::rollback_compatible: {
      auto const* checked = fact_if<Checked>(entry.fact);
      if (checked == nullptr) return carries_ranges(run, fact, entry);
      return of_incident(run, *checked) && checked->finding == "compatible";
    }
    case ClueKind::rollback_incompatible: {
      auto const* checked = fact_if<Checked>(entry.fact);
      if (checked != nullptr) return finds_incompatible(run, *checked);
      return is_breaking_migration(run, entry) || carries_ranges(run, fact, entry);
    }
    case ClueKind::no_rows_lost:
    case ClueKind::rows_lost: return run.migration_entry && entry.id == run.migration_entry;
    case ClueKind::edge_behind: return carries_lower_sequence(run, entry);
  }
  check_failed("a clue", __FILE__, __LINE__);
}

void watch(Run& run, FactEntry const& entry, Queried const& queried) {
  watch_schema(run, entry, queried);
  for (auto& clue : run.clues) {
    bool const calm = clue.fact == ClueKind::under_threshold && queried.query == "environment" &&
                      at_environment(run, queried.object) && went_by_itself(run, entry.at);
    bool const printed = prints(run, clue.fact, queried) && shows(run, clue.fact, queried.shown);
    if (holds(run, clue.fact) && (printed || calm)) {
      clue.queries.push_back(entry.id);
    } else {
      watch_ranges(run, clue, entry, queried);
    }
  }
}

void watch(Run& run, FactEntry const& entry, Checked const&) {
  for (auto& clue : run.clues) {
    if (!found_by_check(clue.fact) || !holds(run, clue.fact)) continue;
    if (carries(run, clue.fact, entry)) clue.queries.push_back(entry.id);
  }
}

void watch(Run& run, FactEntry const& entry, Waited const& waited) {
  if (waited.result != WaitResult::reached || !went_by_itself(run, entry.at)) return;
  for (auto& clue : run.clues) {
    if (clue.fact != ClueKind::under_threshold || !holds(run, clue.fact)) continue;
    clue.queries.push_back(entry.id);
  }
}

EntryId first_shown(ClueSeen const& clue) {
  return clue.queries.empty() ? EntryId{} : clue.queries.front();
}

bool is_clue(Run const& run, EntryId ref, EntryId by) {
  auto const* entry = find_entry(run, ref);
  if (entry == nullptr || ref >= by) return false;
  return std::ranges::any_of(run.clues, [&](ClueSeen const& clue) {
    auto const first = first_shown(clue);
    if (!first || first >= by) return false;
    if (std::ranges::find(clue.queries, ref) != clue.queries.end()) return true;
    return carries(run, clue.fact, *entry);
  });
}

bool any_clue(Run const& run, std::vector<EntryId> const& refs, EntryId by) {
  return std::ranges::any_of(refs, [&](EntryId ref) { return is_clue(run, ref, by); });
}

}  // namespace studylab::grade
