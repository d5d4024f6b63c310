#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "control/control.h"
#include "lab/decisions/decision.h"

// A small platform in which a guard is tried: the control plane's state, made from facts, and its
// real decider.
namespace studylab::decisions {

class Platform {
 public:
  EnvironmentName const environment{"shop/production"};
  EnvironmentName const other_environment{"mail/production"};
  RouteKey const route{"shop.example"};
  DatabaseName const database{"shop-db"};
  PartitionId const partition{1};
  HostId const host{1};
  // Releases of the environment: `owner` serves, `earlier` has served, `next` is not registered.
  ReleaseId const earlier{1}, owner{2}, next{3};

  // An environment with two ready allocations on two of three hosts, one without any, and an edge.
  Platform();

  static Digest digest_of(ReleaseId release);

  Instant now() const { return now_; }
  control::State const& state() const { return state_; }
  void pass(Duration length) { now_ += length; }

  // Appends a fact. It returns its entry.
  template <class F>
  EntryId add(F fact) {
    return append(make_fact(std::move(fact)));
  }
  // Appends what a process reports, if the control plane accepts it.
  template <class F>
  void report(std::string process, F fact) {
    fact.origin = {std::move(process), Boot{1}, ReportNumber{++reports_}, now_};
    accept(control::decide(state_, Report{make_fact(std::move(fact))}, now_));
  }
  // Carries a command out, which must be accepted.
  void carry_out(Verb verb);

  EnvironmentDeclared declared() const;
  // The release with its artifact. `served`: whether it has owned the route before.
  void release(ReleaseId id, Manifest const& manifest, bool served);
  void remove_artifact(ReleaseId id);
  // Neither release of the environment fits the schema any more.
  void make_misfit();
  // An operation of another operator moves the route to this release.
  void move_owner(ReleaseId to);
  void recorded_allocation(AllocationId id, HostId on);
  // Hosts have as many slots as are used, and the last one this many more.
  void leave_free(std::uint32_t slots);
  void add_other_sleeper();
  // Errors over the environment's threshold in the last ten seconds.
  void observe_errors();
  // Opens the incident that is due.
  void open_due();
  void open_incident();

  // What the control plane answers to the command: `accepted` or the code of the refusal, with the
  // refusal's reason and what its plan rests on.
  Outcome decide(Verb verb, std::vector<EntryId> refs = {}) const;
  control::Decision answer(Verb verb) const;

 private:
  EntryId append(Fact fact);
  void accept(control::Decision const& decision);
  void declare_environment(EnvironmentName const& name, RouteKey const& key);

  Instant now_;
  control::State state_;
  std::uint32_t entries_ = 0;
  std::uint64_t reports_ = 0;
};

// The answer `accepted` in these words, and refusals by their codes with the meaning in
// refusals.cpp.
std::vector<Answer> guard_answers(std::string_view accepted, std::vector<RefusalCode> const& codes);
std::vector<Answer> refusal_answers(std::vector<RefusalCode> const& codes);

}  // namespace studylab::decisions
