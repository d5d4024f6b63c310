#include "lab/operators/notes_edges.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {

void EdgeNotes::take(AnswerRead const& answer) {
  auto const* edge = fields::part(answer.data, "edge");
  if (edge == nullptr || fields::text(*edge, "id") != answer.alert.edge) return;
  queried = answer.entry;
  gap.reset();
  fields::each(answer.data, "gaps", [&](fields::object const& row) {
    gap = Noted{std::string{fields::text(row, "cause")}, std::string{fields::text(row, "entry")}};
  });
}

void EdgeNotes::take_done(boost::json::object const& row) {
  auto const fact = fields::text(row, "fact");
  auto const edge = fields::text(row, "edge");
  if (fact == "SnapshotFetched") {
    auto const partition = fields::text(row, "partition");
    auto const [known, first] =
        snapshots.emplace(edge, Snapshot{std::string{partition}, std::uint64_t{0}});
    if (first || partition <= known->second.partition) {
      known->second = {std::string{partition}, fields::number(row, "sequence").value_or(0)};
    }
  }
  if (fact == "SnapshotChecked" && fields::text(row, "verdict") == "good") verified_edge = edge;
  if (fact == "EdgeResumed") resumed_entry = fields::text(row, "entry");
}

}  // namespace studylab::lab
