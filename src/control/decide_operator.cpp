// Decisions on an operator's command. Prohibited commands come first: they are recognized before
// any name is looked up, so that a wrong name does not hide one.
#include <algorithm>

#include <fmt/format.h>

#include "control/decide_internal.h"

namespace studylab::control {
namespace {

struct ProhibitedRow {
  RefusalCode code;
  std::string_view why;
  std::string_view right;
};

ProhibitedRow prohibited_command(ProhibitedVerb verb) {
  using enum ProhibitedVerb;
  switch (verb) {
    case rebuild_from:
      return {RefusalCode::rollback_needs_promoted_artifact,
              "a new build is a different artifact from the one that served",
              "`rollback ENV --to REL` uses a release from this environment's history"};
    case set_route:
      return {RefusalCode::edge_table_is_derived, "an edge's route table cannot be edited by hand",
              "`rollback` moves the owner; `repair-propagation EDGE` gives an edge a new baseline"};
    case mark_hot:
      return {RefusalCode::not_ready,
              "only a runner's readiness report makes an allocation routable",
              "`show allocation ALLOC` shows its stage"};
    case hold_requests:
      return {RefusalCode::unsafe_hold_is_bounded, "unsafe requests may be held only within bounds",
              "let the edge answer them with 503 and Retry-After"};
    case choose_owner:
      return {RefusalCode::health_is_not_ownership, "health does not choose who owns a route",
              "`rollback` or `deploy` moves the owner by an operation"};
    case clear_gap:
      return {RefusalCode::gap_needs_baseline, "only a new baseline clears a gap",
              "`repair-propagation EDGE`"};
    case skip_to:
      return {RefusalCode::sequence_gap, "no event may be skipped",
              "`resume EDGE --from` the verified snapshot's sequence + 1"};
    case scale:
      return {RefusalCode::allocations_are_bounded,
              "more allocations do not repair the fault, and their number is limited",
              "`show errors ENV` shows what fails"};
    case kill_sessions:
      return {RefusalCode::sessions_active, "live sessions would be killed", "drain the host"};
    case restore_over:
      return {RefusalCode::preview_over_production, "a restore must not overwrite a database",
              "plan a restore from the environment's own backups"};
    case edit_host:
      return {RefusalCode::drift_unrecorded, "hosts are built only from their declared image",
              "record the drift, then rebuild"};
    case move_sessions:
      return {RefusalCode::region_not_ready, "that region has not been proven ready",
              "keep sessions where their data and runtime are"};
  }
  STUDYLAB_CHECK(!"a prohibited command without a row");
  return {};
}

Decision freeze(State const& state, Freeze const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  // If it is already frozen, the same hold stays in force, and this command is recorded too.
  auto const hold = frozen(*environment) ? environment->freeze : HoldId{state.last_hold.number + 1};
  return single(EnvironmentFrozen{hold, verb.environment, act});
}

// Lifting a freeze must not let the bad promotion through.
bool waits_on(State const& state, Operation const& operation) {
  auto const check = check_release(state, operation.environment, operation.release, operation.kind);
  if (check.verdict != DatabaseVerdict::compatible) return true;
  if (!state.incident || environment_of(state.incident->opened) != operation.environment)
    return false;
  return artifact_of(state, operation.release).stored.digest ==
         artifact_of(state, state.incident->release).stored.digest;
}

Decision unfreeze(State const& state, Unfreeze const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  if (!frozen(*environment)) {
    return refuse(RefusalCode::no_such_hold,
                  fmt::format("{} is not frozen", verb.environment.value()),
                  "`show incident` lists the holds");
  }
  EnvironmentUnfrozen fact{environment->freeze, verb.environment, {}, act};
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    bool const queued = operation.kind == OperationKind::promotion &&
                        operation.environment == verb.environment &&
                        operation.stage == Stage::waiting;
    if (queued && waits_on(state, operation)) fact.kept_waiting.push_back(id);
  }
  return single(std::move(fact));
}

Decision notify(State const& state, NotifyOwner const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  auto const& owner = at_key(state.apps, environment->declared.app).owner;
  return single(
      OwnerNotified{next_id(state.notices), verb.environment, owner, verb.repair, verb.name, act});
}

Decision publish_status(State const& state, PublishStatus const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  if (!environment->last_over) {
    return refuse(
        RefusalCode::not_affected,
        fmt::format("no observation of {} is over its threshold", verb.environment.value()),
        "publish only for an affected environment");
  }
  if (verb.cause == "app" && !environment->failing_binding.value().empty()) {
    return refuse(RefusalCode::cause_is_provider,
                  fmt::format("its latest errors come from the binding {}",
                              environment->failing_binding.value()),
                  "`--cause provider:NAME` or `platform`");
  }
  return single(OwnerStatusPublished{verb.environment, verb.cause, verb.says,
                                     HoldId{state.last_hold.number + 1}, act});
}

Decision resolve_status(State const& state, ResolveStatus const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  if (!environment->status_hold) {
    return refuse(RefusalCode::no_such_hold,
                  fmt::format("{} has no published status", verb.environment.value()),
                  "`show status` lists them");
  }
  return single(OwnerStatusResolved{verb.environment, environment->status_hold, act});
}

Decision nothing_of_this_kind(std::string what) {
  return refuse(RefusalCode::nothing_of_this_kind, "this platform has no " + std::move(what),
                "`show environments` and `show edges` list what it has");
}

Decision rotate(State const& state, RotateSecret const& verb) {
  if (!state.bindings.contains(verb.binding)) {
    return refuse(
        RefusalCode::rotation_without_cause,
        fmt::format("binding '{}' does not exist, so it cannot be at fault", verb.binding.value()),
        "`show bindings` lists them");
  }
  // This platform has no facts about credentials, so the fact that a rotation requires never
  // exists.
  return refuse(
      RefusalCode::rotation_without_cause,
      fmt::format("no fact shows that the credential of {} is at fault", verb.binding.value()),
      "`show bindings ENV` shows which bindings answer");
}

}  // namespace

Decision decide_operator(State const& state, OperatorCommand const& command) {
  if (auto const* prohibited = std::get_if<ProhibitedCommand>(&command.verb)) {
    auto const row = prohibited_command(prohibited->verb);
    return refuse(row.code, std::string{row.why}, std::string{row.right});
  }
  auto refs = resolve_refs(state, command.refs);
  if (!refs) return std::unexpected(refs.error());
  Act const act{command.line,     command.by,   command.because,
                std::move(*refs), command.kind, command.reach};
  return match(
      command.verb, [](Query const&) { return no_facts(); }, [](Hint const&) { return no_facts(); },
      [](Wait const&) { return no_facts(); }, [](ProhibitedCommand const&) { return no_facts(); },
      [&](Classify const& v) { return single(Classified{v.fault_class, v.scope, act}); },
      [&](Note const& v) { return single(Noted{v.text, act}); },
      [&](StateImpact const& v) {
        return single(ImpactStated{v.users, v.minutes, v.data, v.approved_by, act});
      },
      [&](Close const& v) { return decide_close(state, v, act); },
      [&](Freeze const& v) { return freeze(state, v, act); },
      [&](Unfreeze const& v) { return unfreeze(state, v, act); },
      [&](Cancel const& v) { return decide_cancel(state, v, act); },
      [&](Rollback const& v) { return decide_rollback(state, v, act); },
      [&](Deploy const& v) { return decide_deploy(state, v, act); },
      [&](RepairPropagation const& v) { return decide_repair_propagation(state, v, act); },
      [&](Wake const&) { return nothing_of_this_kind("sleeping environments"); },
      [&](Retry const& v) { return decide_retry(state, v, act); },
      [&](NotifyOwner const& v) { return notify(state, v, act); },
      [&](Escalate const& v) { return single(TeamEscalated{next_id(state.notices), v.team, act}); },
      [&](SetGapPolicy const& v) { return decide_gap_policy(state, v, act); },
      [&](TakeSnapshot const& v) { return decide_snapshot(state, v, act); },
      [&](VerifySnapshot const& v) { return decide_verify(state, v, act); },
      [&](Resume const& v) { return decide_resume(state, v, act); },
      [&](Restart const& v) { return decide_restart(state, v, act); },
      [&](PublishStatus const& v) { return publish_status(state, v, act); },
      [&](ResolveStatus const& v) { return resolve_status(state, v, act); },
      [&](RotateSecret const& v) { return rotate(state, v); },
      [&](OtherAct const&) {
        return nothing_of_this_kind("restores, host maintenance, fail-over or manual jobs");
      });
}

Decision decide_close(State const& state, Close const& verb, Act const& act) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    if (!operation.by_operator) continue;
    return refuse(RefusalCode::repair_open,
                  fmt::format("{} is still {}", to_text(id), to_text(operation.stage)),
                  fmt::format("`wait --for {}`", to_text(id)));
  }
  for (auto const id : state.open_notices) {
    auto const& notice = at_key(state.notices, id);
    // A notice that only informs and a question to a team do not have to be waited for.
    bool const acts = match(
        notice.sent, [](OwnerNotified const& sent) { return sent.repair.has_value(); },
        [](TeamEscalated const& sent) {
          return sent.team == Team::capacity || sent.team == Team::security;
        });
    if (!acts) continue;
    return refuse(RefusalCode::repair_open, fmt::format("{} has not been answered", to_text(id)),
                  "`wait` until it is answered");
  }
  for (auto const& [id, edge] : state.edges) {
    if (!edge.resume) continue;
    return refuse(RefusalCode::repair_open, fmt::format("{} has not resumed yet", to_text(id)),
                  "`wait 10s`");
  }
  if (!state.incident || !state.incident->impact_entry) {
    return refuse(
        RefusalCode::impact_missing, "the impact has not been stated",
        "`impact --users N --minutes N --because \"…\"`; `show incident` has the numbers");
  }
  if (act.refs.empty()) {
    return refuse(RefusalCode::evidence_missing, "an incident cannot be closed without evidence",
                  "give the entries that show it with `--ref`");
  }
  std::vector<HoldId> keep;
  for (auto const& name : verb.keep) {
    auto const hold = parse_id<HoldId>(name);
    if (!hold || !state.holds.contains(*hold)) {
      return refuse(RefusalCode::no_such_hold, fmt::format("hold '{}' does not exist", name),
                    "`show incident` lists the holds");
    }
    keep.push_back(*hold);
  }
  for (auto const& [id, hold] : state.holds) {
    if (std::find(keep.begin(), keep.end(), id) != keep.end()) continue;
    return refuse(RefusalCode::holds_open,
                  fmt::format("{} ({} on {}) is still in force", to_text(id), to_text(hold.kind),
                              hold.environment.value()),
                  fmt::format("lift it, or `--keep {}`", to_text(id)));
  }
  return single(IncidentClosed{verb.summary, std::move(keep), verb.hand_over, act});
}

}  // namespace studylab::control
