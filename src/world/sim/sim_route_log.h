#pragma once

#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "world/sim/events.h"
#include "world/sim/network.h"

namespace studylab::world::sim {

// The simulated route log: one stream per partition, whose stream sequence is the route sequence,
// and one consumer per edge and partition. It stores and delivers, and decides nothing. An event is
// durable once it is in its stream. A publisher without an answer publishes again; equal bytes are
// `equal`.
class SimRouteLog {
 public:
  // Messages to edges can be lost, so they are delivered again until acknowledged.
  enum class Redeliver : std::uint8_t { no, yes };
  // The bytes of an event that was in the stream before the run.
  using InitialState = std::function<RouteEvent(PartitionId, RouteSequence)>;

  SimRouteLog(EventQueue& queue, Network& network, Redeliver redeliver, InitialState initial);

  // --- before the run ---
  void initialize_stream(PartitionId partition, BaselineEpoch baseline, RouteSequence last);
  // A consumer that has delivered everything.
  void initialize_consumer(EdgeId edge, PartitionId partition);

  // --- messages ---
  // Stores the event if it is the next one of its stream.
  PublishOutcome publish(RouteEvent event);
  // Replaces the consumer with a new one, from a sequence on.
  void open(EdgeId edge, edge::OpenConsumer const& wanted);
  void pull(EdgeId edge, edge::PullEvents const& wanted);
  void acknowledged(EventAcknowledged const& event);
  void redeliver(RedeliveryDue const& due);

  // --- faults ---
  // The present consumer delivers nothing more; one that replaces it does.
  void stall(EdgeId edge, PartitionId partition);
  // A stalled consumer delivers again.
  void recover(EdgeId edge, PartitionId partition);
  // The present consumer does not deliver its next events; one from a new baseline does not need
  // them.
  void lose_next(EdgeId edge, PartitionId partition, std::uint32_t events);
  // The stream loses its last events, and its consumers. False: it has none, or does not exist.
  bool lose_last(PartitionId partition, std::uint32_t events);
  // A new stream of that baseline, with one event and without consumers.
  void recreate(PartitionId partition, BaselineEpoch baseline, RouteSequence first);

  RouteSequence last(PartitionId partition) const;
  // As JetStream's information about a consumer has it.
  struct SequencePair {
    std::uint64_t consumer_seq = 0;  // deliveries of this consumer
    RouteSequence stream_seq;
  };
  struct ConsumerInfo {
    SequencePair delivered;         // the last one sent
    SequencePair ack_floor;         // the last one before which all are acknowledged
    std::uint64_t num_pending = 0;  // in the stream, not sent yet
  };
  std::optional<ConsumerInfo> info(EdgeId edge, PartitionId partition) const;

 private:
  struct Stream {
    PartitionId partition;
    BaselineEpoch baseline;
    RouteSequence first{1};
    // None: not from this run, made on request.
    std::vector<std::optional<RouteEvent>> events = {};

    RouteSequence last() const { return RouteSequence{first.value() + events.size() - 1}; }
  };
  enum class Flow : std::uint8_t { running, stalled };
  struct Consumer {
    EdgeId edge;
    PartitionId partition;
    std::uint32_t number = 1;
    SequencePair delivered;
    SequencePair ack_floor;
    Flow flow = Flow::running;
    std::uint32_t to_lose = 0;          // of the next events
    std::set<RouteSequence> lost = {};  // never delivered
    enum class Timer : std::uint8_t { off, on } timer = Timer::off;
  };

  Stream& stream(PartitionId partition);
  Consumer* find(EdgeId edge, PartitionId partition);
  Consumer const* find(EdgeId edge, PartitionId partition) const;
  RouteEvent const& event(Stream& stream, RouteSequence sequence);
  void deliver(Consumer& consumer);
  void start_over(Consumer& consumer);
  void acknowledge(Consumer& consumer, RouteSequence sequence);
  void expect_acknowledgement(Consumer& consumer);

  EventQueue& queue_;
  Network& network_;
  Redeliver redeliver_;
  InitialState initial_;
  std::vector<Stream> streams_;
  std::vector<Consumer> consumers_;
};

}  // namespace studylab::world::sim
