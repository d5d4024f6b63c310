// Operations: their stages, attempts, verdicts and allocations.
#include <algorithm>

#include "control/jobs/jobs.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::Operation;
using control::OwnerChange;

Row<Operation> const& operation_stage_row() {
  static Row<Operation> const row{
      &Operation::stage_entry,
      {{"stage",
        "requested, waiting, policy_check, route_cas, edge_propagating, running, healthy, "
        "rolled_back, failed or cancelled; a wake also: placing, starting, readiness_wait or hot; "
        "a restore also: planned, fenced, restoring, verified, cut_over, reconciled, unfenced or "
        "abandoned",
        &Operation::stage},
       {"since", "when the operation reached this stage", &Operation::stage_since},
       {"attempt", "the number of the attempt, from 1", &Operation::attempt},
       {"why", "the reason for the stage; null if the stage simply follows from the previous one",
        [](Operation const& operation) { return unless_empty(operation.why); }}}};
  return row;
}

Instant not_before(Operation const& operation) {
  auto const* promotion = std::get_if<control::kinds::Promotion>(&operation.as);
  if (promotion != nullptr) return promotion->not_before;
  auto const* schedule = control::schedule_of(operation);
  return schedule != nullptr ? schedule->not_before : Instant{};
}

OwnerChange const* if_changes_owner(Operation const& operation) {
  return changes_owner(operation) ? &owner_change(operation) : nullptr;
}

Row<OwnerChange> const& policy_checks_row() {
  static Row<OwnerChange> const row{
      &OwnerChange::policy_entry,
      {{"database", "the verdict: compatible, incompatible or unknown",
        [](OwnerChange const& change) { return change.policy->database; }},
       {"breaking", "the migration that the release does not fit; null: none",
        [](OwnerChange const& change) { return change.policy->breaking; }},
       {"sessions", "warm or cold",
        [](OwnerChange const& change) { return change.policy->sessions; }},
       {"fresh_sessions", "how many sessions would start without their state",
        [](OwnerChange const& change) { return change.policy->fresh_sessions; }}}};
  return row;
}

Row<OwnerChange> const& owner_moved_row() {
  static Row<OwnerChange> const row{
      &OwnerChange::moved_entry,
      {{"from", "the previous route owner", &OwnerChange::replaced},
       {"to", "the new route owner", &OwnerChange::release},
       {"sequence", "the route event's sequence in its partition", &OwnerChange::sequence},
       {"at", "when the route owner changed", &OwnerChange::moved_at}}};
  return row;
}

// Where the platform gave up its own repair of the propagation.
std::vector<FactEntry const*> gave_up_entries(Page const& page, Operation const& operation) {
  std::vector<FactEntry const*> found;
  if (!gave_up(operation) || std::holds_alternative<control::kinds::Wake>(operation.as)) {
    return found;
  }
  auto const entries = page.context().entries;
  for (std::size_t n = operation.entry.number; n < entries.size(); ++n) {
    auto const* fact = fact_if<AutoRepairGaveUp>(entries[n].fact);
    if (fact != nullptr && fact->operation == operation.id) found.push_back(&entries[n]);
  }
  return found;
}

Row<FactEntry> const& gave_up_row() {
  static auto const fact = [](FactEntry const& entry) -> AutoRepairGaveUp const& {
    return *fact_if<AutoRepairGaveUp>(entry.fact);
  };
  static Row<FactEntry> const row{
      &FactEntry::id,
      {{"edge", "the edge that the platform tried to repair",
        [](FactEntry const& entry) { return fact(entry).edge; }},
       {"partition", "the partition concerned",
        [](FactEntry const& entry) { return fact(entry).partition; }},
       {"attempts", "the number of attempts",
        [](FactEntry const& entry) { return fact(entry).attempts; }},
       {"why", "why the platform gave up",
        [](FactEntry const& entry) { return unless_empty(fact(entry).why); }},
       {"at", "when it gave up", &FactEntry::at}}};
  return row;
}

// --- wakes ---

using control::WakeAttempt;

control::Allocation const* allocation_of(Page const& page, WakeAttempt const& attempt) {
  if (!attempt.allocation) return nullptr;
  return &page.state().allocations.at(attempt.allocation);
}

// One row for each stage, with the entry of the report that they share.
struct SeenStage {
  StageSeen seen;
  EntryId entry;
};
std::vector<SeenStage> stages_of(WakeAttempt const& attempt) {
  std::vector<SeenStage> stages;
  for (auto const& seen : attempt.stages) stages.push_back({seen, attempt.stages_entry});
  return stages;
}
Row<SeenStage> const& stage_seen_row() {
  static Row<SeenStage> const row{
      &SeenStage::entry,
      {{"stage", "pulling, secrets, binding or starting", at(&SeenStage::seen, &StageSeen::stage)},
       {"began", "when it began", at(&SeenStage::seen, &StageSeen::began)},
       {"ended", "when it ended", at(&SeenStage::seen, &StageSeen::ended)},
       {"passed", "whether it passed",
        [](SeenStage const& stage) { return stage.seen.outcome == StageOutcome::passed; }},
       {"seen", "what the runner saw", at(&SeenStage::seen, &StageSeen::seen)}}};
  return row;
}

std::string outcome_of(Page const& page, WakeAttempt const& attempt) {
  auto const* allocation = allocation_of(page, attempt);
  if (allocation == nullptr) return "not placed: " + attempt.unplaced;
  if (allocation->stage == AllocationStage::failed) return allocation->reason;
  if (allocation->stage != AllocationStage::planned) return std::string{to_text(allocation->stage)};
  auto const& operation = page.state().operations.at(allocation->operation);
  return ended(operation.stage) ? "in progress, and no longer waited for" : "in progress";
}

Row<WakeAttempt> const& attempt_row() {
  static Row<WakeAttempt> const row{
      [](Page const& page, WakeAttempt const& attempt) {
        auto const* allocation = allocation_of(page, attempt);
        return allocation == nullptr ? attempt.entry : allocation->stage_entry;
      },
      {{"attempt", "the number of the attempt, from 1", &WakeAttempt::attempt},
       {"host", "the host; null: no host could take it", &WakeAttempt::host},
       {"allocation", "its allocation; null: none", &WakeAttempt::allocation},
       {"stage", "where its allocation is, or failed; null: it was not placed",
        [](Page const& page, WakeAttempt const& attempt) -> std::optional<AllocationStage> {
          auto const* allocation = allocation_of(page, attempt);
          if (allocation == nullptr) return std::nullopt;
          // Its program runs, and only the readiness probe is left.
          bool const runs =
              allocation->stage == AllocationStage::planned && !attempt.stages.empty();
          if (runs) return AllocationStage::readiness;
          bool const failed = allocation->stage == AllocationStage::failed;
          return failed ? allocation->failed_at : allocation->stage;
        }},
       {"began", "when it began", &WakeAttempt::at},
       {"ended", "when it failed or became ready; null: it is in progress",
        [](Page const& page, WakeAttempt const& attempt) -> std::optional<Instant> {
          auto const* allocation = allocation_of(page, attempt);
          if (allocation == nullptr) return attempt.at;
          bool const in_progress = allocation->stage == AllocationStage::planned;
          return in_progress ? std::nullopt : std::optional{allocation->stage_since};
        }},
       {"outcome", "ready, in progress, or why it failed", outcome_of},
       {"stages", "the stages that its runner reported", stage_seen_row(), stages_of}}};
  return row;
}

control::kinds::Wake const* if_wake(Operation const& operation) {
  return std::get_if<control::kinds::Wake>(&operation.as);
}

std::vector<WakeAttempt> attempts_of(Operation const& operation) {
  auto const* wake = if_wake(operation);
  return wake == nullptr ? std::vector<WakeAttempt>{} : wake->attempts;
}

// The secret that the monitor reports as unusable, if it is one alone.
std::string unusable_secret(Page const& page, EnvironmentName const& environment) {
  std::string name;
  for (auto const& [binding, of] : page.state().bindings) {
    bool const own = of.declared.environment == environment;
    if (!own || !of.secret || of.secret->state == SecretState::present) continue;
    if (!name.empty()) return "NAME";
    name = to_text(binding);
  }
  return name.empty() ? "NAME" : name;
}

// What only the owner can repair is named where the stage itself shows it: the store and the
// secrets come first. Of a later stage, the cause may lie in an earlier one.
std::string notice_verb(Page const& page, NoticeProposed const& proposed) {
  auto const verb = "notify-owner " + to_text(proposed.environment);
  switch (proposed.stage) {
    case AllocationStage::planned: return verb;  // the owner has nothing to repair
    case AllocationStage::pulling: return verb + " --repair artifact";
    case AllocationStage::secrets:
      return verb + " --repair secret " + unusable_secret(page, proposed.environment);
    default: return verb + " --repair WHAT";
  }
}

Row<FactEntry> const& proposed_row() {
  static auto const fact = [](FactEntry const& entry) -> NoticeProposed const& {
    return *fact_if<NoticeProposed>(entry.fact);
  };
  static Row<FactEntry> const row{
      &FactEntry::id,
      {{"stage", "where the last attempt failed; planned: it was not placed",
        [](FactEntry const& entry) { return fact(entry).stage; }},
       {"seen", "what was seen there", [](FactEntry const& entry) { return fact(entry).seen; }},
       {"send",
        "the command that sends it; WHAT: the stage shows a failure whose cause may be artifact, "
        "secret NAME, binding NAME or readiness",
        [](Page const& page, FactEntry const& entry) { return notice_verb(page, fact(entry)); }},
       {"then",
        "the command to give once it is repaired; after a placement that failed, once a "
        "slot is free",
        [](FactEntry const& entry) { return "retry " + to_text(fact(entry).operation); }}}};
  return row;
}

Row<FactEntry> const& wake_gave_up_row() {
  static Row<FactEntry> const row{
      &FactEntry::id,
      {{"attempts", "the number of attempts since it began",
        [](FactEntry const& entry) { return fact_if<WakeGaveUp>(entry.fact)->attempts; }},
       {"why", "why the wake gave up",
        [](FactEntry const& entry) { return fact_if<WakeGaveUp>(entry.fact)->why; }},
       {"at", "when it gave up", &FactEntry::at}}};
  return row;
}

// Whether a drain or a replacement moves an allocation of one of these environments.
bool moves_any(Page const& page, Operation const& operation, AskedEnvironments const& asked) {
  auto const is_asked = [&](AllocationId id) {
    return asked.includes(page.state().allocations.at(id).environment);
  };
  auto const leaves = [&](control::kinds::Leaving const& one) { return is_asked(one.allocation); };
  if (auto const* drain = std::get_if<control::kinds::Drain>(&operation.as)) {
    return std::ranges::any_of(drain->leaving, leaves);
  }
  auto const* as = std::get_if<control::kinds::Replacement>(&operation.as);
  return as != nullptr &&
         (std::ranges::any_of(as->left, is_asked) || std::ranges::any_of(as->placed, is_asked));
}

}  // namespace

Row<Operation> const& operation_row() {
  static Row<Operation> const row{
      &Operation::entry,
      {{"id", "the operation's name", &Operation::id},
       {"kind",
        "promotion, rollback, restart, edge-repair, migration, build, wake, replacement, drain, "
        "rebuild, restore, job, failover or rotation",
        [](Operation const& operation) { return kind_of(operation); }},
       {"environment", "the environment that the operation changes", &Operation::environment},
       {"release", "the release that the operation deploys; null: none",
        [](Operation const& operation) { return release_of(operation); }},
       {"edge", "the edge that the operation repairs; null: none",
        [](Operation const& operation) { return edge_of(operation); }},
       {"host", "the host that it is about; left out: none",
        [](Operation const& operation) {
          auto const host = host_of(operation);
          return IfAny<HostId>{host ? std::optional{host} : std::nullopt};
        }},
       {"deadline", "of a drain: when what is left is cut; left out: it is not a drain",
        [](Operation const& operation) {
          auto const* drain = std::get_if<control::kinds::Drain>(&operation.as);
          return IfAny<Instant>{drain != nullptr ? std::optional{drain->deadline} : std::nullopt};
        }},
       {"requested", "when the operation was requested", &Operation::requested_at},
       {"not_before", "the time before which the operation does not start; null: no such time",
        not_before},
       {"by", "who requested the operation; null: the platform's schedule", &Operation::by},
       {"because", "the reason that was given; null: none",
        [](Operation const& operation) { return unless_empty(operation.because); }},
       {"stage", "the current stage", operation_stage_row()}}};
  return row;
}

QueryTable const& operations_query() {
  static QueryTable const table{
      find_environments,
      Fields<AskedEnvironments>{
          {"operations",
           "operations of all environments, or of one, with what moves its allocations",
           operation_row(), [](Page const& page, AskedEnvironments const& asked) {
             return objects_of(page.state().operations, [&](Operation const& one) {
               return asked.includes(one.environment) || moves_any(page, one, asked);
             });
           }}}};
  return table;
}

QueryTable const& operation_query() {
  static QueryTable const table{
      [](Page const& page, Query const& asked) {
        return find_numbered(page.state().operations, asked);
      },
      Fields<Operation>{
          {"operation", "what was requested", operation_row()},
          {"policy", "the results of the policy checks, once they were made", policy_checks_row(),
           [](Operation const& operation) {
             auto const* change = if_changes_owner(operation);
             return change != nullptr && change->policy ? change : nullptr;
           }},
          {"owner_moved", "the change of the route owner, once it happened", owner_moved_row(),
           [](Operation const& operation) {
             auto const* change = if_changes_owner(operation);
             return change != nullptr && change->moved_entry ? change : nullptr;
           }},
          {"allocations", "allocations that the operation created", allocation_row(),
           [](Page const& page, Operation const& operation) {
             return objects_of(page.state().allocations, [&](control::Allocation const& one) {
               return one.operation == operation.id;
             });
           }},
          {"gave_up", "each edge on which the platform's own repair gave up", gave_up_row(),
           gave_up_entries},
          {"attempts", "a wake's attempts, in order", attempt_row(), attempts_of},
          {"proposed", "the notice that a failed wake proposes for the app owner", proposed_row(),
           [](Page const& page, Operation const& operation) -> FactEntry const* {
             auto const* wake = if_wake(operation);
             // Once it is hot, nothing is left to repair.
             bool const due = wake != nullptr && operation.stage != Stage::hot;
             return due && wake->proposed_entry ? &page.entry(wake->proposed_entry) : nullptr;
           }},
          {"wake_gave_up", "why a wake ended without a ready allocation", wake_gave_up_row(),
           [](Page const& page, Operation const& operation) -> FactEntry const* {
             auto const* wake = if_wake(operation);
             return wake != nullptr && wake->gave_up_entry ? &page.entry(wake->gave_up_entry)
                                                           : nullptr;
           }},
          {"leaving", "what leaves by a drain, with its sessions; left out: it is not a drain",
           leaving_row(), leaving_of}}};
  return table;
}

}  // namespace studylab::console
