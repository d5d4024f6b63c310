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

// Where providers are watched, a status must name a cause that the facts bear out, and only for an
// environment that it affects.
std::optional<Refusal> misstated_cause(State const& state, Environment const& environment,
                                       PublishStatus const& verb, Instant now) {
  constexpr std::string_view prefix = "provider:";
  auto const& name = verb.environment;
  if (verb.cause.starts_with(prefix)) {
    ProviderName const provider{verb.cause.substr(prefix.size())};
    if (is_affected_by(state, name, provider, now) || planted(Guard::po4)) return std::nullopt;
    auto const why = is_bound(state, name, provider)
                         ? fmt::format("{} is not degraded, and no call of {} to it fails",
                                       provider.value(), name.value())
                         : fmt::format("{} has no binding to {}", name.value(), provider.value());
    return Refusal{
        RefusalCode::not_affected, why,
        fmt::format("`show provider {}` lists the environments bound to it", provider.value())};
  }
  bool const affected = symptom_present(environment, now) || data_affected(state, environment);
  if (!affected && !planted(Guard::po4)) {
    return Refusal{RefusalCode::not_affected,
                   fmt::format("no recent observation of {} is over its threshold", name.value()),
                   "publish only for an affected environment"};
  }
  if (verb.cause != "app" || planted(Guard::pon1)) return std::nullopt;
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
      [](OwnerNotified const&) { return no_facts(); },
      [](TeamEscalated const&) { return no_facts(); },
      [](OwnerStatusPublished const&) { return no_facts(); },
      [](OwnerStatusResolved const&) { return no_facts(); });
}

}  // namespace studylab::control::people
