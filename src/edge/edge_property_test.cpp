#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "edge/edge_testing.h"
#include "edge/table.h"

namespace studylab::edge {
namespace {

using namespace testing;

// A partition's stream of `count` moves over three keys, with the table after each sequence.
struct History {
  explicit History(TestEdge& edge_under_test, std::size_t count) {
    tables.resize(2);
    tables.push_back(edge_under_test.shop.table().checksum());
    snapshots.resize(2);
    snapshots.push_back(edge_under_test.shop.snapshot(at(0s)));
    for (std::size_t n = 0; n < count; ++n) {
      auto const key = std::string{"abc"[n % 3]} + ".example";
      events.push_back(edge_under_test.shop.move(key, static_cast<std::uint32_t>(n + 10)));
      tables.push_back(edge_under_test.shop.table().checksum());
      snapshots.push_back(edge_under_test.shop.snapshot(at(0s)));
    }
  }
  std::vector<RouteEvent> events;   // event i has sequence i + 3
  std::vector<Hash> tables;         // by sequence
  std::vector<Snapshot> snapshots;  // by sequence
};

// One random input of the edge.
struct Step {
  std::uint32_t kind = 0;
  std::size_t which = 0;
};

Input effect_outcome(TestEdge& edge_under_test, History const& history, Step const& drawn) {
  auto const effects = react(edge_under_test.state);
  auto const& effect = effects[drawn.which % effects.size()];
  auto const index = drawn.which / 7 % history.snapshots.size();
  return match(
      effect,
      [&](PullSnapshot const& pull) -> Input {
        return SnapshotArrived{pull.partition, pull.fetch, encoded(history.snapshots[index]), "c"};
      },
      [&](OpenConsumer const& open) -> Input {
        RouteSequence const delivered{open.from.value() - 1 - drawn.which / 5 % 2};
        return ConsumerOpened{open.partition, open.baseline, open.from, delivered};
      },
      [](PullEvents const& pull) -> Input {
        return Pulled{pull.partition, pull.operation, pull.attempt};
      },
      [](SetTimer const& timer) -> Input { return Elapsed{timer.timer}; },
      [](SendReport const& send) -> Input { return Acknowledged{send.boot, send.number}; });
}

void apply_input(TestEdge& edge_under_test, History const& history, Step const& drawn,
                 Duration now) {
  switch (drawn.kind) {
    case 0:
    case 1:
    case 2: edge_under_test.arrive(history.events[drawn.which % history.events.size()], now); break;
    case 3:
      if (!react(edge_under_test.state).empty())
        edge_under_test.feed(effect_outcome(edge_under_test, history, drawn), now);
      break;
    case 4: edge_under_test.feed(Elapsed{Timer::repair}, now); break;
    case 5:
      edge_under_test.state = after_crash(std::move(edge_under_test.state));
      edge_under_test.feed(Started{}, now);
      break;
    case 6:
      edge_under_test.feed(
          Commanded{
              RepairEdge{OperationId{1}, Attempt{static_cast<std::uint32_t>(drawn.which)}, {p3}}},
          now);
      break;
    case 7:
      edge_under_test.feed(Commanded{ResumeFrom{EntryId{static_cast<std::uint32_t>(drawn.which)},
                                                RouteSequence{drawn.which % 20}}},
                           now);
      break;
    case 8:
      edge_under_test.feed(
          Commanded{FetchSnapshot{EntryId{static_cast<std::uint32_t>(drawn.which)}, {}}}, now);
      break;
    default:
      edge_under_test.feed(
          Commanded{VerifyFetched{EntryId{static_cast<std::uint32_t>(drawn.which)}}}, now);
      break;
  }
}

std::vector<Step> draw_steps() {
  auto const drawn =
      *rc::gen::container<std::vector<std::pair<std::uint32_t, std::size_t>>>(rc::gen::pair(
          rc::gen::inRange<std::uint32_t>(0, 10), rc::gen::inRange<std::size_t>(0, 1000)));
  std::vector<Step> steps;
  for (auto const& [kind, which] : drawn) steps.push_back({kind, which});
  return steps;
}

// RGN1: despite lost, duplicated, reordered and interrupted events, the table always equals the
// stream's table at the applied sequence, and without a gap the edge serves it.
TEST(ReplicaProperties, TheTableEqualsTheStreamsTableAtTheAppliedSequence) {
  EXPECT_TRUE(rc::check([] {
    TestEdge edge_under_test;
    History const history{edge_under_test, 12};
    auto now = Duration{1s};
    for (auto const& drawn : draw_steps()) {
      apply_input(edge_under_test, history, drawn, now += 700ms);
      auto const& p = *edge_under_test.state.journal.find(p3);
      RC_ASSERT(p.table.checksum() == history.tables.at(p.applied.value()));
      RC_ASSERT(edge_under_test.state.table.find(p3)->served.recomputed_checksum() == p.expected);
      RC_ASSERT(p.table.checksum() == p.expected);
    }
  }));
}

// RGN3: from one step to the next, a gap ends only if a new baseline has become live.
TEST(ReplicaProperties, OnlyANewBaselineClearsAGap) {
  EXPECT_TRUE(rc::check([] {
    TestEdge edge_under_test;
    History const history{edge_under_test, 12};
    auto now = Duration{1s};
    for (auto const& drawn : draw_steps()) {
      auto const before = edge_under_test.state.journal.find(p3)->gap;
      auto const records = edge_under_test.records.size();
      apply_input(edge_under_test, history, drawn, now += 700ms);
      bool const cleared =
          before != GapCause::none && edge_under_test.state.journal.find(p3)->gap == GapCause::none;
      bool live = false;
      for (auto i = records; i < edge_under_test.records.size(); ++i) {
        live = live || std::holds_alternative<BaselineLive>(edge_under_test.records[i]);
      }
      RC_ASSERT(!cleared || live);
    }
  }));
}

// A crash leaves exactly what the records contain.
TEST(ReplicaProperties, TheJournalIsTheFoldOfItsRecords) {
  EXPECT_TRUE(rc::check([] {
    TestEdge edge_under_test;
    auto folded = edge_under_test.state.journal;
    History const history{edge_under_test, 12};
    auto now = Duration{1s};
    for (auto const& drawn : draw_steps())
      apply_input(edge_under_test, history, drawn, now += 700ms);
    for (auto const& record : edge_under_test.records) evolve(folded, record);
    RC_ASSERT(fingerprint(folded) == fingerprint(edge_under_test.state.journal));
  }));
}

// RGN2: no report of any endpoint, in any order, changes who owns a key or who answers for another
// release.
TEST(ReplicaProperties, HealthNeverChoosesTheOwner) {
  EXPECT_TRUE(rc::check([] {
    TestEdge edge_under_test;
    auto const reports =
        *rc::gen::container<std::vector<std::pair<std::uint32_t, std::uint32_t>>>(rc::gen::pair(
            rc::gen::inRange<std::uint32_t>(1, 5), rc::gen::inRange<std::uint32_t>(0, 40)));
    for (auto const& [release, drawn] : reports) {
      auto const state = drawn % 4 == 0 ? EndpointState::leaving : EndpointState::ready;
      auto const status = static_cast<std::uint16_t>(drawn % 3 == 0 ? 503 : 200);
      edge_under_test.feed(EndpointArrived{endpoint(drawn % 6 + 1, release, drawn, state, status)},
                           1s);
      if (drawn % 5 == 0) edge_under_test.feed(EndpointAbsent{AllocationId{drawn % 6 + 1}}, 1s);
      auto const given = answer(edge_under_test.state, {"shop.example", {}}, at(2s));
      if (auto const* forward = std::get_if<Forward>(&given.what)) {
        RC_ASSERT(forward->release == ReleaseId{1});
        for (auto const& e : forward->candidates) RC_ASSERT(e.release == ReleaseId{1});
      }
      RC_ASSERT(view(edge_under_test.state).at(0).owners.at(0).release == ReleaseId{1});
    }
  }));
}

}  // namespace
}  // namespace studylab::edge
