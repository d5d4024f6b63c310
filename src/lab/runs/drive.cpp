#include "lab/runs/drive.h"

#include <utility>

namespace studylab::runs {
namespace {

// More than any operator of the catalogue needs; a defect in one does not make the run endless.
constexpr std::size_t max_lines = 400;

}  // namespace

void drive(Run& run, lab::Operator& by, OnAnswer const& on_answer) {
  for (std::size_t lines = 0; lines < max_lines && !run.session().ended(); ++lines) {
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
