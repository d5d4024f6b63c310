#include "lab/operators/notes_artifacts.h"

#include "lab/operators/answer_fields.h"

namespace studylab::lab {

void ArtifactNotes::take(AnswerRead const& answer) {
  auto const* artifact = fields::part(answer.data, "artifact");
  if (artifact == nullptr || !answer.line.starts_with("show artifact ")) return;
  queried = answer.entry;
  auto const* store = fields::part(*artifact, "store");
  if (store == nullptr) return;
  entry = fields::text(*store, "entry");
  intact = fields::yes(*store, "in_store") &&
           fields::text(*store, "stored") == fields::text(*artifact, "digest");
}

}  // namespace studylab::lab
