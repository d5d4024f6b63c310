#pragma once

#include <string>

#include "control/control.h"
#include "control/lookups.h"

namespace studylab::control {

inline std::unexpected<Refusal> refuse(RefusalCode code, std::string why, std::string right) {
  return std::unexpected(Refusal{code, std::move(why), std::move(right)});
}

template <class F>
Decision single(F fact) {
  std::vector<Fact> facts;
  facts.push_back(make_fact(std::move(fact)));
  return facts;
}

inline Decision no_facts() { return std::vector<Fact>{}; }

Decision decide_operator(State const& state, OperatorCommand const& command);
Decision decide_report(State const& state, Report const& report);
Decision decide_proceed(State const& state, Proceed const& proceed, Instant now);
Decision decide_elapsed(State const& state, Elapsed const& elapsed, Instant now);
Decision decide_published(State const& state, Published const& published);
Decision decide_built(State const& state, Built const& built, Instant now);

// Verbs that change an owner. They check both gates, the freeze and the history.
Decision decide_rollback(State const& state, Rollback const& verb, Act const& act);
Decision decide_deploy(State const& state, Deploy const& verb, Act const& act);
Decision decide_retry(State const& state, Retry const& verb, Act const& act);
Decision decide_cancel(State const& state, Cancel const& verb, Act const& act);
Decision decide_restart(State const& state, Restart const& verb, Act const& act);
// Verbs at an edge.
Decision decide_repair_propagation(State const& state, RepairPropagation const& verb,
                                   Act const& act);
Decision decide_snapshot(State const& state, TakeSnapshot const& verb, Act const& act);
Decision decide_verify(State const& state, VerifySnapshot const& verb, Act const& act);
Decision decide_resume(State const& state, Resume const& verb, Act const& act);
Decision decide_gap_policy(State const& state, SetGapPolicy const& verb, Act const& act);
// The end of an incident.
Decision decide_close(State const& state, Close const& verb, Act const& act);

inline std::unexpected<Refusal> no_environment(EnvironmentName const& name) {
  return refuse(RefusalCode::no_such_thing, "environment '" + name.value() + "' does not exist",
                "`show environments` lists them");
}

}  // namespace studylab::control
