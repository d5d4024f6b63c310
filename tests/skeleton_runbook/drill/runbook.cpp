#include "skeleton_runbook/drill/runbook.h"

#include <array>

#include "lab/drill/initial_facts.h"
#include "lab/drill/read.h"
#include "lab/drill/setup.h"
#include "lab/drill/times.h"
#include "lab/drill/topology.h"
#include "skeleton_runbook/grade/runbook.h"

namespace studylab::drill::skeleton {
namespace {

using namespace std::chrono_literals;

struct TableEdited : Fault {
  DurationRange down;  // the control plane
};

std::shared_ptr<Fault> read_table_edited(Value const& value) {
  auto fault = std::make_shared<TableEdited>();
  Fields const fields{value, {{"is"}, {"down"}}};
  if (auto const v = fields["down"]) take(v->durations(), fault->down);
  return fault;
}

DrawnRun draw_edit(Drill const& drill, Seed const& seed, Variant const& variant, Level level,
                   Topology topology) {
  auto const& bounds = drill.at(level);
  auto const& fault = dynamic_cast<TableEdited const&>(*variant.fault);
  auto drawn = draw_topology(drill.topology_at(level), seed, topology);
  auto times = draw_times(bounds, drawn.edges, seed);
  Random random{seed, "fault"};
  auto const down = Duration{random.between(fault.down.low.count(), fault.down.high.count())};
  auto const down_from = times.fault_at - 1s;
  // The edge's report waits until the control plane is up again.
  times.alert_at = down_from + down;
  draw_history(drawn, drill, seed, times.began);
  draw_elsewhere(drawn, drill, bounds, seed, times);
  give_ids(drawn);
  auto run = draw_calm(drawn, drill, seed, variant, level, times);

  auto const edge = times.first_edge;
  auto const& environment = drawn.environments[drawn.incident];
  auto const earlier = environment.releases[environment.current - 1].id;
  run.alert = filled(std::move(run.alert), "{edge}", to_text(edge));
  run.plan.changes.push_back({down_from, world::ProcessCrash{"control", down}});
  run.plan.changes.push_back({times.fault_at, world::TableEdit{edge, environment.route, earlier}});
  run.faults.push_back(FaultInjected{"table-edited", to_text(edge)});
  run.is_witness = [edge](Fact const& fact) {
    auto const* seen = fact_if<EdgeGapSeen>(fact);
    return seen != nullptr && seen->edge == edge;
  };
  mislead(drill.at(level), seed, drawn, times, run);
  let_people_speak(drill, drill.at(level), seed, times, run);
  return run;
}

constexpr std::array table_edited_clues{&grade::skeleton::edge_in_gap};
constexpr std::array faults{&table_edited};
constexpr std::array decoys{&promotions_elsewhere, &log_noise};
constexpr std::array symptoms{&edge_gap};
constexpr std::array<std::string_view, 1> placeholders{"{edge}"};
constexpr std::array classes{FaultClass::tampered_table};

}  // namespace

constexpr FaultKind table_edited{"table-edited", table_edited_clues, read_table_edited};

constexpr RunbookDrawing runbook{
    .id = "route-gap",
    .faults = faults,
    .decoys = decoys,
    .symptoms = symptoms,
    .placeholders = placeholders,
    .classes = classes,
    .draw = draw_edit,
};

}  // namespace studylab::drill::skeleton
