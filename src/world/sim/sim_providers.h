#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "control/state.h"
#include "provider/provider_watch.h"
#include "world/sim/sim_context.h"
#include "world/sim/sim_database.h"
#include "world/sim/traffic.h"

namespace studylab::world::sim {

// What providers know about themselves. `said`: in one sentence each; empty: they are well.
struct SickProvider {
  ProviderName provider;
  std::optional<Instant> expects;  // to be well; none: it does not know
};
struct ProviderStatus {
  std::vector<SickProvider> sick;
  std::string said;
};

// The providers of the simulated world: what a round of probes finds, and the orders that they
// carry out. How they answer programs is in Programs.
class SimProviders {
 public:
  struct Traffics {
    // Adds the calls that requests to the route made through each of the bindings.
    std::function<void(RouteKey const&, Span, std::span<BindingCalls>)> add_calls;
    // Programs answer in another way from now on.
    std::function<void()> changed;
  };

  SimProviders(SimContext& site, control::State const& platform, SimDatabase& service,
               Traffics traffics)
      : context_(site),
        platform_(platform),
        service_(service),
        traffics_(std::move(traffics)),
        times_(site.plan.seed, "providers"),
        probes_(site.plan.seed, "probes") {}

  // What one round of the monitor finds.
  provider::ProvidersAnswered answer(provider::ProbeProviders const& round);
  ProviderStatus status() const;

  // --- orders of the control plane ---
  void take(ProviderCommand const& command);
  void work(ProviderCommand const& command);

  // --- what the plan does to them ---
  void apply(ProviderChange const& change);
  void apply(CredentialChange const& change);
  void apply(ProofChange const& change);

 private:
  struct Proof {
    RegionProof seen;
    ProofChange::Checker checker = ProofChange::Checker::runs;
  };

  // The bindings of one route, and the place of each in the counts.
  struct CountedRoute {
    RouteKey route;
    std::vector<BindingCalls> calls;
    std::vector<std::size_t> places;
  };

  std::vector<provider::ProviderAnswer> probe_all();
  std::vector<BindingCount> count_all(Span span);
  void list_bindings();
  std::vector<RegionProof> check_regions(Instant now);
  std::optional<Instant> recovery_of(ProviderName const& provider) const;
  Duration time_of(ProviderCommand const& command);

  void fence(FenceOldRegion const& order);
  void promote(PromoteReplica const& order);
  void issue(IssueCredential const& order);
  void finish(RunJob const& order);

  SimContext& context_;
  control::State const& platform_;
  SimDatabase& service_;
  Traffics traffics_;
  Random times_;
  Random probes_;
  std::map<std::tuple<DatabaseName, RegionName, ProofKind>, Proof> proofs_;
  std::vector<std::string> begun_;  // orders that have begun, each by its key
  // What the proxies' counts begin with: no calls yet. Of this version of the programs.
  std::vector<BindingCount> uncounted_;
  std::vector<Permille> slow_;  // of each
  std::vector<CountedRoute> counted_routes_;
  std::uint64_t listed_version_ = 0;
};

}  // namespace studylab::world::sim
