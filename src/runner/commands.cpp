#include <tuple>

#include "runner/input_context.h"

namespace studylab::runner {
namespace {

// Operations are numbered in the order of their requests, so a later command has a greater key.
enum class Age : std::uint8_t { older, same, later };
Age age_of(Allocation const& known, OperationId operation, Attempt attempt) {
  auto const received = std::tuple{operation, attempt};
  auto const has = std::tuple{known.operation, known.attempt};
  return received < has ? Age::older : received == has ? Age::same : Age::later;
}

bool has_ended(Allocation const& allocation) {
  return allocation.stage == AllocationStage::stopped ||
         allocation.stage == AllocationStage::failed;
}

Outcome on(InputContext& context, StartAllocation const& command) {
  auto const* known = context.state.journal.find(command.allocation);
  StartGeneration generation{1};
  if (known) {
    auto const age = age_of(*known, command.operation, command.attempt);
    if (age == Age::same) return Outcome::repeat;
    if (age == Age::older) return Outcome::older_attempt;
    generation = next(known->generation);
  }
  begin_generation(context, {command, generation, command.operation, command.attempt,
                             AllocationStage::pulling, context.now});
  return Outcome::done;
}

Outcome on(InputContext& context, RestartAllocation const& command) {
  auto const* known = context.state.journal.find(command.allocation);
  if (!known) return Outcome::unknown_allocation;
  auto const age = age_of(*known, command.operation, command.attempt);
  if (age == Age::same) return Outcome::repeat;
  if (age == Age::older) return Outcome::older_attempt;
  bool const leaving =
      known->stage == AllocationStage::draining || known->stage == AllocationStage::stopped;
  if (leaving) return Outcome::not_running;
  auto const stage =
      known->staged == Staged::yes ? AllocationStage::binding : AllocationStage::pulling;
  auto const& allocation =
      begin_generation(context, {known->command, next(known->generation), command.operation,
                                 command.attempt, stage, context.now});
  skip_empty_stages(context, allocation);
  return Outcome::done;
}

Outcome on(InputContext& context, DrainAllocation const& command) {
  auto const* known = context.state.journal.find(command.allocation);
  if (!known) return Outcome::unknown_allocation;
  if (known->stage == AllocationStage::draining) return Outcome::repeat;
  if (known->stage == AllocationStage::stopped) return Outcome::repeat;
  if (has_ended(*known) && known->process == Process::none) return Outcome::not_running;
  bool const was_ready = known->stage == AllocationStage::ready;
  leave_start(context, *known);
  context.append(
      DrainBegan{command.allocation, command.deadline, context.now, command.session_reports});
  context.memory(command.allocation).cut = AllocationMemory::Cut::no;
  if (!was_ready) end_sessions(context, *known, {});
  return Outcome::done;
}

Outcome on(InputContext& context, CheckHost const& command) {
  if (command.ordered_by <= context.state.journal.last_check) return Outcome::repeat;
  context.append(CheckTaken{command});
  return Outcome::done;
}

Outcome on(InputContext& context, RebuildHost const& command) {
  if (command.operation <= context.state.journal.last_rebuild) return Outcome::repeat;
  context.append(RebuildTaken{command});
  return Outcome::done;
}

}  // namespace

Outcome take_command(InputContext& context, RunnerCommand const& command) {
  return std::visit([&](auto const& c) { return on(context, c); }, command);
}

}  // namespace studylab::runner
