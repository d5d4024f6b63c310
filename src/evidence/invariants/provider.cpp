#include "evidence/invariants/provider.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "model/provider_limits.h"
#include "model/symptom.h"

namespace studylab::evidence {
namespace {

struct WatchedProvider {
  bool watched = false;
  std::optional<ProviderState> state;
  Instant probed_at{};
};

struct CountedBinding {
  EnvironmentName environment;
  ProviderName provider;
  std::vector<ProviderName> earlier;  // before failovers
  std::optional<BindingCount> count;
  Instant until{};
  std::vector<std::pair<Instant, Instant>> failing;  // spans with failed calls
};

// What waits for its time, or for evidence.
struct Waiting {
  OperationKind kind = OperationKind::promotion;
  EnvironmentName environment;
  ReleaseId release;
};

class ProviderWalk {
 public:
  explicit ProviderWalk(std::vector<Violation>& found) : found_(found) {}

  void entry(FactEntry const& entry) {
    at_ = entry.id;
    now_ = entry.at;
    auto const& subjects = entry.fact.subjects();
    if (auto const* f = std::get_if<InitialFact>(&subjects)) initial(*f);
    if (auto const* f = std::get_if<OperationFact>(&subjects)) operation(*f);
    if (auto const* f = std::get_if<ProviderFact>(&subjects)) provider(*f);
    if (auto const* f = std::get_if<PeopleFact>(&subjects)) people(*f);
    if (auto const* f = std::get_if<IncidentFact>(&subjects)) incident(*f);
  }

 private:
  void broken(std::string_view rule, std::string what) {
    found_.push_back(Violation{rule, at_, std::move(what)});
  }

  void initial(InitialFact const& fact) {
    if (auto const* f = std::get_if<ProviderWatchDeclared>(&fact)) {
      providers_[f->provider].watched = true;
      watched_ = true;
    }
    if (auto const* f = std::get_if<PlatformBindingDeclared>(&fact)) {
      platform_.insert(f->provider);
    }
    if (auto const* f = std::get_if<BindingDeclared>(&fact)) {
      bindings_[f->binding] = {f->environment, f->provider, {}, {}, {}, {}};
    }
    if (auto const* f = std::get_if<DatabaseRegistered>(&fact)) databases_[f->database] = *f;
    if (auto const* f = std::get_if<ArtifactStored>(&fact)) needs_[f->digest] = f->manifest.needs;
    if (auto const* f = std::get_if<ReleaseRegistered>(&fact)) releases_[f->release] = f->digest;
    auto const* recorded = std::get_if<OperationRecorded>(&fact);
    if (recorded != nullptr) wait(recorded->operation, recorded->request);
  }

  void wait(OperationId id, OperationRequest const& request) {
    operations_[id] = {studylab::kind_of(request), environment_of(request), release_of(request)};
  }

  // --- PO3: evidence and pauses ---

  void operation(OperationFact const& fact) {
    if (auto const* f = std::get_if<OperationRequested>(&fact)) {
      wait(f->operation, f->request);
      if (auto const* failover = std::get_if<requests::Failover>(&f->request)) prove(*failover);
      if (auto const* rotation = std::get_if<requests::Rotation>(&f->request)) fault(*rotation);
    }
    if (auto const* f = std::get_if<PolicyChecked>(&fact)) check_evidence(f->operation);
    auto const* reached = std::get_if<StageReached>(&fact);
    if (reached == nullptr || reached->stage != Stage::running) return;
    auto const& begun = operations_[reached->operation];
    bool const pausable =
        begun.kind == OperationKind::job || begun.kind == OperationKind::migration;
    if (pausable && paused_.contains(begun.environment)) {
      broken("PO3", fmt::format("{} began while {} was paused", to_text(reached->operation),
                                begun.environment.value()));
    }
  }

  bool is_healthy(ProviderName const& name) const {
    auto const found = providers_.find(name);
    if (found == providers_.end() || !found->second.watched) return true;
    bool const fresh = found->second.state && now_ - found->second.probed_at <= probe_lifetime;
    return fresh && *found->second.state == ProviderState::healthy;
  }

  void check_evidence(OperationId id) {
    auto const& begun = operations_[id];
    if (!watched_ || begun.kind != OperationKind::promotion) return;
    std::set<ProviderName> needed = platform_;
    for (auto const& name : needs_[releases_[begun.release]]) {
      auto const binding = bindings_.find(name);
      bool const its =
          binding != bindings_.end() && binding->second.environment == begun.environment;
      if (its) needed.insert(binding->second.provider);
    }
    for (auto const& name : needed) {
      if (is_healthy(name)) continue;
      return broken(
          "PO3", fmt::format("{} was checked while {} was not healthy", to_text(id), name.value()));
    }
  }

  // --- PO5 and PON2: proofs ---

  void prove(requests::Failover const& failover) {
    auto const& rpo = databases_[failover.database].rpo;
    for (std::uint32_t n = 0; n < enum_size<ProofKind>; ++n) {
      auto const kind = static_cast<ProofKind>(n);
      auto const found = proofs_.find({failover.database, failover.region, kind});
      bool const seen = found != proofs_.end() && found->second.proven == Proven::yes &&
                        now_ - found->second.seen_at <= proof_lifetime;
      if (seen && (kind != ProofKind::lag || found->second.lag <= rpo)) continue;
      bool const data =
          kind == ProofKind::replica || kind == ProofKind::lag || kind == ProofKind::fence;
      broken(data ? "PO5" : "PON2",
             fmt::format("{} fails over to {} without the proof `{}`", failover.database.value(),
                         failover.region.value(), to_text(kind)));
    }
  }

  // --- PON3: credentials ---

  void fault(requests::Rotation const& rotation) {
    auto const found = bindings_.find(rotation.binding);
    bool const known = found != bindings_.end() && found->second.count &&
                       now_ - found->second.until <= probe_lifetime;
    if (known && is_at_fault(found->first, found->second)) return;
    broken("PON3", fmt::format("no fact shows that the credential of {} is at fault",
                               rotation.binding.value()));
  }

  bool is_at_fault(BindingName const& name, CountedBinding const& binding) const {
    auto const& count = *binding.count;
    if (count.secret == SecretState::expired || count.secret == SecretState::revoked) return true;
    if (count.calls == 0 || count.rejected < count.calls) return false;
    return std::ranges::any_of(bindings_, [&](auto const& each) {
      auto const& other = each.second;
      return each.first != name && other.provider == binding.provider && other.count &&
             other.count->rejected == 0 && other.count->calls > other.count->failed;
    });
  }

  // --- what providers report ---

  void provider(ProviderFact const& fact) {
    if (auto const* f = std::get_if<ProvidersProbed>(&fact)) probes(*f);
    if (auto const* f = std::get_if<RegionsChecked>(&fact)) {
      for (auto const& proof : f->proofs) {
        proofs_[{proof.database, proof.region, proof.kind}] = proof;
      }
    }
    if (auto const* f = std::get_if<ReplicaPromoted>(&fact)) promote(*f);
  }

  void probes(ProvidersProbed const& fact) {
    for (auto const& probe : fact.providers) {
      auto const found = providers_.find(probe.provider);
      if (found == providers_.end()) continue;
      found->second.state = probe.state;
      found->second.probed_at = fact.until;
    }
    for (auto const& count : fact.bindings) {
      auto const found = bindings_.find(count.binding);
      if (found == bindings_.end()) continue;
      found->second.count = count;
      found->second.until = fact.until;
      if (count.failed > 0) found->second.failing.emplace_back(fact.from, fact.until);
    }
  }

  void promote(ReplicaPromoted const& fact) {
    auto& database = databases_[fact.database];
    for (auto& [name, binding] : bindings_) {
      bool const its =
          binding.environment == database.environment && binding.provider == database.provider;
      if (!its) continue;
      binding.earlier.push_back(binding.provider);
      binding.provider = fact.provider;
      binding.count.reset();
    }
    database.provider = fact.provider;
  }

  // --- PO4 and PON1: statuses for owners ---

  void people(PeopleFact const& fact) {
    auto const* published = std::get_if<OwnerStatusPublished>(&fact);
    if (published == nullptr || !watched_) return;
    constexpr std::string_view prefix = "provider:";
    if (published->cause.starts_with(prefix)) {
      ProviderName const name{published->cause.substr(prefix.size())};
      if (was_bound(published->environment, name)) return;
      return broken("PO4", fmt::format("a status of {} names {}, which it does not use",
                                       published->environment.value(), name.value()));
    }
    if (published->cause != "app") return;
    for (auto const& [name, binding] : bindings_) {
      bool const its = binding.environment == published->environment;
      if (!its || !failed_lately(binding)) continue;
      return broken("PON1", fmt::format("errors of {} are called the app's while {} fails",
                                        published->environment.value(), name.value()));
    }
  }

  // Also before a failover.
  bool was_bound(EnvironmentName const& environment, ProviderName const& name) const {
    return std::ranges::any_of(bindings_, [&](auto const& each) {
      auto const& binding = each.second;
      bool const earlier = std::ranges::find(binding.earlier, name) != binding.earlier.end();
      return binding.environment == environment && (binding.provider == name || earlier);
    });
  }

  bool failed_lately(CountedBinding const& binding) const {
    auto const from = now_ - symptom_quiet;
    return std::ranges::any_of(binding.failing, [&](auto const& span) {
      return span.first < now_ && from < span.second + attribution_time;
    });
  }

  void incident(IncidentFact const& fact) {
    if (auto const* f = std::get_if<EnvironmentPaused>(&fact)) paused_.insert(f->environment);
    if (auto const* f = std::get_if<EnvironmentUnpaused>(&fact)) paused_.erase(f->environment);
  }

  std::vector<Violation>& found_;
  EntryId at_;
  Instant now_{};
  bool watched_ = false;
  std::map<ProviderName, WatchedProvider> providers_;
  std::set<ProviderName> platform_;
  std::map<BindingName, CountedBinding> bindings_;
  std::map<DatabaseName, DatabaseRegistered> databases_;
  std::map<Digest, std::vector<BindingName>> needs_;
  std::map<ReleaseId, Digest> releases_;
  std::map<OperationId, Waiting> operations_;
  std::map<std::tuple<DatabaseName, RegionName, ProofKind>, RegionProof> proofs_;
  std::set<EnvironmentName> paused_;
};

}  // namespace

void provider_violations(std::span<FactEntry const> platform, std::vector<Violation>& found) {
  ProviderWalk walk{found};
  for (auto const& entry : platform) walk.entry(entry);
}

}  // namespace studylab::evidence
