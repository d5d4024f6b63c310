#include "lab/decisions/shared.h"

#include <array>

namespace studylab::decisions {

std::span<Description const> shared_descriptions() {
  static std::array const all{request_at_an_edge(),  request_class(), change_of_owner(),
                              session_continuity(),  failover(),      route_event(),
                              prohibited_commands(), closing()};
  return all;
}

}  // namespace studylab::decisions
