#include "model/messages.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "model/arbitrary_testing.h"

namespace studylab {
namespace {

TEST(Messages, ReadBackAsTheyWereWritten) {
  EXPECT_TRUE(rc::check("snapshots and route events", [] {
    auto const snapshot = encoded(arbitrary<Snapshot>());
    RC_ASSERT(encoded(decoded<Snapshot>(as_bytes(snapshot)).value()) == snapshot);
    RC_ASSERT(!decoded<Snapshot>(as_bytes(snapshot + "x")));
    auto const event = encoded(arbitrary<RouteEvent>());
    RC_ASSERT(encoded(decoded<RouteEvent>(as_bytes(event)).value()) == event);
  }));
}

TEST(Messages, ASignatureCoversAllButItself) {
  EXPECT_TRUE(rc::check("the rest of the encoding", [] {
    auto const snapshot = arbitrary<Snapshot>();
    auto const event = arbitrary<RouteEvent>();
    auto const with = [](std::string bytes, Hash const& signature) {
      Encoder{bytes}.put(signature);
      return bytes;
    };
    RC_ASSERT(with(signed_bytes(snapshot), snapshot.signature) == encoded(snapshot));
    RC_ASSERT(with(signed_bytes(event), event.signature) == encoded(event));
  }));
}

TEST(Messages, AChecksumIsOverTheWholeTable) {
  std::vector<OwnerView> owners{{RouteKey{"a"}, ReleaseId{1}, KeyEpoch{1}},
                                {RouteKey{"b"}, ReleaseId{2}, KeyEpoch{1}}};
  auto const checksum = table_checksum(owners);
  EXPECT_EQ(table_checksum(owners), checksum);
  EXPECT_NE(table_checksum({}), checksum);
  auto moved = owners;
  moved[1].release = ReleaseId{3};
  EXPECT_NE(table_checksum(moved), checksum);
  moved = owners;
  moved[0].epoch = KeyEpoch{2};
  EXPECT_NE(table_checksum(moved), checksum);
}

}  // namespace
}  // namespace studylab
