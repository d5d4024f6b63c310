// Operations: their stages, attempts, verdicts and allocations.
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

std::optional<std::string> unless_empty(std::string const& text) {
  return text.empty() ? std::optional<std::string>{} : std::optional{text};
}

Row verdict_row(Page& page, control::OwnerChange const& change) {
  auto const& policy = *change.policy;
  auto row = page.row(change.policy_entry);
  row.put("database", policy.database)
      .put("breaking", policy.breaking)
      .put("sessions", policy.sessions)
      .put("fresh_sessions", policy.fresh_sessions);
  return row;
}

Row moved_row(Page& page, control::OwnerChange const& change) {
  auto row = page.row(change.moved_entry);
  row.put("from", change.replaced)
      .put("to", change.release)
      .put("sequence", change.sequence)
      .put("at", change.moved_at.value_or(Instant{}));
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
  if (!gave_up(operation)) return rows;
  auto const entries = page.context().entries;
  for (std::size_t n = operation.entry.number; n < entries.size(); ++n) {
    auto const* fact = fact_if<AutoRepairGaveUp>(entries[n].fact);
    if (fact == nullptr || fact->operation != operation.id) continue;
    auto& row = rows.emplace_back(page.row(entries[n].id));
    row.put("edge", fact->edge)
        .put("partition", fact->partition)
        .put("attempts", fact->attempts)
        .put("why", unless_empty(fact->why))
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
  auto const* promotion = std::get_if<control::kinds::Promotion>(&operation.as);
  auto row = page.row(operation.entry);
  row.put("id", operation.id)
      .put("kind", kind_of(operation))
      .put("environment", operation.environment)
      .put("release", release_of(operation))
      .put("edge", edge_of(operation))
      .put("requested", operation.requested_at)
      .put("not_before", promotion != nullptr ? promotion->not_before : Instant{})
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
  if (changes_owner(operation)) {
    auto const& change = owner_change(operation);
    if (change.policy) page.put("policy", verdict_row(page, change));
    if (change.moved_entry) page.put("owner_moved", moved_row(page, change));
  }
  page.put("allocations", allocation_rows(page, operation.id));
  page.put("gave_up", gave_up_rows(page, operation));
  return {};
}

}  // namespace studylab::console
