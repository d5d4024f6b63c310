#pragma once

#include "lab/grade/pieces.h"

namespace studylab::grade::host_upgrade {

// HU1. The host's cordon, in force from its first replacement or drain until its rebuild ended.
extern RequiredFact const host_cordoned;
// HU2. Quorum and headroom before the first repair: a plan of the drain, or both queries.
extern RequiredFact const room_before_repair;
// OP1, before the capacity team is asked: a postcheck of each cordoned host, or one that passed.
extern RequiredFact const spare_hosts_checked;
// HU3. Every replacement ready before the drain.
extern RequiredFact const replacements_ready;
// HU4. A drain of the host that ended well.
extern RequiredFact const host_drained;
// HU5. HostRebuilt.
extern RequiredFact const host_rebuilt;
// HU6. HostUncordoned, after the rebuild.
extern RequiredFact const host_returned;
// OP3, before the hand-over: an escalation to the capacity team.
extern RequiredFact const capacity_asked;

}  // namespace studylab::grade::host_upgrade
