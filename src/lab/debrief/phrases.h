#pragma once

#include <string>
#include <string_view>

// What the sheets and the lab call by names of their own, said for people.
namespace studylab::debrief {

// `binding-gone` as `a binding no longer answers`; a word that is not known stays.
std::string_view fault_in_words(std::string_view fault);

// `earlier-release-owns` as `an earlier release owns the route again`; likewise.
std::string_view repair_in_words(std::string_view repair);

}  // namespace studylab::debrief
