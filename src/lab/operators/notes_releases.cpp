#include "lab/operators/notes_releases.h"

#include <algorithm>

#include "lab/operators/answer_fields.h"

namespace studylab::lab {
namespace {

void take_release(ReleaseNotes& notes, AlertNotes const& alert, fields::object const& row) {
  if (fields::text(row, "environment") != alert.environment) return;
  ReleaseNote note;
  note.digest = fields::text(row, "digest");
  note.serving = fields::part(row, "serving") != nullptr;
  fields::each(row, "served", [&](fields::object const& span) {
    note.served = true;
    note.symptoms |= fields::number(span, "symptoms").value_or(0) > 0;
    note.last_served_epoch =
        std::max(note.last_served_epoch, fields::number(span, "epoch").value_or(0));
  });
  if (auto const* manifest = fields::part(row, "manifest")) {
    note.reads = fields::range(*manifest, "reads");
    note.writes = fields::range(*manifest, "writes");
  }
  if (auto const* store = fields::part(row, "store"))
    note.in_store = fields::yes(*store, "in_store");
  notes.all[std::string{fields::text(row, "id")}] = std::move(note);
}

// Whether the line is `VERB ENVIRONMENT …` with a name that begins like the incident's environment.
bool is_about(AnswerRead const& answer, std::string_view verb) {
  auto rest = answer.line;
  if (!rest.starts_with(verb)) return false;
  rest.remove_prefix(verb.size());
  return rest.starts_with(answer.alert.environment);
}

void take_plan(ReleaseNotes& notes, AnswerRead const& answer) {
  if (answer.data.if_contains("finding") == nullptr) return;
  PlanNote note{std::string{fields::text(answer.data, "finding")}, std::string{answer.entry}};
  if (is_about(answer, "rollback ")) {
    notes.rollback_plans[std::string{fields::word_after(answer.line, "--to")}] = note;
  }
  if (is_about(answer, "deploy ")) {
    notes.fix_plans[std::string{fields::word_after(answer.line, "--release")}] = note;
  }
}

}  // namespace

void ReleaseNotes::take(AnswerRead const& answer) {
  auto const take_row = [&](fields::object const& row) { take_release(*this, answer.alert, row); };
  fields::each(answer.data, "releases", take_row);
  if (is_about(answer, "show releases ")) queried = answer.entry;
  if (auto const* release = fields::part(answer.data, "release")) take_row(*release);
  take_plan(*this, answer);
}

}  // namespace studylab::lab
