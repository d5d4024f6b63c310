#include "lab/operators/notes/hosts.h"

namespace studylab::lab {

void HostNotes::take(AnswerRead const& answer) {
  if (answer.data.contains("hosts")) {
    queried = answer.entry;
    free = 0;
    cordoned.clear();
  }
  answer.data.each("hosts", [&](Record const& row) {
    if (row.has("cordon")) {
      cordoned = row.text("id");
      return;
    }
    host_entry = row.text("entry");
    free += row.in("load").number("free");
  });
  auto const host = answer.data.in("host");
  auto const postcheck = host.in("postcheck");
  if (host.word("id") == cordoned && postcheck.flag("passed")) passed = postcheck.text("entry");
}

void HostNotes::take_done(AnswerRead const& answer, Record const& row) {
  auto const fact = row.word("fact");
  if (fact == "PostcheckOrdered") checked = true;
  if (fact == "HostUncordoned") uncordoned = answer.entry;
}

}  // namespace studylab::lab
