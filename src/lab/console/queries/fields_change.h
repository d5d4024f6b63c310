#pragma once

#include "lab/console/queries/table.h"

// Incident, environments, operations, allocations.
namespace studylab::console::table {

inline constexpr Field stage[] = {
    {"stage",
     "requested, waiting, policy_check, route_cas, edge_propagating, running, healthy, "
     "rolled_back, failed or cancelled"},
    {"since", "when it got there"},
    {"attempt", "which one this is, from 1"},
    {"why", "what decided the stage; null where it follows by itself"}};
inline constexpr Field operation[] = {
    {"id", "its name"},
    {"kind", "promotion, rollback, restart, edge_repair, migration or build"},
    {"environment", "on which it acts"},
    {"release", "that it brings; null where it brings none"},
    {"edge", "that it repairs; null where it repairs none"},
    {"requested", "when"},
    {"not_before", "it waits until then; null where it waits for no time"},
    {"by", "who asked for it; null: the platform's schedule"},
    {"because", "the reason given; null where none was"},
    {"stage", "what it has reached", stage, row}};
inline constexpr Field allocation_stage[] = {
    {"stage",
     "planned, pulling, secrets, binding, starting, readiness, ready, draining, stopped or failed"},
    {"since", "when it got there"},
    {"running", "the digest that the runner reports running; null before it has"},
    {"probe_status", "the readiness probe's last answer"},
    {"sessions", "that it holds, as last reported"},
    {"failed_at", "the stage that failed; null where none did"},
    {"reason", "of the failure"}};
inline constexpr Field allocation[] = {
    {"id", "its name"},
    {"environment", "it serves"},
    {"release", "it runs"},
    {"digest", "of the artifact that it was placed with"},
    {"host", "it runs on"},
    {"operation", "that placed it; null: it was there before the run"},
    {"attempt", "of that operation"},
    {"stage", "what it has reached", allocation_stage, row}};
inline constexpr Field owner[] = {
    {"release", "the route owner"},
    {"epoch", "of the key; one more with each change of the route owner"},
    {"since", "when it became the route owner"},
    {"operation", "that made it so"}};
inline constexpr Field freeze[] = {{"frozen", "whether promotions wait"},
                                   {"hold", "the freeze; null: none"}};
inline constexpr Field symptom[] = {
    {"present", "whether an observation that ended lately is over the threshold"},
    {"last_over", "the end of the latest observation over it; null: none yet"},
    {"absent_after", "how long no observation may be over it before the symptom is gone"}};
inline constexpr Field environment_brief[] = {
    {"name", "APP/LANE"},
    {"app", "its app"},
    {"lane", "preview, staging or production"},
    {"route", "its route key"},
    {"database", "its database"},
    {"owner", "the release that owns its route", owner, row},
    {"freeze", "of its promotions", freeze, row},
    {"symptom", "errors over the threshold", symptom, row}};
inline constexpr Field environment_row[] = {
    {"name", "APP/LANE"},
    {"app", "its app"},
    {"lane", "preview, staging or production"},
    {"route", "its route key"},
    {"database", "its database"},
    {"replicas", "allocations that it declares"},
    {"quorum", "of them, how many must be ready"},
    {"session_store", "none or durable"},
    {"threshold_permille", "errors a thousand over which an edge reports at once"},
    {"drain_grace", "how long what was replaced goes on serving"},
    {"owner", "the release that owns its route", owner, row}};
inline constexpr Field app[] = {{"name", "its name"}, {"owner", "the person who owns it"}};
inline constexpr Field gap_policy[] = {{"mode", "fail-closed or last-verified"},
                                       {"max_age", "of the last verified route owner"},
                                       {"hold", "that set it; null: as declared"}};
inline constexpr Field alert[] = {{"id", "its name"},
                                  {"what", "the alert in words"},
                                  {"at", "when it opened"},
                                  {"severity", "low or high"},
                                  {"environment", "whose errors opened it"},
                                  {"route", "of that environment"},
                                  {"operation", "that last changed the route owner"},
                                  {"edge", "that saw them"},
                                  {"observed_permille", "errors a thousand that it saw"},
                                  {"threshold_permille", "the environment's threshold"}};
inline constexpr Field incident_status[] = {{"status",
                                             "opened, classified, repairing, watching (a repair "
                                             "has done its part, and no observation since "
                                             "is over the threshold), closed or handed_over"},
                                            {"since", "when it got there"}};
inline constexpr Field affected_fields[] = {
    {"users",
     "so far: the most distinct users with an error in one observation, summed over edges"},
    {"minutes", "so far: begun minutes covered by observations over the threshold"}};
inline constexpr Field hold[] = {{"id", "its name"},
                                 {"kind", "freeze, gap-policy or status"},
                                 {"environment", "that it is on"},
                                 {"since", "when it was placed"}};
inline constexpr Field people_answer[] = {
    {"at", "when it was given"},
    {"said", "repaired, that there was nothing, or the team's words"},
    {"release", "that the repair brought; null: none"}};
inline constexpr Field notice[] = {{"id", "its name"},
                                   {"sent", "when"},
                                   {"to", "an owner or a team"},
                                   {"environment", "it is about; null for a team"},
                                   {"repair", "what was asked for; null: it only informs"},
                                   {"name", "of what is to be repaired; null where it has none"},
                                   {"answer", "null: none yet", people_answer, row}};
inline constexpr Field stated[] = {{"users", "as stated"}, {"minutes", "as stated"}};
inline constexpr Field incident[] = {
    {"incident", "the alert", alert, row},
    {"status", "what the operator has come to", incident_status, row},
    {"affected", "what it has cost so far", affected_fields, row},
    {"symptom", "errors over the threshold", symptom, row},
    {"holds", "open ones", hold, rows},
    {"notices", "to owners and teams", notice, rows},
    {"impact", "the operator's statement, once there is one", stated, row}};
inline constexpr Field control_plane[] = {{"health", "healthy while it answers"},
                                          {"answering_since", "when"},
                                          {"degraded_by", "a provider; null: none"}};
inline constexpr Field owner_status[] = {{"environment", "its name"},
                                         {"published", "whether a status is published"},
                                         {"cause", "provider:NAME, platform or app"},
                                         {"says", "its words"},
                                         {"hold", "the status; null: none"}};
inline constexpr Field status[] = {
    {"control_plane", "the platform's own health", control_plane, row},
    {"owner_status", "what is published to app owners", owner_status, rows}};
inline constexpr Field environments[] = {{"environments", "every one", environment_brief, rows}};
inline constexpr Field environment[] = {{"environment", "its policy", environment_row, row},
                                        {"app", "whose lane it is", app, row},
                                        {"freeze", "of its promotions", freeze, row},
                                        {"gap_policy", "in force", gap_policy, row},
                                        {"symptom", "errors over the threshold", symptom, row},
                                        {"open_operations", "not ended", operation, rows}};
inline constexpr Field counted[] = {{"ready", "allocations that are"}};
inline constexpr Field quorum_row[] = {{"environment", "its name"},
                                       {"replicas", "it declares"},
                                       {"quorum", "of them, how many must be ready"},
                                       {"allocations", "counted", counted, row}};
inline constexpr Field quorum[] = {{"environments", "every one", quorum_row, rows}};
inline constexpr Field operations[] = {
    {"operations", "of all environments, or of one", operation, rows}};
inline constexpr Field policy[] = {{"database", "compatible, incompatible or unknown"},
                                   {"breaking", "the migration that breaks it; null: none"},
                                   {"sessions", "warm or cold"},
                                   {"fresh_sessions", "that would start afresh"}};
inline constexpr Field moved[] = {{"from", "the route owner before"},
                                  {"to", "the route owner after"},
                                  {"sequence", "of the route event in its partition"},
                                  {"at", "when"}};
inline constexpr Field gave_up[] = {{"edge", "that the platform tried to repair"},
                                    {"partition", "it is about"},
                                    {"attempts", "made"},
                                    {"why", "it ended"},
                                    {"at", "when"}};
inline constexpr Field operation_query[] = {
    {"operation", "what was asked", operation, row},
    {"policy", "both gates, once checked", policy, row},
    {"owner_moved", "once it was", moved, row},
    {"allocations", "that it placed", allocation, rows},
    {"gave_up", "where the platform's own repair ended without success", gave_up, rows}};
inline constexpr Field allocations[] = {
    {"allocations", "of all environments, or of one", allocation, rows}};
inline constexpr Field allocation_query[] = {{"allocation", "the one", allocation, row}};
inline constexpr Field load[] = {{"used", "slots"}, {"free", "slots"}};
inline constexpr Field host_row[] = {{"id", "its name"},
                                     {"image", "digest that it was made from"},
                                     {"slots", "for allocations"},
                                     {"load", "by allocations placed there", load, row}};
inline constexpr Field hosts[] = {{"hosts", "every one", host_row, rows}};
inline constexpr Field host[] = {{"host", "the one", host_row, row},
                                 {"allocations", "placed there", allocation, rows}};
inline constexpr Field session[] = {{"allocation", "that holds them"},
                                    {"environment", "it serves"},
                                    {"host", "it runs on"},
                                    {"stage", "of the allocation"},
                                    {"sessions", "live ones, as last reported"},
                                    {"resumed", "found their state elsewhere when it stopped"},
                                    {"fresh", "started without their state when it stopped"}};
inline constexpr Field moved_sessions[] = {
    {"sessions", "that left an allocation which stopped; where they are now is not reported"}};
inline constexpr Field sessions[] = {
    {"sessions", "of a host or an environment", session, rows},
    {"moved", "live ones of the environment besides, where some have moved", moved_sessions, row}};

}  // namespace studylab::console::table
