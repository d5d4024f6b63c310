#pragma once

#include <cstdint>
#include <span>
#include <string_view>

// What a runbook supplies to debriefs. runbooks.cpp lists the runbooks.
namespace studylab::debrief {

// The object of a fault is printed between `before` and `after`.
struct FaultWords {
  std::string_view fault;  // failing-release
  std::string_view before;
  std::string_view after;
};

// An accepted repair.
struct RepairWords {
  std::string_view repair;  // earlier-release-owns
  std::string_view words;   // an earlier release owns the route again
};

struct RunbookDebrief {
  std::string_view runbook;  // its id
  std::span<FaultWords const> faults;
  std::span<RepairWords const> repairs;
  // Commands that query the symptom and the repaired object. ENV, ROUTE, OP and the other words
  // of IncidentNames are the names of the run's incident.
  std::string_view symptom_query;
  std::string_view repaired_query;
  // Prohibitions of other runbooks that also apply to the drill's platform.
  std::span<std::string_view const> prohibitions;
};
std::span<RunbookDebrief const* const> runbooks();
// Empty tables if the program does not have the runbook.
RunbookDebrief const& debrief_of_runbook(std::string_view runbook);

}  // namespace studylab::debrief
