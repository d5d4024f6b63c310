// RGN1, RGN2 and RGN3 for every sequence of lost, late, doubled and reordered events, replays,
// snapshots of every kind, crashes, torn writes, edited tables, and streams that lose their end or
// are opened again. A soak runs a million steps.

#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "base/random.h"
#include "base/sweep_testing.h"
#include "edge/edge_testing.h"
#include "edge/table.h"

namespace studylab::edge {
namespace {

using namespace testing;
using studylab::testing::sweep_seeds;

constexpr std::uint32_t steps_per_seed = 1000;
constexpr std::uint32_t routes = 5;

using Place = std::pair<BaselineEpoch, RouteSequence>;

// What the control plane has published for partition 3, and its tables.
class Published {
 public:
  Published() { note({}); }

  void move(Random& random) {
    RouteEvent event;
    event.route =
        RouteKey{std::string(1, static_cast<char>('a' + random.below(routes))) + ".example"};
    event.release = ReleaseId{static_cast<std::uint32_t>(random.below(9)) + 1};
    auto const owner = table_.find(event.route.value());
    event.epoch = owner ? next(owner->epoch) : KeyEpoch{1};
    publish(std::move(event));
  }
  // The first event of a stream that was opened again.
  void reopen() {
    baseline_ = next(baseline_);
    publish({});
  }

  std::vector<RouteEvent> const& events() const { return events_; }
  Snapshot const& snapshot(std::size_t before_last) const {
    return snapshots_[snapshots_.size() - 1 - std::min(before_last, snapshots_.size() - 1)];
  }
  Hash checksum_at(Place place) const { return tables_.at(place).checksum(); }
  std::optional<OwnerTable::Owner> owner_at(Place place, std::string_view route) const {
    return tables_.at(place).find(route);
  }
  BaselineEpoch baseline() const { return baseline_; }
  RouteSequence last() const { return sequence_; }

 private:
  void publish(RouteEvent event) {
    sequence_ = next(sequence_);
    event.partition = p3;
    event.baseline = baseline_;
    event.sequence = sequence_;
    event.previous = table_.checksum();
    if (!event.route.value().empty()) table_.put({event.route, event.release, event.epoch});
    events_.push_back(signed_again(event));
    note(Duration{std::chrono::milliseconds{sequence_.value()}});
  }
  void note(Duration issued) {
    tables_[{baseline_, sequence_}] = table_;
    Snapshot snapshot;
    snapshot.partition = p3;
    snapshot.baseline = baseline_;
    snapshot.sequence = sequence_;
    snapshot.owners = table_.owners();
    snapshot.checksum = table_.checksum();
    snapshot.issued_at = at(issued);
    snapshot.expires_at = at(issued + 10'000h);
    snapshots_.push_back(signed_again(snapshot));
  }

  BaselineEpoch baseline_{1};
  RouteSequence sequence_{1};
  OwnerTable table_;
  std::vector<RouteEvent> events_;
  std::vector<Snapshot> snapshots_;
  std::map<Place, OwnerTable> tables_;
};

Snapshot spoiled(Snapshot snapshot, std::uint64_t how) {
  switch (how) {
    case 0: snapshot.key_id = "control-9"; return snapshot;
    case 1: snapshot.partition = p5; return signed_again(snapshot);
    case 2: snapshot.checksum.bytes[3] ^= 1; return signed_again(snapshot);
    case 3: snapshot.issued_at = at(-1h); return signed_again(snapshot);
    default: snapshot.expires_at = at(-1h); return signed_again(snapshot);
  }
}

class Watched {
 public:
  explicit Watched(std::uint64_t seed) : random_(Seed{seed, {}}, "gaps") {
    edge_.state = already_running(EdgeId{2}, Boot{4}, declared(), {published_.snapshot(0)}, at(0s));
  }

  void step() {
    now_ += std::chrono::milliseconds{random_.between(0, random_.chance(50) ? 9000 : 600)};
    switch (random_.below(16)) {
      case 0:
      case 1:
      case 2: published_.move(random_); break;
      case 3:
      case 4:
      case 5: deliver(); break;
      case 6: replay(); break;
      case 7:
      case 8:
      case 9: answer_effect(); break;
      case 10: give(Elapsed{Timer::repair}); break;
      case 11: crash(); break;
      case 12: command(); break;
      case 13: give(ConsumerLost{p3}); break;
      case 14: endpoint_report(); break;
      default: rare(); break;
    }
  }

 private:
  static Declared declared() {
    std::vector<RoutePolicy> policies;
    for (std::uint32_t n = 0; n < routes; ++n) {
      auto const route = std::string(1, static_cast<char>('a' + n)) + ".example";
      policies.push_back(policy(route, p3, {GapMode::last_verified, 1h}));
    }
    return {{p3}, policies};
  }

  PartitionJournal const& partition() const { return *edge_.state.journal.find(p3); }
  Place place() const { return {partition().baseline, partition().applied}; }

  // One input, and what must hold after it whatever it was.
  void give(Input const& input) {
    auto const before = edge_.state;
    auto const place_before = place();
    auto const gap_before = partition().gap;
    auto const seen_before = Place{partition().seen_baseline, partition().seen};
    auto const out = edge_.feed(input, now_);
    if (random_.chance(20) && !out.journal.empty()) {  // the write is torn: as if not received
      edge_.state = after_crash(before);
      restart();
      return;
    }
    auto expected = place_before;
    bool live = false;
    for (auto const& record : out.journal) {
      if (auto const* applied = std::get_if<EventApplied>(&record)) {
        EXPECT_TRUE(gap_before == GapCause::none || live) << "applied an event in a gap";
        EXPECT_EQ(applied->sequence, next(expected.second)) << "skipped an event";
        expected.second = applied->sequence;
      } else if (std::holds_alternative<BaselineLive>(record)) {
        live = true;
        expected = place();
        EXPECT_GE(expected, seen_in_gap_) << "went back";
      } else if (auto const* stored = std::get_if<SnapshotStored>(&record)) {
        auto const& snapshot = stored->stored.snapshot;
        EXPECT_GE((Place{snapshot.baseline, snapshot.sequence}), seen_before) << "not fresh";
      } else if (std::holds_alternative<GapMarked>(record)) {
        seen_in_gap_ = {partition().seen_baseline, partition().seen};
      }
    }
    EXPECT_EQ(place(), expected);
    EXPECT_GE(place(), place_before);
    EXPECT_TRUE(gap_before == GapCause::none || partition().gap != GapCause::none || live)
        << "cleared a gap without a new baseline";
    if (live) edited_ = false;
    check();
  }

  void check() {
    EXPECT_EQ(partition().table.checksum(), published_.checksum_at(place()));
    EXPECT_EQ(partition().table.checksum(), partition().expected);
    if (edited_) return;
    auto const* served = edge_.state.table.find(p3);
    EXPECT_EQ(served->served.recomputed_checksum(), partition().expected);
    auto const route = std::string(1, static_cast<char>('a' + random_.below(routes))) + ".example";
    auto const given = answer(edge_.state, {route, {}}, at(now_));
    if (auto const* forward = std::get_if<Forward>(&given.what)) {
      auto const owner = published_.owner_at(place(), route);
      ASSERT_TRUE(owner.has_value());
      EXPECT_EQ(forward->release, owner->release) << "another release answers";
      for (auto const& each : forward->candidates) EXPECT_EQ(each.release, owner->release);
    }
  }

  RouteEvent drawn_event() {
    auto const& events = published_.events();
    auto const age = random_.chance(700) ? random_.below(3) : random_.below(events.size());
    auto const index = events.size() - 1 - std::min<std::size_t>(age, events.size() - 1);
    auto event = events[index];
    if (random_.chance(50)) event.release = ReleaseId{99};  // its signature does not cover that
    return event;
  }

  void deliver() {
    if (!published_.events().empty()) give(RouteArrived{drawn_event()});
  }

  void replay() {
    auto const& events = published_.events();
    if (events.empty()) return;
    auto const next_one = partition().applied.value() - 1;  // its place in the list
    auto const from = random_.chance(700) ? std::min<std::size_t>(next_one, events.size() - 1)
                                          : random_.below(events.size());
    auto const count = std::min<std::size_t>(random_.below(9) + 1, events.size() - from);
    auto const first = events.begin() + static_cast<std::ptrdiff_t>(from);
    std::vector<RouteEvent> several{first, first + static_cast<std::ptrdiff_t>(count)};
    auto const spoils = random_.below(8);
    auto const which = random_.below(several.size());
    if (spoils == 0) several[which].release = ReleaseId{99};
    if (spoils == 1) several.erase(several.begin() + static_cast<std::ptrdiff_t>(which));
    if (spoils == 2) std::swap(several[which], several.back());
    give(RoutesArrived{std::move(several)});
  }

  void answer_effect() {
    auto const effects = react(edge_.state);
    if (effects.empty()) return;
    auto const effect = effects[random_.below(effects.size())];
    match(
        effect, [&](PullSnapshot const& e) { answer_fetch(e); },
        [&](OpenConsumer const& e) {
          bool const same = e.baseline == published_.baseline();
          auto const before = RouteSequence{e.from.value() - 1};
          auto delivered = same ? std::min(before, published_.last()) : RouteSequence{};
          if (random_.chance(150) && delivered.value() > 0) {
            delivered = RouteSequence{delivered.value() - 1};  // the stream has lost its end
          }
          if (random_.chance(100)) return give(ConsumerFailed{e.partition, e.from, "no leader"});
          give(ConsumerOpened{e.partition, e.baseline, e.from, delivered});
        },
        [&](PullEvents const& e) { give(Pulled{e.partition, e.operation, e.attempt}); },
        [&](SetTimer const& e) { give(Elapsed{e.timer}); },
        [&](SendReport const& e) { give(Acknowledged{e.boot, e.number}); });
  }

  void answer_fetch(PullSnapshot const& pull) {
    if (random_.chance(100))
      return give(SnapshotUnavailable{pull.partition, pull.fetch, "refused"});
    auto snapshot = published_.snapshot(random_.chance(600) ? 0 : random_.below(6));
    if (random_.chance(250)) snapshot = spoiled(std::move(snapshot), random_.below(5));
    auto bytes = encoded(snapshot);
    if (random_.chance(50)) bytes.resize(random_.below(bytes.size()));
    give(SnapshotArrived{pull.partition, pull.fetch, std::move(bytes), "control-1"});
  }

  void crash() {
    if (!random_.chance(300)) return;
    edge_.state = after_crash(std::move(edge_.state));
    restart();
  }

  void restart() {
    edited_ = false;
    give(Started{});
    give(declared());
  }

  void command() {
    auto const number = ++orders_;
    switch (random_.below(5)) {
      case 0: return give(Commanded{RepairEdge{OperationId{number}, Attempt{1}, {p3}}});
      case 1: return give(Commanded{FetchSnapshot{EntryId{number}, {p3}}});
      case 2: return give(Commanded{VerifyFetched{EntryId{number}}});
      case 3: return give(Commanded{CatchUp{p3, OperationId{number}, Attempt{1}}});
      default: break;
    }
    auto const near = published_.last().value() + random_.below(4);
    give(Commanded{ResumeFrom{EntryId{number}, RouteSequence{near > 1 ? near - 1 : 1}}});
  }

  void endpoint_report() {
    auto const release = static_cast<std::uint32_t>(random_.below(9)) + 1;
    auto const state = random_.chance(250) ? EndpointState::leaving : EndpointState::ready;
    auto report = endpoint(static_cast<std::uint32_t>(random_.below(6)) + 1, release, ++orders_,
                           state, random_.chance(200) ? 503 : 200);
    report.environment = EnvironmentName{
        std::string(1, static_cast<char>('a' + random_.below(routes))) + ".example/production"};
    give(EndpointArrived{std::move(report)});
  }

  void rare() {
    if (random_.chance(100)) {
      published_.reopen();
    } else if (random_.chance(100)) {
      corrupt_table_for_testing(edge_.state, RouteKey{"a.example"}, ReleaseId{98});
      edited_ = true;
    } else {
      give(Elapsed{Timer::audit});
      auto const* served = edge_.state.table.find(p3);
      // An event of the edited route restores the table.
      edited_ = served->served.recomputed_checksum() != partition().expected;
      EXPECT_TRUE(!edited_ || partition().gap != GapCause::none) << "an edit was not found";
    }
  }

  Random random_;
  Published published_;
  TestEdge edge_;
  Duration now_{1s};
  bool edited_ = false;
  Place seen_in_gap_;  // when its latest gap was marked
  std::uint32_t orders_ = 100;
};

TEST(GapSweep, NoSequenceSkipsAnEventClearsAGapOrLetsHealthChoose) {
  auto const seeds = sweep_seeds(20);
  for (auto seed = seeds.first; seed <= seeds.last; ++seed) {
    Watched edge{seed};
    for (std::uint32_t n = 0; n < steps_per_seed; ++n) {
      edge.step();
      ASSERT_FALSE(::testing::Test::HasFailure()) << "step " << n << " of seed " << seed;
    }
  }
}

}  // namespace
}  // namespace studylab::edge
