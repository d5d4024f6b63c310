#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "lab/operators/operator.h"
#include "lab/runs/run.h"

namespace studylab::runs {

// A line of an operator and its answer, directly after the operator has read it.
using OnAnswer = std::function<void(std::string line, language::Answer const& answer)>;

// More than any operator of the catalogue needs; a defect in one does not make the run endless.
inline constexpr std::size_t max_lines = 400;

// Runs the operator until it has no further line, has given `most` lines or the run has ended, then
// ends the run. It is shown what `--io jsonl` prints. A run that cannot be stored ends there.
void drive(Run& run, lab::Operator& by, OnAnswer const& on_answer = {},
           std::size_t most = max_lines);

}  // namespace studylab::runs
