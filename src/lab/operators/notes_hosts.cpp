#include "lab/operators/notes_hosts.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {

void HostNotes::take(AnswerRead const& answer) {
  bool listed = false;
  fields::each(answer.data, "hosts", [&](fields::object const& row) {
    if (!listed) free = 0;
    listed = true;
    auto const* cordon = fields::part(row, "cordon");
    if (cordon != nullptr) {
      cordoned = fields::text(row, "id");
      return;
    }
    host_entry = fields::text(row, "entry");
    if (auto const* load = fields::part(row, "load"))
      free += fields::number(*load, "free").value_or(0);
  });
  if (listed) queried = answer.entry;
  fields::each(answer.data, "notices", [&](fields::object const& row) {
    if (escalated.empty() || fields::text(row, "id") != escalated) return;
    if (auto const* answered = fields::part(row, "answer"))
      this->answer = fields::text(*answered, "entry");
  });
}

void HostNotes::take_done(AnswerRead const& answer, boost::json::object const& row) {
  auto const fact = fields::text(row, "fact");
  if (fact == "PostcheckOrdered") postchecked = fields::text(row, "host");
  if (fact == "HostUncordoned") uncordoned = answer.entry;
  bool const capacity = answer.line.starts_with("escalate capacity");
  if (fact == "TeamEscalated" && capacity) escalated = fields::text(row, "notice");
}

}  // namespace studylab::lab
