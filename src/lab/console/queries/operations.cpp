// Operations: their stages, attempts, verdicts and allocations.
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

std::optional<std::string> unless_empty(std::string const& text) {
  return text.empty() ? std::optional<std::string>{} : std::optional{text};
}

Row verdict_row(Page& page, control::Operation const& operation) {
  auto const& policy = *operation.policy;
  auto row = page.row(operation.policy_entry);
  row.put("database", policy.database)
      .put("breaking", policy.breaking)
      .put("sessions", policy.sessions)
      .put("fresh_sessions", policy.fresh_sessions);
  return row;
}

Row moved_row(Page& page, control::Operation const& operation) {
  auto row = page.row(operation.moved_entry);
  row.put("from", operation.replaced)
      .put("to", operation.release)
      .put("sequence", operation.sequence)
      .put("at", operation.moved_at.value_or(Instant{}));
  return row;
}

std::vector<Row> allocation_rows(Page& page, OperationId operation) {
  std::vector<Row> rows;
  for (auto const& [id, allocation] : page.state().allocations) {
    if (allocation.operation == operation) rows.push_back(allocation_row(page, allocation));
  }
  return rows;
}

// Where the platform gave up its own repair of the propagation.
std::vector<Row> gave_up_rows(Page& page, control::Operation const& operation) {
  std::vector<Row> rows;
  if (!operation.gave_up) return rows;
  auto const entries = page.context().entries;
  for (std::size_t n = operation.moved_entry.number; n < entries.size(); ++n) {
    auto const* gave_up = fact_if<AutoRepairGaveUp>(entries[n].fact);
    if (gave_up == nullptr || gave_up->operation != operation.id) continue;
    auto& row = rows.emplace_back(page.row(entries[n].id));
    row.put("edge", gave_up->edge)
        .put("partition", gave_up->partition)
        .put("attempts", gave_up->attempts)
        .put("why", unless_empty(gave_up->why))
        .put("at", entries[n].at);
  }
  return rows;
}

}  // namespace

Row stage_row(Page& page, control::Operation const& operation) {
  auto row = page.row(operation.stage_entry);
  row.put("stage", operation.stage)
      .put("since", operation.stage_since)
      .put("attempt", operation.attempt)
      .put("why", unless_empty(operation.why));
  return row;
}

Row operation_row(Page& page, control::Operation const& operation) {
  auto row = page.row(operation.entry);
  row.put("id", operation.id)
      .put("kind", operation.kind)
      .put("environment", operation.environment)
      .put("release", operation.release)
      .put("edge", operation.edge)
      .put("requested", operation.requested_at)
      .put("not_before", operation.not_before)
      .put("by", operation.by)
      .put("because", unless_empty(operation.because))
      .put("stage", stage_row(page, operation));
  return row;
}

Shown show_operations(Page& page, Query const& asked) {
  auto const only = environment_filter(page, asked);
  if (!only) return std::unexpected{only.error()};
  std::vector<Row> rows;
  for (auto const& [id, operation] : page.state().operations) {
    if (*only != nullptr && operation.environment != (*only)->declared.environment) continue;
    rows.push_back(operation_row(page, operation));
  }
  page.put("operations", std::move(rows));
  return {};
}

Shown show_operation(Page& page, Query const& asked) {
  auto const found = find_numbered(page.state().operations, asked);
  if (!found) return std::unexpected{found.error()};
  auto const& operation = **found;
  page.put("operation", operation_row(page, operation));
  if (operation.policy) page.put("policy", verdict_row(page, operation));
  if (operation.moved_entry) page.put("owner_moved", moved_row(page, operation));
  page.put("allocations", allocation_rows(page, operation.id));
  page.put("gave_up", gave_up_rows(page, operation));
  return {};
}

}  // namespace studylab::console
