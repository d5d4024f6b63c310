// What the verbs of an upgrade would do.
#include <algorithm>

#include <fmt/format.h>

#include "control/hosts/hosts.h"
#include "control/plan_lines.h"
#include "control/upgrades/upgrades.h"

namespace studylab::control::upgrades {
namespace {

void add_sessions(State const& state, HostId host, Plan& plan) {
  for (auto const id : allocations_on(state, host)) {
    auto const& allocation = at_key(state.allocations, id);
    auto const ages = state.session_ages.find(id);
    bool const resumes = continuity_of(state, allocation) == Continuity::resume;
    auto const old = ages == state.session_ages.end() ? 0U : ages->second.recorded.past_drain_time;
    add(plan, "sessions",
        fmt::format("{} of {} on {}: {}", allocation.sessions, allocation.environment.value(),
                    to_text(id),
                    resumes ? std::string{"resume elsewhere"}
                            : fmt::format("stay until their client leaves or the deadline; {} are "
                                          "older than the minimum drain time",
                                          old)),
        ages == state.session_ages.end() ? allocation.stage_entry : ages->second.entry);
  }
}

void add_quorum(State const& state, HostId host, Plan& plan) {
  for (auto const& without : quorum_without(state, host)) {
    add(plan, "would keep",
        fmt::format("{}: {} ready without {}, quorum {}", without.environment.value(),
                    without.ready, to_text(host), without.quorum),
        without.entry);
  }
}

}  // namespace

void plan(State const& state, Replace const& verb, Plan& plan) {
  auto const host = hosts::named(state, verb.host);
  if (!host) return;
  auto const left = to_replace(state, (*host)->id);
  auto const free = free_elsewhere(state, (*host)->id);
  if (left.size() > free) plan.finding = to_text(RefusalCode::no_headroom);
  for (auto const id : left) {
    auto const& allocation = at_key(state.allocations, id);
    add(plan, "would replace", fmt::format("{} of {}", to_text(id), allocation.environment.value()),
        allocation.stage_entry);
  }
  add(plan, "slots elsewhere", fmt::format("{} are free", free), (*host)->entry);
}

void plan(State const& state, studylab::Drain const& verb, Plan& plan) {
  auto const host = hosts::named(state, verb.host);
  if (!host) return;
  auto const id = (*host)->id;
  auto const reasons = reasons_not_to_drain(state, id, verb.deadline.value_or(Duration{}));
  if (!reasons.empty()) plan.finding = to_text(reasons.front().code);
  add_quorum(state, id, plan);
  for (auto const& reason : reasons) {
    add(plan, std::string{to_text(reason.code)}, reason.why, reason.entry);
  }
  auto const needed = to_replace(state, id).size();
  add(plan, "slots elsewhere",
      fmt::format("{} are free, {} replacements need one", free_elsewhere(state, id), needed),
      (*host)->entry);
  add(plan, "minimum deadline", studylab::to_text(min_deadline(state, id)), (*host)->entry);
  add_sessions(state, id, plan);
}

void plan(State const& state, Rebuild const& verb, Plan& plan) {
  auto const host = hosts::named(state, verb.host);
  if (!host) return;
  auto const& found = **host;
  add(plan, "would run", short_text(found.image), found.entry);
  for (auto const& drifted : found.drift) {
    bool const recorded = found.recorded_drift.contains(drifted.path);
    add(plan, recorded ? "recorded drift" : "unrecorded drift", drifted.path, found.drift_entry);
  }
}

void plan(State const& state, RecordDrift const& verb, Plan& plan) {
  auto const host = hosts::named(state, verb.host);
  if (!host) return;
  for (auto const& drifted : (*host)->drift) {
    if (drifted.path != verb.path) continue;
    add(plan, "would record",
        fmt::format("{}: {}, not {}", drifted.path, short_text(drifted.actual),
                    short_text(drifted.declared)),
        (*host)->drift_entry);
  }
}

}  // namespace studylab::control::upgrades
