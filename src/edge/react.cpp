#include <algorithm>

#include "edge/edge.h"
#include "model/facts.h"

namespace studylab::edge {
namespace {

void want_reports(Outbox const& outbox, std::vector<Effect>& effects) {
  for (auto const& waiting : outbox.waiting()) {
    effects.push_back(SendReport{waiting.boot, waiting.number});
  }
}

void want_consumer(PartitionJournal const& journal, PartitionMemory const& memory,
                   std::vector<Effect>& effects) {
  if (std::holds_alternative<Resuming>(memory.repair)) {
    auto const& snapshot = journal.stored->snapshot;
    effects.push_back(OpenConsumer{journal.partition, snapshot.baseline, next(snapshot.sequence)});
  } else if (journal.gap == GapCause::none && memory.consumer == Consumer::closed) {
    effects.push_back(OpenConsumer{journal.partition, journal.baseline, next(journal.applied)});
  }
}

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

std::optional<Instant> deadline_of(Repair const& repair) {
  return match(
      repair, [](Idle const&) { return std::optional<Instant>{}; },
      [](Fetching const& r) { return std::optional{r.deadline}; },
      [](Fetched const&) { return std::optional<Instant>{}; },
      [](Resuming const& r) { return std::optional{r.deadline}; },
      [](BackingOff const& r) { return std::optional{r.until}; });
}

std::optional<Instant> gates_due(State const& state) {
  std::optional<Instant> due;
  for (auto const& one : state.memory.gates) due = earlier(due, one.gate.next_due());
  return due;
}

}  // namespace

std::vector<Effect> react(State const& state) {
  std::vector<Effect> effects;
  if (state.memory.life == Life::down) return effects;
  effects.reserve(8);
  want_reports(state.journal.reports, effects);
  want_reports(state.memory.reports, effects);
  std::optional<Instant> repair;
  for (std::size_t i = 0; i < state.memory.partitions.size(); ++i) {
    auto const& journal = state.journal.partitions[i];
    auto const& memory = state.memory.partitions[i];
    if (auto const* fetching = std::get_if<Fetching>(&memory.repair)) {
      effects.push_back(PullSnapshot{journal.partition, fetching->fetch, fetching->control});
    }
    want_consumer(journal, memory, effects);
    for (auto const& pull : memory.pulls) effects.push_back(pull);
    repair = earlier(repair, deadline_of(memory.repair));
    if (memory.consumer == Consumer::waiting) repair = earlier(repair, memory.reopen_at);
  }
  effects.push_back(SetTimer{Timer::interval, state.memory.next_interval});
  effects.push_back(SetTimer{Timer::audit, state.memory.next_audit});
  if (repair) effects.push_back(SetTimer{Timer::repair, *repair});
  if (auto const due = gates_due(state)) effects.push_back(SetTimer{Timer::gate, *due});
  if (auto const expiry = state.memory.endpoints.next_expiry()) {
    effects.push_back(SetTimer{Timer::endpoints, *expiry});
  }
  return effects;
}

}  // namespace studylab::edge
