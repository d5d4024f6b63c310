#pragma once

#include <string>
#include <string_view>

// What the sheets and the lab call by names of their own, said for people.
namespace studylab::debrief {

// A deduction's reason with each tell and each due step, which stand in it by their names, as what
// it is and how it is found or done: `not looked at before the end: binding-gone` becomes `…: which
// binding no longer answers (`show bindings ENV`)`.
std::string reason_in_words(std::string_view why);

// `binding-gone` as `a binding no longer answers`; a word that is not known stays.
std::string_view fault_in_words(std::string_view fault);

// `earlier-release-owns` as `an earlier release owns the route again`; likewise.
std::string_view repair_in_words(std::string_view repair);

}  // namespace studylab::debrief
