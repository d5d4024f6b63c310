#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "lab/exam/results_file.h"
#include "lab/exam/run_item.h"

namespace studylab::cli {

// Runs what is missing in the results, in `jobs` processes that each take one run after another. A
// run in which the process crashes is an invalid run. Prints progress on a terminal. The error is
// one line, why not every run was run: an interrupt, a process that was killed, a full disk.
std::expected<void, std::string> run_in_jobs(exam::Conduct const& conduct,
                                             exam::ResultsFile& results, std::uint32_t jobs);

}  // namespace studylab::cli
