#include "world/sim/sim_route_log.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace studylab::world::sim {
namespace {

// How long a consumer waits for an acknowledgement before it delivers again.
constexpr Duration ack_wait = std::chrono::seconds{1};

}  // namespace

SimRouteLog::SimRouteLog(EventQueue& queue, Network& network, Redeliver redeliver,
                         InitialState initial)
    : queue_(queue), network_(network), redeliver_(redeliver), initial_(std::move(initial)) {}

void SimRouteLog::initialize_stream(PartitionId partition, BaselineEpoch baseline,
                                    RouteSequence last) {
  streams_.push_back(Stream{partition, baseline, {}});
  streams_.back().events.resize(last.value());
}

void SimRouteLog::initialize_consumer(EdgeId edge, PartitionId partition) {
  Consumer consumer;
  consumer.edge = edge;
  consumer.partition = partition;
  consumer.delivered = consumer.acked = last(partition);
  consumers_.push_back(consumer);
}

PublishOutcome SimRouteLog::publish(RouteEvent event) {
  auto& to = stream(event.partition);
  auto const stored = RouteSequence{to.events.size()};
  if (event.sequence <= stored) {
    return encoded(this->event(to, event.sequence)) == encoded(event) ? PublishOutcome::equal
                                                                      : PublishOutcome::other;
  }
  if (event.sequence != next(stored)) return PublishOutcome::behind;
  to.events.emplace_back(std::move(event));
  for (auto& consumer : consumers_) {
    if (consumer.partition == to.partition) deliver(consumer);
  }
  return PublishOutcome::stored;
}

void SimRouteLog::open(EdgeId edge, edge::OpenConsumer const& wanted) {
  auto& from = stream(wanted.partition);
  auto* consumer = find(edge, wanted.partition);
  if (consumer == nullptr) {
    consumers_.push_back(Consumer{});
    consumer = &consumers_.back();
  }
  auto const number = consumer->number + 1;
  auto const before = RouteSequence{wanted.from.value() - 1};
  // The log keeps a stalled consumer's state: an edge that restarts opens it where it stopped. Only
  // a start further on, from a new baseline, leaves that state behind.
  bool const stalled = consumer->flow == Flow::stalled && before <= consumer->delivered;
  *consumer = Consumer{};
  if (stalled) consumer->flow = Flow::stalled;
  consumer->edge = edge;
  consumer->partition = wanted.partition;
  consumer->number = number;
  // If the stream ends before the requested start, the consumer starts at its end and reports that.
  bool const same_stream = wanted.baseline == from.baseline;
  consumer->delivered = consumer->acked =
      same_stream ? std::min(before, RouteSequence{from.events.size()}) : RouteSequence{};
  network_.send(route_log, component_of(edge),
                ConsumerAnswered{edge, edge::ConsumerOpened{wanted.partition, wanted.baseline,
                                                            wanted.from, consumer->delivered}});
  deliver(*consumer);
}

void SimRouteLog::pull(EdgeId edge, edge::PullEvents const& wanted) {
  if (auto* consumer = find(edge, wanted.partition)) {
    if (redeliver_ == Redeliver::yes) consumer->delivered = consumer->acked;
    deliver(*consumer);
  }
  network_.send(route_log, component_of(edge), PullAnswered{edge, wanted});
}

void SimRouteLog::acknowledged(EventAcknowledged const& event) {
  auto* consumer = find(event.edge, event.partition);
  if (consumer == nullptr) return;
  consumer->acked = std::max(consumer->acked, std::min(event.sequence, consumer->delivered));
}

void SimRouteLog::redeliver(RedeliveryDue const& due) {
  auto* consumer = find(due.edge, due.partition);
  if (consumer == nullptr || consumer->number != due.consumer) return;
  consumer->timer = Consumer::Timer::off;
  if (consumer->acked == consumer->delivered) return;
  consumer->delivered = consumer->acked;
  deliver(*consumer);
}

void SimRouteLog::stall(EdgeId edge, PartitionId partition) {
  if (auto* consumer = find(edge, partition)) consumer->flow = Flow::stalled;
}

RouteSequence SimRouteLog::last(PartitionId partition) const {
  auto const found = std::ranges::find(streams_, partition, &Stream::partition);
  return found == streams_.end() ? RouteSequence{} : RouteSequence{found->events.size()};
}

SimRouteLog::Stream& SimRouteLog::stream(PartitionId partition) {
  auto const found = std::ranges::find(streams_, partition, &Stream::partition);
  STUDYLAB_CHECK(found != streams_.end());
  return *found;
}

SimRouteLog::Consumer* SimRouteLog::find(EdgeId edge, PartitionId partition) {
  auto const found = std::ranges::find_if(consumers_, [&](Consumer const& consumer) {
    return consumer.edge == edge && consumer.partition == partition;
  });
  return found == consumers_.end() ? nullptr : &*found;
}

RouteEvent const& SimRouteLog::event(Stream& stream, RouteSequence sequence) {
  auto& event = stream.events[sequence.value() - 1];
  if (!event) event = initial_(stream.partition, sequence);
  return *event;
}

void SimRouteLog::deliver(Consumer& consumer) {
  if (consumer.flow == Flow::stalled) return;
  auto& from = stream(consumer.partition);
  auto const end = RouteSequence{from.events.size()};
  if (consumer.delivered >= end) return;
  while (consumer.delivered < end) {
    consumer.delivered = next(consumer.delivered);
    network_.send(route_log, component_of(consumer.edge),
                  EventDelivered{consumer.edge, event(from, consumer.delivered)});
  }
  expect_acknowledgement(consumer);
}

void SimRouteLog::expect_acknowledgement(Consumer& consumer) {
  if (redeliver_ == Redeliver::no) {
    consumer.acked = consumer.delivered;
  } else if (consumer.timer == Consumer::Timer::off) {
    consumer.timer = Consumer::Timer::on;
    queue_.put(queue_.now() + ack_wait,
               RedeliveryDue{consumer.edge, consumer.partition, consumer.number});
  }
}

}  // namespace studylab::world::sim
