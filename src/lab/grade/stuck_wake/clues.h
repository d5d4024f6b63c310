#pragma once

#include "lab/grade/pieces.h"

namespace studylab::grade::stuck_wake {

// A secret of the incident's environment is missing or has expired. Carrier: SecretsProbed that
// says so, or AllocationFailed of one of its allocations at its secrets.
extern Clue const secret_unusable;
// All of its secrets are present. Carrier: SecretsProbed that says so.
extern Clue const secrets_valid;
// A binding of it points to nothing. Carrier: BindingsProbed that says so.
extern Clue const binding_unresolved;
// All of its bindings answer. Carrier: BindingsProbed that says so.
extern Clue const bindings_answer;

}  // namespace studylab::grade::stuck_wake
