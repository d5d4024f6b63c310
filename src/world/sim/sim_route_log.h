#pragma once

#include <functional>
#include <optional>
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

  RouteSequence last(PartitionId partition) const;

 private:
  struct Stream {
    PartitionId partition;
    BaselineEpoch baseline;
    // None: from before the run, made on request.
    std::vector<std::optional<RouteEvent>> events;
  };
  enum class Flow : std::uint8_t { running, stalled };
  struct Consumer {
    EdgeId edge;
    PartitionId partition;
    std::uint32_t number = 1;
    RouteSequence delivered;  // the last one sent
    RouteSequence acked;
    Flow flow = Flow::running;
    enum class Timer : std::uint8_t { off, on } timer = Timer::off;
  };

  Stream& stream(PartitionId partition);
  Consumer* find(EdgeId edge, PartitionId partition);
  RouteEvent const& event(Stream& stream, RouteSequence sequence);
  void deliver(Consumer& consumer);
  void expect_acknowledgement(Consumer& consumer);

  EventQueue& queue_;
  Network& network_;
  Redeliver redeliver_;
  InitialState initial_;
  std::vector<Stream> streams_;
  std::vector<Consumer> consumers_;
};

}  // namespace studylab::world::sim
