#include "lab/operators/notes/edges.h"

namespace studylab::lab {

void EdgeNotes::take(AnswerRead const& answer) {
  auto const edge = answer.data.in("edge");
  if (edge.empty() || edge.word("id") != answer.alert.edge) return;
  queried = answer.entry;
  ++queries;
  started = Noted{edge.text("started"), edge.text("entry")};
  gap.reset();
  answer.data.each("gaps", [&](Record const& row) {
    gap = Noted{row.text("cause"), row.text("entry")};
    gap_partition = row.text("partition");
    gap_since = row.time("since").value_or(Instant{});
  });
  if (gap && gap_entry.empty()) gap_entry = gap->entry;
  answer.data.each("policies", [&](Record const& row) {
    if (!policy.empty() || row.word("environment") != answer.alert.environment) return;
    policy = row.text("mode");
    policy_age = row.text("max_age");
  });
  differing.reset();
  auto const view = answer.data.in("view");
  if (!view.empty()) answered = view.flag("answered");
  view.each("partitions", [&](Record const& row) {
    if (row.word("computed") != row.word("expected")) differing = row.text("entry");
  });
  auto const resumed = answer.data.in("resumed");
  if (!resumed.empty()) resumed_entry = resumed.text("entry");
}

void EdgeNotes::take_done(Record const& row) {
  auto const fact = row.word("fact");
  auto const edge = row.word("edge");
  if (fact == "SnapshotFetched") {
    snapshots[std::string{edge}][row.text("partition")] = row.number("sequence");
  }
  if (fact == "SnapshotChecked" && row.word("verdict") == "good") verified_edge = edge;
  if (fact == "EdgeResumed") resumed_entry = row.text("entry");
}

}  // namespace studylab::lab
