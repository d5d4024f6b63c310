// Plans: what a command would do, to what, and why. They use the command's own decision.
#include <algorithm>

#include <fmt/format.h>

#include "control/decide_internal.h"

namespace studylab::control {
namespace {

std::string range_text(std::optional<VersionRange> const& range) {
  return range ? fmt::format("{}..{}", range->low.value(), range->high.value()) : "not recorded";
}

void add(Plan& plan, std::string what, std::string value, EntryId entry) {
  plan.lines.push_back(PlanLine{std::move(what), std::move(value), entry});
}

void database_lines(State const& state, EnvironmentName const& environment, ReleaseId release,
                    OperationKind kind, Plan& plan) {
  auto const& manifest = manifest_of(state, release);
  auto const* database = database_of(state, environment);
  auto const check = check_release(state, environment, release, kind);
  plan.finding = to_text(check.verdict);
  add(plan, "release range",
      fmt::format("reads {} writes {}", range_text(manifest.reads), range_text(manifest.writes)),
      at_key(state.releases, release).entry);
  if (database == nullptr) {
    add(plan, "database", "none is registered", environment_of(state, environment)->entry);
    return;
  }
  auto const after = check.schema == database->schema ? "" : " after its migration";
  add(plan, "database",
      fmt::format("{}: schema {}{}", to_text(check.verdict), check.schema.value(), after),
      database->schema_entry);
  if (check.verdict != DatabaseVerdict::incompatible) return;
  for (auto const& applied : database->migrations) {
    if (applied.migration.name != check.breaking) continue;
    add(plan, "broken by",
        fmt::format("{} ({} to {}, {})", applied.migration.name.value(),
                    applied.migration.from.value(), applied.migration.to.value(),
                    to_text(applied.migration.kind)),
        applied.entry);
  }
  add(plan, "other paths",
      fmt::format(
          "`deploy {0} --release REL --forward-fix` with a release whose plan fits; if none is "
          "listed, `notify-owner {0} --repair migration` requests one",
          environment.value()),
      EntryId{});
}

// The plan of a command that moves an owner: the swap, both gates, the artifact and its bindings.
void owner_plan(State const& state, EnvironmentName const& environment, std::string const& name,
                OperationKind kind, Plan& plan) {
  auto const release = parse_id<ReleaseId>(name);
  auto const* owner = route_of(state, environment);
  if (owner == nullptr || !release || !state.releases.contains(*release)) return;
  if (at_key(state.releases, *release).registered.environment != environment) return;
  add(plan, "owner",
      fmt::format("{} to {}, epoch {} to {}", to_text(owner->release), to_text(*release),
                  owner->epoch.value(), owner->epoch.value() + 1),
      owner->entry);
  database_lines(state, environment, *release, kind, plan);
  auto const sessions = check_sessions(state, environment, *release);
  add(plan, "sessions",
      sessions.impact == SessionImpact::warm
          ? std::string{"warm: sessions keep their state"}
          : fmt::format("cold: {} sessions would start afresh", sessions.fresh),
      environment_of(state, environment)->sessions_moved_entry
          ? environment_of(state, environment)->sessions_moved_entry
          : environment_of(state, environment)->entry);
  auto const& artifact = artifact_of(state, *release);
  add(plan, "artifact",
      fmt::format("{} {}", short_text(artifact.stored.digest),
                  artifact.in_store ? "is in the store" : "is not in the store"),
      artifact.in_store ? artifact.entry : artifact.gone_entry);
  for (auto const& binding : manifest_of(state, *release).needs) {
    auto const found = state.bindings.find(binding);
    if (found == state.bindings.end()) continue;
    auto const& probed = found->second.probed;
    add(plan, "needs",
        fmt::format("{} ({})", binding.value(),
                    probed ? to_text(probed->state) : std::string_view{"not probed"}),
        probed ? found->second.probed_entry : found->second.entry);
  }
}

void freeze_plan(State const& state, EnvironmentName const& environment, Plan& plan) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    if (operation.environment != environment || !held_by_freeze(operation)) continue;
    if (operation.stage != Stage::waiting) continue;
    add(plan, "would wait", fmt::format("{} of {}", to_text(id), to_text(operation.release)),
        operation.stage_entry);
  }
}

void repair_plan(State const& state, std::string const& name, Plan& plan) {
  auto const id = parse_id<EdgeId>(name);
  if (!id || !state.edges.contains(*id)) return;
  auto const& edge = at_key(state.edges, *id);
  for (auto const partition : partitions_to_repair(state, *id)) {
    RouteSequence applied;
    for (auto const& one : edge.applied) {
      if (one.partition == partition) applied = one.sequence;
    }
    add(plan, "new baseline",
        fmt::format("{}: {} has applied {}, the ledger is at {}", to_text(partition), name,
                    applied.value(), at_key(state.partitions, partition).last.value()),
        edge.observed_entry ? edge.observed_entry : edge.entry);
  }
}

void restart_plan(State const& state, std::string const& name, Plan& plan) {
  for (auto const& [id, allocation] : state.allocations) {
    if (allocation.stage != AllocationStage::ready) continue;
    if (to_text(id) != name && allocation.environment.value() != name) continue;
    add(plan, "would restart", fmt::format("{}, {} sessions", to_text(id), allocation.sessions),
        allocation.stage_entry);
  }
}

void cancel_plan(State const& state, Cancel const& verb, Plan& plan) {
  auto const id = parse_id<OperationId>(verb.operation);
  if (!id || !state.operations.contains(*id)) return;
  auto const& operation = at_key(state.operations, *id);
  add(plan, "would take out",
      fmt::format("{} of {}, {}", to_text(*id), to_text(operation.release),
                  to_text(operation.stage)),
      operation.stage_entry);
}

void gap_policy_plan(State const& state, SetGapPolicy const& verb, Plan& plan) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return;
  auto const in_words = [](GapPolicy const& policy) {
    return policy.mode == GapMode::fail_closed
               ? std::string{to_text(policy.mode)}
               : fmt::format("{} up to {}", to_text(policy.mode), to_text(policy.max_age));
  };
  auto const& declared = environment->declared.gap_policy;
  GapPolicy const wanted{verb.mode, verb.max_age.value_or(declared.max_age)};
  add(plan, "in force", in_words(environment->gap_policy), environment->gap_policy_entry);
  add(plan, "would be", in_words(wanted), environment->gap_policy_entry);
  add(plan, "declared", in_words(declared), environment->entry);
}

void resume_plan(State const& state, Resume const& verb, Plan& plan) {
  auto const id = parse_id<EdgeId>(verb.edge);
  if (!id || !state.edges.contains(*id)) return;
  for (auto const& [partition, snapshot] : at_key(state.edges, *id).snapshots) {
    add(plan, "snapshot",
        fmt::format("{} at {}: {}; next is {}", to_text(partition),
                    snapshot.fetched.sequence.value(), to_text(snapshot.verdict),
                    snapshot.fetched.sequence.value() + 1),
        snapshot.verdict_entry ? snapshot.verdict_entry : snapshot.entry);
  }
}

void status_plan(State const& state, EnvironmentName const& name, Plan& plan) {
  auto const* environment = environment_of(state, name);
  if (environment == nullptr) return;
  add(plan, "would notify", at_key(state.apps, environment->declared.app).owner.value(),
      environment->entry);
  add(plan, "published now",
      environment->status ? environment->status->cause : std::string{"nothing"},
      environment->status ? environment->status_entry : environment->entry);
}

// What a close lacks, one line for each. The value of the references is graded and not printed.
void close_plan(State const& state, Close const& verb, bool referred, Plan& plan) {
  EntryId const own{};  // the command itself is the evidence
  auto const* incident = state.incident ? &*state.incident : nullptr;
  if (incident == nullptr || !incident->classified) add(plan, "missing", "a class", own);
  if (incident == nullptr || !incident->impact_entry) add(plan, "missing", "the impact", own);
  if (verb.summary.empty()) add(plan, "missing", "--summary", own);
  if (!referred) add(plan, "missing", "--ref with the entries that support it", own);
  for (auto const& [id, hold] : state.holds) {
    if (std::ranges::find(verb.keep, to_text(id)) != verb.keep.end()) continue;
    add(plan, "open hold",
        fmt::format("{}, {} on {}: lift it, or `--keep {}`", to_text(id), to_text(hold.kind),
                    hold.environment.value(), to_text(id)),
        hold.entry);
  }
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    if (!operation.by_operator) continue;
    add(plan, "open repair", fmt::format("{} is {}", to_text(id), to_text(operation.stage)),
        operation.stage_entry);
  }
  for (auto const id : state.open_notices) {
    auto const& notice = at_key(state.notices, id);
    auto const* sent = std::get_if<OwnerNotified>(&notice.sent);
    bool const informs = sent != nullptr && !sent->repair;
    if (!informs)
      add(plan, "open repair", fmt::format("{} has not been answered", to_text(id)), notice.entry);
  }
}

void lines_of(State const& state, OperatorCommand const& command, Plan& plan) {
  match(
      command.verb,
      [&](Rollback const& v) {
        owner_plan(state, v.environment, v.release, OperationKind::rollback, plan);
      },
      [&](Deploy const& v) {
        owner_plan(state, v.environment, v.release,
                   verdict_kind(OperationKind::promotion, v.forward_fix), plan);
      },
      [&](Retry const& v) {
        auto const id = parse_id<OperationId>(v.operation);
        if (!id || !state.operations.contains(*id)) return;
        auto const& operation = at_key(state.operations, *id);
        if (!changes_owner(operation.kind)) return;
        owner_plan(state, operation.environment, to_text(operation.release), operation.kind, plan);
      },
      [&](Freeze const& v) { freeze_plan(state, v.environment, plan); },
      [&](Unfreeze const& v) { freeze_plan(state, v.environment, plan); },
      [&](RepairPropagation const& v) { repair_plan(state, v.edge, plan); },
      [&](TakeSnapshot const& v) { repair_plan(state, v.edge, plan); },
      [&](Restart const& v) { restart_plan(state, v.object, plan); },
      [&](NotifyOwner const& v) {
        auto const* environment = environment_of(state, v.environment);
        if (environment == nullptr) return;
        add(plan, "would notify", at_key(state.apps, environment->declared.app).owner.value(),
            environment->entry);
        if (!v.repair) return;
        add(plan, "to repair", fmt::format("{} {}", to_text(*v.repair), v.name),
            environment->entry);
      },
      [&](Cancel const& v) { cancel_plan(state, v, plan); },
      [&](SetGapPolicy const& v) { gap_policy_plan(state, v, plan); },
      [&](Resume const& v) { resume_plan(state, v, plan); },
      [&](PublishStatus const& v) { status_plan(state, v.environment, plan); },
      [&](ResolveStatus const& v) { status_plan(state, v.environment, plan); },
      [&](Escalate const& v) {
        add(plan, "would notify", std::string{to_text(v.team)}, state.last_entry);
      },
      // Only the edge knows the outcome, or this platform does not have such objects.
      [](VerifySnapshot const&) {}, [](RotateSecret const&) {}, [](Wake const&) {},
      [](OtherAct const&) {}, [](ProhibitedCommand const&) {},
      // These change nothing.
      [](Query const&) {}, [](Hint const&) {}, [](Classify const&) {}, [](Note const&) {},
      [](StateImpact const&) {}, [](Wait const&) {},
      [&](Close const& v) { close_plan(state, v, !command.refs.empty(), plan); });
}

}  // namespace

Plan plan(State const& state, OperatorCommand const& command) {
  Plan plan;
  auto const decision = decide_operator(state, command);
  if (!decision) plan.refusal = decision.error();
  lines_of(state, command, plan);
  if (plan.finding.empty()) plan.finding = plan.refusal ? "refused" : "fits";
  return plan;
}

}  // namespace studylab::control
