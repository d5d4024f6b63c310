// The lists of a program that knows stuck wake alone. Its platform is not complete, so the
// product's lists do not have it yet.
#include <array>

#include "lab/debrief/runbook.h"
#include "lab/debrief/stuck_wake/debrief.h"
#include "lab/drill/runbook.h"
#include "lab/drill/stuck_wake/runbook.h"
#include "lab/fuzz/runbook.h"
#include "lab/fuzz/stuck_wake/rows.h"
#include "lab/grade/runbook.h"
#include "lab/grade/stuck_wake/runbook.h"
#include "lab/hints/runbook.h"
#include "lab/hints/stuck_wake/hints.h"
#include "lab/operators/runbook.h"
#include "lab/operators/stuck_wake/expert.h"

namespace studylab {

std::span<grade::RunbookGrading const* const> grade::runbooks() {
  static constexpr std::array<RunbookGrading const*, 1> all{&stuck_wake::runbook};
  return all;
}

std::span<drill::RunbookDrawing const* const> drill::runbooks() {
  static constexpr std::array<RunbookDrawing const*, 1> all{&stuck_wake::runbook};
  return all;
}

std::span<lab::RunbookExpert const* const> lab::runbooks() {
  static constexpr RunbookExpert const* all[] = {&stuck_wake::expert};
  return all;
}

std::span<fuzz::RunbookRows const> fuzz::runbooks() {
  static constexpr RunbookRows all[] = {{"stuck-wake", stuck_wake::add_rows}};
  return all;
}

std::span<hints::RunbookHints const* const> hints::runbooks() {
  static constexpr RunbookHints const* all[] = {&stuck_wake::hints};
  return all;
}

std::span<debrief::RunbookDebrief const* const> debrief::runbooks() {
  static constexpr RunbookDebrief const* all[] = {&stuck_wake::debrief};
  return all;
}

}  // namespace studylab
