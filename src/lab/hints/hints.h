#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "control/state.h"

// Hints of a run that is still open.
namespace studylab::hints {

inline constexpr std::uint32_t hints_a_phase = 3;

// The next hint of the phase that the operator is in: what the phase is about, then what to query,
// then which verb. It depends only on what was queried and stated, so it reveals no more of the
// fault than the runbook does.
struct HintText {
  Phase phase = Phase::truth;
  std::uint32_t step = 1;
  std::string text;
  std::uint32_t points = 0;  // that it costs, of its phase
};
// None: this phase has no further hint, or the runbook has none.
std::optional<HintText> next_hint(std::string_view runbook, control::State const& state,
                                  std::span<FactEntry const> entries);

// What is graded at the end and was not done, one text for each; `refs` are those of the planned
// close. It depends only on what was queried, stated and sent, and says nothing of what a reference
// is worth.
std::vector<std::string> undone_at_close(std::string_view runbook, control::State const& state,
                                         std::span<FactEntry const> entries,
                                         std::span<EntryId const> refs);

// A warning if the next hint leaves no room for another lost point or makes passing impossible;
// otherwise none.
std::optional<std::string> hint_warning(std::string_view runbook, control::State const& state,
                                        std::span<FactEntry const> entries);

}  // namespace studylab::hints
