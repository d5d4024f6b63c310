#include "lab/debrief/route_gap/debrief.h"

namespace studylab::debrief::route_gap {
namespace {

constexpr FaultWords faults[] = {
    {"lost-event", "a route event was lost on its way to ", ""},
    {"lost-event-and-restart", "a route event was lost on its way to ",
     ", and the edge restarted in the gap"},
    {"lost-event-and-exits", "a route event was lost on its way to ",
     ", and the processes of the route's owner ended"},
    {"stale-snapshots", "a route event was lost on its way to ",
     ", and the control plane served a snapshot from before it"},
    {"forged-snapshots", "a route event was lost on its way to ",
     ", and the control plane's snapshots were signed with an unknown key"},
    {"edited-table", "the table was edited with the edge's own key at ", ""},
    {"healed-gap", "nothing was left broken; the edge itself repaired the gap of ", ""},
};

constexpr RepairWords repairs[] = {
    {"nothing", "nothing needed a repair"},
    {"edge-has-new-baseline", "the edge has a new baseline"},
    {"baseline-and-owner-ready",
     "the edge has a new baseline, and the owner's allocations are ready again"},
};

// The platform of this drill also has tables that can be edited, and allocations that start.
constexpr std::string_view prohibitions[] = {"BDN2", "SWN3"};

}  // namespace

constexpr RunbookDebrief debrief{
    .runbook = "route-gap",
    .faults = faults,
    .repairs = repairs,
    .symptom_query = "show incident",
    .repaired_query = "show edge EDGE",
    .prohibitions = prohibitions,
};

}  // namespace studylab::debrief::route_gap
