#pragma once

#include <string>

#include "base/random.h"
#include "model/messages.h"
#include "world/exec/signer.h"

namespace studylab::world::sim {

// Signatures of the simulated world: keyed BLAKE2b with a key drawn from the seed, behind the same
// interface as Ed25519 in the live world.
class SimSigner final : public Verifier, public exec::Signer {
 public:
  explicit SimSigner(Seed const& seed);

  // The control plane's present key.
  std::string const& key_id() const override { return key_id_; }
  Signature sign(std::string const& bytes) const override;

  bool verifies(std::string const& key_id, std::string const& bytes,
                Signature const& signature) const override;

 private:
  std::string key_id_;
  Hash key_;
};

}  // namespace studylab::world::sim
