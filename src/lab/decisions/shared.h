#pragma once

#include "lab/decisions/decision.h"

// The descriptions that every runbook builds on, one function for each.
namespace studylab::decisions {

Description request_at_an_edge();
Description request_class();
Description change_of_owner();
Description session_continuity();
Description failover();
Description route_event();

// Guards that several runbooks use.
Description prohibited_commands();
Description closing();

}  // namespace studylab::decisions
