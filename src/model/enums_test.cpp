#include "model/enums.h"
#include "model/release.h"

#include <set>
#include <string_view>

#include <gtest/gtest.h>

#include "model/commands.h"
#include "model/facts.h"
#include "model/messages.h"
#include "model/refusals.h"

namespace studylab {
namespace {

template <class E>
class Words : public ::testing::Test {};
using WordSets =
    ::testing::Types<World, ClockKind, Level, RunEnding, Lane, OperationKind, Stage,
                     DatabaseVerdict, SessionImpact, SessionStore, MigrationKind, DataClass,
                     ProviderKind, BindingState, AllocationStage, GapMode, GapCause,
                     SnapshotVerdict, HoldKind, Severity, FaultClass, Scope, RepairKind, Team,
                     Phase, RequestError, RequestClass, SecretState, DamageKind, RestoreMethod,
                     EventChoice, ConsumerEffect, Idempotency, RefusalCode>;
TYPED_TEST_SUITE(Words, WordSets);

TYPED_TEST(Words, EachValueHasOneWordAndReadsBack) {
  std::set<std::string_view> words;
  for (std::uint32_t n = 0; n < enum_size<TypeParam>; ++n) {
    auto const value = static_cast<TypeParam>(n);
    auto const text = to_text(value);
    EXPECT_FALSE(text.empty());
    EXPECT_EQ(text.find(' '), std::string_view::npos) << text;
    EXPECT_TRUE(words.insert(text).second) << text;
    EXPECT_EQ(parse_enum<TypeParam>(text), value);
  }
  EXPECT_FALSE(parse_enum<TypeParam>(""));
  EXPECT_FALSE(parse_enum<TypeParam>("not a word"));
}

TEST(VersionRange, IncludesBothEnds) {
  VersionRange const range{SchemaVersion{3}, SchemaVersion{5}};
  EXPECT_FALSE(range.holds(SchemaVersion{2}));
  EXPECT_TRUE(range.holds(SchemaVersion{3}));
  EXPECT_TRUE(range.holds(SchemaVersion{5}));
  EXPECT_FALSE(range.holds(SchemaVersion{6}));
}

}  // namespace
}  // namespace studylab
