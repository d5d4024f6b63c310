#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "lab/grade/pieces.h"

namespace studylab::drill {

class Value;
struct FaultKind;

// The fault of a variant: what it changes in the world, with the parameters from the drill file.
// The kinds of a runbook derive from this, and the runbook's `draw` reads them.
struct Fault {
  virtual ~Fault() = default;
  FaultKind const* kind = nullptr;
};

// A kind of fault: one constant object in the folder of its runbook.
struct FaultKind {
  std::string_view name;  // as the drill file writes it: failing-release
  // The clues that hold in every world that the fault makes. A clue knows no fault.
  std::span<grade::Clue const* const> clues;
  // Reads the parameters, beside the key `is`, and reports every mistake. Never nullptr.
  std::shared_ptr<Fault> (*read)(Value const& value) = nullptr;
};

// Whether the clue holds in a world with that fault.
bool holds_with(FaultKind const& fault, grade::Clue const& clue);

}  // namespace studylab::drill
