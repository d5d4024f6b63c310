#include "base/ids.h"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace studylab {
namespace {

TEST(Ids, ReadBackWhatTheyPrint) {
  EXPECT_EQ(to_text(OperationId{12}), "op-12");
  EXPECT_EQ(to_text(EntryId{4'294'967'295}), "entry-4294967295");
  EXPECT_EQ(parse_id<OperationId>("op-12"), OperationId{12});
  EXPECT_TRUE(rc::check("numbered", [](std::uint32_t number) {
    RC_PRE(number != 0);
    RC_ASSERT(parse_id<OperationId>(to_text(OperationId{number})) == OperationId{number});
    RC_ASSERT(parse_id<IncidentId>(to_text(IncidentId{number})) == IncidentId{number});
  }));
}

TEST(Ids, AcceptOnlyTheirCanonicalText) {
  for (auto const* text :
       {"op-0", "op-012", "op-", "op", "op--1", "op-+1", "op-1 ", " op-1", "op-1x", "OP-1",
        "alloc-1", "op-4294967296", "op-99999999999999999999", ""}) {
    EXPECT_FALSE(parse_id<OperationId>(text)) << text;
  }
}

TEST(Ids, EdgesAreNumberedByLetters) {
  EXPECT_EQ(to_text(EdgeId{1}), "edge-a");
  EXPECT_EQ(to_text(EdgeId{26}), "edge-z");
  EXPECT_EQ(to_text(EdgeId{27}), "edge-aa");
  EXPECT_EQ(to_text(EdgeId{702}), "edge-zz");
  EXPECT_EQ(to_text(EdgeId{703}), "edge-aaa");
  for (auto const* text : {"edge-", "edge-A", "edge-1", "edge-a1", "edge-aaaaaaa", "host-a"}) {
    EXPECT_FALSE(parse_id<EdgeId>(text)) << text;
  }
  std::set<std::string> texts;
  for (std::uint32_t number = 1; number <= 20'000; ++number) {
    auto const text = to_text(EdgeId{number});
    EXPECT_TRUE(texts.insert(text).second) << text;
    EXPECT_EQ(parse_id<EdgeId>(text), EdgeId{number});
  }
}

TEST(Ids, ZeroMeansNone) {
  EXPECT_FALSE(ReleaseId{});
  EXPECT_TRUE(ReleaseId{1});
}

TEST(Ids, CountersIncrement) {
  EXPECT_EQ(next(KeyEpoch{4}), KeyEpoch{5});
  EXPECT_LT(Attempt{1}, Attempt{2});
}

}  // namespace
}  // namespace studylab
