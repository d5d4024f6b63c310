#pragma once

#include <string>

#include "model/messages.h"

namespace studylab::world::exec {

// The control plane's key: Ed25519 in the live world, keyed BLAKE2b in the simulated one.
class Signer {
 public:
  virtual ~Signer() = default;
  // The present key, as a Verifier knows it.
  virtual std::string const& key_id() const = 0;
  virtual Signature sign(std::string const& bytes) const = 0;
};

// Sets the key and the signature of an event or a snapshot.
template <class Signed>
void sign(Signed& message, Signer const& signer) {
  message.key_id = signer.key_id();
  message.signature = signer.sign(signed_bytes(message));
}

}  // namespace studylab::world::exec
