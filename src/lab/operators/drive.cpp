#include "lab/operators/drive.h"

namespace studylab::lab {

void drive(console::Session& session, Operator& by) {
  while (!session.ended()) {
    auto const line = by.next();
    if (!line) break;
    by.watch(session.execute(*line));
  }
  session.finish(RunEnding::end_of_input);
}

}  // namespace studylab::lab
