#include "control/control.h"

#include "control/decide_internal.h"

namespace studylab::control {

Decision decide(State const& state, Command const& command, Instant now) {
  return match(
      command, [&](OperatorCommand const& c) { return decide_operator(state, c); },
      [&](Report const& c) { return decide_report(state, c); },
      [&](Proceed const& c) { return decide_proceed(state, c, now); },
      [&](Elapsed const& c) { return decide_elapsed(state, c, now); },
      [&](Published const& c) { return decide_published(state, c); },
      [&](Built const& c) { return decide_built(state, c, now); });
}

}  // namespace studylab::control
