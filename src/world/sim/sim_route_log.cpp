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
  streams_.push_back(Stream{partition, baseline});
  streams_.back().events.resize(last.value());
}

void SimRouteLog::initialize_consumer(EdgeId edge, PartitionId partition) {
  Consumer consumer;
  consumer.edge = edge;
  consumer.partition = partition;
  consumer.delivered.stream_seq = consumer.ack_floor.stream_seq = last(partition);
  consumers_.push_back(consumer);
}

PublishOutcome SimRouteLog::publish(RouteEvent event) {
  auto& to = stream(event.partition);
  // An event from before the stream was opened again: its snapshots have it.
  if (event.sequence < to.first) return PublishOutcome::equal;
  if (event.sequence <= to.last()) {
    return encoded(this->event(to, event.sequence)) == encoded(event) ? PublishOutcome::equal
                                                                      : PublishOutcome::other;
  }
  if (event.sequence != next(to.last())) return PublishOutcome::behind;
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
  auto const before = RouteSequence{wanted.from.value() - 1};
  Consumer opened;
  opened.edge = edge;
  opened.partition = wanted.partition;
  opened.number = consumer->number + 1;
  // The log keeps a stalled consumer's state: an edge that restarts opens it where it stopped. Only
  // a start further on, from a new baseline, leaves that state behind.
  if (before <= consumer->delivered.stream_seq) opened.flow = consumer->flow;
  opened.lost = std::move(consumer->lost);
  // The configured start is only a wish: it is moved into the stream silently, and the edge reads
  // back where the consumer really is.
  bool const same_stream = wanted.baseline == from.baseline;
  opened.delivered.stream_seq = opened.ack_floor.stream_seq =
      same_stream ? std::clamp(before, RouteSequence{from.first.value() - 1}, from.last())
                  : RouteSequence{};
  *consumer = std::move(opened);
  network_.send(
      route_log, component_of(edge),
      ConsumerAnswered{edge, edge::ConsumerOpened{wanted.partition, wanted.baseline, wanted.from,
                                                  consumer->delivered.stream_seq}});
  if (same_stream) deliver(*consumer);
}

void SimRouteLog::pull(EdgeId edge, edge::PullEvents const& wanted) {
  if (auto* consumer = find(edge, wanted.partition)) {
    if (redeliver_ == Redeliver::yes) start_over(*consumer);
    deliver(*consumer);
  }
  network_.send(route_log, component_of(edge), PullAnswered{edge, wanted});
}

void SimRouteLog::acknowledged(EventAcknowledged const& event) {
  if (auto* consumer = find(event.edge, event.partition)) acknowledge(*consumer, event.sequence);
}

void SimRouteLog::redeliver(RedeliveryDue const& due) {
  auto* consumer = find(due.edge, due.partition);
  if (consumer == nullptr || consumer->number != due.consumer) return;
  consumer->timer = Consumer::Timer::off;
  if (consumer->ack_floor.stream_seq == consumer->delivered.stream_seq) return;
  start_over(*consumer);
  deliver(*consumer);
}

void SimRouteLog::stall(EdgeId edge, PartitionId partition) {
  if (auto* consumer = find(edge, partition)) consumer->flow = Flow::stalled;
}

void SimRouteLog::recover(EdgeId edge, PartitionId partition) {
  auto* consumer = find(edge, partition);
  if (consumer == nullptr) return;
  consumer->flow = Flow::running;
  deliver(*consumer);
}

void SimRouteLog::lose_next(EdgeId edge, PartitionId partition, std::uint32_t events) {
  if (auto* consumer = find(edge, partition)) consumer->to_lose += events;
}

bool SimRouteLog::lose_last(PartitionId partition, std::uint32_t events) {
  auto const found = std::ranges::find(streams_, partition, &Stream::partition);
  if (found == streams_.end() || found->events.empty() || events == 0) return false;
  auto const left = found->events.size() - std::min<std::size_t>(events, found->events.size());
  found->events.resize(left);
  std::erase_if(consumers_, [&](Consumer const& each) { return each.partition == partition; });
  return true;
}

void SimRouteLog::recreate(PartitionId partition, BaselineEpoch baseline, RouteSequence first) {
  auto& opened = stream(partition);
  opened = Stream{partition, baseline, first};
  opened.events.resize(1);
  std::erase_if(consumers_, [&](Consumer const& each) { return each.partition == partition; });
}

RouteSequence SimRouteLog::last(PartitionId partition) const {
  auto const found = std::ranges::find(streams_, partition, &Stream::partition);
  return found == streams_.end() ? RouteSequence{} : found->last();
}

std::optional<SimRouteLog::ConsumerInfo> SimRouteLog::info(EdgeId edge,
                                                           PartitionId partition) const {
  auto const* consumer = find(edge, partition);
  if (consumer == nullptr) return std::nullopt;
  auto const end = last(partition).value();
  auto const sent = consumer->delivered.stream_seq.value();
  return ConsumerInfo{consumer->delivered, consumer->ack_floor, end > sent ? end - sent : 0};
}

SimRouteLog::Stream& SimRouteLog::stream(PartitionId partition) {
  auto const found = std::ranges::find(streams_, partition, &Stream::partition);
  STUDYLAB_CHECK(found != streams_.end());
  return *found;
}

SimRouteLog::Consumer const* SimRouteLog::find(EdgeId edge, PartitionId partition) const {
  auto const found = std::ranges::find_if(consumers_, [&](Consumer const& consumer) {
    return consumer.edge == edge && consumer.partition == partition;
  });
  return found == consumers_.end() ? nullptr : &*found;
}

SimRouteLog::Consumer* SimRouteLog::find(EdgeId edge, PartitionId partition) {
  return const_cast<Consumer*>(std::as_const(*this).find(edge, partition));
}

RouteEvent const& SimRouteLog::event(Stream& stream, RouteSequence sequence) {
  auto& event = stream.events[sequence.value() - stream.first.value()];
  if (!event) event = initial_(stream.partition, sequence);
  return *event;
}

// Sends what has not been acknowledged again.
void SimRouteLog::start_over(Consumer& consumer) {
  consumer.delivered.stream_seq = consumer.ack_floor.stream_seq;
}

void SimRouteLog::acknowledge(Consumer& consumer, RouteSequence sequence) {
  auto& floor = consumer.ack_floor;
  auto const acked = std::min(sequence, consumer.delivered.stream_seq);
  if (acked > floor.stream_seq) floor.stream_seq = acked;
  while (consumer.lost.contains(next(floor.stream_seq)) &&
         floor.stream_seq < consumer.delivered.stream_seq) {
    floor.stream_seq = next(floor.stream_seq);
  }
  floor.consumer_seq = consumer.delivered.consumer_seq;
}

// One event is one message; a replay of several is one message too.
void SimRouteLog::deliver(Consumer& consumer) {
  if (consumer.flow == Flow::stalled) return;
  auto& from = stream(consumer.partition);
  // One of an earlier stream begins with the first event of this one.
  auto& delivered = consumer.delivered.stream_seq;
  delivered = std::max(delivered, RouteSequence{from.first.value() - 1});
  std::vector<RouteEvent> events;
  while (delivered < from.last() && events.size() < edge::max_replay) {
    auto const sequence = next(delivered);
    delivered = sequence;
    if (consumer.to_lose > 0 && consumer.lost.insert(sequence).second) --consumer.to_lose;
    if (consumer.lost.contains(sequence)) continue;
    ++consumer.delivered.consumer_seq;
    events.push_back(event(from, sequence));
  }
  acknowledge(consumer, consumer.ack_floor.stream_seq);
  if (events.empty()) return;
  auto const to = component_of(consumer.edge);
  if (events.size() == 1) {
    network_.send(route_log, to, EventDelivered{consumer.edge, std::move(events.front())});
  } else {
    network_.send(route_log, to, EventsDelivered{consumer.edge, std::move(events)});
  }
  expect_acknowledgement(consumer);
  if (delivered < from.last()) deliver(consumer);
}

void SimRouteLog::expect_acknowledgement(Consumer& consumer) {
  if (redeliver_ == Redeliver::no) {
    acknowledge(consumer, consumer.delivered.stream_seq);
  } else if (consumer.timer == Consumer::Timer::off) {
    consumer.timer = Consumer::Timer::on;
    queue_.put(queue_.now() + ack_wait,
               RedeliveryDue{consumer.edge, consumer.partition, consumer.number});
  }
}

}  // namespace studylab::world::sim
