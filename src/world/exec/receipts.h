#pragma once

#include "control/state.h"
#include "model/edge_facts.h"
#include "model/messages.h"

// How the control plane answers a report. A process sends a report until it is answered.
namespace studylab::world::exec {

// declined: a crossing of a threshold that is not recorded, because another one was; the edge keeps
// its counts for the next observation.
enum class Receipt : std::uint8_t { taken, declined };

// Whether the answer to this report can be `declined`.
inline bool may_be_declined(Report const& report) {
  auto const* observed = fact_if<RequestsObserved>(report.fact);
  return observed != nullptr && observed->crossing == Crossing::yes;
}

// The receipt for a report for which the control plane appended nothing.
inline Receipt receipt_of_unrecorded(control::State const& state, Report const& report) {
  auto const* observed = fact_if<RequestsObserved>(report.fact);
  bool const recorded = observed == nullptr || control::has_seen(state, observed->origin);
  return recorded || !may_be_declined(report) ? Receipt::taken : Receipt::declined;
}

}  // namespace studylab::world::exec
