#include "lab/operators/notes/artifacts.h"

namespace studylab::lab {

void ArtifactNotes::take(AnswerRead const& answer) {
  auto const artifact = answer.data.in("artifact");
  if (artifact.empty() || !answer.line.starts_with("show artifact ")) return;
  queried = answer.entry;
  auto const store = artifact.in("store");
  if (store.empty()) return;
  entry = store.text("entry");
  intact = store.flag("in_store") && store.word("stored") == artifact.word("digest");
}

}  // namespace studylab::lab
