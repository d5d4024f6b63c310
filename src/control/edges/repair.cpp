// The repair of an edge's propagation.
#include <fmt/format.h>

#include "control/decision.h"
#include "control/edges/edges.h"
#include "control/operations/operations.h"

namespace studylab::control::edges {
namespace {

kinds::EdgeRepair const& state_of(Operation const& repair) {
  return std::get<kinds::EdgeRepair>(repair.as);
}

Decision finish(Operation const& repair) {
  if (!state_of(repair).resumed_entry) return no_facts();
  return operations::reach(repair, StageEvent::finished,
                           "the edge has resumed from a verified baseline");
}

Decision fail(Operation const& repair) {
  if (!state_of(repair).gave_up) return no_facts();
  return operations::reach(repair, StageEvent::failed, "the edge gave up");
}

}  // namespace

Decision decide(State const& state, RepairPropagation const& verb, Act const& act) {
  auto const* edge = edge_of(state, verb.edge);
  if (edge == nullptr) return no_edge(verb.edge);
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    if (edge_of(operation) == edge->id) {
      return refuse(RefusalCode::operation_running,
                    fmt::format("{} is already repairing {}", to_text(id), verb.edge),
                    fmt::format("`wait --for {}`", to_text(id)));
    }
  }
  return single(operations::requested(state, requests::EdgeRepair{edge->id}, act));
}

Decision proceed(State const&, Operation const& repair, StepKind step) {
  if (step == StepKind::finish) return finish(repair);
  if (step == StepKind::fail) return fail(repair);
  return no_facts();
}

void react(State const& state, Operation const& repair, EffectList& effects) {
  if (repair.stage != Stage::running) return;
  auto const& [edge, gave_up, resumed_entry] = state_of(repair);
  if (gave_up) {
    effects.proceed(StepKind::fail, repair, repair.stage_entry);
  } else if (resumed_entry && has_caught_up(state, at_key(state.edges, edge))) {
    effects.proceed(StepKind::finish, repair, resumed_entry);
  } else {
    effects.add(OrderEdgeRepair{edge, repair.id, repair.attempt}, repair.id.number,
                repair.attempt.value());
  }
}

}  // namespace studylab::control::edges
