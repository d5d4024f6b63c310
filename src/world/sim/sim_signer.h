#pragma once

#include <map>
#include <string>

#include "base/random.h"
#include "model/messages.h"
#include "world/exec/signer.h"

namespace studylab::world::sim {

// Signatures of the simulated world: keyed BLAKE2b with keys drawn from the seed, behind the same
// interface as Ed25519 in the live world. As a Verifier it knows the keys that edges accept.
class SimSigner final : public Verifier, public exec::Signer {
 public:
  // `key_id` signs route events and the leading control plane's snapshots.
  explicit SimSigner(Seed const& seed);
  SimSigner(Seed const& seed, std::string key_id);

  std::string const& key_id() const override { return key_id_; }
  Signature sign(std::string const& bytes) const override { return sign_with(key_id_, bytes); }
  // With any key, known to edges or not.
  Signature sign_with(std::string const& key_id, std::string const& bytes) const;

  bool verifies(std::string const& key_id, std::string const& bytes,
                Signature const& signature) const override;

  // From now on edges accept signatures of this key, or no longer do.
  void accept(std::string const& key_id);
  void reject(std::string const& key_id) { accepted_.erase(key_id); }

 private:
  Hash key_of(std::string const& key_id) const;

  Seed seed_;
  std::string key_id_;
  std::map<std::string, Hash> accepted_;
};

}  // namespace studylab::world::sim
