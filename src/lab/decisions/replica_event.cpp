// What a replica does with a route event.
#include <fmt/format.h>

#include "edge/route_event_check.h"
#include "lab/decisions/shared.h"

namespace studylab::decisions {
namespace {

constexpr std::string_view event_streams[] = {"earlier", "the_same", "later"};

// A signature whose validity is an input.
class GivenVerdict : public Verifier {
 public:
  explicit GivenVerdict(bool valid) : valid_(valid) {}
  bool verifies(std::string const&, std::string const&, Signature const&) const override {
    return valid_;
  }

 private:
  bool valid_;
};

edge::PartitionJournal replica_of(Inputs const& in) {
  edge::PartitionJournal partition;
  partition.partition = PartitionId{1};
  partition.baseline = BaselineEpoch{2};
  partition.applied = RouteSequence{in.count("applied")};
  partition.gap = in.yes("gap") ? GapCause::missing_event : GapCause::none;
  partition.expected = partition.table.checksum();
  return partition;
}

RouteEvent event_of(Inputs const& in, edge::PartitionJournal const& partition) {
  RouteEvent event;
  event.partition = in.yes("own_partition") ? PartitionId{1} : PartitionId{2};
  event.baseline = BaselineEpoch{1 + in.index("stream")};
  event.sequence = RouteSequence{in.count("sequence")};
  event.route = RouteKey{"shop.example"};
  event.release = ReleaseId{3};
  event.epoch = KeyEpoch{4};
  if (in.yes("checksum")) event.previous = partition.expected;
  if (!in.yes("checksum")) event.previous.bytes[0] = 1;
  return event;
}

std::string why_outcome(edge::Outcome outcome, Inputs const& in) {
  using enum edge::Outcome;
  switch (outcome) {
    case applied: return fmt::format("It is number {}, the next one.", in.count("sequence"));
    case duplicate:
      return fmt::format("Number {} is applied already: the replica is at {}.",
                         in.count("sequence"), in.count("applied"));
    case older_epoch: return "It is of an earlier stream than the replica's baseline.";
    case other_partition: return "It belongs to a partition that this replica does not have.";
    case other_baseline: return "It is of a later stream: the replica needs its baseline.";
    case missing_event:
      return fmt::format("It is number {}, and the replica is at {}.", in.count("sequence"),
                         in.count("applied"));
    case checksum: return "The table before it is not the one that it states.";
    case forged: return "Its signature does not cover it.";
    case in_gap: return "The partition needs a new baseline first.";
    default: break;
  }
  return {};
}

Outcome evaluate_event(Inputs const& in) {
  auto const partition = replica_of(in);
  auto const outcome =
      edge::judge_event(partition, event_of(in, partition), GivenVerdict{in.yes("signature")});
  return {std::string{to_text(outcome)}, {why_outcome(outcome, in)}};
}

}  // namespace

Description route_event() {
  return {"route-event",
          DecisionKind::decision,
          "Route event",
          "What an edge's replica does with an event of the route log: it applies it, ignores it "
          "for a named reason, or records a gap.",
          "edge::judge_event (edge/route_event_check.h)",
          {count("applied", "Applied sequence of the replica", 1, 12, 5),
           count("sequence", "Sequence of the event", 1, 14, 6),
           choice("stream", "Stream of the event, beside the replica's", event_streams, 1),
           yes_no("own_partition", "It belongs to this partition", true),
           yes_no("signature", "Its signature verifies", true),
           yes_no("checksum", "The table before it has the checksum that it states", true),
           yes_no("gap", "The partition has a gap")},
          {{"applied", "Applied"},
           {"duplicate", "Ignored: applied already"},
           {"older_epoch", "Ignored: of an earlier stream"},
           {"other_partition", "Ignored: of another partition"},
           {"forged", "Ignored: its signature does not verify"},
           {"in_gap", "Not applied: the gap stays until a new baseline"},
           {"missing_event", "A gap: an event is missing before it"},
           {"checksum", "A gap: the table differs"},
           {"other_baseline", "A gap: of a later stream"}},
          &evaluate_event};
}

}  // namespace studylab::decisions
