#include "lab/drill/bad_deploy/faults.h"

#include <array>

#include <fmt/format.h>

#include "lab/drill/read.h"
#include "lab/grade/bad_deploy/clues.h"
#include "lab/grade/facts/edges.h"
#include "lab/grade/facts/errors.h"

namespace studylab::drill::bad_deploy {
namespace {

using namespace std::chrono_literals;

// All shares are parts of a thousand of the requests that the release (or the edge) answers.
// A smaller share might not be over the threshold when an edge first checks.
constexpr Range failing_share{100, 1000};

struct FailingRelease : DeployFault {
  Range failing;
  std::string code;
  std::vector<std::string> logs;

  void put_into_world(Injection const& into, DrawnRun& run) const override;
  Witness witness() const override { return Witness::failed_answer; }
};

struct ContractingMigration : DeployFault {
  Range failing;
  std::string code;
  std::vector<std::string> logs;

  void put_into_initial(DrawnTopology& topology, IncidentParts& parts) const override;
  void put_into_world(Injection const& into, DrawnRun& run) const override;
  Witness witness() const override { return Witness::failed_answer; }
};

struct DestructiveMigration : DeployFault {
  Range failing;
  std::string code;
  std::vector<std::string> logs;
  Range rows;

  void put_into_initial(DrawnTopology& topology, IncidentParts& parts) const override;
  void put_into_world(Injection const& into, DrawnRun& run) const override;
  Witness witness() const override { return Witness::failed_answer; }
};

struct BindingGone : DeployFault {
  Range failing;
  std::vector<std::string> logs;

  void put_into_world(Injection const& into, DrawnRun& run) const override;
  Witness witness() const override { return Witness::failed_binding; }
};

struct StalledConsumer : DeployFault {
  void put_into_world(Injection const& into, DrawnRun& run) const override;
  Witness witness() const override { return Witness::answer_at_old_owner; }
};

struct PassingBurst : DeployFault {
  Range failing;
  DurationRange length;
  Permille elsewhere;

  void put_into_world(Injection const& into, DrawnRun& run) const override;
  Witness witness() const override { return Witness::alert; }
};

class Injecting {
 public:
  Injecting(Injection const& into, DrawnRun& run)
      : into_(into), run_(run), random_(into.seed, "fault") {}

  void inject(FailingRelease const& fault) {
    auto behaviour = failing(fault.failing, fault.logs);
    behaviour.code = fault.code;
    change_release(into_.incident.fault_at, std::move(behaviour));
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
    say("contracting-migration", into_.incident.migration.value());
  }

  void inject(DestructiveMigration const& fault) {
    auto const& incident = into_.incident;
    auto behaviour = failing(fault.failing, fault.logs);
    behaviour.code = fault.code;
    behaviour.without_rows = incident.database.name;
    for (auto const& release : into_.topology.environments[into_.topology.incident].releases) {
      run_.plan.changes.push_back(
          {incident.fault_at, world::BehaviourChange{release.digest, behaviour}});
    }
    world::DataDamage loss;
    loss.database = incident.database.name;
    loss.kind = DamageKind::gone;
    loss.rows = static_cast<std::uint64_t>(random_.between(fault.rows.low, fault.rows.high));
    loss.max_users = incident.database.users;
    loss.migration = incident.migration;
    run_.plan.changes.push_back({run_.plan.began, world::MigrationLoss{std::move(loss)}});
    say("destructive-migration", incident.migration.value());
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
    say("binding-gone", binding.value());
  }

  void inject(StalledConsumer const&) {
    auto const& incident = into_.incident;
    run_.plan.changes.push_back(
        {run_.plan.began, world::ConsumerStall{incident.edge, incident.partition}});
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

// --- what each does ---

void FailingRelease::put_into_world(Injection const& into, DrawnRun& run) const {
  Injecting{into, run}.inject(*this);
}

// The migration is of this kind: earlier releases do not fit the schema that it leaves.
void break_earlier_releases(DrawnTopology& topology, IncidentParts& parts, MigrationKind kind) {
  auto& environment = topology.environments[topology.incident];
  parts.migration.kind = kind;
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

void ContractingMigration::put_into_initial(DrawnTopology& topology, IncidentParts& parts) const {
  break_earlier_releases(topology, parts, MigrationKind::contracting);
}

void DestructiveMigration::put_into_initial(DrawnTopology& topology, IncidentParts& parts) const {
  break_earlier_releases(topology, parts, MigrationKind::destructive);
}

void DestructiveMigration::put_into_world(Injection const& into, DrawnRun& run) const {
  Injecting{into, run}.inject(*this);
}

void ContractingMigration::put_into_world(Injection const& into, DrawnRun& run) const {
  Injecting{into, run}.inject(*this);
}

void BindingGone::put_into_world(Injection const& into, DrawnRun& run) const {
  Injecting{into, run}.inject(*this);
}

void StalledConsumer::put_into_world(Injection const& into, DrawnRun& run) const {
  Injecting{into, run}.inject(*this);
}

void PassingBurst::put_into_world(Injection const& into, DrawnRun& run) const {
  Injecting{into, run}.inject(*this);
}

// --- their parameters ---

void read_program(Fields const& fields, auto& fault) {
  if (auto const v = fields["failing"]) take(v->range(failing_share), fault.failing);
  if (auto const v = fields["code"]) take(v->text(), fault.code);
  if (auto const v = fields["logs"]) fault.logs = v->texts();
}

template <class Failing>
std::shared_ptr<Fault> read_failing(Value const& value) {
  auto fault = std::make_shared<Failing>();
  Fields const fields{value, {{"is"}, {"failing"}, {"code"}, {"logs"}}};
  read_program(fields, *fault);
  return fault;
}

std::shared_ptr<Fault> read_destructive(Value const& value) {
  auto fault = std::make_shared<DestructiveMigration>();
  Fields const fields{value, {{"is"}, {"failing"}, {"code"}, {"logs"}, {"rows"}}};
  read_program(fields, *fault);
  if (auto const v = fields["rows"]) take(v->range({1, 1'000'000}), fault->rows);
  return fault;
}

std::shared_ptr<Fault> read_binding_gone(Value const& value) {
  auto fault = std::make_shared<BindingGone>();
  Fields const fields{value, {{"is"}, {"failing"}, {"logs"}}};
  if (auto const v = fields["failing"]) take(v->range(failing_share), fault->failing);
  if (auto const v = fields["logs"]) fault->logs = v->texts();
  return fault;
}

std::shared_ptr<Fault> read_stalled_consumer(Value const& value) {
  Fields{value, {{"is"}}};
  return std::make_shared<StalledConsumer>();
}

std::shared_ptr<Fault> read_passing_burst(Value const& value) {
  auto fault = std::make_shared<PassingBurst>();
  Fields const fields{value, {{"is"}, {"failing"}, {"length"}, {"elsewhere"}}};
  if (auto const v = fields["failing"]) take(v->range(failing_share), fault->failing);
  if (auto const v = fields["length"]) take(v->durations(), fault->length);
  if (auto const v = fields["elsewhere"]) {
    if (auto const share = v->number({0, 1000})) fault->elsewhere = Permille{*share};
  }
  return fault;
}

// --- the clues that hold in every world that they make ---

using grade::edge_behind;
using grade::failed_at_one_edge;
using grade::under_threshold;
namespace clues = grade::bad_deploy;

constexpr std::array failing_release_clues{&clues::failed_by_new_release, &clues::bindings_answer,
                                           &clues::rollback_compatible, &clues::no_rows_lost};
constexpr std::array contracting_migration_clues{
    &clues::failed_by_new_release, &clues::bindings_answer, &clues::rollback_incompatible,
    &clues::no_rows_lost};
constexpr std::array destructive_migration_clues{&clues::failed_by_new_release,
                                                 &clues::bindings_answer,
                                                 &clues::rollback_incompatible, &clues::rows_lost};
constexpr std::array binding_gone_clues{&clues::failed_by_new_release, &clues::binding_gone,
                                        &clues::rollback_compatible, &clues::no_rows_lost};
constexpr std::array stalled_consumer_clues{&failed_at_one_edge, &clues::bindings_answer,
                                            &clues::rollback_compatible, &clues::no_rows_lost,
                                            &edge_behind};
constexpr std::array passing_burst_clues{&failed_at_one_edge, &under_threshold,
                                         &clues::bindings_answer, &clues::rollback_compatible,
                                         &clues::no_rows_lost};

}  // namespace

void DeployFault::put_into_initial(DrawnTopology&, IncidentParts&) const {}

constexpr FaultKind failing_release{"failing-release", failing_release_clues,
                                    read_failing<FailingRelease>};
constexpr FaultKind contracting_migration{"contracting-migration", contracting_migration_clues,
                                          read_failing<ContractingMigration>};
constexpr FaultKind destructive_migration{"destructive-migration", destructive_migration_clues,
                                          read_destructive};
constexpr FaultKind binding_gone{"binding-gone", binding_gone_clues, read_binding_gone};
constexpr FaultKind stalled_consumer{"stalled-consumer", stalled_consumer_clues,
                                     read_stalled_consumer};
constexpr FaultKind passing_burst{"passing-burst", passing_burst_clues, read_passing_burst};

}  // namespace studylab::drill::bad_deploy
