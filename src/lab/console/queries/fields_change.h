#pragma once

#include "lab/console/queries/table.h"

// Incident, environments, operations, allocations.
namespace studylab::console::table {

inline constexpr Field stage[] = {
    {"stage",
     "requested, waiting, policy_check, route_cas, edge_propagating, running, healthy, "
     "rolled_back, failed or cancelled"},
    {"since", "when the operation reached this stage"},
    {"attempt", "the number of the attempt, from 1"},
    {"why", "the reason for the stage; null if the stage simply follows from the previous one"}};
inline constexpr Field operation[] = {
    {"id", "the operation's name"},
    {"kind", "promotion, rollback, restart, edge_repair, migration or build"},
    {"environment", "the environment that the operation changes"},
    {"release", "the release that the operation deploys; null: none"},
    {"edge", "the edge that the operation repairs; null: none"},
    {"requested", "when the operation was requested"},
    {"not_before", "the time before which the operation does not start; null: no such time"},
    {"by", "who requested the operation; null: the platform's schedule"},
    {"because", "the reason that was given; null: none"},
    {"stage", "the current stage", stage, row}};
inline constexpr Field allocation_stage[] = {
    {"stage",
     "planned, pulling, secrets, binding, starting, readiness, ready, draining, stopped or failed"},
    {"since", "when the allocation reached this stage"},
    {"running", "the digest that the runner reports as running; null until it reports one"},
    {"probe_status", "the latest answer to the readiness probe"},
    {"sessions", "live sessions, as last reported"},
    {"failed_at", "the stage that failed; null: none"},
    {"reason", "why it failed"}};
inline constexpr Field allocation[] = {
    {"id", "the allocation's name"},
    {"environment", "the environment that it serves"},
    {"release", "the release that it runs"},
    {"digest", "the digest of the artifact that it was created with"},
    {"host", "the host that it runs on"},
    {"operation", "the operation that created it; null: it existed before the run"},
    {"attempt", "the attempt of that operation"},
    {"stage", "the current stage", allocation_stage, row}};
inline constexpr Field owner[] = {
    {"release", "the route owner"},
    {"epoch", "the route's epoch; it increases by one each time the owner changes"},
    {"since", "when the release became the route owner"},
    {"operation", "the operation that made it the route owner"}};
inline constexpr Field freeze[] = {{"frozen", "whether promotions are held"},
                                   {"hold", "the freeze; null: none"}};
inline constexpr Field symptom[] = {
    {"present", "whether a recent observation is over the threshold"},
    {"last_over", "the end of the latest observation over the threshold; null: none yet"},
    {"absent_after",
     "how long no observation may be over the threshold before the symptom is absent"}};
inline constexpr Field environment_brief[] = {
    {"name", "APP/LANE"},
    {"app", "the app"},
    {"lane", "preview, staging or production"},
    {"route", "the route"},
    {"database", "the database"},
    {"owner", "the release that owns the route", owner, row},
    {"freeze", "whether promotions are frozen", freeze, row},
    {"symptom", "errors over the threshold", symptom, row}};
inline constexpr Field environment_row[] = {
    {"name", "APP/LANE"},
    {"app", "the app"},
    {"lane", "preview, staging or production"},
    {"route", "the route"},
    {"database", "the database"},
    {"replicas", "how many allocations the environment declares"},
    {"quorum", "how many of them must be ready"},
    {"session_store", "none or durable"},
    {"threshold_permille", "errors per thousand requests above which an edge reports at once"},
    {"drain_grace", "how long replaced allocations keep serving"},
    {"owner", "the release that owns the route", owner, row}};
inline constexpr Field app[] = {{"name", "the app's name"}, {"owner", "the app owner"}};
inline constexpr Field gap_policy[] = {
    {"mode", "fail-closed or last-verified"},
    {"max_age", "the maximum age of the last verified route owner"},
    {"hold", "the hold that set the policy; null: the policy is as declared"}};
inline constexpr Field alert[] = {
    {"id", "the incident's name"},
    {"what", "the alert in words"},
    {"at", "when the incident opened"},
    {"severity", "low or high"},
    {"environment", "the environment with the errors"},
    {"route", "the environment's route"},
    {"operation", "the operation that last changed the route owner"},
    {"edge", "the edge that saw the errors"},
    {"observed_permille", "errors per thousand requests at that edge"},
    {"threshold_permille", "the environment's threshold, in errors per thousand requests"}};
inline constexpr Field incident_status[] = {
    {"status",
     "opened, classified, repairing, watching (a repair has ended well, and no observation since "
     "is over the threshold), closed or handed_over"},
    {"since", "since when"}};
inline constexpr Field affected_fields[] = {
    {"users",
     "users affected so far: for each edge the most distinct users with an error in one "
     "observation, added up"},
    {"minutes",
     "minutes so far in which an observation was over the threshold, each started minute counted "
     "in full"}};
inline constexpr Field hold[] = {{"id", "the hold's name"},
                                 {"kind", "freeze, gap-policy or status"},
                                 {"environment", "the environment that is held"},
                                 {"since", "when it was placed"}};
inline constexpr Field people_answer[] = {
    {"at", "when the answer was given"},
    {"said",
     "repaired; has read it; found nothing of that kind to repair; or the words of the team"},
    {"release", "the release that the repair supplied; null: none"}};
inline constexpr Field notice[] = {
    {"id", "the notice's name"},
    {"sent", "when it was sent"},
    {"to", "the app owner or the team"},
    {"environment", "the environment that the notice is about; null for a team"},
    {"repair", "the repair that was requested; null: the notice only informs"},
    {"name", "the name of what needs repair; null: none"},
    {"answer", "the answer; null: none yet", people_answer, row}};
inline constexpr Field stated[] = {{"users", "users, as stated"},
                                   {"minutes", "minutes, as stated"}};
inline constexpr Field incident[] = {
    {"incident", "the alert", alert, row},
    {"status", "the state of the incident", incident_status, row},
    {"affected", "the impact so far", affected_fields, row},
    {"symptom", "errors over the threshold", symptom, row},
    {"holds", "holds in force", hold, rows},
    {"notices", "notices to app owners and teams", notice, rows},
    {"impact", "the operator's statement of the impact, once made", stated, row}};
inline constexpr Field control_plane[] = {
    {"health", "healthy while the control plane answers"},
    {"answering_since", "since when it has answered"},
    {"degraded_by", "the provider that degrades it; null: none"}};
inline constexpr Field owner_status[] = {{"environment", "the environment"},
                                         {"published", "whether a status is published"},
                                         {"cause", "provider:NAME, platform or app"},
                                         {"says", "the text of the status"},
                                         {"hold", "the hold that the status is; null: none"}};
inline constexpr Field status[] = {
    {"control_plane", "the health of the control plane", control_plane, row},
    {"owner_status", "the statuses published to app owners", owner_status, rows}};
inline constexpr Field environments[] = {
    {"environments", "every environment", environment_brief, rows}};
inline constexpr Field environment[] = {
    {"environment", "the environment as declared, and its route owner", environment_row, row},
    {"app", "the app that the environment belongs to", app, row},
    {"freeze", "whether promotions are frozen", freeze, row},
    {"gap_policy", "the gap policy in force", gap_policy, row},
    {"symptom", "errors over the threshold", symptom, row},
    {"open_operations", "operations that have not ended", operation, rows}};
inline constexpr Field counted[] = {{"ready", "allocations that are ready"}};
inline constexpr Field quorum_row[] = {
    {"environment", "the environment"},
    {"replicas", "how many allocations the environment declares"},
    {"quorum", "how many of them must be ready"},
    {"allocations", "the count of its allocations", counted, row}};
inline constexpr Field quorum[] = {{"environments", "every environment", quorum_row, rows}};
inline constexpr Field operations[] = {
    {"operations", "operations of all environments, or of one", operation, rows}};
inline constexpr Field policy[] = {
    {"database", "the verdict: compatible, incompatible or unknown"},
    {"breaking", "the migration that the release does not fit; null: none"},
    {"sessions", "warm or cold"},
    {"fresh_sessions", "how many sessions would start without their state"}};
inline constexpr Field moved[] = {{"from", "the previous route owner"},
                                  {"to", "the new route owner"},
                                  {"sequence", "the route event's sequence in its partition"},
                                  {"at", "when the route owner changed"}};
inline constexpr Field gave_up[] = {{"edge", "the edge that the platform tried to repair"},
                                    {"partition", "the partition concerned"},
                                    {"attempts", "the number of attempts"},
                                    {"why", "why the platform gave up"},
                                    {"at", "when it gave up"}};
inline constexpr Field operation_query[] = {
    {"operation", "what was requested", operation, row},
    {"policy", "the results of the policy checks, once they were made", policy, row},
    {"owner_moved", "the change of the route owner, once it happened", moved, row},
    {"allocations", "allocations that the operation created", allocation, rows},
    {"gave_up", "each edge on which the platform's own repair gave up", gave_up, rows}};
inline constexpr Field allocations[] = {
    {"allocations", "allocations of all environments, or of one", allocation, rows}};
inline constexpr Field allocation_query[] = {{"allocation", "the allocation", allocation, row}};
inline constexpr Field load[] = {{"used", "slots in use"}, {"free", "free slots"}};
inline constexpr Field host_row[] = {
    {"id", "the host's name"},
    {"image", "the digest of its image"},
    {"slots", "how many allocations fit on it"},
    {"load", "the slots in use, counted from its allocations", load, row}};
inline constexpr Field hosts[] = {{"hosts", "every host", host_row, rows}};
inline constexpr Field host[] = {{"host", "the host", host_row, row},
                                 {"allocations", "allocations on the host", allocation, rows}};
inline constexpr Field session[] = {
    {"allocation", "the allocation that holds the sessions"},
    {"environment", "the environment that it serves"},
    {"host", "the host that it runs on"},
    {"stage", "the allocation's stage"},
    {"sessions", "live sessions, as last reported"},
    {"resumed", "sessions that continued elsewhere with their state when the allocation stopped"},
    {"fresh", "sessions that started again without their state when the allocation stopped"}};
inline constexpr Field moved_sessions[] = {
    {"sessions",
     "sessions that left an allocation that stopped; their present allocation is not reported"}};
inline constexpr Field sessions[] = {
    {"sessions", "sessions of a host or an environment, by allocation", session, rows},
    {"moved", "further live sessions of the environment, if any have moved", moved_sessions, row}};

}  // namespace studylab::console::table
