// Environments: their policy, their route owner, what waits and what is held.
#include <algorithm>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

Row environment_row(Page& page, control::Environment const& environment) {
  auto const& declared = environment.declared;
  auto row = page.row(environment.entry);
  row.put("name", declared.environment)
      .put("app", declared.app)
      .put("lane", declared.lane)
      .put("route", declared.route)
      .put("database", declared.database);
  return row;
}

Row freeze_row(Page& page, control::Environment const& environment) {
  auto row = page.row(environment.freeze_entry ? environment.freeze_entry : environment.entry);
  row.put("frozen", control::frozen(environment)).put("hold", environment.freeze);
  return row;
}

control::RouteOwner const* owner_of(Page const& page, control::Environment const& environment) {
  auto const found = page.state().routes.find(environment.declared.route);
  return found == page.state().routes.end() ? nullptr : &found->second;
}

void put_owner(Page& page, Row& row, control::Environment const& environment) {
  if (auto const* owner = owner_of(page, environment)) {
    row.put("owner", owner_row(page, *owner));
  } else {
    row.null("owner");
  }
}

Row gap_policy_row(Page& page, control::Environment const& environment) {
  auto row = page.row(environment.gap_policy_entry);
  row.put("mode", environment.gap_policy.mode)
      .put("max_age", environment.gap_policy.max_age)
      .put("hold", environment.gap_policy_hold);
  return row;
}

std::vector<Row> waiting_rows(Page& page, EnvironmentName const& environment) {
  std::vector<Row> rows;
  for (auto const id : page.state().open_operations) {
    auto const& operation = page.state().operations.at(id);
    if (operation.environment == environment) rows.push_back(operation_row(page, operation));
  }
  return rows;
}

Row app_row(Page& page, AppName const& app) {
  auto row = page.row(page.state().app_entries.at(app));
  row.put("name", app).put("owner", page.state().apps.at(app).owner.value());
  return row;
}

}  // namespace

Shown show_environments(Page& page, Query const&) {
  std::vector<Row> rows;
  for (auto const& [name, environment] : page.state().environments) {
    auto& row = rows.emplace_back(environment_row(page, environment));
    put_owner(page, row, environment);
    row.put("freeze", freeze_row(page, environment)).put("symptom", symptom_row(page, environment));
  }
  page.put("environments", std::move(rows));
  return {};
}

Shown show_environment(Page& page, Query const& asked) {
  auto const found = find_in(page.state().environments, EnvironmentName{asked.object}, asked);
  if (!found) return std::unexpected{found.error()};
  auto const& environment = **found;
  auto const& declared = environment.declared;
  auto row = environment_row(page, environment);
  row.put("replicas", declared.replicas)
      .put("quorum", declared.quorum)
      .put("session_store", declared.session_store)
      .put("threshold_permille", declared.threshold)
      .put("drain_grace", declared.drain_grace);
  put_owner(page, row, environment);
  page.put("environment", std::move(row));
  page.put("app", app_row(page, declared.app));
  page.put("freeze", freeze_row(page, environment));
  page.put("gap_policy", gap_policy_row(page, environment));
  page.put("symptom", symptom_row(page, environment));
  page.put("open_operations", waiting_rows(page, declared.environment));
  return {};
}

Shown show_quorum(Page& page, Query const&) {
  std::vector<Row> rows;
  for (auto const& [name, environment] : page.state().environments) {
    std::uint32_t ready = 0;
    EntryId latest = environment.entry;
    for (auto const& [id, allocation] : page.state().allocations) {
      if (allocation.environment != name) continue;
      latest = std::max(latest, allocation.stage_entry);
      if (allocation.stage == AllocationStage::ready) ++ready;
    }
    auto& row = rows.emplace_back(page.row(environment.entry));
    row.put("environment", name)
        .put("replicas", environment.declared.replicas)
        .put("quorum", environment.declared.quorum);
    auto counted = page.row(latest);
    counted.put("ready", ready);
    row.put("allocations", std::move(counted));
  }
  page.put("environments", std::move(rows));
  return {};
}

}  // namespace studylab::console
