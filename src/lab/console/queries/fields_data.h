#pragma once

#include "lab/console/queries/table.h"

// Releases, databases, bindings, errors; plans and what commands did.
namespace studylab::console::table {

inline constexpr Field served[] = {{"from", "when it became the route owner"},
                                   {"until", "when it ceased to be"},
                                   {"epoch", "of the key in that time"},
                                   {"operation", "that made it the route owner"},
                                   {"symptoms", "times that the threshold was crossed in it"}};
inline constexpr Field serving[] = {{"since", "when it became the route owner"},
                                    {"epoch", "of the key"},
                                    {"operation", "that made it so"}};
inline constexpr Field manifest[] = {
    {"digest", "of the artifact"},
    {"reads", "schema versions that it reads; null: not recorded"},
    {"writes", "schema versions that it writes; null: not recorded"},
    {"state_schema", "of session state; equal numbers read each other's"},
    {"needs", "bindings, each with its secret"},
    {"readiness_path", "that its probe asks"},
    {"source", "where it was built from"},
    {"migration", "run before it takes over; null: none"}};
inline constexpr Field store[] = {{"in_store", "whether the store still has it"}};
inline constexpr Field release_row[] = {
    {"id", "its name"},
    {"environment", "it is a candidate of"},
    {"digest", "of its artifact"},
    {"registered", "when"},
    {"checks", "their evidence"},
    {"served", "spans in which it owned the route", served, rows},
    {"serving", "null: it does not own the route now", serving, row},
    {"manifest", "what its build said", manifest, row},
    {"store", "of artifacts", store, row}};
inline constexpr Field releases[] = {{"releases", "of one environment", release_row, rows}};
inline constexpr Field release[] = {{"release", "the one", release_row, row}};
inline constexpr Field artifact_row[] = {
    {"digest", "its name"},
    {"reads", "schema versions that it reads; null: not recorded"},
    {"writes", "schema versions that it writes; null: not recorded"},
    {"state_schema", "of session state"},
    {"needs", "bindings, each with its secret"},
    {"readiness_path", "that its probe asks"},
    {"source", "where it was built from"},
    {"migration", "run before it takes over; null: none"},
    {"built_at", "when"},
    {"store", "of artifacts", store, row}};
inline constexpr Field made_of[] = {
    {"id", "its name"}, {"environment", "it is a candidate of"}, {"checks", "their evidence"}};
inline constexpr Field artifacts[] = {{"artifacts", "every one", artifact_row, rows}};
inline constexpr Field artifact[] = {{"artifact", "the one", artifact_row, row},
                                     {"releases", "made of it", made_of, rows}};
inline constexpr Field schema[] = {{"version", "of the schema"}};
inline constexpr Field database_row[] = {
    {"name", "its name"},
    {"environment", "whose product data it holds"},
    {"provider", "that runs it"},
    {"data_class", "public-content, customer-data or payments"},
    {"rpo", "how much may be lost"},
    {"rto", "how long a restore may take"},
    {"writer_epoch", "whose login may write"},
    {"rows", "when the run began"},
    {"schema", "as the latest migration left it", schema, row}};
inline constexpr Field migration[] = {
    {"name", "its name"},           {"from", "schema version before"},
    {"to", "schema version after"}, {"kind", "additive, contracting or destructive"},
    {"rows_lost", "by it"},         {"operation", "that ran it; null: before the run"}};
inline constexpr Field databases[] = {{"databases", "every one", database_row, rows}};
inline constexpr Field database[] = {{"database", "the one", database_row, row},
                                     {"migrations", "applied, oldest first", migration, rows}};
inline constexpr Field probe[] = {
    {"state", "answers or gone"}, {"since", "when it got so"}, {"age", "of the probe"}};
inline constexpr Field needed_by[] = {{"release", "of the environment, whose manifest needs it"}};
inline constexpr Field binding[] = {{"name", "its name"},
                                    {"environment", "it belongs to"},
                                    {"provider", "behind it"},
                                    {"probe", "the monitor's latest; null: not probed", probe, row},
                                    {"needed_by", "releases", needed_by, rows}};
inline constexpr Field bindings[] = {{"bindings", "of all environments, or of one", binding, rows}};
inline constexpr Field provider_row[] = {
    {"name", "its name"}, {"kind", "database, object-store, queue, payment, search or mail"}};
inline constexpr Field bound[] = {{"name", "of the binding"},
                                  {"environment", "it belongs to"},
                                  {"probe", "the monitor's latest; null: not probed", probe, row}};
inline constexpr Field providers[] = {{"providers", "every one", provider_row, rows}};
inline constexpr Field provider[] = {{"provider", "the one", provider_row, row},
                                     {"bindings", "to it", bound, rows}};
inline constexpr Field threshold[] = {
    {"environment", "its name"},
    {"route", "its key"},
    {"threshold_permille", "errors a thousand above which it is over"},
    {"min_errors", "and at least so many"},
    {"since", "how far back this query goes"}};
inline constexpr Field answers[] = {
    {"release", "that answered; null: the edge itself did"},
    {"status", "of the answer"},
    {"error", "none, reset, time-out, status, no_endpoint, edge_gap or binding"},
    {"binding", "that failed; null: none"},
    {"code", "the program's own; null: it gave none"},
    {"requests", "answered so"},
    {"users", "distinct ones among them"}};
inline constexpr Field observation[] = {{"edge", "that counted"},
                                        {"from", "when its count began"},
                                        {"until", "when it ended"},
                                        {"age", "of its end"},
                                        {"requests", "to the route"},
                                        {"errors", "among them"},
                                        {"users_with_errors", "distinct ones"},
                                        {"threshold_permille", "of the environment"},
                                        {"over", "whether this observation is over it"},
                                        {"rows", "a kind of answer each", answers, rows}};
inline constexpr Field last_word[] = {
    {"edge", "its name"},
    {"last_observed", "the end of its latest count; null: none yet"},
    {"age", "of that; one that is silent grows old"}};
inline constexpr Field errors[] = {
    {"threshold", "over which an edge reports at once", threshold, row},
    {"symptom", "errors over the threshold", symptom, row},
    {"observations", "oldest first", observation, rows},
    {"edges", "how old each edge's latest report is", last_word, rows}};
inline constexpr Field log_line[] = {
    {"at", "when it was written"}, {"allocation", "that wrote it"}, {"text", "the line"}};
inline constexpr Field logs[] = {{"lines", "oldest first", log_line, rows}};
inline constexpr Field would_be_refused[] = {{"code", "of the refusal"},
                                             {"rule", "of the runbooks"},
                                             {"why", "why it is refused"},
                                             {"right", "what would be accepted"}};
inline constexpr Field plan_line[] = {{"what", "it is about"}, {"value", "as it is now"}};
inline constexpr Field plan[] = {
    {"finding",
     "compatible, incompatible or unknown where the route owner would change; else fits, or "
     "refused"},
    {"would_be_refused", "where the verb would be", would_be_refused, row},
    {"lines", "what would be done, to what, and what it rests on", plan_line, rows}};
inline constexpr Field kept[] = {
    {"operation", "that keeps waiting"}, {"why", "it does"}, {"right", "what takes it out"}};
inline constexpr Field fact[] = {
    {"fact", "its kind"},
    {"operation", "it is about"},
    {"hold", "placed or lifted"},
    {"notice", "sent"},
    {"environment", "it is about"},
    {"release", "it is about"},
    {"edge", "it is about"},
    {"partition", "it is about"},
    {"allocation", "it is about"},
    {"attempt", "of the operation"},
    {"sequence", "of the snapshot or baseline"},
    {"verdict", "on the snapshot"},
    {"stays_waiting", "promotions that keep waiting after a freeze was lifted", kept, rows}};
inline constexpr Field done[] = {
    {"done", "a row a fact; fields that it has not are left out", fact, rows}};

}  // namespace studylab::console::table
