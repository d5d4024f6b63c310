// An environment's gap policy: how its edges answer while they have a gap.
#include <fmt/format.h>

#include "control/decision.h"
#include "control/edges/edges.h"
#include "control/edges/gap_policy.h"
#include "control/environments/environments.h"
#include "control/incidents/incidents.h"
#include "control/plan_lines.h"

namespace studylab::control::edges {

Decision decide(State const& state, SetGapPolicy const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  auto const& declared = environment->declared.gap_policy;
  GapPolicy policy{verb.mode, Duration{}};
  if (verb.mode == GapMode::last_verified) policy.max_age = verb.max_age.value_or(declared.max_age);
  bool const looser = verb.mode == GapMode::last_verified &&
                      (declared.mode == GapMode::fail_closed || policy.max_age > declared.max_age);
  if (looser) {
    return refuse(
        RefusalCode::age_beyond_policy,
        fmt::format("{} declares {}{}", verb.environment.value(), to_text(declared.mode),
                    declared.mode == GapMode::last_verified ? " up to " + to_text(declared.max_age)
                                                            : std::string{}),
        "choose a policy that is not looser");
  }
  return single(GapPolicySet{verb.environment, policy, HoldId{state.last_hold.number + 1}, act});
}

void fold(State& state, GapPolicySet const& fact, EntryRef at) {
  auto& environment = at_key(state.environments, fact.environment);
  environment.gap_policy = fact.policy;
  environment.gap_policy_entry = at.id;
  if (environment.gap_policy_hold) state.holds.erase(environment.gap_policy_hold);
  bool const back_to_declared = fact.policy == environment.declared.gap_policy;
  environment.gap_policy_hold = back_to_declared ? HoldId{} : fact.hold;
  if (!back_to_declared) place_hold(state, fact.hold, HoldKind::gap_policy, fact.environment, at);
  for (auto const& [edge, registered] : state.edges) {
    state.unapplied_gap_policies.insert({fact.environment, edge});
  }
}

void fold(State& state, GapPolicyApplied const& fact) {
  std::erase_if(state.unapplied_gap_policies, [&](auto const& unapplied) {
    auto const& [environment, edge] = unapplied;
    return edge == fact.edge &&
           at_key(state.environments, environment).gap_policy_entry == fact.ordered_by;
  });
}

void plan(State const& state, SetGapPolicy const& verb, Plan& plan) {
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

}  // namespace studylab::control::edges
