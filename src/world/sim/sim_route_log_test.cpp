#include "world/sim/sim_route_log.h"

#include <gtest/gtest.h>

namespace studylab::world::sim {
namespace {

using std::chrono::seconds;

RouteEvent event_of(std::uint64_t sequence, std::uint32_t release = 1) {
  RouteEvent event;
  event.partition = PartitionId{1};
  event.baseline = BaselineEpoch{1};
  event.sequence = RouteSequence{sequence};
  event.release = ReleaseId{release};
  return event;
}

class SimRouteLogTest : public ::testing::Test {
 protected:
  explicit SimRouteLogTest(SimRouteLog::Redeliver redeliver = SimRouteLog::Redeliver::no)
      : log{queue, network, redeliver,
            [](PartitionId, RouteSequence s) { return event_of(s.value()); }} {
    log.initialize_stream(partition, BaselineEpoch{1}, RouteSequence{2});
    log.initialize_consumer(edge, partition);
  }

  // What the edge receives within some time, and what was read back from its consumer.
  struct Sent {
    std::vector<std::uint64_t> sequences;
    std::optional<std::uint64_t> delivered;
    std::uint32_t replays = 0;
  };
  Sent sent() {
    Sent sent;
    auto const until = queue.now() + seconds{3};
    while (queue.has_event_by(until)) {
      auto const& event = queue.take();
      auto const* of_log = std::get_if<LogEvent>(&event);
      if (of_log == nullptr) continue;
      if (auto const* delivered = std::get_if<EventDelivered>(of_log)) {
        sent.sequences.push_back(delivered->event.sequence.value());
      } else if (auto const* replay = std::get_if<EventsDelivered>(of_log)) {
        for (auto const& each : replay->events) sent.sequences.push_back(each.sequence.value());
        ++sent.replays;
      } else if (auto const* answer = std::get_if<ConsumerAnswered>(of_log)) {
        sent.delivered = answer->opened.delivered.value();
      } else if (auto const* due = std::get_if<RedeliveryDue>(of_log)) {
        log.redeliver(*due);
      }
    }
    return sent;
  }
  void open(std::uint64_t from) {
    log.open(edge, edge::OpenConsumer{partition, BaselineEpoch{1}, RouteSequence{from}});
  }

  PartitionId partition{1};
  EdgeId edge{1};
  EventQueue queue{Instant{}};
  Network network{Seed{}, Between{seconds{0}, seconds{0}}, Schedule{}, queue};
  SimRouteLog log;
};

using Numbers = std::vector<std::uint64_t>;

TEST_F(SimRouteLogTest, StoresTheNextEventOnly) {
  EXPECT_EQ(log.publish(event_of(4)), PublishOutcome::behind);
  EXPECT_EQ(log.publish(event_of(3)), PublishOutcome::stored);
  EXPECT_EQ(log.publish(event_of(4)), PublishOutcome::stored);
  EXPECT_EQ(log.last(partition), RouteSequence{4});
}

TEST_F(SimRouteLogTest, DistinguishesALostAnswerFromAnotherPublisher) {
  log.publish(event_of(3));
  EXPECT_EQ(log.publish(event_of(3)), PublishOutcome::equal);
  EXPECT_EQ(log.publish(event_of(3, 7)), PublishOutcome::other);
  EXPECT_EQ(log.publish(event_of(1)), PublishOutcome::equal) << "from before the run";
}

TEST_F(SimRouteLogTest, DeliversInOrderFromTheRequestedStart) {
  log.publish(event_of(3));
  log.publish(event_of(4));
  EXPECT_EQ(sent().sequences, (Numbers{3, 4}));
  open(2);
  auto const again = sent();
  EXPECT_EQ(again.delivered, 1u);
  EXPECT_EQ(again.sequences, (Numbers{2, 3, 4}));
  EXPECT_EQ(again.replays, 1u);
}

TEST_F(SimRouteLogTest, ALostEventIsNeverDeliveredByItsConsumer) {
  log.lose_next(edge, partition, 1);
  log.publish(event_of(3));
  log.publish(event_of(4));
  EXPECT_EQ(sent().sequences, Numbers{4});
  log.pull(edge, edge::PullEvents{partition, {}, {}});
  EXPECT_TRUE(sent().sequences.empty());
  auto const info = log.info(edge, partition);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->delivered.stream_seq, RouteSequence{4});
  EXPECT_EQ(info->delivered.consumer_seq, 1u);
  EXPECT_EQ(info->ack_floor.stream_seq, RouteSequence{4});
  EXPECT_EQ(info->num_pending, 0u);
  open(3);  // as an edge that restarts before it has seen the gap
  EXPECT_EQ(sent().sequences, Numbers{4});
  open(5);  // after a baseline at 4
  log.publish(event_of(5));
  EXPECT_EQ(sent().sequences, Numbers{5});
}

TEST_F(SimRouteLogTest, AConsumerAheadOfItsStreamReadsTheStreamsEndBack) {
  log.publish(event_of(3));
  sent();
  EXPECT_TRUE(log.lose_last(partition, 1));
  EXPECT_FALSE(log.info(edge, partition)) << "its consumers are gone";
  open(4);
  EXPECT_EQ(sent().delivered, 2u);
  EXPECT_EQ(log.publish(event_of(3)), PublishOutcome::stored) << "published again";
  EXPECT_EQ(sent().sequences, Numbers{3});
  EXPECT_FALSE(log.lose_last(PartitionId{7}, 1));
}

TEST_F(SimRouteLogTest, AStreamOpenedAgainContinuesTheSequenceUnderItsOwnBaseline) {
  log.recreate(partition, BaselineEpoch{2}, RouteSequence{3});
  EXPECT_EQ(log.last(partition), RouteSequence{3});
  open(3);  // of baseline 1
  EXPECT_EQ(sent().delivered, 0u);
  log.open(edge, edge::OpenConsumer{partition, BaselineEpoch{2}, RouteSequence{4}});
  EXPECT_EQ(sent().delivered, 3u);
  EXPECT_EQ(log.publish(event_of(2)), PublishOutcome::equal) << "its snapshots have it";
  EXPECT_EQ(log.publish(event_of(4)), PublishOutcome::stored);
  EXPECT_EQ(sent().sequences, Numbers{4});
  log.open(edge, edge::OpenConsumer{partition, BaselineEpoch{2}, RouteSequence{1}});
  EXPECT_EQ(sent().delivered, 2u) << "moved silently to the stream's first event";
}

TEST_F(SimRouteLogTest, AConsumerOfAnEarlierStreamIsSentTheFirstEventOfTheNewOne) {
  log.recreate(partition, BaselineEpoch{2}, RouteSequence{3});
  open(3);  // of baseline 1
  sent();
  log.pull(edge, edge::PullEvents{partition, {}, {}});
  EXPECT_EQ(sent().sequences, Numbers{3});
}

TEST_F(SimRouteLogTest, AConsumerPastTheEndStartsAtTheEndAndReportsIt) {
  open(9);
  EXPECT_EQ(sent().delivered, 2u);
}

TEST_F(SimRouteLogTest, AStallOutlastsARestartAndEndsWithANewBaseline) {
  log.stall(edge, partition);
  log.publish(event_of(3));
  log.pull(edge, edge::PullEvents{partition, {}, {}});
  EXPECT_TRUE(sent().sequences.empty());
  open(3);  // as an edge that restarts: where it stopped
  EXPECT_TRUE(sent().sequences.empty());
  log.publish(event_of(4));
  open(4);  // after a baseline at 3
  EXPECT_EQ(sent().sequences, Numbers{4});
}

class Redelivering : public SimRouteLogTest {
 protected:
  Redelivering() : SimRouteLogTest{SimRouteLog::Redeliver::yes} {}
};

TEST_F(Redelivering, AnEventIsDeliveredAgainUntilItIsAcknowledged) {
  log.publish(event_of(3));
  auto const before = sent().sequences;
  EXPECT_GE(before.size(), 3u);
  for (auto const sequence : before) EXPECT_EQ(sequence, 3u);
  log.acknowledged(EventAcknowledged{edge, partition, RouteSequence{3}});
  EXPECT_TRUE(sent().sequences.empty());
}

}  // namespace
}  // namespace studylab::world::sim
