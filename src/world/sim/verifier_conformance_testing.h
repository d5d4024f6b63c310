#pragma once

#include <functional>
#include <string>

#include "model/messages.h"

namespace studylab {

// What every verifier must do. `sign` makes a signature with the key `key_id`; `other` is a
// verifier of another platform, with other keys.
struct SignerUnderTest {
  Verifier const& verifier;
  std::string key_id;
  std::function<Signature(std::string const& bytes)> sign;
  Verifier const& other;
};
void verifier_conforms(SignerUnderTest const& signer);

}  // namespace studylab
