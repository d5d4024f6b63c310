#include <algorithm>

#include "lab/grade/clues.h"
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

EntryId first_logs(Run const& run) {
  auto const found = std::ranges::find_if(run.queries, [](QuerySeen const& query) {
    return query.queried != nullptr && query.queried->query == "logs";
  });
  return found == run.queries.end() ? EntryId{} : found->entry;
}

struct Finding {
  EntryId operation;
  EntryId owner;
  EntryId due;  // by which both had to be read
};

Finding find_finding(Run const& run) {
  auto const& incident = *run.incident;
  Finding finding;
  finding.operation = first_query(run, prints_operation, [&](Fact const& fact) {
    return is_of_operation(fact, incident.operation);
  });
  finding.owner = first_query(run, prints_owner, [&](Fact const& fact) {
    return is_owner(fact, route_of(*incident.opened));
  });
  finding.due = before_repair(run);
  auto const logs = first_logs(run);
  if (logs && logs < finding.due) finding.due = logs;
  return finding;
}

}  // namespace

EntryId before_repair(Run const& run) { return run.first_repair ? run.first_repair : run.end; }

EntryId state_before_logs(Run const& run) {
  auto const finding = find_finding(run);
  bool const both = by_then(finding.operation, finding.due) && by_then(finding.owner, finding.due);
  return both ? std::max(finding.operation, finding.owner) : EntryId{};
}

std::vector<drill::ClueKind> clues_missed(Run const& run) {
  std::vector<drill::ClueKind> missed;
  for (auto const& clue : run.clues) {
    if (!by_then(first_shown(clue), before_repair(run))) missed.push_back(clue.fact);
  }
  return missed;
}

void grade_truth(GradingInput const& input, Deductions& deductions) {
  auto const& run = input.run;
  auto const before = run.first_repair ? Deadline::first_repair : Deadline::end;
  auto const finding = find_finding(run);
  for (auto const& step : input.key.required) {
    if (step.fact != drill::RequiredFact::state_before_logs || done_at(input, step.fact)) continue;
    auto const what = by_then(finding.operation, finding.due) ? Unread::owner
                      : by_then(finding.owner, finding.due)   ? Unread::operation
                                                              : Unread::both;
    bool const logs = first_logs(run) == finding.due;
    deductions.take(10, step.id, Phase::truth, finding.due,
                    StateNotRead{what, logs ? Deadline::logs : before});
  }
  if (auto missed = clues_missed(run); !missed.empty()) {
    deductions.take(10, "OP1", Phase::truth, before_repair(run),
                    CluesNotShown{std::move(missed), before});
  }
}

}  // namespace studylab::grade
