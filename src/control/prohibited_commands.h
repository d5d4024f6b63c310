#pragma once

#include "control/control.h"

namespace studylab::control {

// Why a prohibited command is refused, and what to do in its place.
Refusal refusal_of(ProhibitedVerb verb);

}  // namespace studylab::control
