#include <optional>

#include "base/planted.h"
#include "runner/input_context.h"

namespace studylab::runner {
namespace {

void earliest(std::optional<Instant>& timer, Instant at) {
  if (!timer || at < *timer) timer = at;
}

struct Wants {
  std::vector<Effect> effects;
  std::optional<Instant> stages;
};

void want_probe(Allocation const& a, AllocationMemory const& memory, Wants& wants) {
  earliest(wants.stages, a.since + readiness_budget);
  if (!memory.probe_at) {
    wants.effects.push_back(
        ProbeReadiness{a.command.allocation, a.generation, memory.probe, a.command.readiness_path});
  } else {
    earliest(wants.stages, *memory.probe_at);
  }
}

void want_drained(Allocation const& a, AllocationMemory const& memory, Wants& wants) {
  auto const id = a.command.allocation;
  if (a.sessions == Allocation::Sessions::ended) {
    wants.effects.push_back(StopProcess{id, a.generation});
  } else if (memory.cut == AllocationMemory::Cut::yes || planted(Guard::hun1)) {
    wants.effects.push_back(CutSessions{id, a.generation});
  } else {
    wants.effects.push_back(DrainSessions{id, a.generation, a.deadline});
    earliest(wants.stages, a.deadline);
  }
}

// The effect of the allocation's stage. A process of an earlier generation is stopped first. While
// its start has not answered, that start stays required, because only a running process can be
// stopped.
void want_stage(Allocation const& a, AllocationMemory const& memory, Wants& wants) {
  auto const id = a.command.allocation;
  auto& effects = wants.effects;
  bool const runs = a.process == Process::running;
  if (a.process == Process::starting) {
    effects.push_back(StartProcess{id, a.starting_generation, a.command.release, a.command.digest});
    return;
  }
  switch (a.stage) {
    case AllocationStage::pulling:
    case AllocationStage::secrets:
    case AllocationStage::binding:
    case AllocationStage::starting:
    case AllocationStage::failed:
      if (runs) {
        effects.push_back(StopProcess{id, a.generation});
        return;
      }
      break;
    case AllocationStage::readiness: want_probe(a, memory, wants); return;
    case AllocationStage::draining: want_drained(a, memory, wants); return;
    case AllocationStage::planned:
    case AllocationStage::ready:
    case AllocationStage::stopped: return;
  }
  if (a.stage == AllocationStage::pulling) {
    effects.push_back(PullArtifact{id, a.generation, a.command.digest});
  } else if (a.stage == AllocationStage::secrets) {
    effects.push_back(FetchSecrets{id, a.generation, a.command.needs});
  } else if (a.stage == AllocationStage::binding) {
    effects.push_back(ProbeBindings{id, a.generation, a.command.needs});
  } else if (a.stage == AllocationStage::starting) {
    effects.push_back(StartProcess{id, a.generation, a.command.release, a.command.digest});
  }
}

EndpointReport endpoint_of(State const& state, Allocation const& a,
                           AllocationMemory const& memory) {
  EndpointReport report;
  report.allocation = a.command.allocation;
  report.release = a.command.release;
  report.environment = a.command.environment;
  report.state = memory.announced_state == AnnouncedState::ready ? EndpointState::ready
                                                                 : EndpointState::leaving;
  report.host = state.host;
  report.boot = state.journal.boot;
  report.number = memory.announce;
  report.probe_status = a.evidence ? a.evidence->status : 0;
  return report;
}

}  // namespace

std::vector<Effect> react(State const& state) {
  Wants wants;
  if (state.life == Life::down) return {};
  wants.effects.reserve(8);
  for (auto const& waiting : state.journal.reports.waiting()) {
    wants.effects.push_back(SendReport{waiting.boot, waiting.number});
  }
  bool ask = false;
  bool renew = false;
  for (std::size_t i = 0; i < state.memory.size(); ++i) {
    auto const& a = state.journal.allocations[i];
    auto const& memory = state.memory[i];
    if (a.process == Process::unknown) {
      ask = true;
    } else {
      want_stage(a, memory, wants);
    }
    if (memory.announced != memory.announce) {
      wants.effects.push_back(AnnounceEndpoint{endpoint_of(state, a, memory)});
    }
    renew = renew || memory.announced_state == AnnouncedState::ready;
  }
  if (state.journal.check) {
    wants.effects.push_back(InspectHost{state.journal.check->ordered_by});
  }
  if (auto const& rebuild = state.journal.rebuild) {
    wants.effects.push_back(RebuildSelf{rebuild->operation, rebuild->declared});
  }
  if (ask) wants.effects.push_back(AskProcesses{});
  if (wants.stages) wants.effects.push_back(SetTimer{Timer::stages, *wants.stages});
  if (renew) wants.effects.push_back(SetTimer{Timer::renew, state.next_renew});
  return std::move(wants.effects);
}

}  // namespace studylab::runner
