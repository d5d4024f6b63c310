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

// One command of a recorded run: its line, when it was carried out, the entries it made.
struct Given {
  std::string line;
  Instant at{};
  EntryId first;
  EntryId last;
};
// All commands of a platform chain, in their order; usage errors left no entry and are not among
// them.
std::vector<Given> commands_of(std::span<FactEntry const> recorded);

// The sheet by which a run is graded. The error says which drill or variant this program does not
// have.
std::expected<drill::AnswerKey, std::string> answer_key_of(std::string_view drill,
                                                           std::string_view variant);
// The variant that a run's lab chain names; empty where it names none.
std::string_view variant_of(std::span<evidence::LabEntry const> lab);

// A run's marks as they are before it is sealed.
std::expected<grade::Score, std::string> score_of(console::Session const& session);

struct Played {
  grade::Score score;
  std::vector<ExpertCommand> commands;  // the expert's own
};
// The same seed again: these commands first, then the expert goes on to the end. Time is marked
// against `reference` where there is one.
std::expected<Played, std::string> play(console::RunOptions const& options,
                                        std::span<Given const> first, lab::ExpertOptions expert,
                                        std::optional<ReferenceMeasured> const& reference);

}  // namespace studylab::debrief
