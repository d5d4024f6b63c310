#pragma once

#include <expected>
#include <optional>
#include <string>

#include "control/control.h"

// What every change of a route's owner has to pass, whichever command asks for it.
namespace studylab::control::promotions {

std::unexpected<Refusal> no_release(EnvironmentName const& environment, std::string const& name);
// `right` is what the operator can do instead.
std::unexpected<Refusal> already_owner(RouteOwner const& owner, std::string right);

// Once the release is known: its artifact, a conflicting operation, free slots.
std::optional<Refusal> start_refusal(State const& state, EnvironmentName const& environment,
                                     ReleaseId release);

}  // namespace studylab::control::promotions
