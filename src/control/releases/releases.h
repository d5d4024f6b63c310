#pragma once

#include "control/control.h"

namespace studylab::control {

Manifest const& manifest_of(State const& state, ReleaseId release);
Artifact const& artifact_of(State const& state, ReleaseId release);
// Whether the release owned the environment's route before, or owns it now.
bool has_served(State const& state, EnvironmentName const& environment, ReleaseId release);

}  // namespace studylab::control

namespace studylab::control::releases {

Decision decide(State const& state, Built const& built, Instant now);

void fold(State& state, ArtifactStored const& fact, EntryRef at);
void fold(State& state, ArtifactGone const& fact, EntryRef at);
Decision decide(State const& state, ArtifactFact const& report);
void fold(State& state, ArtifactFact const& fact, EntryRef at);
void fold(State& state, ReleaseRegistered const& fact, EntryRef at);
// The owner's span ends where the next owner's begins.
void end_service(State& state, RouteOwner const& owner, Instant at);

}  // namespace studylab::control::releases
