#include "control/releases/releases.h"

#include "control/decision.h"
#include "control/routes/routes.h"

namespace studylab::control {

Artifact const& artifact_of(State const& state, ReleaseId release) {
  return at_key(state.artifacts, at_key(state.releases, release).registered.digest);
}

Manifest const& manifest_of(State const& state, ReleaseId release) {
  return artifact_of(state, release).stored.manifest;
}

bool has_served(State const& state, EnvironmentName const& environment, ReleaseId release) {
  auto const found = state.releases.find(release);
  if (found == state.releases.end() || found->second.registered.environment != environment) {
    return false;
  }
  auto const* owner = route_of(state, environment);
  return !found->second.served.empty() || (owner != nullptr && owner->release == release);
}

}  // namespace studylab::control

namespace studylab::control::releases {

Decision decide(State const& state, Built const& built, Instant now) {
  std::vector<Fact> facts;
  if (!state.artifacts.contains(built.digest)) {
    facts.push_back(make_fact(ArtifactStored{built.digest, built.manifest, now}));
  }
  if (!state.releases.contains(built.release)) {
    facts.push_back(make_fact(
        ReleaseRegistered{built.release, built.environment, built.digest, now, "passed", {}}));
  }
  return facts;
}

void fold(State& state, ArtifactStored const& fact, EntryRef at) {
  state.artifacts[fact.digest] = Artifact{fact, true, at.id, {}};
}

void fold(State& state, ArtifactGone const& fact, EntryRef at) {
  auto& artifact = at_key(state.artifacts, fact.digest);
  artifact.in_store = false;
  artifact.gone_entry = at.id;
}

Decision decide(State const& state, ArtifactFact const& report) {
  return match(report, [&](ArtifactViewReported const& f) {
    return state.artifacts.contains(f.digest) ? single(f) : no_facts();
  });
}

void fold(State& state, ArtifactFact const& fact, EntryRef at) {
  match(fact, [&](ArtifactViewReported const& f) {
    auto& artifact = at_key(state.artifacts, f.digest);
    artifact.view = f;
    artifact.view_entry = at.id;
    artifact.in_store = f.stored.has_value();
    if (!artifact.in_store) artifact.gone_entry = at.id;
  });
}

void fold(State& state, ReleaseRegistered const& fact, EntryRef at) {
  state.releases[fact.release] = Release{fact, fact.served, at.id};
}

void end_service(State& state, RouteOwner const& owner, Instant at) {
  auto const release = state.releases.find(owner.release);
  if (release == state.releases.end()) return;
  auto const& environment = at_key(state.environments, owner.environment);
  release->second.served.push_back(
      Service{owner.since, at, owner.epoch, owner.operation, environment.symptoms});
}

}  // namespace studylab::control::releases
