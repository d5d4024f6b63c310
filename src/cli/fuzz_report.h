#pragma once

#include <string>
#include <string_view>

#include "lab/fuzz/campaign.h"

// The findings of a campaign: as lines for people, as JSON, and read back from JSON.
namespace studylab::cli {

std::string fuzz_text(fuzz::Tally const& tally);
std::string fuzz_json(fuzz::Tally const& tally);
// Reads the output of fuzz_json; the caller must not pass any other text.
fuzz::Tally fuzz_from_json(std::string_view text);

}  // namespace studylab::cli
