#include "world/sim/programs.h"

#include <algorithm>

namespace studylab::world::sim {
namespace {

// A write with the reader's login.
Behaviour const& read_only() {
  static Behaviour const behaviour = [] {
    Behaviour refused;
    refused.failing = Permille{1000};
    refused.affects = Affects::unsafe;
    refused.status = 503;
    refused.code = "read_only";
    return refused;
  }();
  return behaviour;
}

Behaviour fails_without(BindingName const& binding) {
  Behaviour behaviour;
  behaviour.failing = Permille{1000};
  behaviour.status = 503;
  behaviour.error = RequestError::binding;
  behaviour.binding = binding;
  behaviour.code = "binding_unavailable";
  behaviour.log_lines = {"request {}: " + binding.value() + ": no answer"};
  return behaviour;
}

// A call that fails beneath the program: the program answers with an error of its own, and only
// the binding's proxy sees which call it was.
Behaviour fails_through(BindingName const& binding, Permille failing, bool rejected) {
  Behaviour behaviour;
  behaviour.failing = failing;
  behaviour.status = 500;
  behaviour.code = "internal";
  behaviour.through = binding;
  behaviour.rejected = rejected;
  behaviour.log_lines = {rejected ? "request {}: " + binding.value() + ": 401 unauthorized"
                                  : "request {}: " + binding.value() + ": timed out",
                         "request {}: unhandled exception, answered 500"};
  return behaviour;
}

// A behaviour that names a binding defines how the program fails while that binding is gone.
bool rests_on_binding(Behaviour const& behaviour) {
  return behaviour.error == RequestError::binding && !behaviour.binding.value().empty();
}

}  // namespace

Programs::Programs(Plan const& plan) : plan_(plan) {
  for (auto const& fact : plan_.initial) {
    if (auto const* artifact = std::get_if<ArtifactStored>(&fact)) {
      manifests_[artifact->digest] = &artifact->manifest;
    } else if (auto const* gone = std::get_if<ArtifactGone>(&fact)) {
      lose(gone->digest);
    } else if (auto const* release = std::get_if<ReleaseRegistered>(&fact)) {
      releases_[release->release] = {release->digest};
    } else if (auto const* binding = std::get_if<BindingDeclared>(&fact)) {
      bindings_[binding->binding] = Binding{{BindingState::answers, plan_.began}, {}};
      bound_[binding->binding] = binding->provider;
    }
  }
  for (auto& [id, release] : releases_) release.manifest = find_manifest(release.digest);
}

void Programs::change(BehaviourChange const& change) {
  ++version_;
  if (change.behaviour) {
    behaviours_[change.digest] = &*change.behaviour;
  } else {
    behaviours_.erase(change.digest);
  }
}

void Programs::change(BurstChange const& change) {
  ++version_;
  std::erase_if(bursts_, [&](BurstChange const* on) {
    return on->route == change.route && (!change.edge || on->edge == change.edge);
  });
  if (change.behaviour) bursts_.push_back(&change);
}

void Programs::change(BindingChange const& change, Instant now) {
  auto const found = bindings_.find(change.binding);
  if (found == bindings_.end() || found->second.truth.state == change.state) return;
  ++version_;
  ++binding_version_;
  gone_ += change.state == BindingState::gone ? 1 : -1;
  found->second.truth = BindingTruth{change.state, now, change.surfaces};
  if (change.state == BindingState::gone) found->second.gone = fails_without(change.binding);
}

void Programs::change(RegistryChange const& change) {
  ++binding_version_;
  other_bytes_.erase(change.digest);
  std::erase(lost_, change.digest);
  if (!change.stored) {
    lose(change.digest);
  } else if (*change.stored != change.digest) {
    other_bytes_[change.digest] = change;
  }
}

void Programs::change(SecretChange const& change, Instant now) {
  if (!bindings_.contains(change.binding) || secret(change.binding).state == change.state) return;
  ++binding_version_;
  secrets_[change.binding] = SecretTruth{change.state, change.surfaces, now};
}

void Programs::change(ProviderChange const& change) {
  providers_[change.provider] = change;
  follow_providers();
}

void Programs::change(CredentialChange const& change, Instant now) {
  bool const stated = change.states == CredentialChange::States::yes;
  credentials_[change.binding] = {change.state, stated ? change.state : SecretState::present, now};
  follow_providers();
}

void Programs::bind(BindingName const& binding, ProviderName const& provider) {
  bound_[binding] = provider;
  follow_providers();
}

void Programs::follow_providers() {
  ++version_;
  ++binding_version_;
  sick_.clear();
  for (auto const& [binding, name] : bound_) {
    auto const truth = provider(name);
    bool const accepted = credential(binding).state == SecretState::present;
    auto const failing = accepted ? truth.failing : Permille{1000};
    if (failing == Permille{}) continue;
    bool const rejected = !accepted || truth.rejects == ProviderChange::Rejects::yes;
    sick_behaviours_.push_back(fails_through(binding, failing, rejected));
    sick_[binding] = &sick_behaviours_.back();
  }
}

ProviderChange Programs::provider(ProviderName const& name) const {
  auto const found = providers_.find(name);
  return found == providers_.end() ? ProviderChange{name, {}, {}} : found->second;
}

bool Programs::answers(ProviderName const& name) const {
  constexpr Permille half{500};
  return provider(name).failing < half;
}

ProviderName Programs::provider_of(BindingName const& binding) const {
  auto const found = bound_.find(binding);
  return found == bound_.end() ? ProviderName{} : found->second;
}

Programs::CredentialTruth Programs::credential(BindingName const& name) const {
  auto const found = credentials_.find(name);
  if (found != credentials_.end()) return found->second;
  return {SecretState::present, SecretState::present, plan_.began};
}

void Programs::set_writes(RouteKey const& route, Writes writes) {
  if (writes == Writes::refused) {
    fenced_.insert(route);
  } else {
    fenced_.erase(route);
  }
  ++version_;
}

bool Programs::set_rows(DatabaseName const& database, Rows rows) {
  bool const changed = rows == Rows::gone ? without_rows_.insert(database).second
                                          : without_rows_.erase(database) > 0;
  if (changed) ++version_;
  return changed;
}

void Programs::lose(Digest const& digest) {
  if (in_store(digest)) lost_.push_back(digest);
}

void Programs::store(Digest const& digest, Manifest const& manifest) {
  std::erase(lost_, digest);
  manifests_[digest] = &manifest;
  for (auto& [id, release] : releases_) {
    if (release.digest == digest) release.manifest = &manifest;
  }
}

void Programs::add_release(ReleaseId release, Digest const& digest) {
  ++version_;
  releases_[release] = {digest, find_manifest(digest)};
}

Programs::BindingTruth Programs::binding(BindingName const& name) const {
  auto const found = bindings_.find(name);
  // An undeclared binding never answers.
  if (found == bindings_.end()) return BindingTruth{BindingState::gone, plan_.began};
  return found->second.truth;
}

bool Programs::in_store(Digest const& digest) const {
  return std::ranges::find(lost_, digest) == lost_.end();
}

Programs::StoredTruth Programs::stored(Digest const& digest) const {
  if (!in_store(digest)) return {};
  auto const other = other_bytes_.find(digest);
  if (other == other_bytes_.end()) return {digest, AllocationStage::pulling};
  return {other->second.stored, other->second.surfaces};
}

Programs::SecretTruth Programs::secret(BindingName const& name) const {
  auto const found = secrets_.find(name);
  if (found != secrets_.end()) return found->second;
  return {SecretState::present, AllocationStage::secrets, plan_.began};
}

std::optional<Programs::Unready> Programs::unready(Digest const& digest) const {
  auto const found = readiness_.find(digest);
  if (found != readiness_.end() && !probe_passed(found->second.status)) {
    return Unready{found->second.status, found->second.log_lines};
  }
  auto const* manifest = find_manifest(digest);
  if (manifest == nullptr) return std::nullopt;
  for (auto const& needed : manifest->needs) {
    auto const credential = secret(needed);
    bool const refused = credential.state == SecretState::expired &&
                         credential.surfaces == AllocationStage::readiness;
    if (refused) return Unready{503, {"readiness: " + needed.value() + ": credential refused"}};
    auto const truth = binding(needed);
    bool const gone =
        truth.state == BindingState::gone && truth.surfaces == AllocationStage::readiness;
    if (gone) return Unready{503, {"readiness: " + needed.value() + ": no answer"}};
  }
  return std::nullopt;
}

std::optional<Digest> Programs::image(HostId host) const {
  auto const found = images_.find(host);
  return found == images_.end() ? std::nullopt : std::optional{found->second.image};
}

std::vector<DriftedPath> Programs::drift(HostId host) const {
  auto const found = drift_.find(host);
  auto paths = found == drift_.end() ? std::vector<DriftedPath>{} : found->second;
  std::ranges::sort(paths, {}, &DriftedPath::path);
  return paths;
}

void Programs::rebuild(HostId host) {
  drift_.erase(host);
  auto const found = images_.find(host);
  bool const same =
      found != images_.end() && found->second.rebuild == HostImageChange::Rebuild::same_image;
  if (!same) images_.erase(host);
}

Manifest const* Programs::find_manifest(Digest const& digest) const {
  auto const found = manifests_.find(digest);
  return found == manifests_.end() ? nullptr : found->second;
}

Manifest const* Programs::manifest_of(ReleaseId release) const {
  auto const found = releases_.find(release);
  return found == releases_.end() ? nullptr : found->second.manifest;
}

Programs::Binding const* Programs::gone_binding(Release const& release,
                                                BindingName const** name) const {
  if (gone_ == 0 || release.manifest == nullptr) return nullptr;
  for (auto const& needed : release.manifest->needs) {
    auto const binding = bindings_.find(needed);
    if (binding == bindings_.end() || binding->second.truth.state == BindingState::answers)
      continue;
    *name = &binding->first;
    return &binding->second;
  }
  return nullptr;
}

// The needed binding with the most failing calls; nullptr: none fails.
Behaviour const* Programs::sick_binding(Release const& release) const {
  if (sick_.empty() || release.manifest == nullptr) return nullptr;
  Behaviour const* worst = nullptr;
  for (auto const& needed : release.manifest->needs) {
    auto const sick = sick_.find(needed);
    if (sick == sick_.end()) continue;
    if (worst == nullptr || sick->second->failing > worst->failing) worst = sick->second;
  }
  return worst;
}

Answering Programs::answering(EdgeId edge, RouteKey const& route, ReleaseId release) const {
  Answering answering;
  if (fenced_.contains(route)) answering.add(read_only());
  for (auto const* burst : bursts_) {
    if (burst->route != route || (burst->edge && burst->edge != edge)) continue;
    answering.add(*burst->behaviour);
    break;
  }
  auto const found = releases_.find(release);
  if (found == releases_.end()) return answering;
  auto const own = behaviours_.find(found->second.digest);
  auto const* behaviour = own == behaviours_.end() ? nullptr : own->second;
  BindingName const* gone = nullptr;
  if (auto const* binding = gone_binding(found->second, &gone)) {
    bool const covers_binding =
        behaviour && rests_on_binding(*behaviour) && behaviour->binding == *gone;
    auto const& how = covers_binding ? *behaviour : binding->gone;
    answering.add(how);
  }
  if (auto const* sick = sick_binding(found->second)) answering.add(*sick);
  bool const applies = behaviour && (behaviour->without_rows.value().empty() ||
                                     without_rows_.contains(behaviour->without_rows));
  if (applies && !rests_on_binding(*behaviour)) answering.add(*behaviour);
  return answering;
}

}  // namespace studylab::world::sim
