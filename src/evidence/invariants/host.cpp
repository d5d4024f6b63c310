#include "evidence/invariants/host.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace studylab::evidence {
namespace {

// How old a passed postcheck may be when its host is uncordoned.
constexpr Duration postcheck_lifetime = std::chrono::minutes{5};

enum class Serving : std::uint8_t { starting, ready, leaving, gone };

struct Member {
  EnvironmentName environment;
  HostId host;
  Serving serving = Serving::starting;
};

struct OpenDrain {
  HostId host;
  Instant deadline;
  std::set<AllocationId> leaving;
};

struct Machine {
  std::set<std::string> drift;  // found and not recorded
  bool left = false;            // an allocation has left it since it was cordoned
  bool own_cordon = false;      // of this run
};

struct Passed {
  HostId host;
  Instant at;
};

class HostWalk {
 public:
  explicit HostWalk(std::vector<Violation>& found) : found_(found) {}

  void entry(FactEntry const& entry) {
    at_ = entry.id;
    now_ = entry.at;
    auto const& subjects = entry.fact.subjects();
    if (auto const* f = std::get_if<InitialFact>(&subjects)) initial(*f);
    if (auto const* f = std::get_if<OperationFact>(&subjects)) operation(*f);
    if (auto const* f = std::get_if<AllocationFact>(&subjects)) allocation(*f);
    if (auto const* f = std::get_if<HostFact>(&subjects)) host(*f);
  }

 private:
  void broken(std::string_view rule, std::string what) {
    found_.push_back(Violation{rule, at_, std::move(what)});
  }

  void initial(InitialFact const& fact) {
    if (auto const* f = std::get_if<EnvironmentDeclared>(&fact))
      quorum_[f->environment] = f->quorum;
    if (auto const* f = std::get_if<DrainPolicyDeclared>(&fact)) least_[f->environment] = f->least;
    if (auto const* f = std::get_if<AllocationRecorded>(&fact)) {
      members_[f->allocation] = {f->environment, f->host, Serving::ready};
    }
    auto const* recorded = std::get_if<OperationRecorded>(&fact);
    if (recorded == nullptr || ended(recorded->stage)) return;
    if (auto const* drain = std::get_if<requests::Drain>(&recorded->request)) {
      begin(recorded->operation, *drain);
    }
  }

  // --- drains and rebuilds ---

  void operation(OperationFact const& fact) {
    if (auto const* f = std::get_if<OperationRequested>(&fact)) {
      if (auto const* drain = std::get_if<requests::Drain>(&f->request)) {
        check_quorum(*drain);
        check_deadline(*drain);
        begin(f->operation, *drain);
      }
      if (auto const* rebuild = std::get_if<requests::Rebuild>(&f->request)) {
        check_rebuild(rebuild->host);
      }
    }
    auto const* reached = std::get_if<StageReached>(&fact);
    if (reached == nullptr || !ended(reached->stage)) return;
    auto const drain = drains_.find(reached->operation);
    if (drain == drains_.end()) return;
    if (reached->stage == Stage::healthy) check_sessions(drain->second);
    drains_.erase(drain);
  }

  void begin(OperationId operation, requests::Drain const& drain) {
    OpenDrain open{drain.host, drain.deadline, {}};
    for (auto const& [id, member] : members_) {
      if (member.host == drain.host && holds_slot(member)) open.leaving.insert(id);
    }
    drains_[operation] = std::move(open);
  }

  static bool holds_slot(Member const& member) { return member.serving != Serving::gone; }

  std::set<EnvironmentName> environments_on(HostId host) const {
    std::set<EnvironmentName> names;
    for (auto const& [id, member] : members_) {
      if (member.host == host && holds_slot(member)) names.insert(member.environment);
    }
    return names;
  }

  void check_quorum(requests::Drain const& drain) {
    auto const names = environments_on(drain.host);
    for (auto const& [operation, open] : drains_) {
      if (open.host == drain.host) continue;
      for (auto const id : open.leaving) {
        if (!names.contains(members_.at(id).environment)) continue;
        return broken("HUN2", fmt::format("{} is drained while {} drains {}", to_text(drain.host),
                                          to_text(operation), to_text(open.host)));
      }
    }
    for (auto const& name : names) {
      auto const ready = std::ranges::count_if(members_, [&](auto const& one) {
        return one.second.environment == name && one.second.host != drain.host &&
               one.second.serving == Serving::ready;
      });
      if (ready >= static_cast<std::ptrdiff_t>(quorum_[name])) continue;
      broken("HUN2", fmt::format("without {}, {} has {} ready and a quorum of {}",
                                 to_text(drain.host), name.value(), ready, quorum_[name]));
    }
  }

  void check_deadline(requests::Drain const& drain) {
    for (auto const& name : environments_on(drain.host)) {
      if (drain.deadline - now_ >= least_[name]) continue;
      broken("HU4", fmt::format("{} gets {} for its drain", name.value(),
                                studylab::to_text(drain.deadline - now_)));
    }
  }

  // The sum of what is known must be what was there.
  void check_sessions(OpenDrain const& drain) {
    for (auto const id : drain.leaving) {
      auto const seen = sessions_.find(id);
      if (seen == sessions_.end()) continue;
      auto const& counted = seen->second;
      auto const cut = counted.origin.at >= drain.deadline ? counted.cut : 0;
      if (counted.ended + counted.stored + cut >= counted.at_start) continue;
      broken("HUN1", fmt::format("a drain ended well that killed sessions of {}", to_text(id)));
    }
  }

  void check_rebuild(HostId host) {
    if (!environments_on(host).empty()) {
      broken("HU5", fmt::format("{} is rebuilt with allocations on it", to_text(host)));
    }
    if (!machines_[host].drift.empty()) {
      broken("HUN3", fmt::format("{} is rebuilt with drift that is not recorded", to_text(host)));
    }
  }

  // --- allocations ---

  void allocation(AllocationFact const& fact) {
    if (auto const* f = std::get_if<AllocationPlanned>(&fact)) {
      members_[f->allocation] = {f->environment, f->host, Serving::starting};
    }
    if (auto const* f = std::get_if<AllocationReady>(&fact)) serve(f->allocation, Serving::ready);
    if (auto const* f = std::get_if<AllocationDraining>(&fact)) {
      serve(f->allocation, Serving::leaving);
    }
    if (auto const* f = std::get_if<AllocationFailed>(&fact)) serve(f->allocation, Serving::gone);
    if (auto const* f = std::get_if<AllocationStopped>(&fact)) serve(f->allocation, Serving::gone);
  }

  void serve(AllocationId id, Serving serving) {
    auto const found = members_.find(id);
    if (found == members_.end()) return;
    found->second.serving = serving;
    if (serving == Serving::gone) machines_[found->second.host].left = true;
  }

  // --- hosts ---

  void host(HostFact const& fact) {
    if (auto const* f = std::get_if<SessionsDrained>(&fact)) sessions_[f->allocation] = *f;
    if (auto const* f = std::get_if<HostPostchecked>(&fact)) {
      bool const ordered = static_cast<bool>(f->ordered_by);
      if (ordered && f->result == PostcheckResult::passed) passed_[at_] = {f->host, now_};
    }
    if (auto const* f = std::get_if<HostDriftFound>(&fact)) {
      for (auto const& one : f->paths) {
        if (!recorded_.contains({f->host, one.path})) machines_[f->host].drift.insert(one.path);
      }
    }
    if (auto const* f = std::get_if<DriftRecorded>(&fact)) {
      machines_[f->host].drift.erase(f->path);
      recorded_.insert({f->host, f->path});
    }
    if (auto const* f = std::get_if<HostCordoned>(&fact)) {
      if (f->hold) machines_[f->host].left = false;
      machines_[f->host].own_cordon = static_cast<bool>(f->hold);
    }
    // What a check found before a rebuild says nothing of the host after it.
    if (auto const* f = std::get_if<HostRebuilt>(&fact)) {
      std::erase_if(passed_, [&](auto const& one) { return one.second.host == f->host; });
    }
    if (auto const* f = std::get_if<HostUncordoned>(&fact)) check_uncordoned(*f);
  }

  void check_uncordoned(HostUncordoned const& fact) {
    auto& machine = machines_[fact.host];
    if (!fact.postcheck) {
      if (machine.own_cordon && !machine.left) return;
      return broken("HU6", fmt::format("{} is uncordoned without a postcheck", to_text(fact.host)));
    }
    auto const passed = passed_.find(fact.postcheck);
    bool const counts = passed != passed_.end() && passed->second.host == fact.host &&
                        now_ - passed->second.at <= postcheck_lifetime;
    if (counts) return;
    broken("HU6", fmt::format("{} is uncordoned on a postcheck that did not pass lately",
                              to_text(fact.host)));
  }

  std::vector<Violation>& found_;
  EntryId at_;
  Instant now_{};
  std::map<EnvironmentName, std::uint32_t> quorum_;
  std::map<EnvironmentName, Duration> least_;
  std::map<AllocationId, Member> members_;
  std::map<OperationId, OpenDrain> drains_;
  std::map<AllocationId, SessionsDrained> sessions_;
  std::map<HostId, Machine> machines_;
  std::set<std::pair<HostId, std::string>> recorded_;
  std::map<EntryId, Passed> passed_;
};

}  // namespace

void host_violations(std::span<FactEntry const> platform, std::vector<Violation>& found) {
  HostWalk walk{found};
  for (auto const& entry : platform) walk.entry(entry);
}

}  // namespace studylab::evidence
