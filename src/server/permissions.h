#pragma once

#include <cstdint>
#include <string>

#include "server/grants.h"

// What each role may do.
namespace studylab::server {

// Which roles may use an operation.
using Roles = std::uint8_t;
constexpr Roles bit(Role role) { return static_cast<Roles>(1U << static_cast<unsigned>(role)); }
inline constexpr Roles owner_only = bit(Role::owner);
inline constexpr Roles instructors_only = bit(Role::instructor);
// Who operates a run.
inline constexpr Roles operators = bit(Role::owner) | bit(Role::participant);
inline constexpr Roles operators_and_instructors = operators | bit(Role::instructor);
inline constexpr Roles all_roles = operators_and_instructors | bit(Role::observer);

inline bool may_use(Roles roles, Role role) { return (roles & bit(role)) != 0; }

// Whether the sender may use operations on this run at all: the owner on every run, an instructor
// on those of its group, the others on the run of their grant. The answer is the same for a run
// that does not exist.
bool may_reach(Grants const& grants, Sender const& sender, std::string const& run);

// Whether a participant of a group operates the run; otherwise the owner does.
bool is_of_participant(Grants const& grants, std::string const& run);

}  // namespace studylab::server
