#include "runner/runner.h"

#include <fmt/format.h>

#include "runner/turn.h"

namespace studylab::runner {
namespace {

std::string names(std::vector<BindingName> const& bindings) {
  std::string text;
  for (auto const& binding : bindings) {
    if (!text.empty()) text += ", ";
    text += to_text(binding);
  }
  return text;
}

// The allocation that waits in `stage` of this run; nullptr: nobody waits for this any more.
Allocation const* waiting(Turn& turn, AllocationId id, Run run, AllocationStage stage) {
  auto const* allocation = turn.state.journal.find(id);
  bool const waits = allocation && allocation->run == run && allocation->stage == stage;
  return waits ? allocation : nullptr;
}

Outcome take(Turn& turn, Started const&) {
  turn.state.memory.assign(turn.state.journal.allocations.size(), AllocationMemory{});
  turn.state.last_number = {};
  turn.state.next_renew = turn.now + renew_interval;
  turn.keep(Booted{next(turn.state.journal.boot)});
  // A process may have ended, or been started, while nobody looked.
  for (auto const& allocation : turn.state.journal.allocations) {
    if (allocation.process != Process::none || allocation.stage == AllocationStage::starting) {
      turn.keep(ProcessSeen{allocation.command.allocation, Process::unknown});
    }
  }
  return Outcome::done;
}

Outcome take(Turn& turn, Commanded const& commanded) {
  return take_command(turn, commanded.command);
}

Outcome take(Turn& turn, ArtifactPulled const& pulled) {
  auto const* a = waiting(turn, pulled.allocation, pulled.run, AllocationStage::pulling);
  if (!a) return Outcome::stale_answer;
  if (!pulled.found) {
    fail(turn, *a, pulled.why.empty() ? "the store does not have the artifact" : pulled.why);
  } else if (*pulled.found != a->command.digest) {
    fail(
        turn, *a,
        fmt::format("pulled {}, not {}", short_text(*pulled.found), short_text(a->command.digest)));
  } else {
    enter(turn, *a, AllocationStage::secrets);
    skip_empty_stages(turn, *a);
  }
  return Outcome::done;
}

Outcome take(Turn& turn, SecretsFetched const& fetched) {
  auto const* a = waiting(turn, fetched.allocation, fetched.run, AllocationStage::secrets);
  if (!a) return Outcome::stale_answer;
  if (fetched.missing.empty()) {
    enter(turn, *a, AllocationStage::binding);
  } else {
    fail(turn, *a, fmt::format("no secret for {}", names(fetched.missing)));
  }
  return Outcome::done;
}

Outcome take(Turn& turn, BindingsProbed const& probed) {
  auto const* a = waiting(turn, probed.allocation, probed.run, AllocationStage::binding);
  if (!a || a->process != Process::none) return Outcome::stale_answer;
  if (probed.gone.empty()) {
    enter(turn, *a, AllocationStage::starting);
  } else {
    fail(turn, *a, fmt::format("no answer from {}", names(probed.gone)));
  }
  return Outcome::done;
}

// A start whose run was left meanwhile has come to its end.
Outcome end_left_start(Turn& turn, Allocation const& a, ProcessStarted const& started) {
  auto const process = started.why.empty() ? Process::running : Process::none;
  turn.keep(ProcessSeen{started.allocation, process});
  stop_if_drained(turn, a);
  return Outcome::done;
}

Outcome take(Turn& turn, ProcessStarted const& started) {
  auto const* left = turn.state.journal.find(started.allocation);
  if (left && left->process == Process::starting && left->starting_run == started.run) {
    return end_left_start(turn, *left, started);
  }
  auto const* a = waiting(turn, started.allocation, started.run, AllocationStage::starting);
  if (!a || a->process != Process::none) return Outcome::stale_answer;
  if (started.why.empty()) {
    turn.keep(ProcessSeen{started.allocation, Process::running});
    enter(turn, *a, AllocationStage::readiness);
  } else {
    fail(turn, *a, started.why);
  }
  return Outcome::done;
}

void become_ready(Turn& turn, Allocation const& a, Evidence const& evidence) {
  turn.keep(ReadinessSeen{a.command.allocation, evidence});
  enter(turn, a, AllocationStage::ready);
  AllocationReady ready;
  ready.allocation = a.command.allocation;
  ready.digest = evidence.running;
  ready.probe_path = a.command.readiness_path;
  ready.probe_status = evidence.status;
  ready.sessions = evidence.sessions;
  turn.report(std::move(ready));
}

Outcome take(Turn& turn, ReadinessProbed const& probed) {
  auto const* a = waiting(turn, probed.allocation, probed.run, AllocationStage::readiness);
  if (!a || a->process != Process::running) return Outcome::stale_answer;
  if (probe_passed(probed.status)) {
    if (probed.running != a->command.digest) {
      fail(turn, *a,
           fmt::format("{} answered, not {}", short_text(probed.running),
                       short_text(a->command.digest)));
    } else {
      become_ready(turn, *a, {probed.status, probed.running, probed.sessions});
    }
  } else if (turn.now + probe_interval >= a->since + readiness_budget) {
    fail(turn, *a,
         fmt::format("{} answered {} for {}", a->command.readiness_path, probed.status,
                     studylab::to_text(readiness_budget)));
  } else {
    turn.memory(*a).probe_at = turn.now + probe_interval;
  }
  return Outcome::done;
}

Outcome take(Turn& turn, SessionsEnded const& ended) {
  auto const* a = waiting(turn, ended.allocation, ended.run, AllocationStage::draining);
  if (!a || a->sessions == Allocation::Sessions::ended) return Outcome::stale_answer;
  end_sessions(turn, *a, ended.resumed, ended.fresh);
  return Outcome::done;
}

Outcome take(Turn& turn, ProcessStopped const& stopped) {
  auto const* a = turn.state.journal.find(stopped.allocation);
  if (!a || a->run != stopped.run || a->process != Process::running) return Outcome::stale_answer;
  turn.keep(ProcessSeen{stopped.allocation, Process::none});
  stop_if_drained(turn, *a);
  return Outcome::done;
}

// Nobody told it to end: what it held is lost with it.
void lose_process(Turn& turn, Allocation const& a, std::string why) {
  turn.keep(ProcessSeen{a.command.allocation, Process::none});
  if (a.stage == AllocationStage::draining) {
    if (a.sessions == Allocation::Sessions::held) {
      end_sessions(turn, a, 0, a.evidence ? a.evidence->sessions : 0);
    } else {
      stop_if_drained(turn, a);
    }
  } else if (a.stage == AllocationStage::readiness || a.stage == AllocationStage::ready) {
    fail(turn, a, std::move(why));
  }
}

Outcome take(Turn& turn, ProcessExited const& exited) {
  auto const* a = turn.state.journal.find(exited.allocation);
  if (!a || a->run != exited.run || a->process != Process::running) return Outcome::stale_answer;
  lose_process(turn, *a, exited.why);
  return Outcome::done;
}

Outcome take(Turn& turn, ProcessesFound const& found) {
  auto outcome = Outcome::stale_answer;
  for (auto const& a : turn.state.journal.allocations) {
    if (a.process != Process::unknown) continue;
    outcome = Outcome::done;
    bool const runs = std::ranges::find(found.running, a.command.allocation) != found.running.end();
    // Starting is repeated: it is kept by its run, so the same process answers.
    if (a.stage == AllocationStage::starting) {
      turn.keep(ProcessSeen{a.command.allocation, Process::none});
    } else if (runs) {
      turn.keep(ProcessSeen{a.command.allocation, Process::running});
    } else {
      lose_process(turn, a, "its process was gone when the runner came back");
    }
  }
  return outcome;
}

Outcome take(Turn& turn, Announced const& announced) {
  auto const* a = turn.state.journal.find(announced.allocation);
  if (!a || turn.memory(*a).announce != announced.number) return Outcome::stale_answer;
  turn.memory(*a).announced = announced.number;
  return Outcome::done;
}

Outcome pass_stage_deadlines(Turn& turn) {
  auto outcome = Outcome::not_due;
  for (auto const& a : turn.state.journal.allocations) {
    auto& memory = turn.memory(a);
    if (a.stage == AllocationStage::readiness && a.since + readiness_budget <= turn.now) {
      outcome = Outcome::done;
      fail(turn, a,
           fmt::format("no answer at {} for {}", a.command.readiness_path,
                       studylab::to_text(readiness_budget)));
    } else if (a.stage == AllocationStage::readiness && memory.probe_at != Instant{} &&
               memory.probe_at <= turn.now) {
      outcome = Outcome::done;
      memory.probe_at = {};
      ++memory.probe;
    } else if (a.stage == AllocationStage::draining && a.deadline <= turn.now &&
               memory.cut == AllocationMemory::Cut::no) {
      outcome = Outcome::done;
      memory.cut = AllocationMemory::Cut::yes;
    }
  }
  return outcome;
}

Outcome renew(Turn& turn) {
  if (turn.now < turn.state.next_renew) return Outcome::not_due;
  for (auto& memory : turn.state.memory) {
    if (memory.said == Said::ready) memory.announce = turn.number();
  }
  turn.state.next_renew = turn.now + renew_interval;
  return Outcome::done;
}

Outcome take(Turn& turn, Elapsed const& elapsed) {
  switch (elapsed.timer) {
    case Timer::stages: return pass_stage_deadlines(turn);
    case Timer::renew: return renew(turn);
  }
  return Outcome::not_due;
}

Outcome take(Turn& turn, Acknowledged const& taken) {
  auto const report = take_report(turn.state, taken.boot, taken.number, turn.out.journal);
  return report ? Outcome::done : Outcome::stale_answer;
}

}  // namespace

State fresh(HostId host) {
  State state;
  state.host = host;
  state.process = "runner-" + to_text(host);
  return state;
}

State standing(HostId host, Boot boot, Instant now) {
  auto state = fresh(host);
  state.journal.boot = boot;
  state.next_renew = now + renew_interval;
  return state;
}

void add_standing(State& state, StartAllocation const& command, Evidence const& evidence,
                  Instant ready_at) {
  Output out;
  Turn turn{state, ready_at, out};
  auto const& a = begin_run(turn, {command, Run{1}, command.operation, command.attempt,
                                   AllocationStage::binding, ready_at});
  enter(turn, a, AllocationStage::binding);
  turn.keep(ProcessSeen{command.allocation, Process::running});
  turn.keep(ReadinessSeen{command.allocation, evidence});
  enter(turn, a, AllocationStage::ready);
  follow_endpoints(turn);
}

State crashed(State state) {
  auto left = fresh(state.host);
  left.journal = std::move(state.journal);
  return left;
}

Output step(State& state, Input const& input, Instant now) {
  Output out;
  bool const up = state.next_renew != Instant{};
  if (!up && !std::holds_alternative<Started>(input)) {
    out.outcome = Outcome::not_started;
    return out;
  }
  Turn turn{state, now, out};
  out.outcome = std::visit([&](auto const& i) { return take(turn, i); }, input);
  follow_endpoints(turn);
  return out;
}

Report const* find_report(State const& state, Boot boot, ReportNumber number) {
  return state.journal.reports.find(boot, number);
}

std::optional<Report> take_report(State& state, Boot boot, ReportNumber number,
                                  std::vector<Journaled>& journal) {
  auto report = state.journal.reports.take(boot, number);
  if (report) journal.push_back(ReportTaken{boot, number});
  return report;
}

}  // namespace studylab::runner
