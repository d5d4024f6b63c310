#include "world/sim/control_process.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace studylab::world::sim {
namespace {

// A crossing that is not in the chain. The edge keeps its counts.
bool declined(control::State const& state, Report const& report) {
  auto const* observed = fact_if<RequestsObserved>(report.fact);
  return observed != nullptr && observed->crossing == Crossing::yes &&
         !control::has_seen(state, observed->origin);
}

}  // namespace

ControlProcess::ControlProcess(SimContext& site)
    : context_(site), route_events_(chain_, state_, site.signer), resend_(site, control_plane) {
  chain_.begin_term(Term{lives_});
}

void ControlProcess::open() {
  append(make_fact(context_.plan.opened));
  for (auto const& fact : context_.plan.initial) append(Fact{fact});
}

void ControlProcess::append(Fact fact) {
  auto const id = chain_.append(context_.now(), std::move(fact));
  control::evolve(state_, chain_.entry(id));
}

// A batch is appended as a whole or not at all.
void ControlProcess::append(std::vector<Fact> facts) {
  auto const first = EntryId{chain_.size() + 1};
  for (auto& fact : facts) append(std::move(fact));
  crash_if_due(first);
}

void ControlProcess::crash_if_due(EntryId first) {
  for (auto const& crash : context_.schedule.crashes) {
    if (!crash.after_entry || *crash.after_entry < first ||
        crash.after_entry->number > chain_.size()) {
      continue;
    }
    auto const component = parse_component(crash.component);
    if (!component) continue;
    if (*component == control_plane) {
      this->crash(crash.down);
    } else {
      context_.queue.put(context_.now(), Crashes{*component, crash.down});
    }
  }
}

ControlProcess::Progress ControlProcess::decide(control::Command const& command) {
  auto decision = control::decide(state_, command, context_.now());
  if (!decision || decision->empty()) return Progress::none;
  append(std::move(*decision));
  return Progress::appended;
}

control::Decision ControlProcess::command(OperatorCommand const& command) {
  STUDYLAB_CHECK(up());
  auto decision = control::decide(state_, command, context_.now());
  if (decision && !decision->empty()) {
    append(*decision);
    settle();
  }
  return decision;
}

EntryId ControlProcess::record(Fact fact) {
  STUDYLAB_CHECK(up());
  bool const is_operator_fact = std::holds_alternative<OperatorFact>(fact);
  append(std::vector{std::move(fact)});
  auto const id = EntryId{chain_.size()};
  if (!is_operator_fact) settle();
  return id;
}

std::optional<ReportReceipt> ControlProcess::take(Report report) {
  if (!up()) return std::nullopt;
  control::Command const command{std::move(report)};
  auto const progress = decide(command);
  if (!up()) return std::nullopt;
  if (progress == Progress::none) {
    bool const kept = declined(state_, std::get<Report>(command));
    return kept ? ReportReceipt::declined : ReportReceipt::taken;
  }
  settle();
  return up() ? std::optional{ReportReceipt::taken} : std::nullopt;
}

void ControlProcess::take(control::Built const& built) {
  if (!up()) return;
  if (decide(built) == Progress::appended) settle();
}

void ControlProcess::take(PublishAnswered const& answered) {
  // Behind: earlier events are still on their way, and the event is published again. Other bytes
  // would be from another publisher, which does not exist here.
  if (!up() || answered.outcome == PublishOutcome::behind) return;
  STUDYLAB_CHECK(answered.outcome != PublishOutcome::other);
  if (decide(control::Published{answered.partition, answered.sequence}) == Progress::appended)
    settle();
}

void ControlProcess::settle() {
  while (up() && start_wanted() == Progress::appended) {
  }
  if (up() && in_flight_.has_elsewhere()) resend_.arm();
}

// Starts the required effects that are not in progress. Returns after a step of its own, because
// the changed state requires other effects.
ControlProcess::Progress ControlProcess::start_wanted() {
  wanted_.clear();
  control::react(state_, wanted_);
  in_flight_.begin_round();
  auto progress = Progress::none;
  for (auto const& effect : wanted_) {
    progress = carry_out(effect);
    if (progress == Progress::appended) return progress;
  }
  in_flight_.end_round();
  return progress;
}

void ControlProcess::resend() {
  resend_.rang();
  if (!up()) return;
  in_flight_.forget_elsewhere();
  settle();
}

void ControlProcess::crash(Duration down) {
  if (!up()) return;
  life_ = Life::down;
  ++lives_;
  in_flight_.clear();
  alarms_.clear();
  // Folded again now and not at the restart, so that there is always a state to read.
  state_ = control::State{};
  for (auto const& entry : chain_.entries()) control::evolve(state_, entry);
  context_.queue.put(context_.now() + down, Restarts{control_plane, lives_});
}

void ControlProcess::start() {
  if (up()) return;
  life_ = Life::up;
  chain_.begin_term(Term{lives_});
  settle();
}

}  // namespace studylab::world::sim
