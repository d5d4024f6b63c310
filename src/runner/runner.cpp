#include "runner/runner.h"

#include <fmt/format.h>

#include "runner/input_context.h"

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

// The allocation in `stage` of this generation; nullptr: the outcome is no longer required.
Allocation const* waiting(InputContext& context, AllocationId id, StartGeneration generation,
                          AllocationStage stage) {
  auto const* allocation = context.state.journal.find(id);
  bool const waits =
      allocation && allocation->generation == generation && allocation->stage == stage;
  return waits ? allocation : nullptr;
}

Outcome on(InputContext& context, Started const&) {
  context.state.memory.assign(context.state.journal.allocations.size(), AllocationMemory{});
  context.state.last_number = {};
  context.state.life = Life::up;
  context.state.next_renew = context.now + renew_interval;
  context.append(Booted{next(context.state.journal.boot)});
  // A process may have started or ended while the runner was down.
  for (auto const& allocation : context.state.journal.allocations) {
    if (allocation.process != Process::none || allocation.stage == AllocationStage::starting) {
      context.append(ProcessSeen{allocation.command.allocation, Process::unknown});
    }
  }
  return Outcome::done;
}

Outcome on(InputContext& context, Commanded const& commanded) {
  return take_command(context, commanded.command);
}

Outcome on(InputContext& context, ArtifactPulled const& pulled) {
  auto const* a = waiting(context, pulled.allocation, pulled.generation, AllocationStage::pulling);
  if (!a) return Outcome::stale_answer;
  if (!pulled.found) {
    fail(context, *a, pulled.why.empty() ? "the store does not have the artifact" : pulled.why);
  } else if (*pulled.found != a->command.digest) {
    fail(
        context, *a,
        fmt::format("pulled {}, not {}", short_text(*pulled.found), short_text(a->command.digest)));
  } else {
    pass(context, *a, fmt::format("the store has {}", short_text(*pulled.found)));
    enter(context, *a, AllocationStage::secrets);
    skip_empty_stages(context, *a);
  }
  return Outcome::done;
}

Outcome on(InputContext& context, SecretsFetched const& fetched) {
  auto const* a =
      waiting(context, fetched.allocation, fetched.generation, AllocationStage::secrets);
  if (!a) return Outcome::stale_answer;
  if (!fetched.missing.empty()) {
    fail(context, *a, fmt::format("no secret for {}", names(fetched.missing)));
  } else if (!fetched.expired.empty()) {
    fail(context, *a, fmt::format("the secret of {} has expired", names(fetched.expired)));
  } else {
    pass(context, *a, fmt::format("secrets of {}", names(a->command.needs)));
    enter(context, *a, AllocationStage::binding);
  }
  return Outcome::done;
}

Outcome on(InputContext& context, BindingsProbed const& probed) {
  auto const* a = waiting(context, probed.allocation, probed.generation, AllocationStage::binding);
  if (!a || a->process != Process::none) return Outcome::stale_answer;
  if (!probed.gone.empty()) {
    fail(context, *a, fmt::format("no answer from {}", names(probed.gone)));
  } else if (!probed.refused.empty()) {
    fail(context, *a, fmt::format("{} refused the credential", names(probed.refused)));
  } else {
    pass(context, *a, fmt::format("connected to {}", names(a->command.needs)));
    enter(context, *a, AllocationStage::starting);
  }
  return Outcome::done;
}

// The start of an earlier generation has answered.
Outcome end_left_start(InputContext& context, Allocation const& a, ProcessStarted const& started) {
  auto const process = started.why.empty() ? Process::running : Process::none;
  context.append(ProcessSeen{started.allocation, process});
  stop_if_drained(context, a);
  return Outcome::done;
}

Outcome on(InputContext& context, ProcessStarted const& started) {
  auto const* left = context.state.journal.find(started.allocation);
  if (left && left->process == Process::starting &&
      left->starting_generation == started.generation) {
    return end_left_start(context, *left, started);
  }
  auto const* a =
      waiting(context, started.allocation, started.generation, AllocationStage::starting);
  if (!a || a->process != Process::none) return Outcome::stale_answer;
  if (started.why.empty()) {
    context.append(ProcessSeen{started.allocation, Process::running});
    pass(context, *a, "its program runs");
    enter(context, *a, AllocationStage::readiness);
    report_stages(context, *a);
  } else {
    fail(context, *a, started.why);
  }
  return Outcome::done;
}

void become_ready(InputContext& context, Allocation const& a, Evidence const& evidence) {
  context.append(ReadinessSeen{a.command.allocation, evidence});
  enter(context, a, AllocationStage::ready);
  AllocationReady ready;
  ready.allocation = a.command.allocation;
  ready.digest = evidence.running;
  ready.probe_path = a.command.readiness_path;
  ready.probe_status = evidence.status;
  ready.sessions = evidence.sessions;
  context.report(std::move(ready));
}

Outcome on(InputContext& context, ReadinessProbed const& probed) {
  auto const* a =
      waiting(context, probed.allocation, probed.generation, AllocationStage::readiness);
  if (!a || a->process != Process::running) return Outcome::stale_answer;
  if (probe_passed(probed.status)) {
    if (probed.running != a->command.digest) {
      fail(context, *a,
           fmt::format("{} answered, not {}", short_text(probed.running),
                       short_text(a->command.digest)));
    } else {
      become_ready(context, *a, {probed.status, probed.running, probed.sessions});
    }
  } else if (context.now + probe_interval >= a->since + readiness_budget) {
    fail(context, *a,
         fmt::format("{} answered {} for {}", a->command.readiness_path, probed.status,
                     studylab::to_text(readiness_budget)));
  } else {
    context.memory(probed.allocation).probe_at = context.now + probe_interval;
  }
  return Outcome::done;
}

Outcome on(InputContext& context, SessionsEnded const& ended) {
  auto const* a = waiting(context, ended.allocation, ended.generation, AllocationStage::draining);
  if (!a || a->sessions == Allocation::Sessions::ended) return Outcome::stale_answer;
  end_sessions(context, *a, {ended.resumed, ended.fresh, ended.held, ended.ended});
  return Outcome::done;
}

Outcome on(InputContext& context, ProcessStopped const& stopped) {
  auto const* a = context.state.journal.find(stopped.allocation);
  if (!a || a->generation != stopped.generation || a->process != Process::running)
    return Outcome::stale_answer;
  context.append(ProcessSeen{stopped.allocation, Process::none});
  stop_if_drained(context, *a);
  return Outcome::done;
}

// The process ended without an order, and so did its sessions.
void lose_process(InputContext& context, Allocation const& a, std::string why) {
  context.append(ProcessSeen{a.command.allocation, Process::none});
  if (a.stage == AllocationStage::draining) {
    if (a.sessions == Allocation::Sessions::held) {
      // Nothing accounts for them.
      auto const lost = a.evidence ? a.evidence->sessions : 0;
      bool const reports = a.session_reports == SessionReports::yes;
      end_sessions(context, a, {0, reports ? 0 : lost, lost, 0});
    } else {
      stop_if_drained(context, a);
    }
  } else if (a.stage == AllocationStage::readiness || a.stage == AllocationStage::ready) {
    fail(context, a, std::move(why));
  }
}

Outcome on(InputContext& context, ProcessExited const& exited) {
  auto const* a = context.state.journal.find(exited.allocation);
  if (!a || a->generation != exited.generation || a->process != Process::running)
    return Outcome::stale_answer;
  lose_process(context, *a, exited.why);
  return Outcome::done;
}

Outcome on(InputContext& context, ProcessesFound const& found) {
  auto outcome = Outcome::stale_answer;
  for (auto const& a : context.state.journal.allocations) {
    if (a.process != Process::unknown) continue;
    outcome = Outcome::done;
    bool const runs = std::ranges::find(found.running, a.command.allocation) != found.running.end();
    // The start is repeated. The world keeps it by its generation, so the same process answers.
    if (a.stage == AllocationStage::starting) {
      context.append(ProcessSeen{a.command.allocation, Process::none});
    } else if (runs) {
      context.append(ProcessSeen{a.command.allocation, Process::running});
    } else {
      lose_process(context, a, "its process was not found after the runner restarted");
    }
  }
  return outcome;
}

Outcome on(InputContext& context, HostInspected const& inspected) {
  auto const check = context.state.journal.check;
  if (!check || check->ordered_by != inspected.ordered_by) return Outcome::stale_answer;
  bool const as_declared = inspected.image == check->declared;
  if (!inspected.drift.empty()) {
    HostDriftFound found;
    found.host = context.state.host;
    found.ordered_by = check->ordered_by;
    found.paths = inspected.drift;
    context.report(std::move(found));
  }
  bool const passed = as_declared && inspected.drift.empty();
  HostPostchecked checked;
  checked.host = context.state.host;
  checked.ordered_by = check->ordered_by;
  checked.result = passed ? PostcheckResult::passed : PostcheckResult::failed;
  checked.image = inspected.image;
  checked.seen = as_declared ? fmt::format("it runs its image {}", short_text(inspected.image))
                             : fmt::format("it runs image {}, not {}", short_text(inspected.image),
                                           short_text(check->declared));
  if (!inspected.drift.empty()) {
    checked.seen += fmt::format("; {} of its files were changed", inspected.drift.size());
  }
  context.append(CheckDone{});
  context.report(std::move(checked));
  return Outcome::done;
}

Outcome on(InputContext& context, SessionsArrived const& arrived) {
  SessionsResumed resumed;
  resumed.allocation = arrived.allocation;
  resumed.from = arrived.from;
  resumed.sessions = arrived.sessions;
  context.report(std::move(resumed));
  return Outcome::done;
}

Outcome on(InputContext& context, Rebuilt const& rebuilt) {
  auto const ordered = context.state.journal.rebuild;
  if (!ordered || ordered->operation != rebuilt.operation) return Outcome::stale_answer;
  context.append(RebuildDone{});
  HostRebuilt report;
  report.host = context.state.host;
  report.operation = rebuilt.operation;
  report.image = rebuilt.image;
  context.report(std::move(report));
  return Outcome::done;
}

Outcome on(InputContext& context, Announced const& announced) {
  auto const* a = context.state.journal.find(announced.allocation);
  if (!a || context.memory(announced.allocation).announce != announced.number)
    return Outcome::stale_answer;
  context.memory(announced.allocation).announced = announced.number;
  return Outcome::done;
}

Outcome pass_stage_deadlines(InputContext& context) {
  auto outcome = Outcome::not_due;
  for (std::size_t i = 0; i < context.state.memory.size(); ++i) {
    auto const& a = context.state.journal.allocations[i];
    auto& memory = context.state.memory[i];
    if (a.stage == AllocationStage::readiness && a.since + readiness_budget <= context.now) {
      outcome = Outcome::done;
      fail(context, a,
           fmt::format("no answer at {} for {}", a.command.readiness_path,
                       studylab::to_text(readiness_budget)));
    } else if (a.stage == AllocationStage::readiness && memory.probe_at &&
               *memory.probe_at <= context.now) {
      outcome = Outcome::done;
      memory.probe_at.reset();
      ++memory.probe;
    } else if (a.stage == AllocationStage::draining && a.deadline <= context.now &&
               memory.cut == AllocationMemory::Cut::no) {
      outcome = Outcome::done;
      memory.cut = AllocationMemory::Cut::yes;
    }
  }
  return outcome;
}

Outcome renew(InputContext& context) {
  if (context.now < context.state.next_renew) return Outcome::not_due;
  for (auto& memory : context.state.memory) {
    if (memory.announced_state == AnnouncedState::ready) memory.announce = context.number();
  }
  context.state.next_renew = context.now + renew_interval;
  return Outcome::done;
}

Outcome on(InputContext& context, Elapsed const& elapsed) {
  switch (elapsed.timer) {
    case Timer::stages: return pass_stage_deadlines(context);
    case Timer::renew: return renew(context);
  }
  return Outcome::not_due;
}

Outcome on(InputContext& context, Acknowledged const& taken) {
  auto const report = take_report(context.state, taken.boot, taken.number, context.out.journal);
  return report ? Outcome::done : Outcome::stale_answer;
}

}  // namespace

State initial_state(HostId host) {
  State state;
  state.host = host;
  state.process = "runner-" + to_text(host);
  return state;
}

State already_running(HostId host, Boot boot, Instant now) {
  auto state = initial_state(host);
  state.journal.boot = boot;
  state.life = Life::up;
  state.next_renew = now + renew_interval;
  return state;
}

void add_initial(State& state, StartAllocation const& command, Evidence const& evidence,
                 Instant ready_at) {
  Output out;
  InputContext context{state, ready_at, out};
  auto const& a = begin_generation(context, {command, StartGeneration{1}, command.operation,
                                             command.attempt, AllocationStage::binding, ready_at});
  enter(context, a, AllocationStage::binding);
  context.append(ProcessSeen{command.allocation, Process::running});
  context.append(ReadinessSeen{command.allocation, evidence});
  enter(context, a, AllocationStage::ready);
  follow_endpoints(context);
}

void keep_report(State& state, HostPostchecked checked, Instant made_at) {
  Output out;
  InputContext{state, made_at, out}.report(std::move(checked));
}

State after_crash(State state) {
  auto left = initial_state(state.host);
  left.journal = std::move(state.journal);
  return left;
}

Output step(State& state, Input const& input, Instant now) {
  Output out;
  if (state.life == Life::down && !std::holds_alternative<Started>(input)) {
    out.outcome = Outcome::not_started;
    return out;
  }
  InputContext context{state, now, out};
  out.outcome = std::visit([&](auto const& i) { return on(context, i); }, input);
  follow_endpoints(context);
  return out;
}

Report const* find_report(State const& state, Boot boot, ReportNumber number) {
  return state.journal.reports.find(boot, number);
}

std::optional<Report> take_report(State& state, Boot boot, ReportNumber number,
                                  std::vector<JournalRecord>& journal) {
  auto report = state.journal.reports.take(boot, number);
  if (report) journal.push_back(ReportTaken{boot, number});
  return report;
}

}  // namespace studylab::runner
