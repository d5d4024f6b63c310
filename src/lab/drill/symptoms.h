#pragma once

#include <cstdint>
#include <string_view>

#include "model/initial_facts.h"

// What the platform watches in a run: its report opens the incident.
namespace studylab::drill {

struct DrawnEnvironment;

// A kind of symptom: one constant object. Those of a subject that several runbooks share are here;
// the table of a runbook lists what its drills may use.
struct SymptomKind {
  std::string_view name;  // as the drill file writes it: observation-over-threshold
  // The least requests per second through one edge to the incident's route.
  std::uint32_t min_traffic = 1;
  // The initial fact by which the platform watches for it; nullptr: it always does.
  InitialFact (*watched_by)(DrawnEnvironment const& incident) = nullptr;
};

// An edge's observation is over its environment's threshold. Opens an incident about route errors.
// The route needs enough requests that its errors are over the threshold at the first check.
inline constexpr SymptomKind observation_over_threshold{"observation-over-threshold", 60, nullptr};
// An edge has a gap in the partition of the incident's route. Opens an incident about that gap.
extern SymptomKind const edge_gap;
// An environment that sleeps does not become hot: the gate of an edge is full while its wake is
// open, or the wake gave up. Opens an incident about that wake. Its policy (SleepPolicyDeclared) is
// what the platform watches by. The route needs enough requests to fill the gate soon.
inline constexpr SymptomKind wake_stuck{"wake-stuck", 100, nullptr};

// A host is due for an upgrade, at an instant that its maintenance (HostMaintenancePlanned) states.
// Opens an incident about that host.
inline constexpr SymptomKind host_due{"host-due", 1, nullptr};

// An edge's observation of an environment is over its threshold, whose providers are watched. Opens
// an incident about its dependencies, which lasts as long as one of them is not well.
extern SymptomKind const dependency_errors;

}  // namespace studylab::drill
