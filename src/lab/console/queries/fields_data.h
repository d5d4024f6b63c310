#pragma once

#include "lab/console/queries/table.h"

// Releases, databases, bindings, errors; answers to plans and commands.
namespace studylab::console::table {

inline constexpr Field served[] = {
    {"from", "when the release became the route owner"},
    {"until", "when it was replaced"},
    {"epoch", "the route's epoch in that time"},
    {"operation", "the operation that made it the route owner"},
    {"symptoms", "how often the threshold was crossed in that time"}};
inline constexpr Field serving[] = {{"since", "when the release became the route owner"},
                                    {"epoch", "the route's epoch"},
                                    {"operation", "the operation that made it the route owner"}};
inline constexpr Field manifest[] = {
    {"digest", "the digest of the artifact"},
    {"reads", "schema versions that it reads; null: not recorded"},
    {"writes", "schema versions that it writes; null: not recorded"},
    {"state_schema",
     "the version of the session state; releases with equal versions can read each other's "
     "sessions"},
    {"needs", "the bindings that it needs, each with its secret"},
    {"readiness_path", "the path that the readiness probe requests"},
    {"source", "the source that it was built from"},
    {"migration", "the migration that runs before the release takes over; null: none"}};
inline constexpr Field store[] = {{"in_store", "whether the store still has the artifact"}};
inline constexpr Field release_row[] = {
    {"id", "the release's name"},
    {"environment", "the environment that it is a candidate for"},
    {"digest", "the digest of its artifact"},
    {"registered", "when it was registered"},
    {"checks", "evidence of the checks that it passed"},
    {"served", "periods in which it owned the route", served, rows},
    {"serving", "the period in which it owns the route now; null: it does not own the route",
     serving, row},
    {"manifest", "what its build recorded", manifest, row},
    {"store", "the artifact store", store, row}};
inline constexpr Field releases[] = {
    {"releases", "the releases of the environment", release_row, rows}};
inline constexpr Field release[] = {{"release", "the release", release_row, row}};
inline constexpr Field artifact_row[] = {
    {"digest", "the digest, which is the name of the artifact"},
    {"reads", "schema versions that it reads; null: not recorded"},
    {"writes", "schema versions that it writes; null: not recorded"},
    {"state_schema", "the version of the session state"},
    {"needs", "the bindings that it needs, each with its secret"},
    {"readiness_path", "the path that the readiness probe requests"},
    {"source", "the source that it was built from"},
    {"migration", "the migration that runs before a release of it takes over; null: none"},
    {"built_at", "when it was built"},
    {"store", "the artifact store", store, row}};
inline constexpr Field made_of[] = {{"id", "the release's name"},
                                    {"environment", "the environment that it is a candidate for"},
                                    {"checks", "evidence of the checks that it passed"}};
inline constexpr Field artifacts[] = {{"artifacts", "every artifact", artifact_row, rows}};
inline constexpr Field artifact[] = {{"artifact", "the artifact", artifact_row, row},
                                     {"releases", "releases of the artifact", made_of, rows}};
inline constexpr Field schema[] = {{"version", "the schema version"}};
inline constexpr Field database_row[] = {
    {"name", "the database's name"},
    {"environment", "the environment whose data it holds"},
    {"provider", "the provider that runs it"},
    {"data_class", "public-content, customer-data or payments"},
    {"rpo", "how much data may be lost, as a duration"},
    {"rto", "how long a restore may take"},
    {"writer_epoch", "the epoch of the login that may write"},
    {"rows", "rows when the run began"},
    {"schema", "the schema after the latest migration", schema, row}};
inline constexpr Field migration[] = {
    {"name", "the migration's name"},
    {"from", "the schema version before"},
    {"to", "the schema version after"},
    {"kind", "additive, contracting or destructive"},
    {"rows_lost", "rows that the migration removed"},
    {"operation", "the operation that ran it; null: it ran before the run began"}};
inline constexpr Field databases[] = {{"databases", "every database", database_row, rows}};
inline constexpr Field database[] = {
    {"database", "the database", database_row, row},
    {"migrations", "applied migrations, oldest first", migration, rows}};
inline constexpr Field probe[] = {{"state", "answers or gone"},
                                  {"since", "when this state began"},
                                  {"age", "the age of the latest probe"}};
inline constexpr Field needed_by[] = {
    {"release", "a release of the environment whose manifest needs the binding"}};
inline constexpr Field binding[] = {
    {"name", "the binding's name"},
    {"environment", "the environment that it belongs to"},
    {"provider", "the provider that it connects to"},
    {"probe", "the monitor's latest probe; null: none yet", probe, row},
    {"needed_by", "the releases that need it", needed_by, rows}};
inline constexpr Field bindings[] = {
    {"bindings", "bindings of all environments, or of one", binding, rows}};
inline constexpr Field provider_row[] = {
    {"name", "the provider's name"},
    {"kind", "database, object-store, queue, payment, search or mail"}};
inline constexpr Field bound[] = {
    {"name", "the binding's name"},
    {"environment", "the environment that it belongs to"},
    {"probe", "the monitor's latest probe; null: none yet", probe, row}};
inline constexpr Field providers[] = {{"providers", "every provider", provider_row, rows}};
inline constexpr Field provider[] = {{"provider", "the provider", provider_row, row},
                                     {"bindings", "the bindings to it", bound, rows}};
inline constexpr Field threshold[] = {
    {"environment", "the environment"},
    {"route", "the route"},
    {"threshold_permille",
     "an observation is over the threshold with more errors than this per thousand requests"},
    {"min_errors", "and with at least this many errors"},
    {"since", "the time from which this query shows observations"}};
inline constexpr Field answers[] = {
    {"release", "the release that answered; null: the edge itself"},
    {"status", "the answer's status code"},
    {"error", "none, reset, time-out, status, no_endpoint, edge_gap or binding"},
    {"binding", "the binding that failed; null: none"},
    {"code", "the program's error code; null: none"},
    {"requests", "requests that got this answer"},
    {"users", "distinct users among them"}};
inline constexpr Field observation[] = {
    {"edge", "the edge that counted"},
    {"from", "when the count began"},
    {"until", "when the count ended"},
    {"age", "the time since then"},
    {"requests", "requests to the route"},
    {"errors", "failed requests"},
    {"users_with_errors", "distinct users with a failed request"},
    {"threshold_permille", "the environment's threshold, in errors per thousand requests"},
    {"over", "whether this observation is over the threshold"},
    {"rows", "one row per kind of answer", answers, rows}};
inline constexpr Field last_word[] = {
    {"edge", "the edge"},
    {"last_observed", "the end of its latest observation; null: none yet"},
    {"age", "the time since then; it grows while an edge does not report"}};
inline constexpr Field errors[] = {
    {"threshold", "the threshold above which an edge reports at once", threshold, row},
    {"symptom", "errors over the threshold", symptom, row},
    {"observations", "observations, oldest first", observation, rows},
    {"edges", "the age of each edge's latest report", last_word, rows}};
inline constexpr Field log_line[] = {{"at", "when it was written"},
                                     {"allocation", "the allocation that wrote it"},
                                     {"text", "the text of the line"}};
inline constexpr Field logs[] = {{"lines", "log lines, oldest first", log_line, rows}};
inline constexpr Field would_be_refused[] = {{"code", "the refusal code"},
                                             {"rule", "the rule of the runbook"},
                                             {"why", "the reason"},
                                             {"right", "what would be accepted"}};
inline constexpr Field plan_line[] = {{"what", "the subject of the line"},
                                      {"value", "its present value, or what would be done"}};
inline constexpr Field plan[] = {
    {"finding",
     "compatible, incompatible or unknown for a command that changes the route owner; fits or "
     "refused for any other"},
    {"would_be_refused", "the refusal that the command would get, if any", would_be_refused, row},
    {"lines", "what would be done, to what, and on which facts", plan_line, rows}};
inline constexpr Field kept[] = {{"operation", "the promotion"},
                                 {"why", "why it keeps waiting"},
                                 {"right", "the command that removes it from the queue"}};
inline constexpr Field fact[] = {
    {"fact", "the kind of the fact"},
    {"operation", "the operation concerned"},
    {"hold", "the hold that was placed or lifted"},
    {"notice", "the notice that was sent"},
    {"environment", "the environment concerned"},
    {"release", "the release concerned"},
    {"edge", "the edge concerned"},
    {"partition", "the partition concerned"},
    {"allocation", "the allocation concerned"},
    {"attempt", "the attempt of the operation"},
    {"sequence", "the sequence of the snapshot or baseline"},
    {"verdict", "the verdict on the snapshot"},
    {"stays_waiting", "promotions that keep waiting after a freeze is lifted", kept, rows}};
inline constexpr Field done[] = {
    {"done", "one row per recorded fact; a row has only the fields that its fact has", fact, rows}};

}  // namespace studylab::console::table
