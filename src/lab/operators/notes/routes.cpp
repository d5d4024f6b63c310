#include "lab/operators/notes/routes.h"

namespace studylab::lab {

void RouteNotes::take(AnswerRead const& answer) {
  auto const route = answer.data.in("route");
  if (route.empty() || route.word("route") != answer.alert.route) return;
  owner = route.word("release");
  partition = route.text("partition");
  if (!answer.data.contains("edges")) return;
  queried = answer.entry;
  ++queries;
  edge_unheard = false;
  behind.clear();
  answer.data.each("edges", [&](Record const& edge) {
    edge_unheard |= !edge.flag("answered");
    if (!edge.flag("behind")) return;
    behind[edge.text("edge")] = Noted{std::to_string(edge.number("applied")), edge.text("entry")};
  });
}

}  // namespace studylab::lab
