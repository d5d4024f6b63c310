#pragma once

#include <optional>
#include <span>
#include <string>

#include "control/state.h"

namespace studylab::console {

inline constexpr std::uint32_t hints_a_phase = 3;

// The next hint: the first, second or third step (the phase, the query, the command) of the phase
// that the operator is in. It depends only on what was queried and stated, so it reveals no more of
// the fault than the runbook does.
struct HintText {
  Phase phase = Phase::truth;
  std::uint32_t step = 1;
  std::string text;
};
// None: this phase has no further hint.
std::optional<HintText> next_hint(control::State const& state, std::span<FactEntry const> entries);

// A warning if the next hint leaves no room for another lost point or makes passing impossible;
// otherwise none.
std::optional<std::string> hint_warning(control::State const& state,
                                        std::span<FactEntry const> entries);

}  // namespace studylab::console
