#pragma once

#include <span>
#include <string_view>

#include "lab/grade/pieces.h"

// What the grader knows of each runbook: the pieces that its drills may use, and its rules.
namespace studylab::grade {

struct RunbookStep {
  std::string_view id;  // as the runbook numbers it
  std::string_view by;  // o: the operator; op: the operator and the platform
  RequiredFact const* fact = nullptr;
};

// One constant object in the runbook's folder.
struct RunbookGrading {
  std::string_view id;  // as the drill file writes it; empty: a runbook that has no object
  // In the order in which error messages list them.
  std::span<Clue const* const> clues;
  std::span<AcceptedRepair const* const> repairs;
  std::span<RequiredFact const* const> required;
  // The steps that a debrief lists for every variant, due or not; empty: those of the answer key.
  std::span<RunbookStep const> steps;
  // The rules under which a class and an impact are charged.
  std::string_view class_rule = "OP2";
  std::string_view impact_rule = "OP4";
  // What `note` or `close` refers to after a repair, two points each under the rule; empty: to a
  // clue, the repair and a query after it.
  std::span<EvidenceRef const* const> evidence = {};
  std::string_view evidence_rule = "OP4";
  // Its classes in which nothing is at fault, in addition to no-fault.
  std::span<FaultClass const> faultless_classes = {};
  // Whether the provider with this name is at fault; nullptr: never.
  bool (*is_failed_provider)(Run const& run, std::string_view provider) = nullptr;
  // Whether the fault affects another environment as well, so that holds on it are the incident's;
  // nullptr: never.
  bool (*is_affected)(Run const& run, EnvironmentName const& environment) = nullptr;
  // How long after the alert a fault may take to show itself. A run that its operator ended before
  // is graded, so that giving up at once is not a way out.
  Duration shows_within = {};
};

// All of them. Defined in runbooks.cpp, in the library lab_runbooks: a test program can link its
// own.
std::span<RunbookGrading const* const> runbooks();

// nullptr: the grader does not know the runbook.
RunbookGrading const* find_runbook(std::string_view id);
// The runbook's rules; the general ones, without pieces, if the grader does not know it.
RunbookGrading const& grading_of(std::string_view runbook);

// Pieces by name; nullptr: the runbook's drills may not use a piece with this name.
Clue const* find_clue(RunbookGrading const& runbook, std::string_view name);
AcceptedRepair const* find_repair(RunbookGrading const& runbook, std::string_view name);
RequiredFact const* find_required(RunbookGrading const& runbook, std::string_view name);

}  // namespace studylab::grade
