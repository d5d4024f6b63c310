#include <algorithm>

#include <fmt/format.h>

#include "lab/grade/marking.h"
#include "lab/grade/tells.h"

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

bool prints_operation(std::string_view look) { return look.starts_with("operation"); }
// One environment's own look prints its owner, epoch and operation too.
bool prints_owner(std::string_view look) {
  return look.starts_with("route") || look == "environment";
}

template <class Wanted>
EntryId first_look(Run const& run, bool (*is_of_kind)(std::string_view), Wanted wanted) {
  for (auto const& look : run.looks) {
    if (look.looked == nullptr || !is_of_kind(look.looked->look)) continue;
    bool const shows = std::ranges::any_of(look.looked->shown, [&](EntryId id) {
      return id && id.number <= run.entries.size() && wanted(run.entries[id.number - 1].fact);
    });
    if (shows) return look.entry;
  }
  return EntryId{};
}

EntryId first_logs(Run const& run) {
  auto const found = std::ranges::find_if(run.looks, [](LookSeen const& look) {
    return look.looked != nullptr && look.looked->look == "logs";
  });
  return found == run.looks.end() ? EntryId{} : found->entry;
}

struct Finding {
  EntryId operation;
  EntryId owner;
  EntryId due;  // by which both had to be looked at
};

Finding find_finding(Run const& run) {
  auto const& incident = *run.incident;
  Finding finding;
  finding.operation = first_look(run, prints_operation, [&](Fact const& fact) {
    return is_of_operation(fact, incident.operation);
  });
  finding.owner = first_look(
      run, prints_owner, [&](Fact const& fact) { return is_owner(fact, incident.opened->route); });
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

void mark_truth(Marked const& marked, Deductions& deductions) {
  auto const& run = marked.run;
  auto const finding = find_finding(run);
  for (auto const& step : marked.sheet.due) {
    if (step.fact != drill::DueFact::state_before_logs || done_at(marked, step.fact)) continue;
    auto const what = by_then(finding.operation, finding.due) ? "the route's owner"
                      : by_then(finding.owner, finding.due)   ? "the operation's state"
                                                              : "operation state and route owner";
    bool const logs = first_logs(run) == finding.due;
    deductions.take(10, step.id, Phase::truth, finding.due,
                    fmt::format("{} not read before {}", what,
                                logs               ? "the logs"
                                : run.first_repair ? "the first repair"
                                                   : "the end"));
  }
  std::string missing;
  for (auto const& tell : run.tells) {
    if (by_then(first_shown(tell), before_repair(run))) continue;
    missing += (missing.empty() ? "" : ", ") + std::string{drill::to_text(tell.fact)};
  }
  if (!missing.empty()) {
    deductions.take(10, "OP1", Phase::truth, before_repair(run),
                    fmt::format("not looked at before the {}: {}",
                                run.first_repair ? "first repair" : "end", missing));
  }
}

}  // namespace studylab::grade
