#include "world/sim/verifier_conformance_testing.h"

#include <gtest/gtest.h>

namespace studylab {

void verifier_conforms(SignerUnderTest const& signer) {
  auto const sign = [&](std::string const& bytes) { return signer.sign(bytes); };
  auto const verifies = [&](std::string const& bytes, Signature const& signature) {
    return signer.verifier.verifies(signer.key_id, bytes, signature);
  };

  for (auto const& bytes : {std::string{}, std::string{"a"}, std::string(100'000, 'x')}) {
    EXPECT_TRUE(verifies(bytes, sign(bytes)));
    EXPECT_TRUE(verifies(bytes, sign(bytes))) << "a second time";
    EXPECT_FALSE(verifies(bytes + "!", sign(bytes)));
    EXPECT_FALSE(verifies(bytes, Signature{}));
  }

  std::string const bytes = "sixteen bytes ok";
  auto const signature = sign(bytes);
  for (std::size_t bit = 0; bit < signature.bytes.size() * 8; ++bit) {
    auto flipped = signature;
    flipped.bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(verifies(bytes, flipped)) << "bit " << bit << " of the signature";
  }
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    auto flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(verifies(flipped, signature)) << "bit " << bit << " of what is signed";
  }
  EXPECT_FALSE(signer.verifier.verifies("", bytes, signature));
  EXPECT_FALSE(signer.verifier.verifies(signer.key_id + "x", bytes, signature));
  EXPECT_FALSE(signer.other.verifies(signer.key_id, bytes, signature));
}

}  // namespace studylab
