#include "lab/operators/notes_snapshots.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {

void SnapshotNotes::take(AnswerRead const& answer, std::string_view partition) {
  auto const verb = fields::words(answer.line, 1);
  bool const orders = verb == "snapshot";
  bool const checks = verb == "verify";
  auto const named = fields::words(answer.line, orders || checks ? 2 : 3);
  if (!named.ends_with(answer.alert.edge) || answer.data.if_contains("snapshots") == nullptr) {
    return;
  }
  if (orders) ++ordered;
  if (checks) ++checked;
  fields::each(answer.data, "snapshots", [&](fields::object const& row) {
    if (!partition.empty() && fields::text(row, "partition") != partition) return;
    source = fields::text(row, "source");
    sequence = fields::number(row, "sequence").value_or(0);
    auto const* verified = fields::part(row, "verified");
    if (verified == nullptr) return;
    verdict = fields::text(*verified, "verdict");
    verdict_entry = fields::text(*verified, "entry");
    if (verdict == "good") good_entry = verdict_entry;
  });
}

}  // namespace studylab::lab
