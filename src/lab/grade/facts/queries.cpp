#include "lab/grade/facts/queries.h"

#include <algorithm>

#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

bool is_of_operation(Fact const& fact, OperationId operation) {
  if (auto const* recorded = fact_if<OperationRecorded>(fact))
    return recorded->operation == operation;
  auto const* subject = std::get_if<OperationFact>(&fact);
  if (subject == nullptr) return false;
  return std::visit([&](auto const& f) { return f.operation == operation; }, *subject);
}

bool is_owner(Fact const& fact, RouteKey const& route) {
  if (auto const* moved = fact_if<RouteOwnerMoved>(fact)) return moved->route == route;
  auto const* recorded = fact_if<RouteOwnerRecorded>(fact);
  return recorded != nullptr && recorded->route == route;
}

bool prints_operation(std::string_view query) { return query.starts_with("operation"); }
// `show environment` prints the owner, epoch and operation too.
bool prints_owner(std::string_view query) {
  return query.starts_with("route") || query == "environment";
}

template <class Wanted>
EntryId first_query(Run const& run, bool (*is_of_kind)(std::string_view), Wanted wanted) {
  for (auto const& query : run.queries) {
    if (query.queried == nullptr || !is_of_kind(query.queried->query)) continue;
    bool const shows = std::ranges::any_of(query.queried->shown, [&](EntryId id) {
      auto const* entry = find_entry(run, id);
      return entry != nullptr && wanted(entry->fact);
    });
    if (shows) return query.entry;
  }
  return EntryId{};
}

EntryId state_read_in_time(GradingInput const& input) {
  auto const read = find_state_read(input.run);
  bool const both = by_then(read.operation, read.due) && by_then(read.owner, read.due);
  return both ? std::max(read.operation, read.owner) : EntryId{};
}

}  // namespace

EntryId first_logs(Run const& run) {
  auto const found = std::ranges::find_if(run.queries, [](QuerySeen const& query) {
    return query.queried != nullptr && query.queried->query == "logs";
  });
  return found == run.queries.end() ? EntryId{} : found->entry;
}

EntryId finding_due(Run const& run) {
  auto const logs = first_logs(run);
  auto const repair = before_repair(run);
  return logs && logs < repair ? logs : repair;
}

StateRead find_state_read(Run const& run) {
  auto const& incident = *run.incident;
  StateRead read;
  read.operation = first_query(run, prints_operation, [&](Fact const& fact) {
    return is_of_operation(fact, incident.operation);
  });
  read.owner = first_query(run, prints_owner, [&](Fact const& fact) {
    return is_owner(fact, route_of(*incident.opened));
  });
  read.due = finding_due(run);
  return read;
}

constexpr RequiredFact state_before_logs{
    .name = "state-before-logs",
    .words = "operation state and route owner before logs",
    .advice = "begin with `show operation OP` and `show route ROUTE --edges`",
    .phase = Phase::truth,
    .done_at = state_read_in_time};

}  // namespace studylab::grade
