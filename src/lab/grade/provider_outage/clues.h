#pragma once

#include "lab/grade/pieces.h"

// Clues of an outage. A report is a ProvidersProbed that came after the alert.
namespace studylab::grade::provider_outage {

// A provider of this kind is degraded or down. Carriers: reports that say so.
extern Clue const database_sick;
extern Clue const object_store_sick;
extern Clue const queue_sick;
extern Clue const payment_sick;
// Calls of the incident's environment to the sick provider fail or are slow. Carriers: reports that
// count such calls.
extern Clue const calls_fail;
// No environment is bound to the sick provider. Carriers: reports of that provider as sick.
extern Clue const no_customer;
// The control plane does not need the sick provider, or does. Carriers: reports of that provider as
// sick, once `show status` has printed them.
extern Clue const platform_well;
extern Clue const platform_degraded;
// The second region has no replica of the incident's database; it has one, and every proof holds;
// or it has one, and another proof does not hold or is too old. Carriers: RegionsChecked.
extern Clue const no_replica;
extern Clue const proofs_hold;
extern Clue const proof_missing;
// One credential of the environment is at fault. Carriers: reports that show it, see
// shows_credential_fault.
extern Clue const credential_rejected;
// Two probes after the alert, every provider was well and no call failed. Carriers: reports that
// say so.
extern Clue const providers_well;

}  // namespace studylab::grade::provider_outage
