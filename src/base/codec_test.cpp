#include "base/codec.h"

#include <limits>

#include <gtest/gtest.h>

namespace studylab {
namespace {

enum class Colour : std::uint8_t { red, green, blue };

struct Point {
  std::int16_t x = 0;
  std::optional<Colour> colour;

  friend bool operator==(Point const&, Point const&) = default;
  STUDYLAB_FIELDS(x, colour)
};

struct Incomplete {
  std::int16_t x = 0;
  std::int16_t forgotten = 0;

  STUDYLAB_FIELDS(x)
};

std::string hex(auto const& value) { return to_hex(as_bytes(encoded(value))); }

template <class T>
std::optional<T> read(std::initializer_list<int> bytes) {
  std::vector<std::uint8_t> const data(bytes.begin(), bytes.end());
  return decoded<T>(data);
}

TEST(Fields, NameEveryMember) {
  EXPECT_TRUE((has_members<Point, Point::field_count>()));
  // Encoding this one does not compile.
  EXPECT_FALSE((has_members<Incomplete, Incomplete::field_count>()));
}

TEST(Codec, WritesIntegersLittleEndianAtFullWidth) {
  EXPECT_EQ(hex(std::uint8_t{7}), "07");
  EXPECT_EQ(hex(std::uint16_t{0x1234}), "3412");
  EXPECT_EQ(hex(std::int32_t{-2}), "feffffff");
  EXPECT_EQ(hex(std::numeric_limits<std::int64_t>::min()), "0000000000000080");
  EXPECT_EQ(hex(OperationId{258}), "02010000");
  EXPECT_EQ(hex(KeyEpoch{1}), "0100000000000000");
  EXPECT_EQ(hex(Duration{-1}), "ffffffffffffffff");
  EXPECT_EQ(hex(Instant{Duration{1}}), "0100000000000000");
}

TEST(Codec, WritesStringsAndListsWithTheirLengths) {
  EXPECT_EQ(hex(std::string{}), "00000000");
  EXPECT_EQ(hex(AppName{"shop"}), "0400000073686f70");
  EXPECT_EQ(hex(std::vector<std::uint16_t>{1, 2}), "0200000001000200");
  EXPECT_EQ(hex(std::vector<std::string>{"a", ""}), "02000000010000006100000000");
}

TEST(Codec, WritesStructsAsTheirFields) {
  EXPECT_EQ(hex(Point{-1, {}}), "ffff00");
  EXPECT_EQ(hex(Point{2, Colour::blue}), "02000102");
  EXPECT_EQ(read<Point>({2, 0, 1, 2}), (Point{2, Colour::blue}));
}

TEST(Codec, ReadsOnlyTheCanonicalEncoding) {
  EXPECT_FALSE(read<std::uint16_t>({1}));
  EXPECT_FALSE(read<std::uint16_t>({1, 2, 3})) << "bytes are left over";
  EXPECT_FALSE(read<Point>({2, 0, 1, 3})) << "an unknown colour";
  EXPECT_FALSE(read<Point>({2, 0, 2})) << "an optional begins with 0 or 1";
  EXPECT_FALSE(read<Point>({2, 0, 0, 0}));
  EXPECT_FALSE(read<std::string>({2, 0, 0, 0, 'a'}));
  EXPECT_EQ(read<std::string>({1, 0, 0, 0, 'a'}), "a");
  EXPECT_FALSE(read<Hash>({1, 2, 3}));
}

TEST(Codec, AVariantIsItsPlaceAndItsValue) {
  using One = std::variant<std::uint8_t, std::uint16_t>;
  EXPECT_EQ(encoded(One{std::uint16_t{0x0201}}), (std::string{"\x01\x01\x02", 3}));
  EXPECT_EQ(read<One>({1, 1, 2}), One{std::uint16_t{0x0201}});
  EXPECT_FALSE(read<One>({2, 1, 2})) << "a place past the last";
  EXPECT_FALSE(read<One>({0, 1, 2})) << "a byte is left";
}

TEST(Codec, DoesNotAllocateForALengthBeyondTheInput) {
  EXPECT_FALSE(read<std::vector<Point>>({0xff, 0xff, 0xff, 0xff, 0, 0, 0}));
  EXPECT_FALSE(read<std::string>({0xff, 0xff, 0xff, 0xff, 'a'}));
}

TEST(Codec, LeavesValuesUnchangedAfterTheFirstError) {
  std::string const bytes{"\x01\x02\x03", 3};
  Decoder decoder{as_bytes(bytes)};
  std::uint16_t first = 0;
  std::uint32_t second = 77;
  std::uint8_t third = 88;
  decoder.take(first);
  decoder.take(second);
  decoder.take(third);
  EXPECT_EQ(first, 0x0201);
  EXPECT_EQ(second, 77u);
  EXPECT_EQ(third, 88) << "unchanged, although one byte is left";
  EXPECT_FALSE(decoder.ok());
  EXPECT_FALSE(decoder.done());
}

}  // namespace
}  // namespace studylab
