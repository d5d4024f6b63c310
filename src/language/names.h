#pragma once

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace studylab::language {

// The names that the operator was shown by the call and by looks. Only these are ever suggested.
using ShownNames = std::set<std::string, std::less<>>;

// The forms that names are typed in.
enum class NameForm {
  environment,  // APP/LANE
  operation, allocation, edge, host, hold,  // op-12, alloc-7, edge-b, host-2, hold-3
  allocation_or_environment, host_or_environment,
  cause,        // provider:NAME, platform, app
  target,       // an instant, or before:entry-N
  word,         // any other name: letters, digits and ._:/@+-
};

// Whether `text` is written as a name of that form is; not whether there is such a thing.
bool has_form(std::string_view text, NameForm form);
// How names of that form are written: "APP/LANE, as shop/production".
std::string_view written(NameForm form);

// The word or name nearest to `text`, near enough to be a slip of the hand; equal ones count too.
std::optional<std::string_view> nearest(std::string_view text, std::span<std::string_view const> words);
// Among names that were shown, of the form asked for.
std::optional<std::string_view> nearest_name(std::string_view text, NameForm form,
                                             ShownNames const& shown);
// Among all names that were shown; one with the same prefix (`edge-`) is nearer than others.
std::optional<std::string_view> nearest_name(std::string_view text, ShownNames const& shown);

}  // namespace studylab::language
