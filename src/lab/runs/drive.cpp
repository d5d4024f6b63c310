#include "lab/runs/drive.h"

#include <utility>

namespace studylab::runs {

void drive(Run& run, lab::Operator& by, OnAnswer const& on_answer, std::size_t most) {
  for (std::size_t lines = 0; lines < most && !run.session().ended(); ++lines) {
    auto line = by.next();
    if (!line) break;
    auto const answer = run.execute(*line);
    if (!answer) break;
    by.watch(*answer);
    if (on_answer) on_answer(std::move(*line), *answer);
  }
  run.end(RunEnding::end_of_input);
}

}  // namespace studylab::runs
