#include "lab/desk/look_fields.h"

#include <span>

#include <fmt/format.h>

#include "lab/desk/looks.h"
#include "language/verbs.h"

namespace studylab::desk {
namespace {

enum class Shape : std::uint8_t { value, row, rows };

struct Field {
  std::string_view name;
  std::string_view meaning;
  std::span<Field const> within = {};
  Shape shape = Shape::value;
};

using enum Shape;

constexpr Field stage[] = {
    {"stage", "requested, waiting, policy_check, route_cas, edge_propagating, running, healthy, "
              "rolled_back, failed or cancelled"},
    {"since", "when it got there"},
    {"attempt", "which one this is, from 1"},
    {"why", "what decided the stage; null where it follows by itself"}};
constexpr Field operation[] = {
    {"id", "its name"},
    {"kind", "promotion, rollback, restart, edge_repair, migration or build"},
    {"environment", "on which it acts"},
    {"release", "that it brings; null where it brings none"},
    {"edge", "that it repairs; null where it repairs none"},
    {"requested", "when"},
    {"not_before", "it waits until then; null where it waits for no time"},
    {"by", "who asked for it; null: the platform's schedule"},
    {"because", "the reason given; null where none was"},
    {"stage", "where it stands", stage, row}};
constexpr Field allocation_stage[] = {
    {"stage", "planned, pulling, secrets, binding, starting, readiness, ready, draining, stopped or failed"},
    {"since", "when it got there"},
    {"running", "the digest that the runner reports running; null before it has"},
    {"probe_status", "the readiness probe's last answer"},
    {"sessions", "that it holds, as last reported"},
    {"failed_at", "the stage that failed; null where none did"},
    {"reason", "of the failure"}};
constexpr Field allocation[] = {
    {"id", "its name"},
    {"environment", "it serves"},
    {"release", "it runs"},
    {"digest", "of the artifact that it was placed with"},
    {"host", "it runs on"},
    {"operation", "that placed it; null: it stood before the run"},
    {"attempt", "of that operation"},
    {"stage", "where it stands", allocation_stage, row}};
constexpr Field owner[] = {{"release", "that owns the route"},
                           {"epoch", "of the key; one more with each change of owner"},
                           {"since", "when it became the owner"},
                           {"operation", "that made it so"}};
constexpr Field freeze[] = {{"frozen", "whether promotions wait"}, {"hold", "the freeze; null: none"}};
constexpr Field symptom[] = {
    {"present", "whether an observation that ended lately is over the threshold"},
    {"last_over", "the end of the latest observation over it; null: none yet"},
    {"absent_after", "how long no observation may be over it before the symptom is gone"}};
constexpr Field environment_brief[] = {
    {"name", "APP/LANE"},       {"app", "its app"},
    {"lane", "preview, staging or production"},
    {"route", "its route key"}, {"database", "its database"},
    {"owner", "of its route", owner, row},
    {"freeze", "of its promotions", freeze, row},
    {"symptom", "errors over the threshold", symptom, row}};
constexpr Field environment_row[] = {
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
    {"owner", "of its route", owner, row}};
constexpr Field app[] = {{"name", "its name"}, {"owner", "who owns it"}};
constexpr Field gap_policy[] = {{"mode", "fail_closed or last_verified"},
                                {"max_age", "of the last verified owner"},
                                {"hold", "that set it; null: as declared"}};
constexpr Field call[] = {{"id", "its name"},
                          {"what", "the call in words"},
                          {"at", "when it opened"},
                          {"severity", "low or high"},
                          {"environment", "whose errors opened it"},
                          {"route", "of that environment"},
                          {"operation", "that last moved the route's owner"},
                          {"edge", "that saw them"},
                          {"observed_permille", "errors a thousand that it saw"},
                          {"threshold_permille", "the environment's threshold"}};
constexpr Field incident_status[] = {
    {"status", "opened, classified, repairing, watching, closed or handed_over"},
    {"since", "when it got there"}};
constexpr Field affected_fields[] = {
    {"users", "so far: the most distinct users with an error in one observation, summed over edges"},
    {"minutes", "so far: begun minutes covered by observations over the threshold"}};
constexpr Field hold[] = {{"id", "its name"},
                          {"kind", "freeze, gap_policy or owner_status"},
                          {"environment", "that it is on"},
                          {"since", "when it was placed"}};
constexpr Field people_answer[] = {{"at", "when it came"},
                                   {"said", "repaired, that there was nothing, or the team's words"},
                                   {"release", "that the repair brought; null: none"}};
constexpr Field notice[] = {{"id", "its name"},
                            {"sent", "when"},
                            {"to", "an owner or a team"},
                            {"environment", "it is about; null for a team"},
                            {"repair", "what was asked for; null: it only informs"},
                            {"name", "of what is to be repaired; null where it has none"},
                            {"answer", "null: none yet", people_answer, row}};
constexpr Field stated[] = {{"users", "as stated"}, {"minutes", "as stated"}};
constexpr Field incident[] = {
    {"incident", "the call", call, row},
    {"status", "what the operator has come to", incident_status, row},
    {"affected", "what it has cost so far", affected_fields, row},
    {"symptom", "errors over the threshold", symptom, row},
    {"holds", "open ones", hold, rows},
    {"notices", "to owners and teams", notice, rows},
    {"impact", "the operator's statement, once there is one", stated, row}};
constexpr Field control_plane[] = {{"health", "healthy while it answers"},
                                   {"answering_since", "when"},
                                   {"degraded_by", "a provider; null: none"}};
constexpr Field owner_status[] = {{"environment", "whose owner"},
                                  {"told", "whether a status stands"},
                                  {"cause", "provider:NAME, platform or app"},
                                  {"says", "its words"},
                                  {"hold", "the status; null: none"}};
constexpr Field status[] = {{"control_plane", "the platform's own health", control_plane, row},
                            {"owner_status", "what owners are told", owner_status, rows}};
constexpr Field environments[] = {{"environments", "every one", environment_brief, rows}};
constexpr Field environment[] = {{"environment", "its policy", environment_row, row},
                                 {"app", "whose lane it is", app, row},
                                 {"freeze", "of its promotions", freeze, row},
                                 {"gap_policy", "in force", gap_policy, row},
                                 {"symptom", "errors over the threshold", symptom, row},
                                 {"open_operations", "not ended", operation, rows}};
constexpr Field counted[] = {{"ready", "allocations that are"}};
constexpr Field quorum_row[] = {{"environment", "its name"},
                                {"replicas", "it declares"},
                                {"quorum", "of them, how many must be ready"},
                                {"allocations", "counted", counted, row}};
constexpr Field quorum[] = {{"environments", "every one", quorum_row, rows}};
constexpr Field operations[] = {{"operations", "of all environments, or of one", operation, rows}};
constexpr Field policy[] = {{"database", "compatible, incompatible or unknown"},
                            {"breaking", "the migration that breaks it; null: none"},
                            {"sessions", "warm or cold"},
                            {"fresh_sessions", "that would start afresh"}};
constexpr Field moved[] = {{"from", "the owner before"},
                           {"to", "the owner from then on"},
                           {"sequence", "of the route event in its partition"},
                           {"at", "when"}};
constexpr Field gave_up[] = {{"edge", "that the platform tried to mend"},
                             {"partition", "it is about"},
                             {"attempts", "made"},
                             {"why", "it ended"},
                             {"at", "when"}};
constexpr Field operation_look[] = {
    {"operation", "what was asked", operation, row},
    {"policy", "both gates, once checked", policy, row},
    {"owner_moved", "once it was", moved, row},
    {"allocations", "that it placed", allocation, rows},
    {"gave_up", "where the platform's own repair ended without success", gave_up, rows}};
constexpr Field route_row[] = {{"route", "its key"},
                               {"environment", "it belongs to"},
                               {"release", "its owner"},
                               {"epoch", "of the key"},
                               {"partition", "of the route log"},
                               {"sequence", "of its latest event there"},
                               {"since", "when the owner became it"},
                               {"operation", "that made it so"}};
constexpr Field routes[] = {{"routes", "every one", route_row, rows}};
constexpr Field edge_view[] = {{"edge", "its name"},
                               {"answered", "whether it did now; else this is what it said last"},
                               {"age", "of what it said; null: it never did"},
                               {"release", "the owner in its table"},
                               {"epoch", "of the key in its table"},
                               {"applied", "the sequence that it has applied"},
                               {"applied_at", "when"},
                               {"behind", "whether it has not applied the owner's event"},
                               {"gap", "none, or what it is in a gap for"}};
constexpr Field route[] = {{"route", "as the ledger has it", route_row, row},
                           {"edges", "with --edges: as each edge has it", edge_view, rows}};
constexpr Field partition_view[] = {
    {"partition", "its name"},
    {"baseline", "epoch of the baseline"},
    {"baseline_sequence", "at which the baseline stands"},
    {"applied", "sequence that it has applied"},
    {"applied_at", "when"},
    {"computed", "checksum over the table as it is"},
    {"expected", "checksum as the last event or snapshot left it"},
    {"gap", "none, or what it is in a gap for"}};
constexpr Field view[] = {{"answered", "whether it did now; else this is what it said last"},
                          {"age", "of what it said; null: it never did"},
                          {"partitions", "its route replica", partition_view, rows}};
constexpr Field edge_brief[] = {{"id", "its name"},
                                {"started", "when"},
                                {"boot", "how often it has"},
                                {"view", "its own", view, row}};
constexpr Field edge_row[] = {{"id", "its name"}, {"started", "when"}, {"boot", "how often it has"}};
constexpr Field ledger[] = {{"partition", "its name"},
                            {"baseline", "epoch of its stream"},
                            {"sequence", "of the ledger's last event in it"}};
constexpr Field edges[] = {{"edges", "every one", edge_brief, rows},
                           {"ledger", "where each partition stands", ledger, rows}};
constexpr Field edge_owner[] = {{"route", "its key"}, {"release", "its owner there"}, {"epoch", "of the key"}};
constexpr Field acknowledged[] = {{"partition", "its name"},
                                  {"sequence", "that its latest report acknowledged"},
                                  {"age", "of that report"}};
constexpr Field gap[] = {{"partition", "its name"},
                         {"cause", "missing_event, checksum, other_baseline or no_baseline"},
                         {"applied", "sequence before it"},
                         {"seen", "sequence after it"},
                         {"since", "when"}};
constexpr Field resumed[] = {{"partition", "its name"},
                             {"baseline", "epoch of the new baseline"},
                             {"sequence", "at which it stands"},
                             {"delivered", "read back from its consumer"},
                             {"cleared", "the gap that ended with it; none where there was none"},
                             {"at", "when"},
                             {"operation", "that did it; null: by hand"}};
constexpr Field edge_policy[] = {{"environment", "its name"},
                                 {"mode", "fail_closed or last_verified"},
                                 {"max_age", "of the last verified owner"}};
constexpr Field edge[] = {{"edge", "the process", edge_row, row},
                          {"view", "its own", view, row},
                          {"owners", "in its table", edge_owner, rows},
                          {"acknowledged", "by its latest report", acknowledged, rows},
                          {"ledger", "where each partition stands", ledger, rows},
                          {"gaps", "open ones", gap, rows},
                          {"resumed", "its latest new baseline in this run", resumed, row},
                          {"policies", "gap policies in force", edge_policy, rows}};
constexpr Field verified[] = {
    {"verdict", "unverified, good, stale, forged, truncated, other_partition or replayed"}};
constexpr Field snapshot_row[] = {{"partition", "its name"},
                                  {"baseline", "epoch of its stream"},
                                  {"sequence", "at which it was taken"},
                                  {"checksum", "over its table"},
                                  {"key", "that signed it"},
                                  {"issued_at", "when"},
                                  {"source", "the control plane that issued it"},
                                  {"operation", "that fetched it; null: by hand"},
                                  {"verified", "what the edge found", verified, row}};
constexpr Field snapshot[] = {{"snapshots", "fetched and not yet live", snapshot_row, rows}};
constexpr Field served[] = {{"from", "when it became the owner"},
                            {"until", "when it ceased to be"},
                            {"epoch", "of the key in that time"},
                            {"operation", "that made it the owner"},
                            {"symptoms", "times that the threshold was crossed in it"}};
constexpr Field serving[] = {{"since", "when it became the owner"},
                             {"epoch", "of the key"},
                             {"operation", "that made it so"}};
constexpr Field manifest[] = {{"digest", "of the artifact"},
                              {"reads", "schema versions that it reads; null: not recorded"},
                              {"writes", "schema versions that it writes; null: not recorded"},
                              {"state_schema", "of session state; equal numbers read each other's"},
                              {"needs", "bindings, each with its secret"},
                              {"readiness_path", "that its probe asks"},
                              {"source", "where it was built from"},
                              {"migration", "run before it takes over; null: none"}};
constexpr Field store[] = {{"in_store", "whether the store still has it"}};
constexpr Field release_row[] = {{"id", "its name"},
                                 {"environment", "it is a candidate of"},
                                 {"digest", "of its artifact"},
                                 {"registered", "when"},
                                 {"checks", "their evidence"},
                                 {"served", "spans in which it owned the route", served, rows},
                                 {"serving", "null: it does not own the route now", serving, row},
                                 {"manifest", "what its build said", manifest, row},
                                 {"store", "of artifacts", store, row}};
constexpr Field releases[] = {{"releases", "of one environment", release_row, rows}};
constexpr Field release[] = {{"release", "the one", release_row, row}};
constexpr Field artifact_row[] = {{"digest", "its name"},
                                  {"reads", "schema versions that it reads; null: not recorded"},
                                  {"writes", "schema versions that it writes; null: not recorded"},
                                  {"state_schema", "of session state"},
                                  {"needs", "bindings, each with its secret"},
                                  {"readiness_path", "that its probe asks"},
                                  {"source", "where it was built from"},
                                  {"migration", "run before it takes over; null: none"},
                                  {"built_at", "when"},
                                  {"store", "of artifacts", store, row}};
constexpr Field made_of[] = {{"id", "its name"},
                             {"environment", "it is a candidate of"},
                             {"checks", "their evidence"}};
constexpr Field artifacts[] = {{"artifacts", "every one", artifact_row, rows}};
constexpr Field artifact[] = {{"artifact", "the one", artifact_row, row},
                              {"releases", "made of it", made_of, rows}};
constexpr Field allocations[] = {{"allocations", "of all environments, or of one", allocation, rows}};
constexpr Field allocation_look[] = {{"allocation", "the one", allocation, row}};
constexpr Field load[] = {{"used", "slots"}, {"free", "slots"}};
constexpr Field host_row[] = {{"id", "its name"},
                              {"image", "digest that it was made from"},
                              {"slots", "for allocations"},
                              {"load", "by allocations placed there", load, row}};
constexpr Field hosts[] = {{"hosts", "every one", host_row, rows}};
constexpr Field host[] = {{"host", "the one", host_row, row},
                          {"allocations", "placed there", allocation, rows}};
constexpr Field session[] = {{"allocation", "that holds them"},
                             {"environment", "it serves"},
                             {"host", "it runs on"},
                             {"stage", "of the allocation"},
                             {"sessions", "live ones, as last reported"},
                             {"resumed", "found their state elsewhere when it stopped"},
                             {"fresh", "started anew when it stopped"}};
constexpr Field sessions[] = {{"sessions", "of a host or an environment", session, rows}};
constexpr Field schema[] = {{"version", "of the schema"}};
constexpr Field database_row[] = {{"name", "its name"},
                                  {"environment", "whose product data it holds"},
                                  {"provider", "that runs it"},
                                  {"data_class", "public_content, customer_data or payments"},
                                  {"rpo", "how much may be lost"},
                                  {"rto", "how long a restore may take"},
                                  {"writer_epoch", "whose login may write"},
                                  {"rows", "when the run began"},
                                  {"schema", "as the latest migration left it", schema, row}};
constexpr Field migration[] = {{"name", "its name"},
                               {"from", "schema version before"},
                               {"to", "schema version after"},
                               {"kind", "additive, contracting or destructive"},
                               {"rows_lost", "by it"},
                               {"operation", "that ran it; null: before the run"}};
constexpr Field databases[] = {{"databases", "every one", database_row, rows}};
constexpr Field database[] = {{"database", "the one", database_row, row},
                              {"migrations", "applied, oldest first", migration, rows}};
constexpr Field probe[] = {{"state", "answers or gone"},
                           {"since", "when it got so"},
                           {"age", "of the probe"}};
constexpr Field needed_by[] = {{"release", "of the environment, whose manifest needs it"}};
constexpr Field binding[] = {{"name", "its name"},
                             {"environment", "it belongs to"},
                             {"provider", "behind it"},
                             {"probe", "the monitor's latest; null: not probed", probe, row},
                             {"needed_by", "releases", needed_by, rows}};
constexpr Field bindings[] = {{"bindings", "of all environments, or of one", binding, rows}};
constexpr Field provider_row[] = {{"name", "its name"},
                                  {"kind", "database, object_store, queue, payment, search or mail"}};
constexpr Field bound[] = {{"name", "of the binding"},
                           {"environment", "it belongs to"},
                           {"probe", "the monitor's latest; null: not probed", probe, row}};
constexpr Field providers[] = {{"providers", "every one", provider_row, rows}};
constexpr Field provider[] = {{"provider", "the one", provider_row, row},
                              {"bindings", "to it", bound, rows}};
constexpr Field threshold[] = {{"environment", "its name"},
                               {"route", "its key"},
                               {"threshold_permille", "errors a thousand above which it is over"},
                               {"least_errors", "and at least so many"},
                               {"since", "how far back this look goes"}};
constexpr Field answers[] = {{"release", "that answered; null: the edge itself did"},
                             {"status", "of the answer"},
                             {"error", "none, reset, timed_out, status, no_endpoint, edge_gap or binding"},
                             {"binding", "that failed; null: none"},
                             {"code", "the program's own; null: it gave none"},
                             {"requests", "answered so"},
                             {"users", "distinct ones among them"}};
constexpr Field observation[] = {{"edge", "that counted"},
                                 {"from", "when its count began"},
                                 {"until", "when it ended"},
                                 {"age", "of its end"},
                                 {"requests", "to the route"},
                                 {"errors", "among them"},
                                 {"users_with_errors", "distinct ones"},
                                 {"threshold_permille", "of the environment"},
                                 {"over", "whether this observation is over it"},
                                 {"rows", "a kind of answer each", answers, rows}};
constexpr Field last_word[] = {{"edge", "its name"},
                               {"last_observed", "the end of its latest count; null: none yet"},
                               {"age", "of that; one that is silent grows old"}};
constexpr Field errors[] = {{"threshold", "over which an edge reports at once", threshold, row},
                            {"symptom", "errors over the threshold", symptom, row},
                            {"observations", "oldest first", observation, rows},
                            {"edges", "how fresh each one's word is", last_word, rows}};
constexpr Field log_line[] = {{"at", "when it was written"},
                              {"allocation", "that wrote it"},
                              {"text", "the line"}};
constexpr Field logs[] = {{"lines", "oldest first", log_line, rows}};

constexpr Field would_be_refused[] = {{"code", "of the refusal"},
                                      {"rule", "of the runbooks"},
                                      {"why", "what stands in the way"},
                                      {"right", "what would be right"}};
constexpr Field plan_line[] = {{"what", "it is about"}, {"value", "as it stands"}};
constexpr Field plan[] = {
    {"finding", "compatible, incompatible or unknown where an owner would move; else fits, or refused"},
    {"would_be_refused", "where the verb would be", would_be_refused, row},
    {"lines", "what would be done, to what, and what it rests on", plan_line, rows}};
constexpr Field kept[] = {{"operation", "that waits on"}};
constexpr Field fact[] = {{"fact", "its kind"},
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
                          {"kept_waiting", "by a freeze that lifted", kept, rows}};
constexpr Field done[] = {{"done", "a row a fact; fields that it has not are left out", fact, rows}};

std::span<Field const> fields_of(LookKind look) {
  switch (look) {
    case LookKind::incident: return incident;
    case LookKind::environments: return environments;
    case LookKind::environment: return environment;
    case LookKind::operations: return operations;
    case LookKind::operation: return operation_look;
    case LookKind::routes: return routes;
    case LookKind::route: return route;
    case LookKind::releases: return releases;
    case LookKind::release: return release;
    case LookKind::artifacts: return artifacts;
    case LookKind::artifact: return artifact;
    case LookKind::allocations: return allocations;
    case LookKind::allocation: return allocation_look;
    case LookKind::edges: return edges;
    case LookKind::edge: return edge;
    case LookKind::snapshot: return snapshot;
    case LookKind::sessions: return sessions;
    case LookKind::databases: return databases;
    case LookKind::database: return database;
    case LookKind::hosts: return hosts;
    case LookKind::host: return host;
    case LookKind::quorum: return quorum;
    case LookKind::providers: return providers;
    case LookKind::provider: return provider;
    case LookKind::bindings: return bindings;
    case LookKind::errors: return errors;
    case LookKind::status: return status;
    case LookKind::logs: return logs;
    case LookKind::gate:
    case LookKind::backups:
    case LookKind::consumers:
    case LookKind::plan:
    case LookKind::regions: return {};
  }
  return {};
}

void collect(std::vector<DocumentedField>& out, std::string const& before,
             std::span<Field const> fields) {
  for (auto const& field : fields) {
    auto const path = before + std::string{field.name};
    switch (field.shape) {
      case value: out.push_back({path, field.meaning}); break;
      case row: collect(out, path + ".", field.within); break;
      case rows: collect(out, path + "[].", field.within); break;
    }
  }
}

std::vector<DocumentedField> collected(std::span<Field const> fields) {
  std::vector<DocumentedField> out;
  collect(out, "", fields);
  return out;
}

void put_table(std::string& out, std::span<Field const> fields, std::string const& before) {
  for (auto const& field : fields) {
    auto const path = before + std::string{field.name};
    auto const* mark = field.shape == rows ? "[]" : "";
    out += fmt::format("| `{}{}` | {} |\n", path, mark, field.meaning);
    if (field.shape != value) put_table(out, field.within, path + mark + ".");
  }
}

void put_look(std::string& out, std::string_view usage, std::span<Field const> fields) {
  out += fmt::format("\n## `{}`\n\n| field | |\n|---|---|\n", usage);
  put_table(out, fields, "");
}

std::string usage_of(LookKind look) {
  auto const words = look == LookKind::logs ? std::string{"logs"}
                                            : "show " + std::string{to_text(look)};
  auto const* row = language::find_verb(words);
  return row == nullptr ? words : std::string{row->usage};
}

}  // namespace

std::vector<DocumentedField> documented_fields(LookKind look) { return collected(fields_of(look)); }
std::vector<DocumentedField> documented_plan_fields() { return collected(plan); }
std::vector<DocumentedField> documented_done_fields() { return collected(done); }

std::string looks_markdown() {
  std::string out =
      "# What each look prints\n\n"
      "Made from the code (`src/lab/desk/look_fields.cpp`); a test holds the looks to it.\n\n"
      "Every object that has values of its own has `entry` beside them: the entry of the platform chain\n"
      "that they come from, and what a `--ref` may point to once it was printed. Values of another entry\n"
      "stand in an object of their own. `as_of` is the chain's newest entry with its age; it is no value\n"
      "of the look. What is absent is `null`. Durations and times are written as they are typed. A look\n"
      "for which this platform has no noun is refused `nothing_of_this_kind`.\n";
  for (std::uint32_t n = 0; n < enum_size<LookKind>; ++n) {
    auto const look = static_cast<LookKind>(n);
    if (auto const fields = fields_of(look); !fields.empty()) put_look(out, usage_of(look), fields);
  }
  put_look(out, "HOLD or REPAIR --plan", plan);
  put_look(out, "HOLD, REPAIR or RECORD", done);
  return out;
}

}  // namespace studylab::desk
