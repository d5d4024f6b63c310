// Environments: their policy, their route owner, what waits and what is held.
#include <algorithm>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::Environment;
using Declared = EnvironmentDeclared;

std::vector<Field<Environment>> name_fields() {
  return {{"name", "APP/LANE", at(&Environment::declared, &Declared::environment)},
          {"app", "the app", at(&Environment::declared, &Declared::app)},
          {"lane", "preview, staging or production", at(&Environment::declared, &Declared::lane)},
          {"route", "the route", at(&Environment::declared, &Declared::route)},
          {"database", "the database", at(&Environment::declared, &Declared::database)}};
}

Field<Environment> owner_field() {
  return {"owner", "the release that owns the route", owner_row(),
          [](Page const& page, Environment const& environment) -> control::RouteOwner const* {
            auto const found = page.state().routes.find(environment.declared.route);
            return found == page.state().routes.end() ? nullptr : &found->second;
          }};
}

Row<Environment> const& freeze_row() {
  static Row<Environment> const row{
      [](Environment const& of) { return of.freeze_entry ? of.freeze_entry : of.entry; },
      {{"frozen", "whether promotions are held",
        [](Environment const& of) { return control::frozen(of); }},
       {"hold", "the freeze; null: none", &Environment::freeze}}};
  return row;
}

Row<Environment> const& environment_brief_row() {
  static Row<Environment> const row{
      &Environment::entry,
      Fields<Environment>{
          name_fields(),
          {owner_field(),
           {"freeze", "whether promotions are frozen", freeze_row()},
           {"symptom", "errors over the threshold", symptom_row(), error_symptom}}}};
  return row;
}

Row<Environment> const& environment_row() {
  static Row<Environment> const row{
      &Environment::entry,
      Fields<Environment>{name_fields(),
                          {{"replicas", "how many allocations the environment declares",
                            at(&Environment::declared, &Declared::replicas)},
                           {"quorum", "how many of them must be ready",
                            at(&Environment::declared, &Declared::quorum)},
                           {"session_store", "none or durable",
                            at(&Environment::declared, &Declared::session_store)},
                           {"threshold_permille",
                            "errors per thousand requests above which an edge reports at once",
                            at(&Environment::declared, &Declared::threshold)},
                           {"drain_grace", "how long replaced allocations keep serving",
                            at(&Environment::declared, &Declared::drain_grace)},
                           owner_field()}}};
  return row;
}

Row<Environment> const& gap_policy_row() {
  static Row<Environment> const row{
      &Environment::gap_policy_entry,
      {{"mode", "fail-closed or last-verified", at(&Environment::gap_policy, &GapPolicy::mode)},
       {"max_age", "the maximum age of the last verified route owner",
        at(&Environment::gap_policy, &GapPolicy::max_age)},
       {"hold", "the hold that set the policy; null: the policy is as declared",
        &Environment::gap_policy_hold}}};
  return row;
}

Row<AppName> const& app_row() {
  static Row<AppName> const row{
      [](Page const& page, AppName const& app) { return page.state().app_entries.at(app); },
      {{"name", "the app's name", [](AppName const& app) { return app; }},
       {"owner", "the app owner", [](Page const& page, AppName const& app) {
          return page.state().apps.at(app).owner.value();
        }}}};
  return row;
}

std::vector<control::Operation const*> open_operations(Page const& page,
                                                       Environment const& environment) {
  std::vector<control::Operation const*> open;
  for (auto const id : page.state().open_operations) {
    auto const& operation = page.state().operations.at(id);
    if (operation.environment == environment.declared.environment) open.push_back(&operation);
  }
  return open;
}

// --- the quorum ---

std::vector<control::Allocation const*> allocations_of(Page const& page, Environment const& of) {
  return objects_of(page.state().allocations, [&](control::Allocation const& one) {
    return one.environment == of.declared.environment;
  });
}

Row<Environment> const& counted_row() {
  static Row<Environment> const row{
      [](Page const& page, Environment const& of) {
        EntryId latest = of.entry;
        for (auto const* one : allocations_of(page, of))
          latest = std::max(latest, one->stage_entry);
        return latest;
      },
      {{"ready", "allocations that are ready", [](Page const& page, Environment const& of) {
          return std::ranges::count(allocations_of(page, of), AllocationStage::ready,
                                    &control::Allocation::stage);
        }}}};
  return row;
}

Row<Environment> const& quorum_row() {
  static Row<Environment> const row{
      &Environment::entry,
      {{"environment", "the environment", at(&Environment::declared, &Declared::environment)},
       {"replicas", "how many allocations the environment declares",
        at(&Environment::declared, &Declared::replicas)},
       {"quorum", "how many of them must be ready", at(&Environment::declared, &Declared::quorum)},
       {"allocations", "the count of its allocations", counted_row()}}};
  return row;
}

auto all_environments(Page const& page, Everything const&) {
  return objects_of(page.state().environments);
}

}  // namespace

QueryTable const& environments_query() {
  static QueryTable const table{
      everything, Fields<Everything>{{"environments", "every environment", environment_brief_row(),
                                      all_environments}}};
  return table;
}

QueryTable const& environment_query() {
  static QueryTable const table{
      find_environment,
      Fields<Environment>{
          {"environment", "the environment as declared, and its route owner", environment_row()},
          {"app", "the app that the environment belongs to", app_row(),
           at(&Environment::declared, &Declared::app)},
          {"freeze", "whether promotions are frozen", freeze_row()},
          {"gap_policy", "the gap policy in force", gap_policy_row()},
          {"symptom", "errors over the threshold", symptom_row(), error_symptom},
          {"open_operations", "operations that have not ended", operation_row(), open_operations}}};
  return table;
}

QueryTable const& quorum_query() {
  static QueryTable const table{everything, Fields<Everything>{{"environments", "every environment",
                                                                quorum_row(), all_environments}}};
  return table;
}

}  // namespace studylab::console
