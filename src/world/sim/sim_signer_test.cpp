#include "world/sim/sim_signer.h"

#include <gtest/gtest.h>

#include "world/sim/verifier_conformance_testing.h"

namespace studylab::world::sim {
namespace {

TEST(SimSigner, ConformsToTheVerifiersContract) {
  SimSigner const signer{Seed{7, {}}};
  SimSigner const other{Seed{8, {}}};
  verifier_conforms(
      {signer, signer.key_id(), [&](std::string const& b) { return signer.sign(b); }, other});
}

TEST(SimSigner, SignsEveryFieldOfARouteEvent) {
  SimSigner const signer{Seed{7, {}}};
  RouteEvent event;
  event.sequence = RouteSequence{4};
  event.route = RouteKey{"shop.example"};
  exec::sign(event, signer);
  EXPECT_TRUE(signer.verifies(event.key_id, signed_bytes(event), event.signature));
  event.release = ReleaseId{9};
  EXPECT_FALSE(signer.verifies(event.key_id, signed_bytes(event), event.signature));
}

}  // namespace
}  // namespace studylab::world::sim
