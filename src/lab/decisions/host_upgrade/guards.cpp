// What guards a drain, a rebuild and the return of a host.
#include <array>

#include "lab/decisions/host_upgrade/decisions.h"
#include "lab/decisions/platform.h"

namespace studylab::decisions::host_upgrade {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view replacements[] = {"none", "starting", "ready"};
constexpr std::string_view cordons[] = {"none", "of_this_run", "from_before"};
constexpr std::string_view checks[] = {"none", "passed", "failed"};
constexpr std::string_view drifts[] = {"none", "not_recorded", "recorded"};
constexpr HostId upgraded{3};
constexpr AllocationId on_it{8};

void replace(Platform& platform, std::string_view replacement) {
  if (replacement == "none") return;
  platform.carry_out(Replace{"host-1"});
  auto const id = platform.state().operations.rbegin()->first;
  platform.add(AllocationPlanned{on_it, platform.environment, platform.owner,
                                 Platform::digest_of(platform.owner), upgraded, id, Attempt{1}});
  if (replacement == "starting") return;
  platform.report(
      "runner-host-3",
      AllocationReady{on_it, Platform::digest_of(platform.owner), "/ready", 200, 0, {}});
  platform.add(StageReached{id, Stage::healthy, Attempt{1}, "every replacement is ready"});
}

Outcome evaluate_drain(Inputs const& in) {
  Platform platform;
  platform.add(DrainPolicyDeclared{platform.environment, in.duration("min_drain_time")});
  if (in.yes("other_drain")) {
    platform.carry_out(Drain{"host-2", Duration{in.duration("min_drain_time")}});
  }
  replace(platform, in.word("replacement"));
  if (!in.yes("member_ready")) {
    platform.report("runner-host-2",
                    AllocationFailed{AllocationId{2}, AllocationStage::ready, "it exited", {}});
  }
  platform.leave_free(in.count("free_slots"));
  auto declared = platform.declared();
  declared.quorum = in.count("quorum");
  platform.add(declared);
  return platform.decide(Drain{"host-1", Duration{in.duration("deadline")}});
}

Description drain() {
  using enum RefusalCode;
  return {
      "drain",
      DecisionKind::guard,
      "`drain`",
      "A host with one of two members of an environment is to be drained. The environment must "
      "keep its quorum, and its sessions their minimum drain time.",
      "control::reasons_not_to_drain (control/upgrades/drain_decision.h)",
      {count("quorum", "Declared quorum of the environment", 1, 2, 2),
       yes_no("member_ready", "Its member on the other host is ready", true),
       choice("replacement", "Replacement of the member on this host", replacements),
       count("free_slots", "Free slots elsewhere", 0, 3, 2),
       yes_no("other_drain", "A drain of the other host is open"),
       duration("min_drain_time", "Declared minimum drain time", {0, 900, 60, 300}),
       duration("deadline", "`--deadline` of the command", {0, 900, 60, 300})},
      guard_answers("Accepted: the drain begins", {operation_running, below_quorum, no_headroom,
                                                   replacements_missing, deadline_below_policy}),
      &evaluate_drain};
}

// Checks the host: what a postcheck finds now.
void check_host(Platform& platform, PostcheckResult result, std::vector<DriftedPath> paths) {
  platform.carry_out(Postcheck{to_text(upgraded)});
  auto const order = platform.state().last_entry;
  if (!paths.empty()) {
    platform.report("runner-host-3", HostDriftFound{upgraded, order, std::move(paths), {}});
  }
  platform.report("runner-host-3", HostPostchecked{upgraded,
                                                   order,
                                                   result,
                                                   Digest{},
                                                   result == PostcheckResult::passed
                                                       ? "image as declared"
                                                       : "a file differs from the image",
                                                   {}});
}

Outcome evaluate_rebuild(Inputs const& in) {
  Platform platform;
  if (in.yes("allocations")) platform.recorded_allocation(on_it, upgraded);
  auto const drift = in.word("drift");
  if (in.yes("postchecked")) {
    std::vector<DriftedPath> paths;
    if (drift != "none") paths.push_back({"/etc/limits.conf", Digest{}, Digest{}});
    check_host(platform, paths.empty() ? PostcheckResult::passed : PostcheckResult::failed, paths);
    if (drift == "recorded") platform.carry_out(RecordDrift{"host-3", "/etc/limits.conf"});
  }
  return platform.decide(Rebuild{to_text(upgraded)});
}

Description rebuild() {
  using enum RefusalCode;
  return {"rebuild",
          DecisionKind::guard,
          "`rebuild`",
          "A host is rebuilt from its declared image: after its drain, and after what was "
          "changed on it is recorded.",
          "control::upgrades::decide (control/upgrades/upgrades.h)",
          {yes_no("allocations", "Allocations are on the host"),
           yes_no("postchecked", "A postcheck has been made", true),
           choice("drift", "Drift that the postcheck found", drifts, 1)},
          guard_answers("Accepted: the host is rebuilt",
                        {not_drained, postchecks_missing, drift_unrecorded}),
          &evaluate_rebuild};
}

Outcome evaluate_uncordon(Inputs const& in) {
  Platform platform;
  platform.recorded_allocation(on_it, upgraded);
  auto const cordon = in.word("cordon");
  if (cordon == "of_this_run") platform.carry_out(Cordon{to_text(upgraded)});
  if (cordon == "from_before") {
    platform.add(HostCordonRecorded{upgraded, platform.now() - 1h, "to be patched"});
  }
  if (in.yes("left")) {
    platform.report("runner-host-3",
                    AllocationFailed{on_it, AllocationStage::ready, "it exited", {}});
  }
  auto const check = in.word("postcheck");
  if (check != "none") {
    check_host(platform, check == "passed" ? PostcheckResult::passed : PostcheckResult::failed, {});
  }
  platform.pass(in.duration("age"));
  return platform.decide(Uncordon{to_text(upgraded)});
}

Description uncordon() {
  using enum RefusalCode;
  return {"uncordon",
          DecisionKind::guard,
          "`uncordon`",
          "A host takes allocations again: after a postcheck that passed within the last five "
          "minutes, unless nothing has left it under this run's cordon.",
          "control::hosts::decide (control/hosts/hosts.h)",
          {choice("cordon", "Cordon of the host", cordons, 1),
           yes_no("left", "An allocation has left it since", true),
           choice("postcheck", "Its latest postcheck", checks),
           duration("age", "Age of that postcheck", {0, 600, 30, 60})},
          guard_answers("Accepted: the host takes allocations again",
                        {not_cordoned, postchecks_missing}),
          &evaluate_uncordon};
}

std::span<Description const> guards() {
  static std::array const all{drain(), rebuild(), uncordon()};
  return all;
}

constexpr ShownLine lines[] = {
    {"HU2", "drain"},
    {"HU3", "drain"},
    {"HU4", "session-continuity"},
    {"HU4", "drain"},
    {"HU5", "rebuild"},
    {"HU6", "uncordon"},
    {"HUN1", "session-continuity"},
    {"HUN1", "prohibited-commands"},
    {"HUN2", "drain"},
    {"HUN3", "rebuild"},
    {"HUN3", "prohibited-commands"},
};

}  // namespace

constexpr RunbookDecisions decisions{"host-upgrade", &guards, lines};

}  // namespace studylab::decisions::host_upgrade
