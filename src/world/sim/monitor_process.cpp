#include "world/sim/monitor_process.h"

#include <utility>

namespace studylab::world::sim {
namespace {

using Where = exec::InFlight::Where;

// The duration of one round of probes.
constexpr Between probing{std::chrono::milliseconds{20}, std::chrono::milliseconds{120}};

}  // namespace

MonitorProcess::MonitorProcess(SimContext& site, Probes probes)
    : context_(site),
      probes_(std::move(probes)),
      resend_(site, monitor),
      times_(site.plan.seed, "monitor") {
  provider::step(state_, provider::Started{Boot{lives_}}, context_.now());
}

void MonitorProcess::feed(provider::Input const& input) {
  if (!up()) return;
  provider::step(state_, input, context_.now());
  follow();
}

void MonitorProcess::follow() {
  auto const effects = provider::react(state_);
  in_flight_.begin_round();
  for (auto const& effect : effects) {
    auto const kind = static_cast<std::uint32_t>(effect.index());
    match(
        effect,
        [&](provider::ProbeRound const& e) {
          // One environment has an incident at a time, so the round identifies the probes.
          if (!in_flight_.start({kind, e.round}, Where::here)) return;
          context_.queue.put(context_.now() + drawn(times_, probing), RoundAnswered{lives_, e});
        },
        [&](provider::SetTimer const& e) { set_timer(e.at); },
        [&](provider::SendReport const& e) {
          auto const number = static_cast<std::uint32_t>(e.number.value());
          if (!in_flight_.start({kind, e.boot.value(), number}, Where::elsewhere)) return;
          context_.send_report(monitor, e.boot, e.number, find_report(e.boot, e.number));
        },
        [&](provider::ProbeProviders const& e) {
          if (!in_flight_.start({kind, e.round}, Where::here)) return;
          context_.queue.put(context_.now() + drawn(times_, probing), ProbesAnswered{lives_, e});
        },
        [&](provider::SetProbeTimer const& e) {
          if (probe_timer_ == e.at) return;
          probe_timer_ = e.at;
          context_.queue.put(e.at, ProbeTimer{e.at});
        });
  }
  in_flight_.end_round();
  if (in_flight_.has_elsewhere()) resend_.arm();
}

// Skips a round that would find the same as the last one.
void MonitorProcess::set_timer(Instant at) {
  if (timer_ == at || seen_bindings_ == context_.programs.binding_version()) return;
  timer_ = at;
  context_.queue.put(at, MonitorTimer{at});
}

void MonitorProcess::bindings_changed() {
  if (up()) follow();
}

void MonitorProcess::timer(MonitorTimer const& event) {
  if (timer_ != event.at) return;
  timer_.reset();
  feed(provider::Elapsed{});
}

void MonitorProcess::answer(RoundAnswered const& event) {
  if (event.life != lives_) return;
  provider::RoundDone done{event.round.environment, event.round.round, {}, {}};
  for (auto const& binding : event.round.bindings) {
    auto const truth = context_.programs.binding(binding);
    auto const secret = context_.programs.secret(binding);
    done.bindings.push_back({binding, truth.state, truth.since, secret.state, secret.since});
  }
  for (auto const& digest : event.round.artifacts) {
    done.artifacts.push_back({digest, context_.programs.stored(digest).digest});
  }
  seen_bindings_ = context_.programs.binding_version();
  feed(done);
}

void MonitorProcess::timer(ProbeTimer const& event) {
  if (probe_timer_ != event.at) return;
  probe_timer_.reset();
  feed(provider::ProbesElapsed{});
}

void MonitorProcess::answer(ProbesAnswered const& event) {
  if (event.life == lives_) feed(probes_(event.round));
}

void MonitorProcess::resend() {
  resend_.rang();
  if (!up()) return;
  in_flight_.forget_elsewhere();
  follow();
}

std::optional<Report> MonitorProcess::take_report(Boot boot, ReportNumber number) {
  return provider::take_report(state_, boot, number);
}

Report const* MonitorProcess::find_report(Boot boot, ReportNumber number) const {
  return provider::find_report(state_, boot, number);
}

void MonitorProcess::crash() {
  if (!up()) return;
  state_ = provider::State{};
  in_flight_.clear();
  timer_.reset();
  probe_timer_.reset();
  life_ = Life::down;
  ++lives_;
}

void MonitorProcess::start() {
  if (up()) return;
  life_ = Life::up;
  feed(provider::Started{Boot{lives_}});
}

}  // namespace studylab::world::sim
