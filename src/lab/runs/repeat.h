#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/bundle.h"
#include "lab/debrief/rerun.h"
#include "lab/runs/problem.h"
#include "lab/runs/run.h"

// Practising from a place in a sealed run: a new run repeats the commands before that place, and
// the operator goes on from there. What was lost up to there is not counted.
namespace studylab::runs {

// A place in a run, written `run-0123456789@entry-57` or `run-0123456789@57`.
struct Place {
  std::string run;
  std::optional<EntryId> entry;  // none, `run-0123456789`: where the run diverged from the expert
};
// The error says which form is expected.
std::expected<Place, std::string> parse_place(std::string_view text);

// The beginning of a run, and the options of a run that repeats it: the same drill, seed, variant,
// level, topology, clock and name.
struct Beginning {
  console::RunOptions options;
  std::vector<debrief::Given> commands;
};

// The commands before `entry`. The error is `usage` if the run does not have that entry, had ended
// by then, or never diverged from the expert; `missing` if this program cannot replay it.
std::expected<Beginning, Problem> beginning_of(evidence::Bundle const& bundle,
                                               std::optional<EntryId> entry,
                                               std::optional<Hash> const& salt);

// Repeats the commands in a run that was opened with the options of the beginning, and stores their
// entries. Returns their answers. The error is one line: the run cannot be stored.
std::expected<std::vector<language::Answer>, std::string> repeat(Run& run,
                                                                 Beginning const& beginning);

}  // namespace studylab::runs
