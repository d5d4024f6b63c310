#pragma once

#include <string>
#include <string_view>

#include "model/lab_facts.h"

// The words of the lab and of answer keys, as phrases.
namespace studylab::debrief {

// `binding shop-search was gone`; an unknown fault is printed by its name, with its object.
std::string fault_in_words(FaultInjected const& injected);
// Whether the fault is a decoy and not the incident's.
bool is_decoy(std::string_view fault);

// `earlier-release-owns` as `an earlier release owns the route again`; an unknown word is returned
// unchanged.
std::string_view repair_in_words(std::string_view repair);

}  // namespace studylab::debrief
