#include "lab/grade/facts/wakes.h"

#include <algorithm>

#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

AttemptSeen* attempt_with(Run& run, AllocationId allocation) {
  auto& all = run.wakes.attempts;
  auto const found = std::ranges::find(all, allocation, &AttemptSeen::allocation);
  return allocation && found != all.end() ? &*found : nullptr;
}

AttemptSeen const* find_attempt(Run const& run, AllocationId allocation) {
  auto const& all = run.wakes.attempts;
  auto const found = std::ranges::find(all, allocation, &AttemptSeen::allocation);
  return allocation && found != all.end() ? &*found : nullptr;
}

bool of_alert(Run const& run, AttemptSeen const& attempt) {
  return attempt.operation && attempt.operation == operation_of(*run.incident->opened);
}

bool prints_attempts(Run const&, Queried const& queried) {
  auto const& query = queried.query;
  return query.starts_with("operation") || query.starts_with("allocation") ||
         query == "environment";
}

// --- never placed ---

bool none_placed(Run const& run) {
  bool unplaced = false;
  for (auto const& attempt : run.wakes.attempts) {
    if (!of_alert(run, attempt)) continue;
    if (attempt.end != AttemptEnd::unplaced) return false;
    unplaced = true;
  }
  return unplaced;
}

bool is_unplaced(Run const& run, FactEntry const& entry) {
  auto const operation = operation_of(*run.incident->opened);
  if (auto const* notice = fact_if<NoticeProposed>(entry.fact))
    return notice->operation == operation && notice->stage == AllocationStage::planned;
  auto const* failed = fact_if<WakePlacementFailed>(entry.fact);
  return failed != nullptr && failed->operation == operation;
}

// --- ready ---

AttemptSeen const* ready_attempt(Run const& run, FactEntry const& entry) {
  auto const* ready = fact_if<AllocationReady>(entry.fact);
  return ready == nullptr ? nullptr : find_attempt(run, ready->allocation);
}

// The wake of the incident that became hot; nullptr: the entry is about something else.
StageReached const* hot_wake(Run const& run, FactEntry const& entry) {
  auto const* reached = fact_if<StageReached>(entry.fact);
  bool const hot =
      reached != nullptr && reached->stage == Stage::hot && is_wake(run, reached->operation);
  return hot ? reached : nullptr;
}

bool first_was_ready(Run const& run) {
  auto const& all = run.wakes.attempts;
  auto const first =
      std::ranges::find_if(all, [&](AttemptSeen const& attempt) { return of_alert(run, attempt); });
  return first != all.end() && first->end == AttemptEnd::ready;
}

bool is_first_ready(Run const& run, FactEntry const& entry) {
  if (auto const* wake = hot_wake(run, entry))
    return wake->operation == operation_of(*run.incident->opened);
  auto const* attempt = ready_attempt(run, entry);
  return attempt != nullptr && of_alert(run, *attempt);
}

bool is_ready(Run const& run, FactEntry const& entry) {
  return hot_wake(run, entry) != nullptr || ready_attempt(run, entry) != nullptr;
}

// --- the probe ---

bool failed_at_probe(AttemptSeen const& attempt) {
  return attempt.end == AttemptEnd::failed && attempt.stage == AllocationStage::readiness;
}

bool any_probe_failed(Run const& run) {
  return std::ranges::any_of(run.wakes.attempts, failed_at_probe);
}

bool is_failed_probe(Run const& run, FactEntry const& entry) {
  auto const failure = failure_in(run, entry);
  return failure && failure->stage == AllocationStage::readiness;
}

// The program's own lines say so too.
bool logs_show_probe(Run const& run, FactEntry const& entry, ClueSeen&) {
  auto const* queried = fact_if<Queried>(entry.fact);
  if (queried == nullptr || queried->query != "logs" || !any_probe_failed(run)) return false;
  if (at_incident(run, queried->object)) return true;
  auto const allocation = parse_id<AllocationId>(queried->object);
  auto const* attempt = allocation ? find_attempt(run, *allocation) : nullptr;
  return attempt != nullptr && failed_at_probe(*attempt);
}

// --- what an entry states of a failure ---

std::optional<StageFailure> failure_of(AttemptSeen const* attempt) {
  bool const failed = attempt != nullptr && attempt->end == AttemptEnd::failed;
  return failed ? std::optional{StageFailure{attempt->stage, attempt->reason}} : std::nullopt;
}

// A wake goes back for another attempt once one has failed.
AttemptSeen const* attempt_before(Run const& run, StageReached const& reached) {
  auto const& all = run.wakes.attempts;
  auto const found = std::ranges::find_if(all, [&](AttemptSeen const& attempt) {
    return attempt.operation == reached.operation && attempt.attempt == reached.attempt;
  });
  return found == all.end() ? nullptr : &*found;
}

std::optional<StageFailure> failure_in(Run const& run, AllocationStagesReported const& report) {
  bool const failed = find_attempt(run, report.allocation) != nullptr && !report.stages.empty() &&
                      report.stages.back().outcome == StageOutcome::failed;
  if (!failed) return std::nullopt;
  return StageFailure{report.stages.back().stage, report.stages.back().seen};
}

// --- the finding step ---

bool shows_operation(Run const& run, QuerySeen const& query) {
  if (query.queried == nullptr || !query.queried->query.starts_with("operation")) return false;
  auto const operation = operation_of(*run.incident->opened);
  return std::ranges::any_of(query.queried->shown, [&](EntryId id) {
    auto const* entry = find_entry(run, id);
    auto const* subject = entry == nullptr ? nullptr : std::get_if<OperationFact>(&entry->fact);
    return subject != nullptr &&
           std::visit([&](auto const& fact) { return fact.operation == operation; }, *subject);
  });
}

// Only attempts that had begun by then can be shown.
bool shows_attempts(Run const& run, QuerySeen const& query) {
  bool begun = false;
  for (auto const& attempt : run.wakes.attempts) {
    if (!of_alert(run, attempt) || attempt.began >= query.entry) continue;
    begun = true;
    auto const& shown = query.queried->shown;
    auto const has = [&](EntryId id) { return id && std::ranges::find(shown, id) != shown.end(); };
    if (has(attempt.began) || has(attempt.ended)) return true;
  }
  return !begun;
}

EntryId wake_found(GradingInput const& input) {
  auto const& run = input.run;
  auto const due = finding_due(run);
  for (auto const& query : run.queries) {
    if (query.entry > due) break;
    if (shows_operation(run, query) && shows_attempts(run, query)) return query.entry;
  }
  return EntryId{};
}

}  // namespace

void record_allocation(Run& run, AllocationRecorded const& fact) {
  place(run, fact.allocation, fact.host);
  if (is_incident(run, fact.environment))
    run.wakes.ready.emplace_back(fact.allocation, fact.release);
}

void plan_attempt(Run& run, FactEntry const& entry, AllocationPlanned const& fact) {
  place(run, fact.allocation, fact.host);
  if (!is_incident(run, fact.environment)) return;
  run.wakes.attempts.push_back({.operation = fact.operation,
                                .attempt = fact.attempt,
                                .allocation = fact.allocation,
                                .release = fact.release,
                                .began = entry.id,
                                .ended = {},
                                .reason = {}});
}

void fail_placement(Run& run, FactEntry const& entry, WakePlacementFailed const& fact) {
  if (!is_wake(run, fact.operation)) return;
  run.wakes.attempts.push_back({.operation = fact.operation,
                                .attempt = fact.attempt,
                                .allocation = {},
                                .release = {},
                                .began = entry.id,
                                .ended = entry.id,
                                .end = AttemptEnd::unplaced,
                                .reason = {}});
}

void end_attempt(Run& run, FactEntry const& entry, AllocationReady const& fact) {
  auto* attempt = attempt_with(run, fact.allocation);
  if (attempt == nullptr) return;
  attempt->ended = entry.id;
  attempt->end = AttemptEnd::ready;
  run.wakes.ready.emplace_back(fact.allocation, attempt->release);
  wake_made_ready(run, entry, attempt->operation);
}

void end_attempt(Run& run, FactEntry const& entry, AllocationFailed const& fact) {
  leave_allocation(run, fact.allocation);
  auto* attempt = attempt_with(run, fact.allocation);
  if (attempt == nullptr || attempt->end == AttemptEnd::ready) return;
  attempt->ended = entry.id;
  attempt->end = AttemptEnd::failed;
  attempt->stage = fact.stage;
  attempt->reason = fact.reason;
}

void leave_allocation(Run& run, AllocationId allocation) {
  note_lost(run, allocation);
  free_slot(run, allocation);
  std::erase_if(run.wakes.ready, [&](auto const& one) { return one.first == allocation; });
}

void join_wake(Run& run, FactEntry const& entry, WakeJoined const& fact) {
  if (!fact.act.line.empty()) note_act(run, entry, fact.act);
}

bool is_hot(Run const& run) {
  auto const owner = owner_at(run, run.end);
  return std::ranges::any_of(run.wakes.ready, [&](auto const& one) { return one.second == owner; });
}

bool is_wake(Run const& run, OperationId operation) {
  if (!operation) return false;
  auto const& all = run.repairs.operations;
  auto const found = std::ranges::find(all, operation, &OperationSeen::id);
  return found != all.end() && found->environment != nullptr &&
         is_incident(run, *found->environment);
}

EntryId ready_after(Run const& run, EntryId entry) {
  for (auto const& attempt : run.wakes.attempts) {
    if (attempt.end == AttemptEnd::ready && attempt.ended > entry) return attempt.ended;
  }
  return EntryId{};
}

std::optional<StageFailure> failure_in(Run const& run, FactEntry const& entry) {
  if (auto const* failed = fact_if<AllocationFailed>(entry.fact)) {
    return failure_of(find_attempt(run, failed->allocation));
  }
  if (auto const* report = fact_if<AllocationStagesReported>(entry.fact)) {
    return failure_in(run, *report);
  }
  if (auto const* reached = fact_if<StageReached>(entry.fact)) {
    bool const again = reached->stage == Stage::placing && is_wake(run, reached->operation);
    return again ? failure_of(attempt_before(run, *reached)) : std::nullopt;
  }
  auto const* notice = fact_if<NoticeProposed>(entry.fact);
  if (notice == nullptr || !is_incident(run, notice->environment)) return std::nullopt;
  return StageFailure{notice->stage, notice->seen};
}

constexpr Clue never_placed{
    .name = "never-placed",
    .words = "whether any attempt of the wake was placed (`show operation OP`)",
    .command = "show operation OP",
    .holds = none_placed,
    .carried_by = is_unplaced,
    .printed_by = prints_attempts};

constexpr Clue hot_at_first_attempt{
    .name = "hot-at-first-attempt",
    .words = "which attempt of the wake got ready (`show operation OP`)",
    .command = "show operation OP",
    .holds = first_was_ready,
    .carried_by = is_first_ready,
    .printed_by = prints_attempts};

constexpr Clue allocation_ready{.name = "allocation-ready",
                                .words = "whether an allocation is ready (`show allocations ENV`)",
                                .command = "show allocations ENV",
                                .holds = is_hot,
                                .carried_by = is_ready,
                                .printed_by = prints_attempts};

constexpr Clue probe_fails{.name = "probe-fails",
                           .words =
                               "how the readiness probe was answered, once an attempt had "
                               "failed (`show operation OP`)",
                           .command = "show operation OP",
                           .holds = any_probe_failed,
                           .carried_by = is_failed_probe,
                           .printed_by = prints_attempts,
                           .also_shown_by = logs_show_probe};

constexpr RequiredFact wake_before_logs{
    .name = "wake-before-logs",
    .words = "the wake operation and its attempts before logs",
    .advice = "begin with `show operation OP`, which prints the attempts",
    .phase = Phase::truth,
    .done_at = wake_found};

}  // namespace studylab::grade
