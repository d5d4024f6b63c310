#include "world/sim/sim_signer.h"

#include <utility>

#include "control/control.h"

namespace studylab::world::sim {

SimSigner::SimSigner(Seed const& seed) : SimSigner(seed, std::string{control::control_name}) {}

SimSigner::SimSigner(Seed const& seed, std::string key_id)
    : seed_(seed), key_id_(std::move(key_id)) {
  accept(key_id_);
}

Signature SimSigner::sign_with(std::string const& key_id, std::string const& bytes) const {
  auto const known = accepted_.find(key_id);
  auto const key = known != accepted_.end() ? known->second : key_of(key_id);
  return keyed_blake2b_64(key.bytes, as_bytes(bytes));
}

bool SimSigner::verifies(std::string const& key_id, std::string const& bytes,
                         Signature const& signature) const {
  return accepted_.contains(key_id) && sign_with(key_id, bytes) == signature;
}

void SimSigner::accept(std::string const& key_id) { accepted_.emplace(key_id, key_of(key_id)); }

Hash SimSigner::key_of(std::string const& key_id) const {
  return Random{seed_, "keys/" + key_id}.hash();
}

}  // namespace studylab::world::sim
