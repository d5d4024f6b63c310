#include "control/edges/edges.h"

namespace studylab::control::edges {

void react(State const& state, EffectList& effects) {
  for (auto const& [id, edge] : state.edges) {
    if (edge.snapshot_order) {
      effects.add(OrderSnapshot{id, edge.snapshot_order}, id.number, edge.snapshot_order.number);
    }
    if (edge.verify_order) {
      effects.add(OrderVerify{id, edge.verify_order}, id.number, edge.verify_order.number);
    }
    if (edge.resume) {
      effects.add(OrderResume{id, edge.resume_entry}, id.number, edge.resume_entry.number);
    }
  }
  for (auto const& [environment, edge] : state.unapplied_gap_policies) {
    auto const order = at_key(state.environments, environment).gap_policy_entry;
    effects.add(OrderGapPolicy{edge, environment, order}, edge.number, order.number);
  }
}

}  // namespace studylab::control::edges
