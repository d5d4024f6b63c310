#include "model/messages.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "model/arbitrary_testing.h"

namespace studylab {
namespace {

TEST(Messages, AreReadBackAsTheyWereWritten) {
  EXPECT_TRUE(rc::check("snapshots and route events", [] {
    auto const snapshot = encoded(arbitrary<Snapshot>());
    RC_ASSERT(encoded(decoded<Snapshot>(as_bytes(snapshot)).value()) == snapshot);
    RC_ASSERT(!decoded<Snapshot>(as_bytes(snapshot + "x")));
    auto const event = encoded(arbitrary<RouteEvent>());
    RC_ASSERT(encoded(decoded<RouteEvent>(as_bytes(event)).value()) == event);
  }));
}

TEST(Messages, ASignatureCoversEveryOtherField) {
  EXPECT_TRUE(rc::check("the rest of the encoding", [] {
    auto const snapshot = arbitrary<Snapshot>();
    auto const event = arbitrary<RouteEvent>();
    auto const with = [](std::string bytes, Signature const& signature) {
      Encoder{bytes}.put(signature);
      return bytes;
    };
    RC_ASSERT(with(signed_bytes(snapshot), snapshot.signature) == encoded(snapshot));
    RC_ASSERT(with(signed_bytes(event), event.signature) == encoded(event));
  }));
}

}  // namespace
}  // namespace studylab
