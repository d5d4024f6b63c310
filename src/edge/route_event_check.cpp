#include "edge/route_event_check.h"

#include "base/planted.h"

namespace studylab::edge {

Outcome judge_event(PartitionJournal const& partition, RouteEvent const& event,
                    Verifier const& verifier) {
  if (event.partition != partition.partition) return Outcome::other_partition;
  if (event.baseline < partition.baseline) return Outcome::older_epoch;
  if (event.baseline == partition.baseline && event.sequence <= partition.applied) {
    return Outcome::duplicate;
  }
  // From here on the event changes at least the highest known sequence, so it must be genuine.
  if (!verifier.verifies(event.key_id, signed_bytes(event), event.signature))
    return Outcome::forged;
  if (!planted(Guard::rgn3) && partition.gap != GapCause::none) return Outcome::in_gap;
  if (event.baseline != partition.baseline) return Outcome::other_baseline;
  if (!planted(Guard::rgn1)) {
    if (event.sequence != next(partition.applied)) return Outcome::missing_event;
    if (event.previous != partition.expected) return Outcome::checksum;
  }
  return Outcome::applied;
}

std::vector<OwnerTable> vouched_tables(PartitionJournal const& partition,
                                       std::span<RouteEvent const> events,
                                       Verifier const& verifier) {
  if (events.empty() || events.size() > max_replay || partition.gap != GapCause::none) return {};
  std::vector<OwnerTable> tables;
  tables.reserve(events.size());
  auto table = partition.table;
  auto before = partition.expected;
  auto sequence = partition.applied;
  for (auto const& event : events) {
    sequence = next(sequence);
    bool const follows = event.partition == partition.partition &&
                         event.baseline == partition.baseline && event.sequence == sequence &&
                         event.previous == before;
    if (!follows) return {};
    if (!event.route.value().empty()) table.put({event.route, event.release, event.epoch});
    before = table.checksum();
    tables.push_back(table);
  }
  auto const& last = events.back();
  if (!verifier.verifies(last.key_id, signed_bytes(last), last.signature)) return {};
  return tables;
}

}  // namespace studylab::edge
