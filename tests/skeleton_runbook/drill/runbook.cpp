#include "skeleton_runbook/drill/runbook.h"

#include <array>

#include "lab/drill/initial_facts.h"
#include "lab/drill/read.h"
#include "lab/drill/times.h"
#include "lab/drill/topology.h"
#include "skeleton_runbook/grade/runbook.h"

namespace studylab::drill::skeleton {
namespace {

struct EdgeStalls : Fault {
  DurationRange after;
};

std::shared_ptr<Fault> read_edge_stalls(Value const& value) {
  auto fault = std::make_shared<EdgeStalls>();
  Fields const fields{value, {{"is"}, {"after"}}};
  if (auto const v = fields["after"]) take(v->durations(), fault->after);
  return fault;
}

DrawnRun draw_stall(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                    Topology topology) {
  auto const& bounds = drill.levels[static_cast<std::size_t>(level)];
  auto const& fault = dynamic_cast<EdgeStalls const&>(*variant.fault);
  auto drawn = draw_topology(drill.topology, seed, topology);
  auto const times = draw_times(bounds, drawn.edges, seed);
  draw_history(drawn, drill, seed, times.began);
  give_ids(drawn);
  auto run = draw_calm(drawn, drill, seed, variant, level, times);
  Random random{seed, "fault"};
  auto const after = Duration{random.between(fault.after.low.count(), fault.after.high.count())};
  auto const edge = times.first_edge;
  auto const partition = drawn.environments[drawn.incident].partition;
  run.plan.changes.push_back({times.began + after, world::ConsumerStall{edge, partition}});
  run.faults.push_back(FaultInjected{"edge-stalls", to_text(edge)});
  run.is_witness = [edge](Fact const& fact) {
    auto const* seen = fact_if<EdgeGapSeen>(fact);
    return seen != nullptr && seen->edge == edge;
  };
  return run;
}

constexpr std::array edge_stalls_clues{&grade::skeleton::edge_in_gap};
constexpr std::array faults{&edge_stalls};
constexpr std::array decoys{&promotions_elsewhere, &log_noise};
constexpr std::array classes{FaultClass::missing_event};

}  // namespace

constexpr FaultKind edge_stalls{"edge-stalls", edge_stalls_clues, read_edge_stalls};

constexpr RunbookDrawing runbook{
    .id = "route-gap", .faults = faults, .decoys = decoys, .classes = classes, .draw = draw_stall};

}  // namespace studylab::drill::skeleton
