#include "world/sim/sim_people.h"

#include <algorithm>
#include <string>
#include <utility>

namespace studylab::sim {
namespace {

// What a team says that finds nothing of its own.
std::string_view found_nothing(Team team) {
  switch (team) {
    case Team::capacity: return "no host is short of room";
    case Team::security: return "no key and no edge shows a hand that should not be there";
    case Team::database: return "no write that its program did not mean";
    case Team::provider: return "no outage on our side";
    case Team::owner: return "nothing of ours to mend";
  }
  return "nothing";
}

}  // namespace

void SimPeople::take(NoticeSent const& sent) {
  if (!heard_.insert(sent.notice).second) return;
  auto const notice = platform_.notices.find(sent.notice);
  if (notice == platform_.notices.end()) return;
  Random time{site_.setup.seed, "people/" + to_text(sent.notice)};
  auto const& timings = site_.setup.timings;
  auto const takes = drawn(time, notice->second.owner ? timings.owner : timings.team);
  site_.queue.put(site_.now() + takes, NoticeWorked{sent.notice});
}

void SimPeople::work(NoticeWorked const& worked) {
  auto const& notice = platform_.notices.at(worked.notice);
  Fact fact =
      notice.owner
          ? answer_owner(worked.notice, *notice.owner)
          : make_fact(TeamAnswered{worked.notice, notice.team->team, Found::nothing,
                                   std::string{found_nothing(notice.team->team)}, origin()});
  reports_.add(only_boot, last_number_, Report{std::move(fact)});
  send(reports_.waiting().back());
}

Fact SimPeople::answer_owner(NoticeId id, OwnerNotified const& notice) {
  auto const* mending = mend_for(notice);
  if (mending == nullptr) return make_fact(OwnerFoundNothing{id, notice.environment, origin()});
  mend(*mending);
  OwnerRepaired repaired{
      id, notice.environment, mending->repair, mending->name, mending->fixed_id, origin()};
  if (mending->fixed_release) built_.emplace(last_number_, mending);
  return make_fact(std::move(repaired));
}

OwnerMend const* SimPeople::mend_for(OwnerNotified const& notice) const {
  if (!notice.repair) return nullptr;
  for (auto const& mend : site_.setup.mends) {
    bool const asked = mend.environment == notice.environment && mend.repair == *notice.repair &&
                       mend.name == notice.name;
    if (asked && std::ranges::find(mended_, &mend) == mended_.end()) return &mend;
  }
  return nullptr;
}

void SimPeople::mend(OwnerMend const& mend) {
  mended_.push_back(&mend);
  if (mend.binding) site_.programs.change(*mend.binding, BindingState::answers, site_.now());
  if (mend.fixed_release) {
    site_.programs.store(mend.fixed_digest, *mend.fixed_release);
    site_.programs.add_release(mend.fixed_id, mend.fixed_digest);
  }
}

std::optional<control::Built> SimPeople::built_for(ReportNumber number) const {
  auto const built = built_.find(number);
  if (built == built_.end()) return std::nullopt;
  auto const& mend = *built->second;
  return control::Built{mend.environment, mend.fixed_digest, *mend.fixed_release, mend.fixed_id};
}

Origin SimPeople::origin() {
  last_number_ = next(last_number_);
  return Origin{to_text(people), only_boot, last_number_, site_.now()};
}

void SimPeople::send(Outbox::Waiting const& waiting) {
  site_.send_report(people, waiting.boot, waiting.number, &waiting.report);
  resend_.arm();
}

void SimPeople::resend() {
  resend_.rang();
  for (auto const& waiting : reports_.waiting()) send(waiting);
}

}  // namespace studylab::sim
