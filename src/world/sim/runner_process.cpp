#include "world/sim/runner_process.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "edge/endpoints.h"

namespace studylab::world::sim {
namespace {

using Where = exec::InFlight::Where;

// The duration of a query of the host's process table.
constexpr Between asking{std::chrono::milliseconds{1}, std::chrono::milliseconds{3}};

}  // namespace

RunnerProcess::RunnerProcess(SimContext& site, runner::State initial, std::vector<EdgeId> edges,
                             control::State const& platform)
    : context_(site),
      platform_(platform),
      state_(std::move(initial)),
      edges_(std::move(edges)),
      resend_(site, component_of(state_.host)) {}

std::vector<EndpointReport> RunnerProcess::announce_initial() {
  std::vector<EndpointReport> announced;
  for (auto const& effect : runner::react(state_)) {
    auto const* announce = std::get_if<runner::AnnounceEndpoint>(&effect);
    if (announce == nullptr) continue;
    announced.push_back(announce->endpoint);
    runner::step(state_,
                 runner::Announced{announce->endpoint.allocation, announce->endpoint.number},
                 context_.now());
  }
  return announced;
}

void RunnerProcess::report_last_check() {
  auto const& last = context_.plan.last_check;
  if (!last || last->host != host()) return;
  HostPostchecked checked;
  checked.host = host();
  checked.result = PostcheckResult::passed;
  checked.image = last->image;
  checked.seen = fmt::format("it runs its image {}", short_text(last->image));
  runner::keep_report(state_, std::move(checked), last->made_at);
  follow();
}

void RunnerProcess::feed(runner::Input const& input) {
  if (!up()) return;
  runner::step(state_, input, context_.now());
  follow();
}

void RunnerProcess::follow() {
  do {
    announced_now_.clear();
    auto const effects = runner::react(state_);
    in_flight_.begin_round();
    for (auto const& effect : effects) carry_out(effect);
    in_flight_.end_round();
    for (auto const& announced : announced_now_) runner::step(state_, announced, context_.now());
  } while (!announced_now_.empty());
  if (in_flight_.has_elsewhere()) resend_.arm();
}

void RunnerProcess::carry_out(runner::Effect const& effect) {
  auto const& takes = context_.plan.timings;
  match(
      effect,
      [&](runner::PullArtifact const& e) { work(effect, e.allocation, e.generation, takes.pull); },
      [&](runner::FetchSecrets const& e) {
        work(effect, e.allocation, e.generation, takes.secrets);
      },
      [&](runner::ProbeBindings const& e) { work(effect, e.allocation, e.generation, takes.bind); },
      [&](runner::StartProcess const& e) { work(effect, e.allocation, e.generation, takes.start); },
      [&](runner::ProbeReadiness const& e) {
        work(effect, e.allocation, e.generation, takes.probe, e.probe);
      },
      [&](runner::DrainSessions const& e) {
        auto const* draining = state_.journal.find(e.allocation);
        if (draining != nullptr && draining->session_reports == SessionReports::yes) {
          return drain_sessions(effect, e);
        }
        auto const* instance = context_.instances.find(e.allocation);
        bool const stay = instance != nullptr && instance->sessions > 0 &&
                          continuity_of(e.allocation) == Instances::Continuity::fresh;
        // Sessions that cannot resume stay until the deadline cuts them.
        if (!stay) work(effect, e.allocation, e.generation, takes.stop);
      },
      [&](runner::CutSessions const& e) { work(effect, e.allocation, e.generation, takes.stop); },
      [&](runner::StopProcess const& e) { work(effect, e.allocation, e.generation, takes.stop); },
      [&](runner::AskProcesses const&) { work(effect, {}, {}, asking); },
      [&](runner::InspectHost const& e) {
        auto const& last = context_.plan.last_check;
        bool const slow = last && last->host == host();
        work(effect, AllocationId{}, {}, takes.probe, e.ordered_by.number,
             slow ? last->next : Instant{});
      },
      [&](runner::RebuildSelf const& e) {
        work(effect, AllocationId{}, {}, takes.rebuild, e.operation.number);
      },
      [&](runner::AnnounceEndpoint const& e) { announce(e.endpoint); },
      [&](runner::SetTimer const& e) { set_timer(e); },
      [&](runner::SendReport const& e) {
        auto const number = static_cast<std::uint32_t>(e.number.value());
        exec::InFlight::Key const key{static_cast<std::uint32_t>(effect.index()), e.boot.value(),
                                      number};
        if (!in_flight_.start(key, Where::elsewhere)) return;
        context_.send_report(component_of(host()), e.boot, e.number, find_report(e.boot, e.number));
      });
}

void RunnerProcess::work(runner::Effect const& effect, AllocationId allocation,
                         runner::StartGeneration generation, Between takes, std::uint32_t again,
                         Instant not_before) {
  exec::InFlight::Key const key{static_cast<std::uint32_t>(effect.index()), allocation.number,
                                generation.value(), again};
  if (!in_flight_.start(key, Where::here)) return;
  auto times = times_.find(allocation);
  if (times == times_.end()) {
    auto const stream = "allocation/" + std::to_string(allocation.number);
    times = times_.emplace(allocation, Random{context_.plan.seed, stream}).first;
  }
  auto const ends = context_.now() + drawn(times->second, takes);
  context_.queue.put(std::max(ends, not_before), StageDone{host(), lives_, effect});
}

void RunnerProcess::announce(EndpointReport const& report) {
  announced_now_.push_back({report.allocation, report.number});
  for (auto const edge : edges_) {
    if (renewing_ && *renewing_ != edge) continue;
    auto const sent =
        context_.network.send(component_of(host()), component_of(edge), EndpointSent{edge, report});
    if (sent == Network::Sent::on_its_way) continue;
    // A ready address is renewed. The end of a leaving one shows in missing renewals.
    if (report.state == EndpointState::ready) {
      context_.queue.put(context_.now() + runner::renew_interval, RenewalDue{edge, host()});
    } else {
      context_.queue.put(context_.now() + edge::endpoint_lifetime,
                         AddressExpires{edge, host(), report.allocation});
    }
  }
}

void RunnerProcess::set_timer(runner::SetTimer const& wanted) {
  // Renewals are not events: they change nothing unless a message was lost.
  if (wanted.timer == runner::Timer::renew || stages_timer_ == wanted.at) return;
  stages_timer_ = wanted.at;
  context_.queue.put(wanted.at, RunnerTimer{host(), wanted.timer, wanted.at});
}

void RunnerProcess::timer(RunnerTimer const& event) {
  if (stages_timer_ != event.at) return;
  stages_timer_.reset();
  feed(runner::Elapsed{event.timer});
}

void RunnerProcess::renew(EdgeId edge) {
  if (!up()) return;
  if (context_.now() < state_.next_renew) {
    context_.queue.put(state_.next_renew, RenewalDue{edge, host()});
    return;
  }
  renewing_ = edge;
  feed(runner::Elapsed{runner::Timer::renew});
  renewing_.reset();
}

void RunnerProcess::resend() {
  resend_.rang();
  if (!up()) return;
  in_flight_.forget_elsewhere();
  follow();
}

std::optional<Report> RunnerProcess::take_report(Boot boot, ReportNumber number) {
  std::vector<runner::JournalRecord> journal;
  return runner::take_report(state_, boot, number, journal);
}

Report const* RunnerProcess::find_report(Boot boot, ReportNumber number) const {
  return runner::find_report(state_, boot, number);
}

std::vector<AllocationId> RunnerProcess::announced() const {
  std::vector<AllocationId> ids;
  for (auto const& allocation : state_.journal.allocations) {
    if (allocation.stage == AllocationStage::ready) ids.push_back(allocation.command.allocation);
  }
  return ids;
}

void RunnerProcess::exit_processes(ProcessesExit const& exit) {
  std::vector<runner::ProcessExited> exited;
  for (auto const& allocation : state_.journal.allocations) {
    auto const id = allocation.command.allocation;
    if (allocation.command.release != exit.release || !context_.instances.running(id)) continue;
    exited.push_back({id, allocation.generation, exit.why});
  }
  exit_all(exited);
}

void RunnerProcess::exit_process(ProcessExit const& exit) {
  auto const* allocation = state_.journal.find(exit.allocation);
  if (allocation == nullptr || !context_.instances.running(exit.allocation)) return;
  exit_all({{exit.allocation, allocation->generation, exit.why}});
}

// While the runner is down, it finds out after its restart.
void RunnerProcess::exit_all(std::vector<runner::ProcessExited> const& exited) {
  for (auto const& one : exited) {
    context_.instances.stop(one.allocation, context_.now());
    auto const* allocation = state_.journal.find(one.allocation);
    bool const drained = allocation != nullptr && allocation->stage == AllocationStage::draining &&
                         allocation->session_reports == SessionReports::yes;
    if (drained) killed_ += context_.instances.take_sessions(one.allocation);
    feed(one);
  }
}

void RunnerProcess::crash() {
  if (!up()) return;
  state_ = runner::after_crash(std::move(state_));
  in_flight_.clear();
  stages_timer_.reset();
  life_ = Life::down;
  ++lives_;
}

void RunnerProcess::start() {
  if (up()) return;
  life_ = Life::up;
  feed(runner::Started{});
}

}  // namespace studylab::world::sim
