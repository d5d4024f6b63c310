#include "lab/operators/notes_edges.h"

namespace studylab::lab {

void EdgeNotes::take_done(Record const& row) {
  auto const fact = row.word("fact");
  auto const edge = row.word("edge");
  if (fact == "SnapshotFetched") {
    auto const partition = row.word("partition");
    auto const [known, first] =
        snapshots.emplace(edge, Snapshot{std::string{partition}, std::uint64_t{0}});
    if (first || partition <= known->second.partition) {
      known->second = {std::string{partition}, row.number("sequence")};
    }
  }
  if (fact == "SnapshotChecked" && row.word("verdict") == "good") verified_edge = edge;
  if (fact == "EdgeResumed") resumed_entry = row.text("entry");
}

}  // namespace studylab::lab
