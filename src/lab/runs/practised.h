#pragma once

#include <expected>
#include <string>
#include <vector>

#include "lab/practice/losses.h"
#include "lab/practice/next.h"
#include "lab/runs/sealed.h"

// What the runs of a home say about their operators' practice.
namespace studylab::runs {

// Whether the run counts as practice: it is graded, its variant was not chosen, and no built-in
// operator made it.
bool counts(ListedRun const& run);

// The runs that count, oldest first.
std::expected<std::vector<practice::Attempt>, std::string> practised(Store const& store);

// Every drill that the home can start, in the order in which to practise.
std::expected<std::vector<practice::Proposal>, std::string> proposals(Store const& store,
                                                                      practice::Day now);

// The points that one graded run lost, by rule.
practice::RunLosses losses_of(ListedRun const& run);

}  // namespace studylab::runs
