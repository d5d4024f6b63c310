#include "lab/operators/notes_routes.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {

void RouteNotes::take(AnswerRead const& answer) {
  auto const* route = fields::part(answer.data, "route");
  if (route == nullptr || fields::text(*route, "route") != answer.alert.route) return;
  owner = fields::text(*route, "release");
  if (answer.data.if_contains("edges") == nullptr) return;
  queried = answer.entry;
  ++queries;
  edge_unheard = false;
  behind.clear();
  fields::each(answer.data, "edges", [&](fields::object const& edge) {
    edge_unheard |= !fields::yes(edge, "answered");
    if (!fields::yes(edge, "behind")) return;
    behind[std::string{fields::text(edge, "edge")}] =
        Noted{std::to_string(fields::number(edge, "applied").value_or(0)),
              std::string{fields::text(edge, "entry")}};
  });
}

}  // namespace studylab::lab
