#include "lab/drill/fault.h"

#include <algorithm>

#include <fmt/format.h>

namespace studylab::drill {
namespace {

using namespace std::chrono_literals;

class Injecting {
 public:
  Injecting(Injection const& into, DrawnRun& run)
      : into_(into), run_(run), random_(into.seed, "fault") {}

  void inject(FailingRelease const& fault) {
    auto behaviour = failing(fault.failing, fault.logs);
    behaviour.code = fault.code;
    change_release(into_.incident.fault_at, std::move(behaviour));
    run_.witness = Witness::failed_answer;
    say("failing-release", to_text(into_.incident.release));
  }

  void inject(ContractingMigration const& fault) {
    auto behaviour = failing(fault.failing, fault.logs);
    behaviour.code = fault.code;
    change_release(into_.incident.fault_at, std::move(behaviour));
    if (!into_.incident.candidate_fits) {
      run_.plan.owner_repairs.push_back({into_.incident.environment, RepairKind::migration, "",
                                         std::nullopt, into_.parts.fixed, into_.parts.fixed_digest,
                                         into_.fixed_id});
    }
    run_.witness = Witness::failed_answer;
    say("contracting-migration", into_.incident.migration.value());
  }

  void inject(BindingGone const& fault) {
    auto const& binding = into_.incident.binding;
    auto behaviour = failing(fault.failing, fault.logs);
    behaviour.status = 502;
    behaviour.error = RequestError::binding;
    behaviour.binding = binding;
    behaviour.code = "binding_unavailable";
    // A behaviour that names a binding applies only while the binding is gone.
    change_release(run_.plan.began, std::move(behaviour));
    run_.plan.changes.push_back(
        {into_.incident.fault_at, world::BindingChange{binding, BindingState::gone}});
    run_.plan.owner_repairs.push_back({into_.incident.environment, RepairKind::binding,
                                       binding.value(), binding, std::nullopt, Digest{},
                                       ReleaseId{}});
    run_.witness = Witness::failed_binding;
    say("binding-gone", binding.value());
  }

  void inject(StalledConsumer const&) {
    auto const& incident = into_.incident;
    run_.plan.changes.push_back(
        {run_.plan.began, world::ConsumerStall{incident.edge, incident.partition}});
    run_.witness = Witness::answer_at_old_owner;
    say("stalled-consumer",
        fmt::format("{} {}", to_text(incident.edge), to_text(incident.partition)));
  }

  void inject(PassingBurst const& fault) {
    auto const& incident = into_.incident;
    auto behaviour =
        failing(fault.failing, {"request {}: 504 from upstream, slow network at the edge"});
    behaviour.status = 504;
    behaviour.error = RequestError::timed_out;
    auto const length =
        Duration{random_.between(fault.length.low.count(), fault.length.high.count())};
    change_burst(incident.fault_at, {incident.route, incident.edge, behaviour});
    change_burst(incident.fault_at + length, {incident.route, incident.edge, std::nullopt});
    run_.witness = Witness::alert;
    say("passing-burst", to_text(incident.edge));
    if (random_.chance(fault.elsewhere.value())) elsewhere();
  }

 private:
  // In log lines `{column}` and `{binding}` are replaced by names of the incident; the world
  // replaces `{}`.
  world::Behaviour failing(Range share, std::vector<std::string> const& logs) {
    world::Behaviour behaviour;
    behaviour.failing =
        Permille{static_cast<std::uint32_t>(random_.between(share.low, share.high))};
    for (auto const& line : logs) {
      behaviour.log_lines.push_back(filled(filled(line, "{column}", into_.parts.column),
                                           "{binding}", into_.incident.binding.value()));
    }
    return behaviour;
  }

  void change_release(Instant at, world::Behaviour behaviour) {
    run_.plan.changes.push_back(
        {at, world::BehaviourChange{into_.incident.digest, std::move(behaviour)}});
  }

  void change_burst(Instant at, world::BurstChange change) {
    run_.plan.changes.push_back({at, std::move(change)});
  }

  // Another environment has errors of its own for a while, after the alert.
  void elsewhere() {
    auto const& environments = into_.topology.environments;
    if (environments.size() < 2) return;
    auto index = random_.below(environments.size() - 1);
    if (index >= into_.topology.incident) ++index;
    auto const& other = environments[index];
    world::Behaviour behaviour =
        failing({700, 900}, {"request {}: unhandled exception in a test page"});
    behaviour.code = "unhandled_exception";
    auto const from = into_.incident.alert_at + std::chrono::seconds{random_.between(4, 15)};
    auto const until = from + std::chrono::seconds{random_.between(25, 50)};
    change_burst(from, {other.route, EdgeId{}, std::move(behaviour)});
    change_burst(until, {other.route, EdgeId{}, std::nullopt});
    say("errors-elsewhere", other.name.value());
  }

  void say(std::string fault, std::string object) {
    run_.faults.push_back(FaultInjected{std::move(fault), std::move(object)});
  }

  Injection const& into_;
  DrawnRun& run_;
  Random random_;
};

}  // namespace

std::string filled(std::string text, std::string_view name, std::string_view value) {
  for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += value.size()) {
    text.replace(at, name.size(), value);
  }
  return text;
}

void put_into_initial(Fault const& fault, DrawnTopology& topology, IncidentParts& parts) {
  if (!std::holds_alternative<ContractingMigration>(fault)) return;
  auto& environment = topology.environments[topology.incident];
  parts.migration.kind = MigrationKind::contracting;
  auto const before = parts.migration.from;
  auto const after = parts.migration.to;
  for (std::size_t i = 0; i < environment.releases.size(); ++i) {
    auto& manifest = environment.releases[i].manifest;
    if (i <= environment.current) {  // the earlier releases: they use what the migration removes
      if (manifest.reads) manifest.reads->high = before;
      if (manifest.writes) manifest.writes->high = before;
    } else if (manifest.migration) {
      manifest.migration = parts.migration;
      manifest.reads = manifest.writes = VersionRange{after, after};
    }
  }
}

void put_into_world(Fault const& fault, Injection const& into, DrawnRun& run) {
  Injecting injecting{into, run};
  std::visit([&](auto const& each) { injecting.inject(each); }, fault);
}

}  // namespace studylab::drill
