#include "lab/operators/notes_edges.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {

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
