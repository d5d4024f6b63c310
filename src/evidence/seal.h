#pragma once

#include <array>
#include <cstdint>

#include "evidence/bundle.h"

namespace studylab::evidence {

// The Ed25519 key with which an installation signs its bundles. `seed` is secret: it never appears
// in a text, log or argument, and is wiped from memory with the key.
struct SigningKey {
  std::array<std::uint8_t, 32> seed{};
  PublicKey public_key;

  SigningKey() = default;
  SigningKey(SigningKey const&) = default;
  SigningKey& operator=(SigningKey const&) = default;
  ~SigningKey();
};

SigningKey signing_key(std::array<std::uint8_t, 32> const& seed);
SigningKey new_signing_key();  // drawn from the system's random numbers

// Signs: sets the bundle's public key and signature. The same bundle and key give the same
// signature.
void seal(Bundle& bundle, SigningKey const& key);

}  // namespace studylab::evidence
