#include "lab/operators/database_restore/expert.h"

#include <fmt/format.h>

#include "lab/operators/database_restore/parts.h"
#include "lab/operators/database_restore/repairs.h"
#include "lab/operators/database_restore/scripts.h"
#include "lab/operators/expert_steps.h"
#include "lab/operators/restore_steps.h"

namespace studylab::lab::database_restore {
namespace {

using enum FaultClass;
using steps::database_name;

Line query_backups(ExpertView const& view) {
  if (!view.notes.restores.backups.empty()) return std::nullopt;
  return "show backups " + database_name(view);
}

Line query_consumers(ExpertView const& view) {
  if (!view.notes.restores.consumers_entry.empty()) return std::nullopt;
  return "show consumers " + database_name(view);
}

Line plan_unseen(ExpertView const& view) {
  bool const unseen = view.without(class_first) && view.notes.restores.plan.empty();
  return unseen ? Line{"restore plan " + database_name(view)} : std::nullopt;
}

constexpr ExpertQuery queries[] = {
    {{}, plan_unseen},
    {Part::database_query, steps::query_checked_database},
    {backups_query, query_backups},
    {consumers_query, query_consumers},
    {releases_query, steps::query_releases},
    {Part::plan, steps::plan_restore},
};

FaultClass class_by_facts(Notes const& notes) {
  auto const& kind = notes.restores.damage;
  if (kind == "wrong") return corruption;
  if (kind == "gone") return destructive_migration;
  if (kind == "missing") return lost_writes;
  if (kind == "foreign") return wrong_environment;
  if (kind == "doubled") return reprocessing;
  return no_fault;
}

std::vector<std::string> clues(Notes const& notes, FaultClass fault_class) {
  auto const& restores = notes.restores;
  if (fault_class == wrong_environment) return {restores.checked, restores.backups};
  if (fault_class == reprocessing) return {restores.checked, restores.consumers_entry};
  if (fault_class == no_fault) return {restores.checked};
  return {restores.checked, restores.plan_entry};
}

Line fence(ExpertView const& view) {
  return view.without(Part::freeze) ? std::nullopt : steps::fence(view);
}

constexpr std::string_view object_queries[] = {"show plan ", "show operation ", "show database "};

std::string query_repaired(ExpertView const& view) {
  return "show plan " + view.notes.restores.plan;
}

std::string resolved_by(ExpertView const& view) { return steps::resolved_by_operation(view); }

std::string impact_options(ExpertView const& view) {
  auto const& restores = view.notes.restores;
  bool const due = !restores.damage.empty() || restores.began;
  if (!due || view.without(data_impact)) return {};
  return " --data \"what the plan lists, settled consumer by consumer\" --approved-by duty-manager";
}

void fill(ExpertView const& view, std::string& line) {
  auto const target = steps::fitting_release(view);
  steps::fill_in(line, "{target}", target.empty() ? "rel-0" : target);
  steps::fill_in(line, "{plan}", view.notes.restores.plan);
}

}  // namespace

constexpr RunbookExpert expert{
    .runbook = "database-restore",
    .queries = queries,
    .class_by_facts = class_by_facts,
    .clues = clues,
    .hold = fence,
    .strategies = strategies,
    .object_queries = object_queries,
    .symptom_query = "show incident",
    .query_repaired = query_repaired,
    .resolved_by = resolved_by,
    .fill = fill,
    .impact_options = impact_options,
    .scripts = scripts,
};

}  // namespace studylab::lab::database_restore
