#pragma once

#include "control/allocations/allocations.h"
#include "control/platform_testing.h"
#include "control/upgrades/upgrades.h"

namespace studylab::control::testing {

// Three hosts: two members of an environment whose quorum is two, on host-1 and host-2, and room on
// host-3. No promotion waits.
struct UpgradePlatform : TestPlatform {
  static constexpr HostId host{1};
  static constexpr HostId other{2};
  static constexpr Duration least = std::chrono::minutes{5};

  UpgradePlatform() {
    auto declared = state.environments.at(env).declared;
    declared.quorum = 2;
    add(declared);
    add(HostRegistered{HostId{3}, state.hosts.at(host).image, 6});
    add(DrainPolicyDeclared{env, least});
    operate(Cancel{"op-9"});
    operate(Cancel{"op-10"});
  }

  Decision replace(std::string name = "host-1") { return operate(Replace{std::move(name)}); }
  Decision drain(Duration deadline = least, std::string name = "host-1") {
    return operate(studylab::Drain{std::move(name), deadline});
  }
  Decision rebuild() { return operate(Rebuild{"host-1"}); }
  // The whole way of a host out of service and back.
  void upgrade() {
    operate(Cordon{"host-1"});
    replace();
    drain();
    operate(Postcheck{"host-1"});
    rebuild();
    operate(Postcheck{"host-1"});
  }

  void find_drift(std::string path) {
    HostDriftFound found{host, EntryId{1}, {{std::move(path), {}, {}}}, origin("runner-host-1")};
    give(Report{make_fact(std::move(found))});
    settle();
  }
  // The process of the second member has ended.
  void lose_member() {
    AllocationFailed failed{AllocationId{2}, AllocationStage::ready, "it exited",
                            origin("runner-host-2")};
    give(Report{make_fact(std::move(failed))});
    settle();
  }

  HostStage stage() const { return state.hosts.at(host).stage; }
  Stage latest_stage() const { return state.operations.rbegin()->second.stage; }
  std::uint32_t ready() const { return ready_allocations(state, env, good); }
};

}  // namespace studylab::control::testing
