#include <algorithm>

#include <fmt/format.h>

#include "base/planted.h"
#include "control/databases/databases.h"
#include "control/decision.h"
#include "control/environments/environments.h"
#include "control/people/people.h"
#include "control/providers/health.h"
#include "control/wakes/wakes.h"

namespace studylab::control {

bool asks_for_repair(Notice const& notice) {
  return match(
      notice.sent, [](OwnerNotified const& sent) { return sent.repair.has_value(); },
      [](TeamEscalated const& sent) {
        return sent.team == Team::capacity || sent.team == Team::security;
      });
}

}  // namespace studylab::control

namespace studylab::control::people {
namespace {

Decision answered(State const& state, NoticeId notice, Fact fact) {
  auto const& open = state.open_notices;
  if (std::find(open.begin(), open.end(), notice) == open.end()) return no_facts();
  std::vector<Fact> facts;
  facts.push_back(std::move(fact));
  return facts;
}

// Whether its data is damaged, or its writers are stopped.
bool data_affected(State const& state, Environment const& environment) {
  auto const found = state.databases.find(environment.declared.database);
  if (found == state.databases.end()) return false;
  return is_fenced(found->second) || is_damaged(found->second);
}

// Whether requests to it have failed, a gate has turned some away, or its data is affected.
bool is_affected(State const& state, Environment const& environment) {
  auto const* sleeper = sleeper_of(state, environment.declared.environment);
  return environment.last_over || (sleeper != nullptr && sleeper->last_refused) ||
         data_affected(state, environment);
}

// A provider that is well and rejects one credential is not at fault, and the app is not either:
// the platform issued the credential.
std::optional<Refusal> blames_credential(State const& state, EnvironmentName const& environment,
                                         PublishStatus const& verb, Instant now) {
  if (planted(Guard::pon1)) return std::nullopt;
  for (auto const& [name, binding] : state.bindings) {
    auto const& provider = binding.declared.provider;
    bool const blamed = verb.cause == "app" || verb.cause == "provider:" + provider.value();
    if (binding.declared.environment != environment || !blamed) continue;
    auto const of = state.providers.find(provider);
    bool const well =
        of != state.providers.end() && state_of(of->second, now) == ProviderState::healthy;
    if (!well) continue;
    auto const fault = credential_fault(state, binding, now);
    if (!fault) continue;
    return Refusal{RefusalCode::cause_is_credential,
                   fmt::format("{} is healthy and rejects the credential of {}: {}",
                               provider.value(), name.value(), fault->why),
                   "`--cause platform`, which issued the credential"};
  }
  return std::nullopt;
}

Refusal not_affected_by(State const& state, EnvironmentName const& name,
                        ProviderName const& provider) {
  bool const bound = is_bound(state, name, provider);
  auto why = bound ? fmt::format("{} is not degraded, and no call of {} to it fails",
                                 provider.value(), name.value())
                   : fmt::format("{} has no binding to {}", name.value(), provider.value());
  auto right =
      fmt::format("`show provider {}` lists the environments bound to it", provider.value());
  return Refusal{RefusalCode::not_affected, std::move(why), std::move(right)};
}

// Where providers are watched, a status must name a cause that the facts bear out, and only for an
// environment that it affects.
std::optional<Refusal> misstated_cause(State const& state, Environment const& environment,
                                       PublishStatus const& verb, Instant now) {
  constexpr std::string_view prefix = "provider:";
  auto const& name = verb.environment;
  if (verb.cause.starts_with(prefix)) {
    ProviderName const provider{verb.cause.substr(prefix.size())};
    bool const affected =
        is_affected_by(state, name, provider, now) || was_affected_by(state, name, provider);
    if (auto refusal = blames_credential(state, name, verb, now)) return refusal;
    if (affected || planted(Guard::po4)) return std::nullopt;
    return not_affected_by(state, name, provider);
  }
  // While the control plane is degraded, its work for every environment can wait or fail.
  bool const held =
      verb.cause == "platform" && platform_health(state, now).state == ProviderState::degraded;
  bool const affected =
      held || symptom_present(environment, now) || data_affected(state, environment);
  if (!affected && !planted(Guard::po4)) {
    return Refusal{RefusalCode::not_affected,
                   fmt::format("no recent observation of {} is over its threshold", name.value()),
                   "publish only for an affected environment"};
  }
  if (verb.cause != "app" || planted(Guard::pon1)) return std::nullopt;
  if (auto refusal = blames_credential(state, name, verb, now)) return refusal;
  auto const from = now - symptom_quiet;
  auto const cause = attribution_of(state, name, from, now);
  if (!cause) return std::nullopt;
  return Refusal{RefusalCode::cause_is_provider,
                 fmt::format("calls of {} to {} fail in the same time", cause->binding.value(),
                             cause->provider.value()),
                 fmt::format("`--cause provider:{}`", cause->provider.value())};
}

// The open notice that asks the same of the same people; none: there is none.
template <class Sent, class Same>
NoticeId unanswered(State const& state, Same same) {
  for (auto const id : state.open_notices) {
    auto const* sent = std::get_if<Sent>(&at_key(state.notices, id).sent);
    if (sent != nullptr && same(*sent)) return id;
  }
  return NoticeId{};
}

std::unexpected<Refusal> asked_already(NoticeId notice) {
  return refuse(RefusalCode::operation_running,
                fmt::format("{} asks the same, and is not answered yet", to_text(notice)),
                fmt::format("`wait --for {}`", to_text(notice)));
}

}  // namespace

Decision decide(State const& state, NotifyOwner const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  auto const open = unanswered<OwnerNotified>(state, [&](OwnerNotified const& sent) {
    return sent.environment == verb.environment && sent.repair == verb.repair &&
           sent.name == verb.name;
  });
  if (open) return asked_already(open);
  auto const& owner = at_key(state.apps, environment->declared.app).owner;
  return single(
      OwnerNotified{next_id(state.notices), verb.environment, owner, verb.repair, verb.name, act});
}

Decision decide(State const& state, Escalate const& verb, Act const& act) {
  auto const open = unanswered<TeamEscalated>(
      state, [&](TeamEscalated const& sent) { return sent.team == verb.team; });
  if (open) return asked_already(open);
  return single(TeamEscalated{next_id(state.notices), verb.team, act});
}

Decision decide(State const& state, PublishStatus const& verb, Act const& act, Instant now) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  if (is_watched(state)) {
    if (auto refusal = misstated_cause(state, *environment, verb, now)) {
      return std::unexpected(*refusal);
    }
  } else if (!is_affected(state, *environment)) {
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

Decision decide(State const& state, ResolveStatus const& verb, Act const& act) {
  auto const* environment = environment_of(state, verb.environment);
  if (environment == nullptr) return no_environment(verb.environment);
  if (!environment->status_hold) {
    return refuse(RefusalCode::no_such_hold,
                  fmt::format("{} has no published status", verb.environment.value()),
                  "`show status` lists them");
  }
  return single(OwnerStatusResolved{verb.environment, environment->status_hold, act});
}

Decision decide(State const& state, PeopleFact const& fact) {
  return match(
      fact, [&](OwnerRepaired const& f) { return answered(state, f.notice, make_fact(f)); },
      [&](OwnerFoundNothing const& f) { return answered(state, f.notice, make_fact(f)); },
      [&](OwnerAcknowledged const& f) { return answered(state, f.notice, make_fact(f)); },
      [&](TeamAnswered const& f) { return answered(state, f.notice, make_fact(f)); },
      [&](KeyReplaced const& f) {
        return state.notices.contains(f.notice) ? single(f) : no_facts();
      },
      [](StatementMade const& f) { return single(f); },
      [](OwnerNotified const&) { return no_facts(); },
      [](TeamEscalated const&) { return no_facts(); },
      [](OwnerStatusPublished const&) { return no_facts(); },
      [](OwnerStatusResolved const&) { return no_facts(); });
}

}  // namespace studylab::control::people
