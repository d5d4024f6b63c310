#include "model/nouns.h"

#include <set>
#include <string_view>

#include <gtest/gtest.h>

#include "model/commands.h"
#include "model/facts.h"
#include "model/messages.h"
#include "model/refusals.h"

namespace studylab {
namespace {

// The compiler prints a value of an enum by its name, and as a number in brackets where it has
// none.
template <class E, E value>
constexpr bool has_name() {
  std::string_view const signature = __PRETTY_FUNCTION__;
  auto const at = signature.find("value = ") + std::string_view{"value = "}.size();
  return signature[at] != '(';
}

template <class E>
constexpr bool size_is_right =
    has_name<E, static_cast<E>(enum_size<E> - 1)>() && !has_name<E, static_cast<E>(enum_size<E>)>();

// What a decoder takes in is bounded by enum_size: one too small refuses what was written, one too
// large lets in what has no meaning.
template <class... Es>
constexpr bool all_sizes_are_right = (size_is_right<Es> && ...);
static_assert(all_sizes_are_right<World, ClockKind, Level, RunEnding, Lane, OperationKind, Stage,
                                  DatabaseVerdict, SessionImpact, SessionStore, MigrationKind,
                                  DataClass, ProviderKind, BindingState, AllocationStage, GapMode,
                                  GapCause, SnapshotVerdict, HoldKind, Severity, FaultClass, Scope,
                                  RepairKind, Team, Phase, RequestError>);
static_assert(all_sizes_are_right<ForwardFix, Crossing, Found, RefusalKind, WaitFor, WaitResult,
                                  EndpointState, RefusalCode, LookKind, OtherVerb, WrongHandVerb>);

template <class E>
class Words : public ::testing::Test {};
using WordSets = ::testing::Types<World, ClockKind, Level, RunEnding, Lane, OperationKind, Stage,
                                  DatabaseVerdict, SessionImpact, SessionStore, MigrationKind,
                                  DataClass, ProviderKind, BindingState, AllocationStage, GapMode,
                                  GapCause, SnapshotVerdict, HoldKind, Severity, FaultClass, Scope,
                                  RepairKind, Team, Phase, RequestError, RefusalCode>;
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
  EXPECT_FALSE(parse_enum<TypeParam>("no such word"));
}

TEST(VersionRange, HoldsBothItsEnds) {
  VersionRange const range{SchemaVersion{3}, SchemaVersion{5}};
  EXPECT_FALSE(range.holds(SchemaVersion{2}));
  EXPECT_TRUE(range.holds(SchemaVersion{3}));
  EXPECT_TRUE(range.holds(SchemaVersion{5}));
  EXPECT_FALSE(range.holds(SchemaVersion{6}));
}

}  // namespace
}  // namespace studylab
