#pragma once

#include <algorithm>
#include <map>

#include "control/platform_testing.h"
#include "control/providers/health.h"

namespace studylab::control::testing {

// Production and preview use one database provider, each with a credential of its own; production
// also uses a queue, and the control plane another one. The database may have a replica in `north`.
struct ProviderPlatform : TestPlatform {
  ProviderName const pg{"pg"}, mq{"mq"}, jobs{"jobs"}, pg_north{"pg-north"};
  BindingName const db{"shop-db"}, events{"shop-events"}, preview_db{"preview-db"};
  DatabaseName const database{"shop/production-db"};
  RegionName const home{"south"}, north{"north"};

  ProviderPlatform() {
    for (auto const& name : {pg, mq, jobs, pg_north}) {
      add(ProviderRegistered{name, ProviderKind::database});
      add(ProviderWatchDeclared{name, std::chrono::milliseconds{200}});
    }
    auto registered = state.databases.at(database).registered;
    registered.provider = pg;
    registered.rpo = std::chrono::seconds{60};
    add(registered);
    add(BindingDeclared{db, env, pg});
    add(BindingDeclared{events, env, mq});
    add(BindingDeclared{preview_db, preview, pg});
    add(PlatformBindingDeclared{"job queue", jobs});
    add(DependencyAlarmDeclared{env});
    add(RegionRegistered{home});
    add(RegionRegistered{north});
    add(ReplicaRegistered{database, north, pg_north});
    needs(good, {db, events});
    needs(bad, {db, events});
    probe({});
  }

  // What the release's manifest needs.
  void needs(ReleaseId release, std::vector<BindingName> names) {
    auto const& digest = state.releases.at(release).registered.digest;
    auto stored = state.artifacts.at(digest).stored;
    stored.manifest.needs = std::move(names);
    add(stored);
  }

  // Reports of the monitor: every provider is healthy but these, every call is answered but those
  // of `failing` and `rejected`.
  struct Seen {
    std::map<ProviderName, ProviderState> states = {};
    std::vector<BindingName> failing = {};
    std::vector<BindingName> rejected = {};
    std::map<BindingName, SecretState> stated = {};
  };
  void probe(Seen const& seen) {
    ProvidersProbed fact;
    fact.from = now - std::chrono::seconds{10};
    fact.until = now;
    for (auto const& [name, provider] : state.providers) {
      auto const found = seen.states.find(name);
      auto const state_now = found == seen.states.end() ? ProviderState::healthy : found->second;
      fact.providers.push_back({name, state_now, now, ProbeOutcome::answered, {}, 0});
    }
    for (auto const& [name, binding] : state.bindings) {
      BindingCount count{name, binding.declared.provider, 100, 0, 0, 0, SecretState::present, now};
      bool const failing = std::ranges::find(seen.failing, name) != seen.failing.end();
      bool const rejected = std::ranges::find(seen.rejected, name) != seen.rejected.end();
      if (failing || rejected) count.failed = 100;
      if (rejected) count.rejected = 100;
      auto const stated = seen.stated.find(name);
      if (stated != seen.stated.end()) count.secret = stated->second;
      fact.bindings.push_back(count);
    }
    fact.origin = origin("monitor");
    give(Report{make_fact(std::move(fact))});
    settle();
  }
  // Every proof of the replica holds, but the one of `failing`.
  void prove(std::optional<ProofKind> failing = {}, Duration lag = std::chrono::seconds{3}) {
    RegionsChecked fact;
    for (std::uint32_t n = 0; n < enum_size<ProofKind>; ++n) {
      auto const kind = static_cast<ProofKind>(n);
      auto const proven = failing == kind ? Proven::no : Proven::yes;
      fact.proofs.push_back({database, north, kind, proven, now, lag, "as the test says"});
    }
    fact.origin = origin("monitor");
    give(Report{make_fact(std::move(fact))});
    settle();
  }
  void job_at(Duration in) {
    add(OperationRecorded{OperationId{30},
                          requests::Job{env, "reindex", pg, std::chrono::seconds{30}},
                          Stage::waiting, now, now + in, PersonName{"olga"}, "monthly"});
  }
  Stage stage_of(std::uint32_t operation) const {
    return state.operations.at(OperationId{operation}).stage;
  }
  Stage latest_stage() const { return state.operations.rbegin()->second.stage; }
  Decision fail_over() { return operate(FailOver{database, north}); }
  Decision rotate(BindingName const& binding) { return operate(RotateSecret{binding}); }
  Decision publish(EnvironmentName const& environment, std::string cause) {
    return operate(PublishStatus{environment, std::move(cause), "we know"});
  }
};

}  // namespace studylab::control::testing
