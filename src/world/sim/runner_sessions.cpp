// The sessions of allocations on a host that is drained, and the rebuild of the host.
#include <algorithm>

#include "control/allocations/continuity.h"
#include "world/sim/runner_process.h"

namespace studylab::world::sim {
namespace {

using Where = exec::InFlight::Where;

// A client whose connection was cut comes back after about this long.
constexpr Between comes_back{std::chrono::seconds{1}, std::chrono::seconds{4}};
// One stored session in so many does not come back: its tab was closed meanwhile.
constexpr std::uint32_t one_stays_away = 16;

// How many of the sessions that leave have left, this long after the drain began.
std::uint32_t left_by_client(SessionsLeave const& leave, std::uint32_t leaving, Duration passed) {
  if (passed >= leave.within) return leaving;
  auto const part = std::max(passed, Duration{}).count() * std::int64_t{leaving};
  return static_cast<std::uint32_t>(part / leave.within.count());
}

}  // namespace

SessionsLeave RunnerProcess::leave_of(AllocationId allocation) const {
  auto const& all = context_.plan.sessions_leave;
  auto const found = std::ranges::find(all, allocation, &SessionsLeave::allocation);
  if (found != all.end()) return *found;
  auto const* instance = context_.instances.find(allocation);
  return {allocation, Duration{}, instance == nullptr ? 0 : instance->sessions};
}

// Stored sessions are cut at once. Others end as their clients leave; those that stay are cut at
// the deadline by another effect.
void RunnerProcess::drain_sessions(runner::Effect const& effect,
                                   runner::DrainSessions const& drain) {
  auto const* instance = context_.instances.find(drain.allocation);
  bool const none = instance == nullptr || instance->sessions == 0;
  if (none || continuity_of(drain.allocation) == Instances::Continuity::resume) {
    return work(effect, drain.allocation, drain.generation, context_.plan.timings.stop);
  }
  auto const leave = leave_of(drain.allocation);
  if (leave.staying > 0) return;
  auto const began = state_.journal.find(drain.allocation)->since;
  auto const last = control::continuity_of(
      {SessionStore::none, control::ReadsState::no, leave.within, drain.deadline - began});
  if (last == control::Continuity::fresh) return;
  exec::InFlight::Key const key{static_cast<std::uint32_t>(effect.index()), drain.allocation.number,
                                drain.generation.value(), 0};
  if (!in_flight_.start(key, Where::here)) return;
  context_.queue.put(std::max(began + leave.within, context_.now()),
                     StageDone{host(), lives_, effect});
}

// What has become of each session by now. What only a cut before the deadline ends is killed.
runner::SessionsEnded RunnerProcess::account_sessions(runner::Allocation const& allocation) {
  auto const id = allocation.command.allocation;
  bool const resumes = continuity_of(id) == Instances::Continuity::resume;
  auto const leave = leave_of(id);
  auto const held = context_.instances.take_sessions(id);
  runner::SessionsEnded seen{id, allocation.generation, 0, 0, held, 0};
  if (resumes) {
    seen.resumed = held;
    bring_back(allocation, held);
    return seen;
  }
  auto const leaving = held - std::min(held, leave.staying);
  seen.ended = left_by_client(leave, leaving, context_.now() - allocation.since);
  seen.fresh = held - seen.ended;
  if (context_.now() < allocation.deadline) killed_ += seen.fresh;
  return seen;
}

// To the ready allocations of the route's owner on other hosts, evenly.
void RunnerProcess::bring_back(runner::Allocation const& allocation, std::uint32_t stored) {
  auto const id = allocation.command.allocation;
  std::vector<control::Allocation const*> targets;
  for (auto const& [other, known] : platform_.allocations) {
    bool const takes = known.release == successor_of(id) &&
                       known.environment == allocation.command.environment &&
                       known.stage == AllocationStage::ready && known.host != host();
    if (takes) targets.push_back(&known);
  }
  auto const back = stored - stored / one_stays_away;
  Random random{context_.plan.seed, "resume/" + to_text(id)};
  auto const share = static_cast<std::uint32_t>(targets.size());
  for (std::uint32_t i = 0; i < share; ++i) {
    auto const count = back / share + (i < back % share ? 1 : 0);
    if (count == 0) continue;
    auto const& to = *targets[i];
    context_.instances.add_sessions(to.id, count);
    context_.queue.put(context_.now() + drawn(random, comes_back),
                       SessionsReturned{to.host, to.id, id, count});
  }
}

void RunnerProcess::arrive(SessionsReturned const& event) {
  if (!up()) {
    context_.queue.put(context_.now() + std::chrono::seconds{1}, event);
    return;
  }
  feed(runner::SessionsArrived{event.allocation, event.from, event.sessions});
}

// Whatever still runs on the host ends with it.
runner::Rebuilt RunnerProcess::rebuild(runner::RebuildSelf const& effect) {
  std::vector<runner::ProcessExited> exited;
  for (auto const& allocation : state_.journal.allocations) {
    auto const id = allocation.command.allocation;
    if (!context_.instances.running(id)) continue;
    killed_ += context_.instances.take_sessions(id);
    exited.push_back({id, allocation.generation, "its host was rebuilt"});
  }
  exit_all(exited);
  context_.programs.rebuild(host());
  return {effect.operation, context_.programs.image(host()).value_or(effect.declared)};
}

}  // namespace studylab::world::sim
