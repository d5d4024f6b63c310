#include <algorithm>
#include <utility>

#include "model/facts.h"
#include "runner/runner.h"

namespace studylab::runner {
namespace {

void begin_generation(Journal& journal, GenerationBegan const& began) {
  auto at = std::ranges::lower_bound(journal.allocations, began.command.allocation, {},
                                     [](Allocation const& a) { return a.command.allocation; });
  bool const known =
      at != journal.allocations.end() && at->command.allocation == began.command.allocation;
  if (!known) at = journal.allocations.insert(at, Allocation{});
  at->command = began.command;
  at->generation = began.generation;
  at->operation = began.operation;
  at->attempt = began.attempt;
  at->stage = began.stage;
  if (began.stage == AllocationStage::pulling) at->staged = Staged::no;
  at->since = began.at;
  at->evidence.reset();
  at->stages.clear();
  at->sessions = Allocation::Sessions::held;
  at->resumed = 0;
  at->fresh = 0;
  at->held = 0;
  at->ended = 0;
  at->session_reports = SessionReports::no;
}

}  // namespace

std::string_view to_text(Outcome outcome) {
  static constexpr std::string_view names[] = {
      "done",        "repeat",       "older_attempt", "unknown_allocation",
      "not_running", "stale_answer", "not_due",       "not_started"};
  static_assert(std::size(names) == enum_size<Outcome>);
  return names[static_cast<std::size_t>(outcome)];
}

std::optional<std::size_t> Journal::index_of(AllocationId id) const {
  auto const at = std::ranges::lower_bound(
      allocations, id, {}, [](Allocation const& a) { return a.command.allocation; });
  if (at == allocations.end() || at->command.allocation != id) return std::nullopt;
  return static_cast<std::size_t>(at - allocations.begin());
}

Allocation const* Journal::find(AllocationId id) const {
  auto const index = index_of(id);
  return index ? &allocations[*index] : nullptr;
}

Allocation* Journal::find(AllocationId id) {
  return const_cast<Allocation*>(std::as_const(*this).find(id));
}

void evolve(Journal& journal, JournalRecord const& record) {
  auto const in = [&](AllocationId id, auto&& change) {
    if (auto* allocation = journal.find(id)) change(*allocation);
  };
  match(
      record, [&](Booted const& r) { journal.boot = r.boot; },
      [&](GenerationBegan const& r) { begin_generation(journal, r); },
      [&](StageEntered const& r) {
        in(r.allocation, [&](Allocation& a) {
          a.stage = r.stage;
          a.since = r.at;
          if (r.stage == AllocationStage::binding) a.staged = Staged::yes;
        });
      },
      [&](ProcessSeen const& r) {
        in(r.allocation, [&](Allocation& a) {
          a.process = r.process;
          if (r.process == Process::starting) a.starting_generation = a.generation;
        });
      },
      [&](ReadinessSeen const& r) {
        in(r.allocation, [&](Allocation& a) { a.evidence = r.evidence; });
      },
      [&](DrainBegan const& r) {
        in(r.allocation, [&](Allocation& a) {
          a.stage = AllocationStage::draining;
          a.since = r.at;
          a.deadline = r.deadline;
          a.session_reports = r.session_reports;
        });
      },
      [&](SessionsGone const& r) {
        in(r.allocation, [&](Allocation& a) {
          a.sessions = Allocation::Sessions::ended;
          a.resumed = r.resumed;
          a.fresh = r.fresh;
          a.held = r.held;
          a.ended = r.ended;
        });
      },
      [&](ReportQueued const& r) { journal.reports.add(r.boot, r.number, r.report); },
      [&](ReportTaken const& r) { journal.reports.take(r.boot, r.number); },
      [&](StageEnded const& r) {
        in(r.allocation, [&](Allocation& a) { a.stages.push_back(r.seen); });
      },
      [&](CheckTaken const& r) {
        journal.check = r.check;
        journal.last_check = r.check.ordered_by;
      },
      [&](CheckDone const&) { journal.check.reset(); },
      [&](RebuildTaken const& r) {
        journal.rebuild = r.rebuild;
        journal.last_rebuild = r.rebuild.operation;
      },
      [&](RebuildDone const&) { journal.rebuild.reset(); });
}

}  // namespace studylab::runner
