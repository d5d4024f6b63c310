#pragma once

#include "command_language/data.h"
#include "lab/console/render/sheet.h"
#include "lab/console/render/units.h"
#include "model/commands.h"

// The text of a query's answer for people: one line per object, made from the answer's data. A view
// leaves out what is usual; `--wide` prints every field.
namespace studylab::console {

using language::Record;

// The view of `--wide`.
enum class Detail : std::uint8_t { usual, full };
std::string query_text(Query const& asked, Detail detail, language::Data const& data,
                       Moment const& moment, Screen const& screen);

// --- one view per query ---
void view_incident(Sheet& sheet, Record const& data);
void view_status(Sheet& sheet, Record const& data);
void view_environments(Sheet& sheet, Record const& data);
void view_environment(Sheet& sheet, Record const& data);
void view_quorum(Sheet& sheet, Record const& data);
void view_operations(Sheet& sheet, Query const& asked, Record const& data);
void view_operation(Sheet& sheet, Record const& data);
void view_routes(Sheet& sheet, Record const& data);
void view_route(Sheet& sheet, Record const& data);
void view_releases(Sheet& sheet, Query const& asked, Record const& data);
void view_release(Sheet& sheet, Record const& data);
void view_artifacts(Sheet& sheet, Record const& data);
void view_artifact(Sheet& sheet, Record const& data);
void view_allocations(Sheet& sheet, Query const& asked, Record const& data);
void view_allocation(Sheet& sheet, Record const& data);
void view_hosts(Sheet& sheet, Record const& data);
void view_host(Sheet& sheet, Record const& data);
void view_sessions(Sheet& sheet, Query const& asked, Record const& data);
void view_edges(Sheet& sheet, Record const& data);
void view_edge(Sheet& sheet, Record const& data);
void view_snapshot(Sheet& sheet, Query const& asked, Record const& data);
void view_gate(Sheet& sheet, Query const& asked, Record const& data);
void view_databases(Sheet& sheet, Record const& data);
void view_database(Sheet& sheet, Record const& data);
void view_backups(Sheet& sheet, Query const& asked, Record const& data);
void view_consumers(Sheet& sheet, Query const& asked, Record const& data);
void view_plan(Sheet& sheet, Record const& data);
void view_providers(Sheet& sheet, Record const& data);
void view_regions(Sheet& sheet, Record const& data);
// The health of the control plane and, apart from it, of environments.
void put_health(Sheet& sheet, Record const& data);
void view_provider(Sheet& sheet, Record const& data);
void view_watched_provider(Sheet& sheet, Record const& data);
// What proxies counted of the calls through these bindings; nothing if none is counted.
void put_calls(Sheet& sheet, std::vector<Record> const& bindings);
void view_bindings(Sheet& sheet, Query const& asked, Record const& data);
void view_errors(Sheet& sheet, Query const& asked, Record const& data);
void view_logs(Sheet& sheet, Query const& asked, Record const& data);

// --- parts that several views print ---
// What a person said: `emil (colleague): "…"`.
std::string statement_text(std::string_view who, std::string_view role, std::string_view text);
// A word of the data as text: `edge_propagating` is `edge propagating`.
std::string in_words(std::string word);
// `present, last over the threshold at 18:23:30, 4s ago`
// Whether errors are over the threshold, which is the symptom of an incident about errors only.
Styled threshold_text(Sheet const& sheet, Record const& symptom);
Styled symptom_text(Sheet const& sheet, Record const& symptom);
Styled stage_text(Record const& stage);  // of an operation or an allocation, coloured
// Operations or allocations as a table, under a heading that begins with `title`.
void put_operations(Sheet& sheet, std::vector<Styled> title, std::vector<Record> const& rows);
void put_allocations(Sheet& sheet, std::vector<Styled> title, std::vector<Record> const& rows);
void put_snapshots(Sheet& sheet, std::vector<Styled> title, std::vector<Record> const& rows);
// A heading of `title` and the values that all rows share, then the rows.
void put_table(Sheet& sheet, std::vector<Styled> title, Table table, Fold fold,
               std::string_view nothing);

}  // namespace studylab::console
