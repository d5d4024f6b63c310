#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lab/grade/pieces.h"
#include "model/enums.h"

// The answer key of one variant of a drill: what the grader reads besides the evidence. A drill
// file composes it from pieces, and the grader decides of each whether a bundle shows it. How a
// world is made is not its subject.
namespace studylab::grade {

struct RequiredStep {
  std::string id;  // as the runbook numbers it
  RequiredFact const* fact = nullptr;
  std::vector<AcceptedRepair const*> with;  // due with these repairs only; empty: always
};

// What a published status may name as the cause without contradicting the facts. `provider` is the
// provider at fault, as the runbook determines it.
enum class StatusCause : std::uint8_t { app, platform, provider };

enum class End : std::uint8_t { resolved, handed_over };

struct AnswerKey {
  // Names, as the drill file writes them.
  std::string drill;
  std::string runbook;
  std::string variant;
  FaultClass fault_class = FaultClass::no_fault;
  Scope scope = Scope::unstated;   // that the class must state; unstated: any
  std::vector<Clue const*> clues;  // never empty
  // Never empty; `nothing` alone where nothing is to be repaired.
  std::vector<AcceptedRepair const*> repairs;
  std::vector<RequiredStep> required;
  std::vector<StatusCause> causes;
  End end = End::resolved;
};

std::string_view to_text(StatusCause cause);  // app
std::string_view to_text(End end);            // resolved, handed-over

}  // namespace studylab::grade
