#include "world/sim/sim_people.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace studylab::world::sim {
namespace {

// The answer of a team that finds no problem of its own.
std::string_view found_nothing(Team team) {
  switch (team) {
    case Team::capacity: return "no host is short of slots";
    case Team::security: return "no sign of unauthorized access";
    case Team::database: return "no unexpected writes";
    case Team::provider: return "no outage on our side";
    case Team::owner: return "nothing to fix on our side";
  }
  return "nothing";
}

// Identifies a request by its recipient and content, not by its notice: the same request takes
// equally long in every run of a seed, whatever was requested before it.
std::string asked_for(control::Notice const& notice) {
  return match(
      notice.sent, [](TeamEscalated const& sent) { return std::string{to_text(sent.team)}; },
      [](OwnerNotified const& sent) {
        auto const repair = sent.repair ? to_text(*sent.repair) : std::string_view{"notice"};
        return fmt::format("{}/{}/{}", sent.environment.value(), repair, sent.name);
      });
}

}  // namespace

void SimPeople::take(NoticeSent const& sent) {
  if (!heard_.insert(sent.notice).second) return;
  auto const notice = platform_.notices.find(sent.notice);
  if (notice == platform_.notices.end()) return;
  Random time{context_.plan.seed, "people/" + asked_for(notice->second)};
  auto const& timings = context_.plan.timings;
  bool const to_owner = std::holds_alternative<OwnerNotified>(notice->second.sent);
  auto const takes = drawn(time, to_owner ? timings.owner : timings.team);
  context_.queue.put(context_.now() + takes, NoticeWorked{sent.notice});
}

void SimPeople::work(NoticeWorked const& worked) {
  auto const& notice = platform_.notices.at(worked.notice);
  match(
      notice.sent, [&](OwnerNotified const& sent) { report(answer_owner(worked.notice, sent)); },
      [&](TeamEscalated const& sent) { answer_team(worked.notice, sent.team); });
}

void SimPeople::say(PersonSpeaks const& speaks) {
  report(make_fact(StatementMade{speaks.person, speaks.role, speaks.text, origin()}));
}

void SimPeople::answer_team(NoticeId notice, Team team) {
  std::string said;
  if (team == Team::security) said = replace_keys(notice);
  if (team == Team::capacity) said = bring_host(notice);
  if (team == Team::database) said = who_wrote_();
  if (team == Team::provider) said = ask_providers(notice);
  auto const found = said.empty() ? Found::nothing : Found::something;
  if (said.empty() && team == Team::capacity) said = context_.plan.no_spare_host;
  if (said.empty()) said = found_nothing(team);
  report(make_fact(TeamAnswered{notice, team, found, std::move(said), origin()}));
}

// Takes every key that somebody uses without permission out of use; what security says about it.
std::string SimPeople::replace_keys(NoticeId notice) {
  std::string said;
  for (auto const& [holder, key_id] : context_.intrusions.end()) {
    auto const issued = issued_key(holder);
    context_.signer.accept(issued);
    said +=
        fmt::format("{}{} was used on {} without permission: it is out of use, and {} replaces it",
                    said.empty() ? "" : "; ", key_id, holder, issued);
    report(make_fact(KeyReplaced{notice, holder, key_id, issued, origin()}));
  }
  return said;
}

// What providers say about themselves: when those that are not well expect to be, and which
// credentials they no longer accept.
std::string SimPeople::ask_providers(NoticeId notice) {
  auto const status = provider_status_();
  for (auto const& sick : status.sick) {
    report(make_fact(ProviderEstimated{notice, sick.provider, sick.expects, origin()}));
  }
  return status.said;
}

// Brings the spare host into service, once; what capacity says about it.
std::string SimPeople::bring_host(NoticeId notice) {
  auto const& spare = context_.plan.spare_host;
  if (!spare || platform_.hosts.contains(spare->host)) return {};
  report(make_fact(HostBrought{spare->host, spare->image, spare->slots, notice, origin()}));
  return fmt::format("{} is up with {} slots", to_text(spare->host), spare->slots);
}

void SimPeople::report(Fact fact) {
  reports_.add(only_boot, last_number_, Report{std::move(fact)});
  send(reports_.waiting().back());
}

Fact SimPeople::answer_owner(NoticeId id, OwnerNotified const& notice) {
  if (!notice.repair) return make_fact(OwnerAcknowledged{id, notice.environment, origin()});
  auto const* made = repair_for(notice);
  if (made == nullptr) return make_fact(OwnerFoundNothing{id, notice.environment, origin()});
  repair(*made);
  OwnerRepaired repaired{id,         notice.environment, made->repair,
                         made->name, made->fixed_id,     origin()};
  if (made->fixed_release) built_.emplace(last_number_, made);
  return make_fact(std::move(repaired));
}

OwnerRepairs const* SimPeople::repair_for(OwnerNotified const& notice) const {
  if (!notice.repair) return nullptr;
  for (auto const& repair : context_.plan.owner_repairs) {
    bool const asked = repair.environment == notice.environment &&
                       repair.repair == *notice.repair && repair.name == notice.name;
    if (asked && std::ranges::find(resolved_, &repair) == resolved_.end()) return &repair;
  }
  return nullptr;
}

void SimPeople::repair(OwnerRepairs const& repair) {
  resolved_.push_back(&repair);
  for (auto const& change : repair.changes) carry_out_(change);
  if (repair.binding)
    context_.programs.change(BindingChange{*repair.binding, BindingState::answers}, context_.now());
  if (repair.fixed_release) {
    context_.programs.store(repair.fixed_digest, *repair.fixed_release);
    context_.programs.add_release(repair.fixed_id, repair.fixed_digest);
  }
}

std::optional<control::Built> SimPeople::built_for(ReportNumber number) const {
  auto const built = built_.find(number);
  if (built == built_.end()) return std::nullopt;
  auto const& repair = *built->second;
  return control::Built{repair.environment, repair.fixed_digest, *repair.fixed_release,
                        repair.fixed_id};
}

Origin SimPeople::origin() {
  last_number_ = next(last_number_);
  return Origin{to_text(people), only_boot, last_number_, context_.now()};
}

void SimPeople::send(Outbox::Waiting const& waiting) {
  context_.send_report(people, waiting.boot, waiting.number, &waiting.report);
  resend_.arm();
}

void SimPeople::resend() {
  resend_.rang();
  for (auto const& waiting : reports_.waiting()) send(waiting);
}

}  // namespace studylab::world::sim
