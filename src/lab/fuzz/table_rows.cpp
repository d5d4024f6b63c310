#include <fmt/format.h>

#include "lab/fuzz/exploit_rows.h"
#include "lab/fuzz/table.h"

namespace studylab::fuzz {
namespace {

using lab::Part;

std::vector<std::string_view> const faults{"app-only", "database-migration", "runtime-service",
                                           "route-propagation"};
std::vector<std::string_view> const rolled_back{"app-only", "runtime-service"};

void add_operators(std::vector<Row>& rows) {
  auto const add = [&](std::string_view kind, Must must) {
    rows.push_back({std::string{kind}, by_kind(std::string{kind}), must});
  };
  add("expert", Must::full_score);
  add("idle", Must::pass_no_fault_only);
  add("random", Must::pass_by_chance);
  add("reckless", Must::fail);
  add("cheat:always-no-fault", Must::pass_no_fault_only);
  for (auto const* kind : {"cheat:skip-looks", "cheat:skip-class", "cheat:skip-evidence",
                           "cheat:all-classes", "cheat:refusal-oracle", "cheat:shotgun",
                           "cheat:restart-until-well", "cheat:wait-it-out", "cheat:early-close"}) {
    add(kind, Must::fail_where_fault);
  }
  add("cheat:repair-first", Must::fail);
  add("cheat:names-by-typo", Must::guess);
  add("cheat:entry-counting", Must::guess);
}

void add_ways(std::vector<Row>& rows) {
  auto const add = [&](std::string_view name, std::vector<std::string_view> variants) {
    rows.push_back({fmt::format("strategy:{}", name),
                    expert_with({.strategy = name}),
                    Must::full_score,
                    {},
                    {},
                    0,
                    std::move(variants)});
  };
  add("rollback", rolled_back);
  add("other-rollback", rolled_back);
  add("listed-fix", {"app-only"});
  add("owner", {"runtime-service"});
  add("by-hand", {"route-propagation"});
}

void add_steps_left_out(std::vector<Row>& rows) {
  auto const add = [&](std::string_view name, Part part, std::string_view rule,
                       std::uint32_t points, std::vector<std::string_view> variants) {
    rows.push_back({fmt::format("without:{}", name),
                    expert_with({.without = {part}}),
                    Must::lose_only,
                    rule,
                    {},
                    points,
                    std::move(variants)});
  };
  add("operation-query", Part::operation_query, "BD2", 10, {});
  add("freeze", Part::freeze, "BD1", 5, faults);
  add("class", Part::classification, "BD3", 20, {});
  add("class-refs", Part::class_refs, "BD3", 8, {});
  add("because", Part::because, "OP4", 0, faults);
  add("impact", Part::impact, "OP4", 0, {});
  add("close", Part::close, "OP4", 0, {});
  add("close-refs", Part::close_refs, "OP4", 0, {});
  add("query-after", Part::query_after, "OP4", 0, faults);
  add("errors-query", Part::errors_query, "OP1", 10, {"app-only", "route-propagation"});
  add("bindings-query", Part::bindings_query, "OP1", 10, {"app-only"});
}

void add_prohibited_commands(std::vector<Row>& rows) {
  auto const add = [&](std::string_view rule, std::string_view code, std::string line,
                       std::vector<std::string_view> variants = faults) {
    rows.push_back({fmt::format("prohibited:{}", rule),
                    expert_with({.before_repair = {std::move(line)}}), Must::be_refused, rule, code,
                    10, std::move(variants)});
  };
  add("BDN1", "rollback_needs_promoted_artifact", "rebuild-from {environment} --branch main");
  add("BDN2", "edge_table_is_derived", "set-route {edge} {route} {owner}");
  add("BDN3", "database_check_required",
      "rollback {environment} --to {target} --without-database-check");
  add("RGN1", "sequence_gap", "skip-to {edge} 999");
  add("RGN2", "health_is_not_ownership", "choose-owner {route} --by health");
  add("RGN3", "gap_needs_baseline", "clear-gap {edge}");
  add("SWN1", "unsafe_hold_is_bounded", "hold-requests {environment} --unsafe");
  add("SWN2", "allocations_are_bounded", "scale {environment} --allocations 40");
  add("SWN3", "not_ready", "mark-hot alloc-1");
  add("HUN1", "sessions_active", "kill-sessions host-1");
  add("HUN3", "drift_unrecorded", "edit-host host-1 --path /etc/limits.conf");
  add("DRN1", "route_is_not_data", "rollback {environment} --to {target} --as data-repair");
  add("DRN2", "preview_over_production", "restore-over {database} --from other-main");
  add("PON2", "region_not_ready", "move-sessions {environment} --to north");
  add("PON1", "cause_is_provider", "status publish {environment} --cause app --says \"errors\"",
      {"runtime-service"});
  add("PON3", "rotation_without_cause", "rotate-secret {binding}");
}

std::vector<Row> made() {
  std::vector<Row> rows;
  add_operators(rows);
  rows.push_back({"cheat:all-refs", by_kind("cheat:all-refs"), Must::lose_only, "BD3", {}, 0, {}});
  rows.push_back({"cheat:boilerplate-impact",
                  by_kind("cheat:boilerplate-impact"),
                  Must::lose_only,
                  "OP4",
                  {},
                  6,
                  {}});
  add_ways(rows);
  add_steps_left_out(rows);
  add_prohibited_commands(rows);
  add_exploits(rows);
  return rows;
}

}  // namespace

std::vector<Row> const& table() {
  static auto const rows = made();
  return rows;
}

}  // namespace studylab::fuzz
