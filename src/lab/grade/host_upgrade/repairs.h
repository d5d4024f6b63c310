#pragma once

#include "lab/grade/pieces.h"

namespace studylab::grade::host_upgrade {

// The host was rebuilt from its declared image, and is in service again after a postcheck that
// passed. Steps towards it: the verbs on that host; a restart or a replacement of a member that is
// down; where slots are short, another host that is uncordoned or brought.
extern AcceptedRepair const host_upgraded;

}  // namespace studylab::grade::host_upgrade
