#include "evidence/entry.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "evidence/fact_codec.h"
#include "model/arbitrary_testing.h"

namespace studylab::evidence {
namespace {

RawEntry entry_of(Fact const& fact) {
  auto const& kind = kind_of(fact);
  return {{kind.number, kind.version, Term{3}, 17, *parse_instant("2026-03-01T03:00:05.25Z"),
           blake2b(as_bytes("before"))},
          encode_fact(fact)};
}

std::string framed(RawEntry const& entry) {
  std::string bytes;
  put_entry(bytes, entry);
  return bytes;
}

// The format is frozen: bytes that were written once must stay readable.
TEST(Entry, NeverChangesItsBytes) {
  auto const ended = entry_of(make_fact(RunEnded{RunEnding::interrupted}));
  EXPECT_EQ(to_hex(as_bytes(framed(ended))),
            "3c000000"                                                          // length 60
            "6600"                                                              // kind 102
            "01"                                                                // version
            "0300000000000000"                                                  // term 3
            "1100000000000000"                                                  // sequence 17
            "d067ceaaed4b0600"                                                  // at
            "c0ad7434849eec989026ef4e082140af5761ab5561412c2615e7bc53605c85a0"  // previous
            "03");                                                              // ending
  EXPECT_EQ(to_text(hash_of(ended)),
            "14d8b1ebbdb7b0def889a2676d49cc8428a7e74e6b8154146d9bed75b7c182f0");

  RouteOwnerMoved const moved{RouteKey{"shop.example"},
                              EnvironmentName{"shop/production"},
                              PartitionId{3},
                              RouteSequence{41},
                              ReleaseId{8},
                              ReleaseId{9},
                              KeyEpoch{5},
                              OperationId{12}};
  EXPECT_EQ(to_hex(as_bytes(encode_fact(make_fact(moved)))),
            "0c00000073686f702e6578616d706c65"        // "shop.example"
            "0f00000073686f702f70726f64756374696f6e"  // "shop/production"
            "03000000"
            "2900000000000000"  // partition, sequence
            "08000000"
            "09000000"  // from, to
            "0500000000000000"
            "0c000000");  // epoch, operation

  EXPECT_EQ(to_hex(as_bytes(encode_fact(LabFact{FaultInjected{"bad-release", "rel-9"}}))),
            "0b0000006261642d72656c65617365"
            "0500000072656c2d39");

  OwnerNotified notified;
  notified.notice = NoticeId{1};
  notified.repair = RepairKind::migration;
  notified.act.refs = {EntryId{2}, EntryId{258}};
  EXPECT_EQ(to_hex(as_bytes(encode_fact(make_fact(notified)))),
            "01000000"
            "00000000"
            "00000000"  // notice, environment, owner
            "0104"
            "00000000"  // an optional with a value; name
            "00000000"
            "00000000"
            "00000000"  // line, by, because
            "02000000"
            "02000000"
            "02010000"  // two references
            "00"
            "00");  // kind, reach
}

TEST(Entry, IsReadBackAsItWasWritten) {
  EXPECT_TRUE(rc::check("any kind, version and payload, known or not", [] {
    RawEntry entry;
    entry.kind = *rc::gen::arbitrary<std::uint16_t>();
    entry.version = *rc::gen::arbitrary<std::uint8_t>();
    entry.sequence = *rc::gen::arbitrary<std::uint64_t>();
    ArbitraryFields{}.fill(entry.term);
    ArbitraryFields{}.fill(entry.at);
    ArbitraryFields{}.fill(entry.previous);
    ArbitraryFields{}.fill(entry.payload);
    auto const bytes = framed(entry) + "rest";
    auto rest = as_bytes(bytes);
    auto const view = take_entry(rest);
    RC_ASSERT(view.has_value());
    RC_ASSERT(to_raw(*view) == entry);
    RC_ASSERT(hash_of(*view) == hash_of(entry));
    RC_ASSERT(rest.size() == 4u);
    RC_ASSERT(std::ranges::equal(view->body, as_bytes(body_of(entry))));
  }));
}

TEST(Entry, ATruncatedOrOversizedEntryIsRefused) {
  auto const whole = framed(entry_of(make_fact(Noted{"text", {}})));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    auto rest = as_bytes(whole).first(size);
    EXPECT_FALSE(take_entry(rest)) << size;
    EXPECT_EQ(rest.size(), size) << "bytes that cannot be read are not consumed";
  }
  auto large = whole;
  large[3] = '\x7f';
  auto rest = as_bytes(large);
  EXPECT_EQ(take_entry(rest).error(), "its length is too large for an entry");
  auto small = whole;
  small[0] = 50;
  rest = as_bytes(small);
  EXPECT_EQ(take_entry(rest).error(), "its length is too small for an entry");
}

}  // namespace
}  // namespace studylab::evidence
