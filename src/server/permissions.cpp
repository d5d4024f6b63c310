#include "server/permissions.h"

#include <algorithm>

namespace studylab::server {

bool may_reach(Grants const& grants, Sender const& sender, std::string const& run) {
  if (sender.grant == nullptr) return true;
  auto const& grant = *sender.grant;
  if (grant.role != Role::instructor) return grant.run == run;
  if (grant.group == 0) return true;
  return std::ranges::any_of(grants.all(), [&](Grant const& one) {
    return one.role == Role::participant && one.group == grant.group && one.run == run;
  });
}

bool is_of_participant(Grants const& grants, std::string const& run) {
  return std::ranges::any_of(grants.all(), [&](Grant const& one) {
    return one.role == Role::participant && one.run == run;
  });
}

}  // namespace studylab::server
