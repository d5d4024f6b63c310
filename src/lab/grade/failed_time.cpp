// OP3: how long requests may fail, or the symptom last, before that costs points.
#include "lab/grade/grading.h"

namespace studylab::grade {

using namespace std::chrono_literals;

void grade_failed_time(GradingInput const& input, Duration failed, Duration reference, Pace pace,
                       Deductions& deductions) {
  auto const needed = pace == Pace::person ? 3 * reference : reference;
  auto const more = pace == Pace::person ? Duration{240s} : Duration{};
  auto const free = 2 * needed + 60s + more;
  if (failed <= free) return;
  std::uint32_t const points = failed <= 4 * needed + 120s + more    ? 5
                               : failed <= 10 * needed + 300s + more ? 10
                                                                     : 25;
  auto const entry =
      input.run.errors.last_over_entry ? input.run.errors.last_over_entry : input.run.end;
  deductions.take(points, "OP3", Phase::action, entry, TooSlow{failed, reference, free});
}

}  // namespace studylab::grade
