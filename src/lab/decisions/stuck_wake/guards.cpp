// What guards a wake, and what makes an allocation ready.
#include <array>

#include <fmt/format.h>

#include "control/allocations/allocations.h"
#include "lab/decisions/platform.h"
#include "lab/decisions/stuck_wake/decisions.h"

namespace studylab::decisions::stuck_wake {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view statuses[] = {"200", "204", "301", "404", "500", "503"};
constexpr std::uint16_t status_numbers[] = {200, 204, 301, 404, 500, 503};
constexpr std::string_view stages[] = {"being_started", "ready", "failed"};

void let_sleep(Platform& platform) {
  SleepPolicyDeclared policy;
  policy.environment = platform.environment;
  policy.budget = 60s;
  policy.backoff = 5s;
  policy.safe = {100, 100'000, 30s};
  platform.add(policy);
}

void end_processes(Platform& platform) {
  for (std::uint32_t n : {1U, 2U}) {
    platform.report("runner-host-" + std::to_string(n),
                    AllocationFailed{AllocationId{n}, AllocationStage::ready, "it exited", {}});
  }
}

Outcome evaluate_wake(Inputs const& in) {
  Platform platform;
  if (in.yes("may_sleep")) let_sleep(platform);
  platform.add_other_sleeper();
  end_processes(platform);
  if (in.yes("open_wake") && in.yes("may_sleep")) platform.carry_out(Wake{platform.environment});
  if (in.yes("ready")) platform.recorded_allocation(AllocationId{8}, HostId{3});
  platform.leave_free(in.count("free_slots"));
  Wake const wake{platform.environment};
  auto outcome = platform.decide(wake);
  auto const decision = platform.answer(wake);
  if (!decision || decision->empty()) return outcome;
  if (auto const* joined = fact_if<WakeJoined>(decision->front())) {
    return {"joined",
            {fmt::format("{} is open: the command joins it.", to_text(joined->operation))}};
  }
  outcome.reasons.insert(outcome.reasons.begin(), "No wake of the environment is open.");
  return outcome;
}

Description wake() {
  using enum RefusalCode;
  auto answers = guard_answers("Accepted: a wake begins", {awake, no_headroom, never_sleeps});
  answers.insert(answers.begin() + 1, {"joined", "Accepted: it joins the open wake"});
  return {"wake",
          DecisionKind::guard,
          "`wake`",
          "A wake of an environment is requested. At most one is open; an attempt needs a free "
          "slot.",
          "control::wakes::decide (control/wakes/wakes.h)",
          {yes_no("may_sleep", "The environment declares a sleep policy", true),
           yes_no("ready", "It has a ready allocation"),
           yes_no("open_wake", "A wake of it is open", true),
           count("free_slots", "Free slots", 0, 4, 2)},
          std::move(answers),
          &evaluate_wake};
}

// An allocation that a wake has planned, as far as the input says.
void plan_allocation(Platform& platform, AllocationId id, std::string_view stage) {
  let_sleep(platform);
  end_processes(platform);
  platform.carry_out(Wake{platform.environment});
  auto const wake = platform.state().operations.rbegin()->first;
  platform.add(StageReached{wake, Stage::placing, Attempt{1}, {}});
  platform.add(AllocationPlanned{id, platform.environment, platform.owner,
                                 Platform::digest_of(platform.owner), HostId{3}, wake, Attempt{1}});
  platform.add(StageReached{wake, Stage::starting, Attempt{1}, {}});
  if (stage == "ready") {
    platform.report("runner-host-3",
                    AllocationReady{id, Platform::digest_of(platform.owner), "/ready", 200, 0, {}});
  }
  if (stage == "failed") {
    platform.report("runner-host-3",
                    AllocationFailed{id, AllocationStage::starting, "it exited", {}});
  }
}

Outcome evaluate_readiness(Inputs const& in) {
  Platform platform;
  AllocationId const planned{8};
  plan_allocation(platform, planned, in.word("stage"));
  auto const reported = in.yes("planned") ? planned : AllocationId{9};
  auto const runs = in.yes("own_artifact") ? platform.owner : platform.earlier;
  AllocationReady ready{reported, Platform::digest_of(runs),
                        "/ready", status_numbers[in.index("status")],
                        0,        {"runner-host-3", Boot{1}, ReportNumber{99}, platform.now()}};
  auto const decision =
      control::decide(platform.state(), Report{make_fact(std::move(ready))}, platform.now());
  if (auto const* late = fact_if<LateReportIgnored>(decision->front())) {
    return {"not_ready", {late->what}};
  }
  return {"ready", {"Its own artifact runs, and the readiness probe passed."}};
}

Description readiness() {
  return {"readiness",
          DecisionKind::guard,
          "Readiness",
          "A runner reports that an allocation is ready. Only the readiness probe's own evidence "
          "makes it routable.",
          "control::allocations::decide (control/allocations/allocations.h)",
          {choice("status", "The readiness probe answered", statuses),
           yes_no("own_artifact", "It runs the artifact of the release that was planned", true),
           yes_no("planned", "The control plane has planned it", true),
           choice("stage", "Its stage so far", stages)},
          {{"ready", "It becomes routable"}, {"not_ready", "The report is recorded, and ignored"}},
          &evaluate_readiness};
}

std::span<Description const> guards() {
  static std::array const all{wake(), readiness()};
  return all;
}

constexpr ShownLine lines[] = {
    {"SW3", "wake"},           {"SW4", "request-class"},
    {"SWN1", "request-class"}, {"SWN1", "prohibited-commands"},
    {"SWN2", "wake"},          {"SWN2", "prohibited-commands"},
    {"SWN3", "readiness"},     {"SWN3", "prohibited-commands"},
};

}  // namespace

constexpr RunbookDecisions decisions{"stuck-wake", &guards, lines};

}  // namespace studylab::decisions::stuck_wake
