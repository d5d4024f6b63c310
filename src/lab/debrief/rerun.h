#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lab/console/session.h"
#include "lab/debrief/counterfactual.h"
#include "lab/grade/grade.h"
#include "lab/operators/expert.h"

namespace studylab::debrief {

// One command of a recorded run: its line, when it was carried out, and its entries.
struct Given {
  std::string line;
  Instant at{};
  EntryId first;
  EntryId last;
};
// All commands of a platform chain, in order; usage errors are not recorded.
std::vector<Given> commands_of(std::span<FactEntry const> recorded);

// The answer key for a run that was opened so. The error names the drill or variant that is not
// known.
std::expected<grade::AnswerKey, std::string> answer_key_of(LabOpened const& opened);
// The same for an open run.
std::expected<grade::AnswerKey, std::string> answer_key_of(console::Session const& session);
// The variant in a run's lab chain; empty: none.
std::string_view variant_of(std::span<evidence::LabEntry const> lab);

// A run's score before it is sealed.
std::expected<grade::Score, std::string> score_of(console::Session const& session);

struct Played {
  grade::Score score;
  std::vector<ExpertCommand> commands;  // the expert's own
};
// Runs the same seed again: these commands first, then the expert to the end. Time is graded
// against `reference`, if there is one.
std::expected<Played, std::string> play(drill::Drill const& drill,
                                        console::RunOptions const& options,
                                        std::span<Given const> first, lab::ExpertOptions expert,
                                        std::optional<ReferenceMeasured> const& reference);
// The same for the drill that the options name.
std::expected<Played, std::string> play(console::RunOptions const& options,
                                        std::span<Given const> first, lab::ExpertOptions expert,
                                        std::optional<ReferenceMeasured> const& reference);

}  // namespace studylab::debrief
