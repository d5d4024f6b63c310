#include "world/sim/sim_signer.h"

#include "control/control.h"

namespace studylab::world::sim {

SimSigner::SimSigner(Seed const& seed)
    : key_id_(control::control_name), key_(Random{seed, "keys/control-1"}.hash()) {}

Signature SimSigner::sign(std::string const& bytes) const {
  return keyed_blake2b_64(key_.bytes, as_bytes(bytes));
}

bool SimSigner::verifies(std::string const& key_id, std::string const& bytes,
                         Signature const& signature) const {
  return key_id == key_id_ && sign(bytes) == signature;
}

}  // namespace studylab::world::sim
