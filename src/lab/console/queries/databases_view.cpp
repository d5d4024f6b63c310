// Databases, bindings and their providers.
#include <algorithm>

#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

Styled migration_kind(Record const& migration) {
  auto const kind = migration.text("kind");
  return {kind, kind == "additive" ? Style::plain : Style::amber};
}

// Whether calls failed in a time after the probe.
bool failed_since(Record const& row) {
  if (!row.has("calls")) return false;
  auto const calls = row.in("calls");
  return calls.number("failed") > 0 && calls.duration("age") < row.in("probe").duration("age");
}

// A binding is probed seldom: what calls have shown since then counts more.
Styled probe_state(Record const& row) {
  auto const probe = row.in("probe");
  if (!probe.has("state")) return {"not probed", Style::amber};
  auto const state = probe.text("state");
  if (state == "gone") return {state, Style::red};
  return failed_since(row) ? Styled{"answered, before calls failed", Style::amber} : Styled{state};
}

bool any_secret(std::vector<Record> const& rows) {
  return std::ranges::any_of(rows, [](Record const& row) { return row.has("secret"); });
}

Styled secret_state(Record const& row) {
  if (!row.has("secret")) return {};
  auto const state = row.in("secret").text("state");
  return {state, state == "present" ? Style::plain : Style::red};
}

// The entry of what is unusual in the row; of the newest value if nothing is.
EntryId stated_in(Record const& row) {
  auto const probe = row.in("probe");
  if (probe.text("state") == "gone") return probe.entry();
  bool const unusable = row.has("secret") && row.in("secret").text("state") != "present";
  return unusable ? row.in("secret").entry() : row.latest();
}

// Of the binding and its secret, the newer probe.
std::string probe_age(Record const& row) {
  auto const probe = row.in("probe");
  if (!probe.has("age")) return {};
  auto const age = probe.duration("age");
  bool const secret = row.has("secret") && row.in("secret").has("age");
  return ago(secret ? std::min(age, row.in("secret").duration("age")) : age);
}

// All of them if they are few, otherwise `rel-1 … rel-20 (10)`.
std::string needed_by(Record const& binding) {
  constexpr std::size_t few = 3;
  auto const releases = binding.rows("needed_by");
  if (releases.empty()) return "no release";
  if (releases.size() > few) {
    return fmt::format("{} … {} ({})", releases.front().text("release"),
                       releases.back().text("release"), releases.size());
  }
  std::string text;
  for (auto const& row : releases) text += (text.empty() ? "" : ", ") + row.text("release");
  return text;
}

void put_bindings(Sheet& sheet, std::vector<Styled> title, std::vector<Record> const& rows) {
  bool const secrets = any_secret(rows);
  std::vector<Column> columns{{"binding"},
                              {"environment", Align::left, Fit::whole, 0, Shared::in_heading},
                              {"provider", Align::left, Fit::whole, 3},
                              {"state"},
                              {"since", Align::left, Fit::whole, 1},
                              {"probed", Align::left, Fit::whole, 2}};
  if (secrets) columns.push_back({"secret"});
  columns.push_back({"needed by", Align::left, Fit::wanted});
  Table table{std::move(columns)};
  for (auto const& row : rows) {
    auto const probe = row.in("probe");
    std::vector<Cell> cells{row.text("name"), row.text("environment"),         row.text("provider"),
                            probe_state(row), sheet.time(probe.time("since")), probe_age(row)};
    if (secrets) cells.push_back(secret_state(row));
    cells.emplace_back(row.has("needed_by") ? needed_by(row) : std::string{});
    table.add(std::move(cells), stated_in(row));
  }
  put_table(sheet, std::move(title), std::move(table), Fold::last_rows, "none");
}

// Exact below a second.
std::string lag_text(Duration lag) {
  return lag < std::chrono::seconds{1} ? to_text(lag) : in_short(lag);
}

// What wrote or removed damaged rows.
std::string cause_of(Record const& row) {
  if (row.text("kind") == "missing") return "lost by a failover";
  std::string text;
  for (auto const* name : {"release", "consumer", "operation", "migration"}) {
    if (row.has(name)) text += (text.empty() ? "" : ", ") + row.text(name);
  }
  if (row.has("source")) text += (text.empty() ? "rows of " : ", rows of ") + row.text("source");
  return text;
}

void put_data(Sheet& sheet, Record const& data) {
  auto const check = data.in("check");
  if (check.empty()) return;
  bool const passed = check.text("finding") == "passed";
  if (check.has("cut_over")) {
    sheet.field("check",
                {"none since the cut-over at " + sheet.time(check.time("cut_over")), Style::amber},
                check.entry());
  }
  sheet.field(check.has("cut_over") ? "before it" : "check",
              Styled{check.text("finding"), passed ? Style::plain : Style::red}
                  .add(" at " + sheet.time(check.time("at")))
                  .add(if_old(check.duration("age")), Style::amber)
                  .add(fmt::format(", write {}; the replica is {} behind",
                                   counted(check.number("position")),
                                   lag_text(check.duration("replica_lag")))),
              check.entry());
  for (auto const& row : data.rows("damage")) {
    if (check.has("cut_over")) break;  // of the copy that served before
    sheet.field(row.text("kind"),
                fmt::format("{} rows of {} since write {} at {}: {}", counted(row.number("rows")),
                            counted(row.number("users"), "user"), counted(row.number("first")),
                            sheet.time(row.time("since")), cause_of(row)),
                row.entry());
  }
  auto const fence = data.in("fence");
  if (fence.empty()) return;
  sheet.field("fence",
              fmt::format("{}: epoch {}, {}", fence.text("hold"), fence.text("epoch"),
                          fence.flag("in_force") ? "in force" : "not in force yet"),
              fence.entry());
}

}  // namespace

void view_databases(Sheet& sheet, Record const& data) {
  Table table{{{"database"},
               {"environment", Align::left, Fit::whole, 2},
               {"schema", Align::right},
               {"data", Align::left, Fit::whole, 1},
               {"rows", Align::right, Fit::whole, 3},
               {"rpo", Align::right},
               {"rto", Align::right, Fit::whole, 4},
               {"provider", Align::left, Fit::whole, 5}}};
  for (auto const& row : data.rows("databases")) {
    table.add({row.text("name"), row.text("environment"), row.in("schema").text("version"),
               row.text("data_class"), counted(row.number("rows")), row.text("rpo"),
               row.text("rto"), row.text("provider")},
              row.latest());
  }
  put_table(sheet, {Styled{"databases", Style::strong}}, std::move(table), Fold::last_rows, "none");
}

void view_database(Sheet& sheet, Record const& data) {
  auto const database = data.in("database");
  sheet.heading({Styled{database.text("name"), Style::strong}, database.text("environment"),
                 "schema " + database.in("schema").text("version")});
  sheet.field(
      "provider",
      fmt::format("{}, writer epoch {}", database.text("provider"), database.text("writer_epoch")),
      database.entry());
  sheet.field(
      "data",
      fmt::format("{}, {} rows when the run began; RPO {}, RTO {}", database.text("data_class"),
                  counted(database.number("rows")), database.text("rpo"), database.text("rto")),
      database.entry());
  Table table{{{"migration", Align::left, Fit::shortened},
               {"from", Align::right},
               {"to", Align::right},
               {"kind"},
               {"rows lost", Align::right},
               {"by"}}};
  for (auto const& row : data.rows("migrations")) {
    auto const lost = row.number("rows_lost");
    // What a migration before the run removed was not counted.
    bool const counts = row.has("operation");
    table.add({row.text("name"), row.text("from"), row.text("to"), migration_kind(row),
               Styled{counts ? counted(lost) : "", lost > 0 ? Style::red : Style::plain},
               counts ? row.text("operation") : std::string{"before the run"}},
              row.entry());
  }
  sheet.table(table, Fold::first_rows, "no migrations");
  put_data(sheet, data);
}

void view_provider(Sheet& sheet, Record const& data) {
  auto const provider = data.in("provider");
  if (provider.has("watch")) return view_watched_provider(sheet, data);
  put_bindings(sheet, {Styled{provider.text("name"), Style::strong}, provider.text("kind")},
               data.rows("bindings"));
}

void view_bindings(Sheet& sheet, Query const& asked, Record const& data) {
  auto const rows = data.rows("bindings");
  put_bindings(sheet, {Styled{"bindings", Style::strong}, asked.object}, rows);
  put_calls(sheet, rows);
}

}  // namespace studylab::console
