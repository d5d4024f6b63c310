#pragma once

#include <optional>
#include <span>
#include <string>

#include "control/state.h"

namespace studylab::console {

inline constexpr std::uint32_t hints_a_phase = 3;

// The next hint: of the phase that the operator is in, its first, second or third step (the phase,
// the look, the verb). It rests on what was looked at and said and on nothing else, so it tells the
// fault no better than the runbook does.
struct HintText {
  Phase phase = Phase::truth;
  std::uint32_t step = 1;
  std::string text;
};
// None: this phase has no further hint.
std::optional<HintText> next_hint(control::State const& state, std::span<FactEntry const> entries);

}  // namespace studylab::console
