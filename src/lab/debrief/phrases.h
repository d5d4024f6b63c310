#pragma once

#include <string>
#include <string_view>

#include "model/lab_facts.h"

// Names that the lab and the answer keys use, in words.
namespace studylab::debrief {

// `binding shop-search was gone`; a fault that is not known stays as it is named, with its object.
std::string fault_in_words(FaultInjected const& injected);
// Whether it is not the incident's fault, but there to look like it.
bool is_decoy(std::string_view fault);

// `earlier-release-owns` as `an earlier release owns the route again`; a word that is not known
// stays.
std::string_view repair_in_words(std::string_view repair);

}  // namespace studylab::debrief
