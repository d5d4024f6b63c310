#pragma once

#include <set>
#include <string>
#include <vector>

#include "control/control.h"

// A control plane for tests: a small platform (one app in production and preview, two edges, two
// hosts), and a world that carries out every effect at once and without error.
namespace studylab::control::testing {

inline constexpr Instant began{std::chrono::seconds{1'772'334'000}};

// The code of a decision that must be a refusal.
inline RefusalCode refusal_code(Decision const& decision) {
  STUDYLAB_CHECK(!decision.has_value());
  return decision.error().code;
}

class TestPlatform {
 public:
  EnvironmentName const env{"shop/production"};
  EnvironmentName const preview{"shop/preview"};
  RouteKey const route{"shop.example"};
  ReleaseId const older{1}, good{2}, bad{3}, fix{4}, unrecorded{5}, gone{6}, elsewhere{7}, again{8};
  Instant now = began;
  State state;
  std::vector<FactEntry> entries;
  std::set<EffectKey> started;
  bool ready_probes = true;  // readiness probes pass
  // Where the start of an allocation fails; `ready`: it does not.
  AllocationStage fails_at = AllocationStage::ready;
  bool runners_answer = true;
  bool runners_drain = true;
  std::uint32_t sessions_ended = 1000;  // at most, by their clients, when a host is drained
  std::optional<Digest> rebuilds_to;  // the image that a rebuilt host runs; none: its declared one
  // The control plane crashes once, after the batch with the entry of this number.
  static constexpr std::size_t never = ~std::size_t{0};
  std::size_t crash_after = never;
  bool edges_acknowledge = true;
  std::vector<EdgeId> behind;  // edges that acknowledge nothing
  MigrationKind bad_migration = MigrationKind::additive;

  explicit TestPlatform(MigrationKind kind = MigrationKind::additive) : bad_migration(kind) {
    build_platform();
  }

  EntryId apply(Fact fact) {
    EntryId const id{static_cast<std::uint32_t>(entries.size() + 1)};
    entries.push_back(FactEntry{id, now, std::move(fact)});
    evolve(state, entries.back());
    return id;
  }
  template <class F>
  EntryId add(F fact) {
    return apply(make_fact(std::move(fact)));
  }

  // Decides, appends and returns the decision.
  Decision give(Command const& command) {
    auto decision = decide(state, command, now);
    if (decision) {
      for (auto const& fact : *decision) apply(fact);
    }
    if (entries.size() >= crash_after) {
      crash_after = never;
      crash();
    }
    return decision;
  }
  // Only the chain survives: the state is folded again, and every effect is required again.
  void crash() {
    State folded;
    for (auto const& entry : entries) evolve(folded, entry);
    state = std::move(folded);
    started.clear();
  }
  Decision operate(Verb verb, std::vector<std::string> refs = {}) {
    auto decision = give(command_of(std::move(verb), std::move(refs)));
    settle();
    return decision;
  }
  static OperatorCommand command_of(Verb verb, std::vector<std::string> refs = {}) {
    OperatorCommand command;
    command.verb = std::move(verb);
    command.line = "a command";
    command.because = "a reason";
    command.by = PersonName{"tess"};
    command.refs = std::move(refs);
    return command;
  }
  // When the promotion of the bad release starts.
  Instant scheduled_at() const {
    return std::get<kinds::Promotion>(state.operations.at(OperationId{9}).as).not_before;
  }
  ReleaseId owner() const { return state.routes.at(route).release; }
  Verb rollback_to(ReleaseId release) const { return Rollback{env, to_text(release)}; }

  // Carries out every effect that is due now.
  void settle() {
    for (int turns = 0; turns < 1000; ++turns) {
      if (!carry_out_next(now)) return;
    }
    STUDYLAB_CHECK(!"the control plane does not settle");
  }
  // Lets time pass; timers fire when they are due.
  void pass(Duration length) {
    auto const until = now + length;
    settle();
    while (carry_out_next(until)) settle();
    now = until;
    for (auto const& [id, edge] : std::map{state.edges}) observe(id, 0);
    settle();
  }
  // Another promotion moves the owner, past every guard.
  void move_owner_meanwhile(ReleaseId to) {
    OperationRequested other;
    other.operation = next_id(state.operations);
    other.request = requests::Promotion{env, to, {}, {}};
    add(other);
    PolicyChecked checked;
    checked.operation = other.operation;
    checked.database = DatabaseVerdict::compatible;
    add(checked);
    auto const& owner = state.routes.at(route);
    add(RouteOwnerMoved{route, env, owner.partition,
                        next(state.partitions.at(owner.partition).last), owner.release, to,
                        next(owner.epoch), other.operation});
  }
  // An observation of the last ten seconds: `errors` of 1,000 requests failed.
  void observe(EdgeId edge, std::uint32_t errors, Crossing crossing = Crossing::no) {
    RequestsObserved fact;
    fact.edge = edge;
    fact.from = now - std::chrono::seconds{10};
    fact.until = now;
    fact.crossing = crossing;
    auto const release = state.routes.at(route).release;
    fact.rows.push_back({route, release, 200, RequestError::none, {}, {}, 1000 - errors, 50});
    if (errors > 0)
      fact.rows.push_back({route, release, 500, RequestError::status, {}, "x", errors, errors});
    bool const silent = std::find(behind.begin(), behind.end(), edge) != behind.end();
    for (auto const& [id, partition] : state.partitions) {
      auto const before = partition.last.value() > 1 ? RouteSequence{2} : RouteSequence{1};
      fact.applied.push_back({id, silent ? before : partition.published});
    }
    fact.origin = origin(to_text(edge));
    give(Report{make_fact(std::move(fact))});
  }
  Origin origin(std::string process) {
    auto const number = ReportNumber{++numbers_[process]};
    return Origin{std::move(process), Boot{1}, number, now};
  }
  // The bad release is promoted, errors are observed, and the incident is open.
  void break_it() {
    now = scheduled_at();
    carry_out_next(now);
    settle();
    now += std::chrono::seconds{8};
    while (carry_out_next(now)) settle();
    observe(EdgeId{1}, 300, Crossing::yes);
    settle();
    STUDYLAB_CHECK(state.incident.has_value());
  }

 private:
  // One effect that is due by `until`, if there is one; time moves on to it.
  bool carry_out_next(Instant until) {
    std::vector<Effect> effects;
    react(state, effects);
    Effect const* next_due = nullptr;
    for (auto const& effect : effects) {
      if (started.contains(effect.key)) continue;
      if (effect.at > now) {
        bool const earlier = next_due == nullptr || effect.at < next_due->at;
        if (effect.at <= until && earlier) next_due = &effect;
        continue;
      }
      started.insert(effect.key);
      carry_out(effect.action);
      return true;
    }
    if (next_due == nullptr) return false;
    now = std::max(now, next_due->at);
    started.insert(next_due->key);
    carry_out(next_due->action);
    return true;
  }

  void carry_out(Action const& action) {
    match(
        action, [&](Proceed const& a) { give(a); },
        [&](WakeAt const& a) { give(Elapsed{a.timer}); },
        [&](PublishRouteEvent const& a) { give(Published{a.partition, a.sequence}); },
        [&](StartOnRunner const& a) { start(start_message(state, a.allocation)); },
        [&](DrainOnRunner const& a) {
          if (!runners_drain) return;
          if (drain_message(state, a.allocation).session_reports == SessionReports::yes) {
            auto const held = state.allocations.at(a.allocation).sessions;
            give(
                Report{make_fact(SessionsDrained{a.allocation, held, std::min(held, sessions_ended),
                                                 0, 0, origin("runner-host-1")})});
          }
          give(Report{make_fact(AllocationStopped{a.allocation, 0, 0, origin("runner-host-1")})});
        },
        [&](RestartOnRunner const& a) {
          give(Report{
              make_fact(AllocationReady{a.allocation, state.allocations.at(a.allocation).digest,
                                        "/", 200, 0, origin("runner-host-1")})});
        },
        [&](RunMigration const& a) {
          auto const& operation = state.operations.at(a.operation);
          auto const& release = state.releases.at(release_of(operation)).registered;
          auto const migration = *state.artifacts.at(release.digest).stored.manifest.migration;
          give(Report{make_fact(
              MigrationApplied{a.database, migration, a.operation, 0, origin("database")})});
        },
        [&](ProbeBindings const& a) {
          give(Report{make_fact(BindingsProbed{a.environment, {}, origin("monitor")})});
        },
        [](RequestResync const&) {}, [&](OrderEdgeRepair const& a) { resume(a.edge, a.operation); },
        [](OrderSnapshot const&) {}, [](OrderVerify const&) {}, [](OrderResume const&) {},
        [](OrderGapPolicy const&) {}, [](DeliverNotice const&) {}, [](OrderWakeStarted const&) {},
        [](OrderWakeEnded const&) {},
        [&](OrderPostcheck const& a) {
          auto const& image = state.hosts.at(a.host).image;
          give(Report{make_fact(HostPostchecked{a.host, a.order, PostcheckResult::passed, image,
                                                "image as declared", origin("runner-host-1")})});
        },
        [&](OrderRebuild const& a) {
          auto const image = rebuilds_to.value_or(state.hosts.at(a.host).image);
          give(Report{make_fact(HostRebuilt{a.host, a.operation, image, origin("runner-host-1")})});
        },
        [&](WatchProviders const&) {},
        [&](OrderFailoverFence const& a) {
          auto const& failover = std::get<kinds::Failover>(state.operations.at(a.failover).as);
          give(Report{make_fact(
              FailoverFenced{a.failover, failover.database, WriterEpoch{2}, origin("database")})});
        },
        [&](OrderPromotion const& a) {
          auto const& failover = std::get<kinds::Failover>(state.operations.at(a.failover).as);
          auto const& replica = state.replicas.at({failover.database, failover.region}).registered;
          give(Report{make_fact(ReplicaPromoted{a.failover,
                                                failover.database,
                                                failover.region,
                                                replica.provider,
                                                {},
                                                origin("database")})});
        },
        [&](OrderRotation const& a) {
          auto const& rotation = std::get<kinds::Rotation>(state.operations.at(a.rotation).as);
          give(Report{make_fact(SecretRotated{a.rotation, rotation.binding, origin("database")})});
        },
        [&](OrderJob const& a) {
          give(Report{make_fact(JobEnded{a.job, JobResult::done, {}, origin("database")})});
        },
        // Tests of restores give the reports themselves.
        [](OrderFence const&) {}, [](OrderAdmission const&) {}, [](OrderCheck const&) {},
        [](OrderRestore const&) {}, [](OrderCutover const&) {}, [](OrderSettling const&) {});
  }

  void start(StartAllocation const& message) {
    if (!runners_answer) return;
    auto const id = message.allocation;
    if (message.stage_reports == StageReports::yes) {
      AllocationStagesReported reported{id, {}, origin("runner-host-1")};
      for (auto stage = AllocationStage::pulling; stage <= AllocationStage::starting;
           stage = static_cast<AllocationStage>(static_cast<int>(stage) + 1)) {
        auto const outcome = stage == fails_at ? StageOutcome::failed : StageOutcome::passed;
        reported.stages.push_back({stage, now, now, outcome, "as the test says"});
        if (stage == fails_at) break;
      }
      give(Report{make_fact(std::move(reported))});
    }
    if (fails_at != AllocationStage::ready) {
      give(Report{
          make_fact(AllocationFailed{id, fails_at, "as the test says", origin("runner-host-1")})});
      return;
    }
    std::uint16_t const status = ready_probes ? 200 : 503;
    give(Report{make_fact(AllocationReady{id, message.digest, message.readiness_path, status, 0,
                                          origin("runner-host-1")})});
  }

  void resume(EdgeId edge, OperationId operation) {
    std::erase(behind, edge);
    for (auto const partition : partitions_to_repair(state, edge)) {
      auto const last = state.partitions.at(partition).last;
      give(Report{make_fact(EdgeResumed{edge, partition, BaselineEpoch{1}, last, last,
                                        GapCause::none, operation, origin(to_text(edge))})});
    }
  }

  Digest digest(std::uint8_t n) {
    Digest digest;
    digest.bytes[0] = n;
    return digest;
  }
  void release(ReleaseId id, EnvironmentName const& where, std::uint8_t artifact,
               std::optional<VersionRange> range, std::vector<Service> served) {
    if (!state.artifacts.contains(digest(artifact))) {
      Manifest manifest;
      manifest.reads = manifest.writes = range;
      manifest.readiness_path = "/ready";
      if (id == bad) {
        manifest.migration =
            Migration{MigrationName{"m16"}, SchemaVersion{15}, SchemaVersion{16}, bad_migration};
      }
      add(ArtifactStored{digest(artifact), manifest, now});
    }
    add(ReleaseRegistered{id, where, digest(artifact), now, "passed", std::move(served)});
  }
  void build_platform() {
    PartitionId const partition{1};
    auto const high = SchemaVersion{bad_migration == MigrationKind::additive ? 16U : 15U};
    VersionRange const before{SchemaVersion{12}, high}, after{SchemaVersion{15}, SchemaVersion{16}};
    Service const service{now, now, KeyEpoch{1}, OperationId{1}, 0};
    add(AppRegistered{AppName{"shop"}, PersonName{"olga"}});
    for (auto const& [name, lane, key] : {std::tuple{env, Lane::production, route},
                                          {preview, Lane::preview, RouteKey{"preview.example"}}}) {
      EnvironmentDeclared declared;
      declared.environment = name;
      declared.app = AppName{"shop"};
      declared.lane = lane;
      declared.route = key;
      declared.partition = partition;
      declared.database = DatabaseName{name.value() + "-db"};
      declared.replicas = 2;
      declared.gap_policy = GapPolicy{GapMode::last_verified, std::chrono::minutes{5}};
      declared.threshold = Permille{20};
      declared.drain_grace = std::chrono::seconds{4};
      add(declared);
      DatabaseRegistered database;
      database.database = declared.database;
      database.environment = name;
      database.schema = SchemaVersion{15};
      add(database);
    }
    release(older, env, 1, before, {service});
    release(good, env, 2, before, {});
    release(bad, env, 3, after, {});
    release(fix, env, 4, after, {});
    release(unrecorded, env, 5, std::nullopt, {service});
    release(gone, env, 6, before, {service});
    release(elsewhere, preview, 7, before, {});
    release(again, env, 3, after, {});
    add(ArtifactGone{digest(6)});
    for (std::uint32_t n : {1U, 2U}) add(HostRegistered{HostId{n}, digest(9), 6});
    add(PartitionOpened{partition, BaselineEpoch{1}});
    add(RouteOwnerRecorded{route, env, partition, RouteSequence{2}, good, KeyEpoch{4},
                           OperationId{1}, now});
    add(RouteOwnerRecorded{RouteKey{"preview.example"}, preview, partition, RouteSequence{3},
                           elsewhere, KeyEpoch{1}, OperationId{2}, now});
    for (std::uint32_t n : {1U, 2U}) add(EdgeRegistered{EdgeId{n}, Boot{1}, now});
    add(AllocationRecorded{AllocationId{1}, env, good, digest(2), HostId{1}, now, 10});
    add(AllocationRecorded{AllocationId{2}, env, good, digest(2), HostId{2}, now, 10});
    scheduled(OperationId{9}, bad, std::chrono::seconds{60});
    scheduled(OperationId{10}, again, std::chrono::seconds{600});
    observe(EdgeId{1}, 0);
    observe(EdgeId{2}, 0);
  }
  void scheduled(OperationId id, ReleaseId what, Duration in) {
    add(OperationRecorded{id, requests::Promotion{env, what, {}, {}}, Stage::waiting, now, now + in,
                          PersonName{"release train"}, "weekly"});
  }

  std::map<std::string, std::uint64_t> numbers_;
};

}  // namespace studylab::control::testing
