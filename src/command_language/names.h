#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace studylab::language {

// The names that the alert and queries have shown to the operator. Only these are ever suggested.
using ShownNames = std::set<std::string, std::less<>>;

// The forms that names and other values are typed in.
enum class NameForm {
  environment,  // APP/LANE
  operation,
  release,
  allocation,
  edge,
  host,
  hold,    // op-12, rel-4, alloc-7, edge-b, host-2, hold-3
  notice,  // notice-1
  allocation_or_environment,
  host_or_environment,
  operation_or_notice,
  route,
  digest,
  database,
  provider,
  binding,       // any word: the platform decides whether it names one
  any_release,   // a release; other words are parsed, and refused by the platform
  word,          // the name of anything else: letters, digits and ._:/@+-
  reference,     // an entry or any name
  label,         // a word that queries do not print: a person, a branch
  cause,         // provider:NAME, platform, app
  target,        // an instant, or before:entry-N
  method,        // pitr, backup, forward-repair
  event_choice,  // replay, skip, compensate
  duration,      // 90s, 5m, 2h; more than zero, at most max_duration
  text,          // anything that is not blank
};

inline constexpr Duration max_duration = std::chrono::hours{24};

// Whether `text` is written as a name of that form; not whether the name exists.
bool has_form(std::string_view text, NameForm form);
// How names of that form are written: "APP/LANE, such as shop/production".
std::string_view written(NameForm form);
// The query that lists names of that form: "show operations"; empty: none.
std::string_view listed_by(NameForm form);

// Whether a name is of the kind that the form means. Names of databases and bindings do not have a
// distinct form, so only the platform knows their kind.
using IsOfKind = std::function<bool(std::string_view name, NameForm form)>;

// The word or name nearest to `text`, near enough to be a typing error; an equal one counts too.
std::optional<std::string_view> nearest(std::string_view text,
                                        std::span<std::string_view const> words);
// Among the names that were shown, of the requested form and, if `IsOfKind` is given, of its kind.
std::optional<std::string_view> nearest_name(std::string_view text, NameForm form,
                                             ShownNames const& shown,
                                             IsOfKind const& is_of_kind = {});
// Among all names that were shown; a name with the same prefix (`edge-`) is nearer than others.
std::optional<std::string_view> nearest_name(std::string_view text, ShownNames const& shown);

}  // namespace studylab::language
