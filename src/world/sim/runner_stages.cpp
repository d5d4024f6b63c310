// The outcome of a stage's work, from the truth at the time when the work is done.
#include <string>
#include <utility>

#include "base/check.h"
#include "control/allocations/continuity.h"
#include "world/sim/runner_process.h"

namespace studylab::world::sim {
namespace {

constexpr std::uint16_t ready_status = 200;
// A slow start may outlast the readiness budget: then the allocation fails.
constexpr Between slow{std::chrono::seconds{1}, runner::readiness_budget * 2};

runner::ArtifactPulled pulled(Programs const& programs, runner::PullArtifact const& effect) {
  runner::ArtifactPulled outcome{effect.allocation, effect.generation, std::nullopt, {}};
  auto const stored = programs.stored(effect.digest);
  bool const seen = stored.digest && stored.surfaces == AllocationStage::pulling;
  if (stored.digest) outcome.found = seen ? *stored.digest : effect.digest;
  return outcome;
}

runner::SecretsFetched fetched(Programs const& programs, runner::FetchSecrets const& effect) {
  runner::SecretsFetched outcome{effect.allocation, effect.generation, {}, {}};
  for (auto const& binding : effect.bindings) {
    auto const secret = programs.secret(binding);
    if (secret.state == SecretState::missing) outcome.missing.push_back(binding);
    if (secret.state == SecretState::expired && secret.surfaces == AllocationStage::secrets) {
      outcome.expired.push_back(binding);
    }
  }
  return outcome;
}

// The bytes that the store has under another name's digest do not start.
std::string why_not_started(Programs const& programs, Digest const& digest) {
  auto const stored = programs.stored(digest);
  bool const other = stored.digest && *stored.digest != digest;
  if (!other || stored.surfaces != AllocationStage::starting) return {};
  return "the program has digest " + short_text(*stored.digest) + ", its manifest names " +
         short_text(digest);
}

runner::BindingsProbed probed(Programs const& programs, runner::ProbeBindings const& effect) {
  runner::BindingsProbed outcome{effect.allocation, effect.generation, {}, {}};
  for (auto const& binding : effect.bindings) {
    auto const truth = programs.binding(binding);
    bool const gone =
        truth.state == BindingState::gone && truth.surfaces == AllocationStage::binding;
    if (gone) outcome.gone.push_back(binding);
    auto const secret = programs.secret(binding);
    bool const refused =
        secret.state == SecretState::expired && secret.surfaces == AllocationStage::binding;
    if (refused) outcome.refused.push_back(binding);
  }
  return outcome;
}

runner::ReadinessProbed asked(Programs const& programs, Instances const& instances,
                              runner::ProbeReadiness const& effect, Instant now) {
  runner::ReadinessProbed outcome{effect.allocation, effect.generation, 0, {}, 0};
  auto const* instance = instances.find(effect.allocation);
  if (instance == nullptr || instance->process == Instance::Process::none) return outcome;
  outcome.status = instance->answers_from <= now ? ready_status : still_starting_status;
  if (auto const unready = programs.unready(instance->digest)) outcome.status = unready->status;
  auto const stored = programs.stored(instance->digest);
  bool const other = stored.digest && stored.surfaces == AllocationStage::readiness;
  outcome.running = other ? *stored.digest : instance->digest;
  outcome.sessions = instance->sessions;
  return outcome;
}

// The declared one, unless the host runs another.
Digest image_of(Programs const& programs, control::State const& platform, HostId host) {
  if (auto const image = programs.image(host)) return *image;
  auto const declared = platform.hosts.find(host);
  return declared == platform.hosts.end() ? Digest{} : declared->second.image;
}

}  // namespace

runner::Input RunnerProcess::start(runner::StartProcess const& e) {
  auto& instances = context_.instances;
  if (auto why = why_not_started(context_.programs, e.digest); !why.empty()) {
    return runner::ProcessStarted{e.allocation, e.generation, std::move(why)};
  }
  if (auto const* allocation = state_.journal.find(e.allocation)) {
    instances.add(Instance{e.allocation,
                           allocation->command.environment,
                           e.release,
                           e.digest,
                           Instance::Process::none,
                           {},
                           0,
                           {}});
  }
  instances.start(e.allocation, context_.now(), context_.now() + start_delay(e.allocation));
  return runner::ProcessStarted{e.allocation, e.generation, {}};
}

void RunnerProcess::finish(StageDone const& done) {
  if (!up() || done.life != lives_) return;
  auto& instances = context_.instances;
  // Only work is put into the queue as a StageDone.
  auto const never = [](auto const&) -> runner::Input {
    STUDYLAB_CHECK(!"an effect without a stage");
    return runner::Started{};
  };
  auto outcome = match(
      done.effect,
      [&](runner::PullArtifact const& e) -> runner::Input { return pulled(context_.programs, e); },
      [&](runner::FetchSecrets const& e) -> runner::Input { return fetched(context_.programs, e); },
      [&](runner::ProbeBindings const& e) -> runner::Input { return probed(context_.programs, e); },
      [&](runner::StartProcess const& e) -> runner::Input { return start(e); },
      [&](runner::ProbeReadiness const& e) -> runner::Input {
        return asked(context_.programs, instances, e, context_.now());
      },
      [&](runner::DrainSessions const& e) -> runner::Input {
        return end_sessions(e.allocation, e.generation);
      },
      [&](runner::CutSessions const& e) -> runner::Input {
        return end_sessions(e.allocation, e.generation);
      },
      [&](runner::StopProcess const& e) -> runner::Input {
        end_sessions(e.allocation, e.generation);
        instances.stop(e.allocation, context_.now());
        return runner::ProcessStopped{e.allocation, e.generation};
      },
      [&](runner::AskProcesses const&) -> runner::Input {
        runner::ProcessesFound found;
        for (auto const& allocation : state_.journal.allocations) {
          auto const id = allocation.command.allocation;
          if (instances.running(id)) found.running.push_back(id);
        }
        return found;
      },
      [&](runner::InspectHost const& e) -> runner::Input {
        return runner::HostInspected{e.ordered_by, image_of(context_.programs, platform_, host()),
                                     context_.programs.drift(host())};
      },
      [&](runner::RebuildSelf const& e) -> runner::Input { return rebuild(e); },
      [&](runner::AnnounceEndpoint const& e) { return never(e); },
      [&](runner::SetTimer const& e) { return never(e); },
      [&](runner::SendReport const& e) { return never(e); });
  feed(outcome);
}

// How long a started program does not answer; zero unless the schedule slows starts.
Duration RunnerProcess::start_delay(AllocationId allocation) {
  if (context_.schedule.slow_start.value() == 0) return Duration{};
  auto starts = starts_.find(allocation);
  if (starts == starts_.end()) {
    auto const stream = "schedule/start/" + to_text(allocation);
    starts = starts_.emplace(allocation, Random{context_.plan.seed, stream}).first;
  }
  if (!starts->second.chance(context_.schedule.slow_start.value())) return Duration{};
  return drawn(starts->second, slow);
}

runner::SessionsEnded RunnerProcess::end_sessions(AllocationId allocation,
                                                  runner::StartGeneration generation) {
  auto const* draining = state_.journal.find(allocation);
  if (draining != nullptr && draining->session_reports == SessionReports::yes) {
    return account_sessions(*draining);
  }
  auto const moved = context_.instances.move_sessions(allocation, successor_of(allocation),
                                                      continuity_of(allocation));
  return runner::SessionsEnded{allocation, generation, moved.resumed, moved.fresh, 0, 0};
}

// When a session returns, it goes to the owner of its environment's route.
ReleaseId RunnerProcess::successor_of(AllocationId allocation) const {
  auto const* instance = context_.instances.find(allocation);
  if (instance == nullptr) return ReleaseId{};
  auto const environment = platform_.environments.find(instance->environment);
  if (environment == platform_.environments.end()) return ReleaseId{};
  auto const owner = platform_.routes.find(environment->second.declared.route);
  return owner == platform_.routes.end() ? ReleaseId{} : owner->second.release;
}

// Its state survives the allocation if the environment has a durable store and the release that the
// session comes back to reads it.
Instances::Continuity RunnerProcess::continuity_of(AllocationId allocation) const {
  using Continuity = Instances::Continuity;
  auto const* instance = context_.instances.find(allocation);
  if (instance == nullptr) return Continuity::fresh;
  auto const environment = platform_.environments.find(instance->environment);
  auto const store = environment == platform_.environments.end()
                         ? SessionStore::none
                         : environment->second.declared.session_store;
  auto const* from = context_.programs.manifest_of(instance->release);
  auto const* to = context_.programs.manifest_of(successor_of(allocation));
  bool const read = from != nullptr && to != nullptr && from->state_schema == to->state_schema;
  auto const reads = read ? control::ReadsState::yes : control::ReadsState::no;
  bool const survives =
      control::continuity_of({store, reads, {}, {}}) == control::Continuity::resume;
  return survives ? Continuity::resume : Continuity::fresh;
}

}  // namespace studylab::world::sim
