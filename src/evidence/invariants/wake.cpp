#include "evidence/invariants/wake.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace studylab::evidence {
namespace {

struct Wake {
  EnvironmentName environment;
  ReleaseId release;
  Instant begun_at;
  std::uint32_t attempts = 0;  // since it began
};

struct Placed {
  EnvironmentName environment;
  ReleaseId release;
  HostId host;
  OperationId operation;
};

// An environment that may sleep.
struct Sleeper {
  SleepPolicyDeclared policy;
  OperationId open;     // its wake that has not ended; none: none is open
  OperationId gave_up;  // until an operator asks for a wake or an allocation is ready
};

class WakeWalk {
 public:
  explicit WakeWalk(std::vector<Violation>& found) : found_(found) {}

  void entry(FactEntry const& entry) {
    at_ = entry.id;
    now_ = entry.at;
    if (auto const* f = std::get_if<InitialFact>(&entry.fact.subjects())) initial(*f);
    if (auto const* f = std::get_if<OperationFact>(&entry.fact.subjects())) operation(*f);
    if (auto const* f = std::get_if<AllocationFact>(&entry.fact.subjects())) allocation(*f);
    if (auto const* f = fact_if<HostBrought>(entry.fact)) slots_[f->host] = f->slots;
    if (auto const* f = fact_if<WakePlacementFailed>(entry.fact)) attempt(f->operation);
    if (auto const* f = fact_if<WakeGaveUp>(entry.fact)) {
      sleepers_[f->environment].gave_up = f->operation;
    }
  }

 private:
  void broken(std::string_view rule, std::string what) {
    found_.push_back(Violation{rule, at_, std::move(what)});
  }

  void initial(InitialFact const& fact) {
    if (auto const* f = std::get_if<SleepPolicyDeclared>(&fact)) {
      sleepers_[f->environment].policy = *f;
    }
    if (auto const* f = std::get_if<HostRegistered>(&fact)) slots_[f->host] = f->slots;
    if (auto const* f = std::get_if<AllocationRecorded>(&fact)) {
      place(f->allocation, {f->environment, f->release, f->host, {}});
      ready_.insert(f->allocation);
    }
    auto const* recorded = std::get_if<OperationRecorded>(&fact);
    if (recorded == nullptr) return;
    if (auto const* wake = std::get_if<requests::Wake>(&recorded->request)) {
      begin(recorded->operation, {wake->environment, wake->release, recorded->requested_at, 0});
      if (ended(recorded->stage)) sleepers_[wake->environment].open = OperationId{};
    }
  }

  // --- wakes ---

  void operation(OperationFact const& fact) {
    if (auto const* f = std::get_if<OperationRequested>(&fact)) {
      auto const* wake = std::get_if<requests::Wake>(&f->request);
      if (wake == nullptr) return;
      check_asked(*wake, *f);
      begin(f->operation, {wake->environment, wake->release, now_, 0});
    }
    if (auto const* f = std::get_if<OperationRetried>(&fact)) {
      auto const known = wakes_.find(f->operation);
      if (known != wakes_.end()) begin(f->operation, restarted(known->second));
    }
    if (auto const* f = std::get_if<StageReached>(&fact)) stage(*f);
  }

  Wake restarted(Wake wake) const {
    wake.begun_at = now_;
    wake.attempts = 0;
    return wake;
  }

  void check_asked(requests::Wake const& wake, OperationRequested const& f) {
    auto const& sleeper = sleepers_[wake.environment];
    bool const by_itself = f.act.line.empty();
    if (!by_itself || !sleeper.gave_up) return;
    broken("SWN2", fmt::format("{} began by itself, after {} gave up", to_text(f.operation),
                               to_text(sleeper.gave_up)));
  }

  void begin(OperationId id, Wake wake) {
    auto& sleeper = sleepers_[wake.environment];
    if (sleeper.open && sleeper.open != id) {
      broken("SW3", fmt::format("{} of {} began while {} was open", to_text(id),
                                wake.environment.value(), to_text(sleeper.open)));
    }
    sleeper.open = id;
    sleeper.gave_up = OperationId{};
    wakes_[id] = std::move(wake);
  }

  void stage(StageReached const& f) {
    auto const known = wakes_.find(f.operation);
    if (known == wakes_.end()) return;
    auto const& wake = known->second;
    auto& sleeper = sleepers_[wake.environment];
    if (ended(f.stage) && sleeper.open == f.operation) sleeper.open = OperationId{};
    if (f.stage == Stage::hot && !any_ready(wake)) {
      broken("SWN3", fmt::format("{} is hot without a ready allocation", wake.environment.value()));
    }
  }

  bool any_ready(Wake const& wake) const {
    for (auto const id : ready_) {
      auto const& placed = placed_.at(id);
      if (placed.environment == wake.environment && placed.release == wake.release) return true;
    }
    return false;
  }

  // --- attempts ---

  void attempt(OperationId id) {
    auto const known = wakes_.find(id);
    if (known == wakes_.end()) return;
    auto& wake = known->second;
    auto const& policy = sleepers_[wake.environment].policy;
    if (++wake.attempts == policy.attempts + 1) {
      broken("SWN2", fmt::format("{} made more than {} attempts", to_text(id), policy.attempts));
    }
    if (now_ >= wake.begun_at + policy.budget) {
      broken("SW4", fmt::format("{} made an attempt after its budget of {}", to_text(id),
                                studylab::to_text(policy.budget)));
    }
  }

  void plan(AllocationPlanned const& f) {
    for (auto const& [other, placed] : placed_) {
      bool const same = placed.operation && placed.operation == f.operation;
      if (!same || !wakes_.contains(f.operation)) continue;
      broken("SWN2", fmt::format("{} started {} while it ran {}", to_text(f.operation),
                                 to_text(f.allocation), to_text(other)));
    }
    attempt(f.operation);
    place(f.allocation, {f.environment, f.release, f.host, f.operation});
    auto const slots = slots_.find(f.host);
    if (slots == slots_.end() || used_[f.host] <= slots->second) return;
    broken("SWN2", fmt::format("{} is one more than the {} slots of {}", to_text(f.allocation),
                               slots->second, to_text(f.host)));
  }

  // --- allocations ---

  void allocation(AllocationFact const& fact) {
    match(
        fact, [&](AllocationPlanned const& f) { plan(f); },
        [&](AllocationReady const& f) { make_ready(f.allocation); },
        [&](AllocationFailed const& f) { remove(f.allocation); },
        [&](AllocationDraining const& f) { ready_.erase(f.allocation); },
        [&](AllocationStopped const& f) { remove(f.allocation); },
        [](AllocationStagesReported const&) {});
  }

  void place(AllocationId id, Placed placed) {
    ++used_[placed.host];
    known_[id] = placed;
    placed_[id] = std::move(placed);
  }

  // One that had failed is started again in place.
  void make_ready(AllocationId id) {
    auto const known = known_.find(id);
    if (known == known_.end()) return;
    if (!placed_.contains(id)) place(id, Placed{known->second});
    ready_.insert(id);
    auto const sleeper = sleepers_.find(known->second.environment);
    if (sleeper != sleepers_.end()) sleeper->second.gave_up = OperationId{};
  }

  void remove(AllocationId id) {
    ready_.erase(id);
    auto const found = placed_.find(id);
    if (found == placed_.end()) return;
    --used_[found->second.host];
    placed_.erase(found);
  }

  std::vector<Violation>& found_;
  EntryId at_;
  Instant now_;
  std::map<EnvironmentName, Sleeper> sleepers_;
  std::map<OperationId, Wake> wakes_;
  std::map<HostId, std::uint32_t> slots_;
  std::map<HostId, std::uint32_t> used_;
  std::map<AllocationId, Placed> known_;   // all
  std::map<AllocationId, Placed> placed_;  // those that hold a slot
  std::set<AllocationId> ready_;
};

}  // namespace

void wake_violations(std::span<FactEntry const> platform, std::vector<Violation>& found) {
  WakeWalk walk{found};
  for (auto const& entry : platform) walk.entry(entry);
}

}  // namespace studylab::evidence
