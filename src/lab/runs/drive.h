#pragma once

#include <functional>
#include <string>

#include "lab/operators/operator.h"
#include "lab/runs/run.h"

namespace studylab::runs {

// A line of an operator and its answer, directly after the operator has read it.
using OnAnswer = std::function<void(std::string line, language::Answer const& answer)>;

// Runs the operator until it has no further line or the run has ended, then ends the run. It is
// shown what `--io jsonl` prints. A run that cannot be stored ends there.
void drive(Run& run, lab::Operator& by, OnAnswer const& on_answer = {});

}  // namespace studylab::runs
