#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "control/control.h"
#include "model/outbox.h"
#include "world/sim/sim_context.h"
#include "world/sim/sim_providers.h"

namespace studylab::world::sim {

// The people of the simulated world: app owners, who repair what a correct notice names, and the
// other teams. Each notice is answered once, after a time drawn by what it asks for, so that the
// time does not reveal the fault.
class SimPeople {
 public:
  // `carry_out` carries out what a repair changes in the world; `who_wrote` is what the database
  // team finds out about damaged rows, empty if there are none.
  SimPeople(SimContext& site, control::State const& platform,
            std::function<void(Change const&)> carry_out, std::function<std::string()> who_wrote,
            std::function<ProviderStatus()> provider_status)
      : context_(site),
        platform_(platform),
        carry_out_(std::move(carry_out)),
        who_wrote_(std::move(who_wrote)),
        provider_status_(std::move(provider_status)),
        resend_(site, people) {}

  void take(NoticeSent const& sent);
  void work(NoticeWorked const& worked);
  // Without having been asked.
  void say(PersonSpeaks const& speaks);
  void resend();

  // The release that the owner built, which must be in the ledger before the report.
  std::optional<control::Built> built_for(ReportNumber number) const;
  std::optional<Report> take_report(Boot boot, ReportNumber number) {
    return reports_.take(boot, number);
  }
  Report const* find_report(Boot boot, ReportNumber number) const {
    return reports_.find(boot, number);
  }

 private:
  void answer_team(NoticeId notice, Team team);
  std::string replace_keys(NoticeId notice);
  std::string ask_providers(NoticeId notice);
  // Once.
  std::string bring_host(NoticeId notice);
  void report(Fact fact);
  Fact answer_owner(NoticeId id, OwnerNotified const& notice);
  // The repair that the notice correctly asks for, if it has not been made yet.
  OwnerRepairs const* repair_for(OwnerNotified const& notice) const;
  void repair(OwnerRepairs const& repair);
  void send(Outbox::Waiting const& waiting);
  Origin origin();

  SimContext& context_;
  control::State const& platform_;
  std::function<void(Change const&)> carry_out_;
  std::function<std::string()> who_wrote_;
  std::function<ProviderStatus()> provider_status_;
  Resend resend_;
  std::set<NoticeId> heard_;
  std::vector<OwnerRepairs const*> resolved_;
  std::map<ReportNumber, OwnerRepairs const*> built_;
  Outbox reports_;
  ReportNumber last_number_;
};

}  // namespace studylab::world::sim
