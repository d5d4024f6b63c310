#include "lab/operators/notes/snapshots.h"

#include "lab/operators/answer_texts.h"

namespace studylab::lab {

void SnapshotNotes::take(AnswerRead const& answer, std::string_view partition) {
  auto const verb = words(answer.line, 1);
  bool const orders = verb == "snapshot";
  bool const checks = verb == "verify";
  auto const named = words(answer.line, orders || checks ? 2 : 3);
  if (!named.ends_with(answer.alert.edge) || !answer.data.contains("snapshots")) {
    return;
  }
  if (orders) ++ordered;
  if (checks) ++checked;
  answer.data.each("snapshots", [&](Record const& row) {
    if (!partition.empty() && row.word("partition") != partition) return;
    source = row.text("source");
    sequence = row.number("sequence");
    auto const verified = row.in("verified");
    if (verified.empty()) return;
    verdict = verified.text("verdict");
    verdict_entry = verified.text("entry");
    if (verdict == "good") good_entry = verdict_entry;
  });
}

}  // namespace studylab::lab
