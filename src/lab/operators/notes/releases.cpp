#include "lab/operators/notes/releases.h"

#include <algorithm>

#include "lab/operators/answer_texts.h"

namespace studylab::lab {
namespace {

void take_release(ReleaseNotes& notes, AlertNotes const& alert, Record const& row) {
  if (row.word("environment") != alert.environment) return;
  ReleaseNote note;
  note.digest = row.word("digest");
  note.serving = !row.in("serving").empty();
  row.each("served", [&](Record const& span) {
    note.served = true;
    note.symptoms |= span.number("symptoms") > 0;
    note.last_served_epoch = std::max(note.last_served_epoch, span.number("epoch"));
  });
  auto const manifest = row.in("manifest");
  note.reads = range_of(manifest.word("reads"));
  note.writes = range_of(manifest.word("writes"));
  note.in_store = row.in("store").flag("in_store");
  notes.all[row.text("id")] = std::move(note);
}

// Whether the line is `VERB ENVIRONMENT …` with a name that begins like the incident's environment.
bool is_about(AnswerRead const& answer, std::string_view verb) {
  auto rest = answer.line;
  if (!rest.starts_with(verb)) return false;
  rest.remove_prefix(verb.size());
  return rest.starts_with(answer.alert.environment);
}

void take_plan(ReleaseNotes& notes, AnswerRead const& answer) {
  if (!answer.data.contains("finding")) return;
  PlanNote note{answer.data.text("finding"), std::string{answer.entry}};
  if (is_about(answer, "rollback ")) {
    notes.rollback_plans[std::string{word_after(answer.line, "--to")}] = note;
  }
  if (is_about(answer, "deploy ")) {
    notes.fix_plans[std::string{word_after(answer.line, "--release")}] = note;
  }
}

}  // namespace

void ReleaseNotes::take(AnswerRead const& answer) {
  auto const take_row = [&](Record const& row) { take_release(*this, answer.alert, row); };
  answer.data.each("releases", take_row);
  if (is_about(answer, "show releases ")) queried = answer.entry;
  if (auto const release = answer.data.in("release"); !release.empty()) take_row(release);
  take_plan(*this, answer);
}

}  // namespace studylab::lab
