#include "lab/grade/bad_deploy/clues.h"

#include <algorithm>

#include "lab/grade/bad_deploy/new_binding.h"
#include "lab/grade/bad_deploy/own_migration.h"
#include "lab/grade/run.h"

namespace studylab::grade::bad_deploy {
namespace {

// --- errors ---

// At the edges that have reported since the alert: errors at one of several edges alone are that
// edge's own.
bool new_release_fails(Run const& run) {
  std::uint32_t reported = 0;
  std::uint32_t failing = 0;
  for (auto const& edge : run.errors.edges) {
    if (edge.by_edge >= chance_errors || edge.by_others >= chance_errors) return false;
    if (!edge.reported) continue;
    ++reported;
    if (edge.by_release > 0) ++failing;
  }
  return failing >= std::min(reported, 2U) && failing > 0;
}

bool is_failed_by_release(Run const& run, FactEntry const& entry) {
  auto const* seen = find_observation(run, entry.id);
  return seen != nullptr && seen->by_release > 0 && seen->until > run.incident->since;
}

// --- bindings ---

bool all_answer(Run const& run) {
  return run.bindings.latest != nullptr && none_gone(*run.bindings.latest);
}

bool finds_all_answering(Run const& run, FactEntry const& entry) {
  auto const* probed = fact_if<BindingsProbed>(entry.fact);
  return probed != nullptr && probed->environment == environment_of(*run.incident->opened) &&
         none_gone(*probed);
}

bool new_binding_is_gone(Run const& run) { return find_gone_binding(run) != nullptr; }

bool finds_it_gone(Run const& run, FactEntry const& entry) {
  auto const* probed = fact_if<BindingsProbed>(entry.fact);
  auto const* gone = find_gone_binding(run);
  return probed != nullptr && gone != nullptr &&
         std::ranges::any_of(probed->bindings, [&](ProbedBinding const& binding) {
           return binding.state == BindingState::gone && binding.binding == *gone;
         });
}

bool prints_bindings(Run const& run, Queried const& queried) {
  auto const& object = queried.object;
  if (queried.query == "bindings") return object.empty() || at_incident(run, object);
  return queried.query == "provider" && is_provider_of_new_binding(run, object);
}

// --- the incident's migration ---

bool took_no_rows(Run const& run) {
  auto const* own = find_own_migration(run);
  return own != nullptr && own->applied->rows_lost == 0;
}

bool took_rows(Run const& run) {
  auto const* own = find_own_migration(run);
  return own != nullptr && own->applied->rows_lost > 0;
}

bool finds_rows_gone(Run const& run, FactEntry const& entry) {
  auto const* checked = fact_if<DatabaseChecked>(entry.fact);
  return checked != nullptr && is_incident(run, checked->database) &&
         std::ranges::any_of(checked->damage,
                             [](Damage const& damage) { return damage.kind == DamageKind::gone; });
}

bool is_migration(Run const& run, FactEntry const& entry) {
  auto const* own = find_own_migration(run);
  return own != nullptr && entry.id == own->entry;
}

// The migration itself, or a check of what it left.
bool says_rows_lost(Run const& run, FactEntry const& entry) {
  return is_migration(run, entry) || finds_rows_gone(run, entry);
}

bool prints_migration(Run const&, Queried const& queried) { return queried.query == "database"; }

}  // namespace

constexpr Clue failed_by_new_release{
    .name = "failed-by-new-release",
    .words = "which release fails, at every edge (`show errors ENV`)",
    .command = "show errors ENV",
    .holds = new_release_fails,
    .carried_by = is_failed_by_release,
    .printed_by = prints_errors};

constexpr Clue bindings_answer{.name = "bindings-answer",
                               .words = "whether the bindings answer (`show bindings ENV`)",
                               .command = "show bindings ENV",
                               .holds = all_answer,
                               .carried_by = finds_all_answering,
                               .printed_by = prints_bindings};

constexpr Clue binding_gone{.name = "binding-gone",
                            .words = "which binding no longer answers (`show bindings ENV`)",
                            .command = "show bindings ENV",
                            .holds = new_binding_is_gone,
                            .carried_by = finds_it_gone,
                            .printed_by = prints_bindings};

constexpr Clue no_rows_lost{
    .name = "no-rows-lost",
    .words = "what the migration took from the database (`show database DB`)",
    .command = "show database DB",
    .holds = took_no_rows,
    .carried_by = is_migration,
    .printed_by = prints_migration};

constexpr Clue rows_lost{.name = "rows-lost",
                         .words = "what the migration took from the database (`show database DB`)",
                         .command = "show database DB",
                         .holds = took_rows,
                         .carried_by = says_rows_lost,
                         .printed_by = prints_migration};

}  // namespace studylab::grade::bad_deploy
