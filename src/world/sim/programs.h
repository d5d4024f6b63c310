#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/check.h"
#include "model/enums.h"
#include "model/release.h"
#include "world/plan.h"

namespace studylab::world::sim {

// An error that a share of a program's requests gets.
struct Failing {
  Behaviour const* how = nullptr;
  Permille share;  // of the requests that the shares before it left
};
// How a release answers requests through one edge: the failing shares in order; the rest get 200.
struct Answering {
  // Writes under a fence, a burst, a missing binding, a sick provider, the program's own behaviour.
  std::array<Failing, 5> failing;
  std::size_t count = 0;

  void add(Behaviour const& how) {
    STUDYLAB_CHECK(count < failing.size());
    failing[count++] = Failing{&how, how.failing};
  }
};

// The truth about customers' programs and their dependencies: artifacts in the store, bindings that
// answer, the behaviour of each build. The plan's changes and owners' repairs change it; runners,
// the monitor and the traffic read it.
class Programs {
 public:
  struct BindingTruth {
    BindingState state = BindingState::answers;
    Instant since;                                        // in this state
    AllocationStage surfaces = AllocationStage::binding;  // where a start fails while it is gone
  };

  // Starts with the plan's initial state. `plan` must outlive this.
  explicit Programs(Plan const& plan);

  void change(BehaviourChange const& change);
  void change(BurstChange const& change);
  void change(BindingChange const& change, Instant now);
  void change(RegistryChange const& change);
  void change(SecretChange const& change, Instant now);
  void change(ReadinessChange const& change) { readiness_[change.digest] = change; }
  void change(HostImageChange const& change) { images_[change.host] = change; }
  void change(HostDrift const& change) { drift_[change.host].push_back(change.drifted); }
  // Nothing on the host differs from its image, which is the declared one again unless its rebuild
  // brings the same.
  void rebuild(HostId host);
  void change(ProviderChange const& change);
  void change(CredentialChange const& change, Instant now);
  // The binding leads to this provider from now on.
  void bind(BindingName const& binding, ProviderName const& provider);
  void lose(Digest const& digest);
  // Under a fence, writes to the route are refused; its allocations have the reader's login.
  enum class Writes : std::uint8_t { allowed, refused };
  void set_writes(RouteKey const& route, Writes writes);
  // Whether rows of the database are gone. Returns whether an answer can change.
  enum class Rows : std::uint8_t { whole, gone };
  bool set_rows(DatabaseName const& database, Rows rows);
  // `manifest` must outlive this.
  void store(Digest const& digest, Manifest const& manifest);
  void add_release(ReleaseId release, Digest const& digest);

  BindingTruth binding(BindingName const& name) const;
  bool in_store(Digest const& digest) const;
  // What the store has under this name: nothing, or bytes of this digest, at which stage a start
  // of them fails if it is another.
  struct StoredTruth {
    std::optional<Digest> digest;
    AllocationStage surfaces = AllocationStage::pulling;
  };
  StoredTruth stored(Digest const& digest) const;
  struct SecretTruth {
    SecretState state = SecretState::present;
    AllocationStage surfaces = AllocationStage::secrets;
    Instant since;  // in this state
  };
  SecretTruth secret(BindingName const& name) const;
  // How the provider answers; all zero: well.
  ProviderChange provider(ProviderName const& name) const;
  // Whether it answers at least half of its calls.
  bool answers(ProviderName const& name) const;
  ProviderName provider_of(BindingName const& binding) const;
  struct CredentialTruth {
    SecretState state = SecretState::present;   // expired, revoked: every call is rejected
    SecretState stated = SecretState::present;  // by the provider
    Instant since;
  };
  CredentialTruth credential(BindingName const& name) const;
  // Why a running program's readiness probe fails; none: it passes.
  struct Unready {
    std::uint16_t status = 503;
    std::vector<std::string> log_lines;
  };
  std::optional<Unready> unready(Digest const& digest) const;
  // The image that the host really runs; none: its declared one.
  std::optional<Digest> image(HostId host) const;
  // What differs on the host from its image, ascending by path.
  std::vector<DriftedPath> drift(HostId host) const;
  // nullptr: the release or its manifest is unknown.
  Manifest const* manifest_of(ReleaseId release) const;
  // Valid until the version changes.
  Answering answering(EdgeId edge, RouteKey const& route, ReleaseId release) const;

  // Counts the changes that can change an answer.
  std::uint64_t version() const { return version_; }
  // Counts the changes of bindings, secrets and stored artifacts.
  std::uint64_t binding_version() const { return binding_version_; }

 private:
  struct Binding {
    BindingTruth truth;
    // How a program that needs it fails while it is gone, unless its own behaviour covers that.
    // Not set before it has been gone.
    Behaviour gone;
  };
  // What fails of the calls through each binding, by the state of its provider and credential.
  void follow_providers();
  struct Release {
    Digest digest;
    Manifest const* manifest = nullptr;  // not known
  };
  Manifest const* find_manifest(Digest const& digest) const;
  Behaviour const* sick_binding(Release const& release) const;
  Binding const* gone_binding(Release const& release, BindingName const** name) const;

  Plan const& plan_;
  std::map<Digest, Manifest const*> manifests_;
  std::vector<Digest> lost_;
  std::set<RouteKey> fenced_;
  std::set<DatabaseName> without_rows_;
  std::map<Digest, RegistryChange> other_bytes_;  // under these names
  std::map<BindingName, SecretTruth> secrets_;    // that have changed
  std::map<Digest, ReadinessChange> readiness_;
  std::map<HostId, HostImageChange> images_;
  std::map<HostId, std::vector<DriftedPath>> drift_;
  std::map<ReleaseId, Release> releases_;
  std::map<Digest, Behaviour const*> behaviours_;  // of failing builds
  std::vector<BurstChange const*> bursts_;         // present ones
  std::map<BindingName, Binding> bindings_;
  std::map<BindingName, ProviderName> bound_;
  std::map<ProviderName, ProviderChange> providers_;    // that are not well
  std::map<BindingName, CredentialTruth> credentials_;  // that have changed
  std::map<BindingName, Behaviour const*> sick_;        // bindings whose calls fail
  std::deque<Behaviour> sick_behaviours_;               // stable: the past refers to them
  int gone_ = 0;                                        // bindings that do not answer
  std::uint64_t version_ = 1;
  std::uint64_t binding_version_ = 1;
};

}  // namespace studylab::world::sim
