#include "evidence/fact_codec.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "model/arbitrary_testing.h"

namespace studylab::evidence {
namespace {

auto decode(Fact const&, std::uint16_t kind, std::uint8_t version, Bytes payload) {
  return decode_fact(kind, version, payload);
}
auto decode(LabFact const&, std::uint16_t kind, std::uint8_t version, Bytes payload) {
  return decode_lab_fact(kind, version, payload);
}

template <class AnyFact>
void reads_back(AnyFact const& fact, FactKind const& expected) {
  auto const kind = expected.number;
  auto const version = expected.version;
  auto const payload = encode_fact(fact);
  RC_ASSERT(kind_of(fact).number == kind);
  auto const read = decode(fact, kind, version, as_bytes(payload));
  RC_ASSERT(read.has_value());
  auto const* known = std::get_if<AnyFact>(&*read);
  RC_ASSERT(known != nullptr);
  RC_ASSERT(encode_fact(*known) == payload);
  RC_ASSERT(check_fact(kind, version, as_bytes(payload)).has_value());

  // A value has exactly one encoding: with a byte more or less it cannot be decoded.
  RC_ASSERT(!decode(fact, kind, version, as_bytes(payload + '\0')).has_value());
  if (!payload.empty()) {
    auto const size = *rc::gen::inRange<std::size_t>(0, payload.size());
    RC_ASSERT(!decode(fact, kind, version, as_bytes(payload).first(size)).has_value());
  }
}

// A kind, and how to draw a fact of it. RapidCheck is given one property for all kinds: one for
// each would take a minute to compile.
template <class AnyFact>
struct DrawnKind {
  FactKind kind;
  AnyFact (*draw)();
};

template <class T>
Fact draw_fact() {
  return make_fact(arbitrary<T>());
}
template <class T>
LabFact draw_lab_fact() {
  return LabFact{arbitrary<T>()};
}

std::vector<DrawnKind<Fact>> platform_kinds() {
  std::vector<DrawnKind<Fact>> kinds;
  for_each_platform_kind([&]<class T>() { kinds.push_back({T::fact_kind, &draw_fact<T>}); });
  return kinds;
}

std::vector<DrawnKind<LabFact>> kinds_of_lab() {
  std::vector<DrawnKind<LabFact>> kinds;
  for_each_lab_kind([&]<class T>() { kinds.push_back({T::fact_kind, &draw_lab_fact<T>}); });
  return kinds;
}

TEST(FactCodec, EveryKindIsReadBackAsItWasWritten) {
  for (auto const& [kind, draw] : platform_kinds()) {
    EXPECT_TRUE(rc::check(std::string{kind.name}, [&] { reads_back(draw(), kind); }));
  }
  for (auto const& [kind, draw] : kinds_of_lab()) {
    EXPECT_TRUE(rc::check(std::string{kind.name}, [&] { reads_back(draw(), kind); }));
  }
}

// Bytes that decode to a fact are the encoding of that fact and of no other.
TEST(FactCodec, ChangedBytesDecodeToTheirOwnFactOrNotAtAll) {
  for (auto const& [kind, draw] : platform_kinds()) {
    EXPECT_TRUE(rc::check(std::string{kind.name}, [&] {
      auto payload = encode_fact(draw());
      RC_PRE(!payload.empty());
      auto const at = *rc::gen::inRange<std::size_t>(0, payload.size());
      payload[at] = *rc::gen::arbitrary<char>();
      auto const read = decode_fact(kind.number, kind.version, as_bytes(payload));
      if (read) RC_ASSERT(encode_fact(std::get<Fact>(*read)) == payload);
      auto const checked = check_fact(kind.number, kind.version, as_bytes(payload));
      RC_ASSERT(checked.has_value() == read.has_value());
    }));
  }
}

TEST(FactCodec, AnUnknownKindIsKeptAsBytes) {
  auto const unknown = [](std::uint16_t kind, std::uint8_t version) {
    return std::get<UnknownFact>(*decode_fact(kind, version, as_bytes("payload")));
  };
  EXPECT_EQ(unknown(4999, 1), (UnknownFact{4999, 1, "payload"}));
  EXPECT_EQ(unknown(0, 1).kind, 0);
  EXPECT_EQ(unknown(RunEnded::fact_kind.number, RunEnded::fact_kind.version + 1).version,
            RunEnded::fact_kind.version + 1);
  // Neither chain knows the other's kinds.
  EXPECT_EQ(unknown(LabOpened::fact_kind.number, 1).kind, LabOpened::fact_kind.number);
  EXPECT_TRUE(std::holds_alternative<UnknownFact>(
      *decode_lab_fact(RunEnded::fact_kind.number, RunEnded::fact_kind.version, as_bytes(""))));
}

TEST(FactCodec, AnErrorNamesTheKind) {
  EXPECT_EQ(
      decode_fact(RunEnded::fact_kind.number, RunEnded::fact_kind.version, as_bytes("")).error(),
      "its fields are not those of a RunEnded");
  EXPECT_EQ(
      check_fact(RunEnded::fact_kind.number, RunEnded::fact_kind.version, as_bytes("")).error(),
      "its fields are not those of a RunEnded");
}

TEST(FactCodec, KindsAreUniqueInNumberAndName) {
  std::set<std::uint16_t> numbers;
  std::set<std::string_view> names;
  std::size_t count = 0;
  auto const add = [&]<class T>() {
    ++count;
    numbers.insert(T::fact_kind.number);
    names.insert(T::fact_kind.name);
    EXPECT_EQ(kind_name(T::fact_kind.number), T::fact_kind.name);
  };
  for_each_platform_kind([&]<class T>() {
    add.template operator()<T>();
    EXPECT_LT(T::fact_kind.number, first_lab_kind);
  });
  EXPECT_EQ(fact_kinds().size(), count);
  for_each_lab_kind([&]<class T>() {
    add.template operator()<T>();
    EXPECT_GE(T::fact_kind.number, first_lab_kind);
  });
  EXPECT_EQ(numbers.size(), count);
  EXPECT_EQ(names.size(), count);
  EXPECT_EQ(fact_kinds().size() + lab_kinds().size(), count);
  EXPECT_EQ(kind_name(4999), "");
}

}  // namespace
}  // namespace studylab::evidence
