#pragma once

#include <string>
#include <string_view>

#include "lab/fuzz/campaign.h"

// What a campaign has found: as lines for people, as JSON, and back from it.
namespace studylab::cli {

std::string fuzz_text(fuzz::Tally const& tally);
std::string fuzz_json(fuzz::Tally const& tally);
// Of what fuzz_json gave; a text of anything else is a mistake of the caller.
fuzz::Tally fuzz_from_json(std::string_view text);

}  // namespace studylab::cli
