#include "evidence/seal.h"

#include <algorithm>

#include <sodium.h>

#include "base/check.h"

namespace studylab::evidence {

SigningKey::~SigningKey() { sodium_memzero(seed.data(), seed.size()); }

SigningKey signing_key(std::array<std::uint8_t, 32> const& seed) {
  SigningKey key;
  key.seed = seed;
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
  crypto_sign_seed_keypair(key.public_key.bytes.data(), secret.data(), seed.data());
  sodium_memzero(secret.data(), secret.size());
  return key;
}

SigningKey new_signing_key() {
  STUDYLAB_CHECK(sodium_init() >= 0);
  std::array<std::uint8_t, 32> seed;
  randombytes_buf(seed.data(), seed.size());
  auto const key = signing_key(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

void seal(Bundle& bundle, SigningKey const& key) {
  bundle.public_key = key.public_key;
  auto const hash = signed_hash(bundle);
  // libsodium's secret key is the seed and the public key.
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
  static_assert(crypto_sign_SECRETKEYBYTES == 64);
  std::copy(key.seed.begin(), key.seed.end(), secret.begin());
  std::copy(key.public_key.bytes.begin(), key.public_key.bytes.end(), secret.begin() + 32);
  crypto_sign_detached(bundle.signature.bytes.data(), nullptr, hash.bytes.data(), hash.bytes.size(),
                       secret.data());
  sodium_memzero(secret.data(), secret.size());
}

}  // namespace studylab::evidence
