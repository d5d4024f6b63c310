// What a database can be restored from, its consumers, and plans of restores.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

Styled within(Record const& row, std::string_view name, std::string_view what) {
  bool const yes = row.flag(name);
  return {fmt::format("{} {}", yes ? "within" : "over", what), yes ? Style::plain : Style::red};
}

std::string settled_text(Record const& row) {
  if (row.has("settled")) return row.in("settled").text("choice");
  if (!row.has("past_restore")) return {};
  auto const past = row.in("past_restore");
  return fmt::format("{} processed, {} not", counted(past.number("processed")),
                     counted(past.number("unprocessed")));
}

// Which release fits which schema that a method leaves: one row for each release.
void put_fits(Sheet& sheet, std::vector<Record> const& rows) {
  std::vector<std::string> schemas;
  std::vector<std::vector<Record>> releases;
  for (auto const& row : rows) {
    auto const schema = row.text("schema");
    if (std::ranges::find(schemas, schema) == schemas.end()) schemas.push_back(schema);
    auto const its = std::ranges::find_if(releases, [&](std::vector<Record> const& of) {
      return of.front().text("release") == row.text("release");
    });
    if (its == releases.end()) {
      releases.push_back({row});
    } else {
      its->push_back(row);
    }
  }
  std::vector<Column> columns{{"release"}};
  for (auto const& schema : schemas) columns.push_back({"schema " + schema});
  Table fits{std::move(columns)};
  for (auto const& verdicts : releases) {
    std::vector<Cell> cells{verdicts.front().text("release")};
    for (auto const& schema : schemas) {
      auto const its = std::ranges::find_if(
          verdicts, [&](Record const& row) { return row.text("schema") == schema; });
      cells.emplace_back(its == verdicts.end() ? std::string{} : its->text("verdict"));
    }
    fits.add(std::move(cells), verdicts.front().entry());
  }
  sheet.table(fits, Fold::first_rows, "no releases");
}

}  // namespace

void view_backups(Sheet& sheet, Query const& asked, Record const& data) {
  Table table{{{"backup"},
               {"data of"},
               {"taken"},
               {"last write", Align::right},
               {"schema", Align::right, Fit::whole, 1},
               {"rows", Align::right, Fit::whole, 2}}};
  for (auto const& row : data.rows("backups")) {
    table.add({row.text("name"), row.text("source"), sheet.time(row.time("taken_at")),
               counted(row.number("position")), row.text("schema"), counted(row.number("rows"))},
              row.entry());
  }
  put_table(sheet, {Styled{"backups", Style::strong}, asked.object}, std::move(table),
            Fold::last_rows, "none");
  auto const log = data.in("log");
  sheet.field("log",
              fmt::format("archived since {}; events are kept for {}",
                          sheet.time(log.time("archived_since")), log.text("events_kept")),
              log.entry());
  auto const failover = data.in("failover");
  if (failover.empty()) return;
  sheet.field("failover",
              fmt::format("at {}: promoted at write {}, archived to {}, log ended at {}",
                          sheet.time(failover.time("at")), counted(failover.number("promoted")),
                          counted(failover.number("archived")), counted(failover.number("ended"))),
              failover.entry());
}

void view_consumers(Sheet& sheet, Query const& asked, Record const& data) {
  Table table{{{"consumer"},
               {"effect"},
               {"idempotent"},
               {"position", Align::right, Fit::whole, 2},
               {"went back"},
               {"past the restore"},
               {"does", Align::left, Fit::whole, 1}}};
  for (auto const& row : data.rows("consumers")) {
    auto const seen = row.in("seen");
    auto const back = seen.has("went_back") ? sheet.time(seen.time("went_back")) : std::string{};
    table.add({row.text("name"), row.text("effect"), row.text("idempotency"),
               seen.empty() ? std::string{} : counted(seen.number("position")),
               Styled{back, Style::red}, settled_text(row), row.text("does")},
              row.latest());
  }
  put_table(sheet, {Styled{"consumers", Style::strong}, asked.object}, std::move(table),
            Fold::last_rows, "none");
}

void view_plan(Sheet& sheet, Record const& data) {
  auto const plan = data.in("plan");
  sheet.heading({Styled{plan.text("operation"), Style::strong},
                 "restore of " + plan.text("database"), plan.text("environment")});
  sheet.field("data",
              fmt::format("{}; RPO {}, RTO {}", plan.text("data_class"),
                          in_short(plan.duration("rpo")), in_short(plan.duration("rto"))),
              plan.entry());
  sheet.field("target",
              fmt::format("write {} at {}; the log ended at {}", counted(plan.number("target")),
                          sheet.time(plan.time("target_at")), counted(plan.number("end"))),
              plan.entry());
  for (auto const& row : data.rows("methods")) {
    auto const method = row.text("method");
    if (row.text("target") != "reachable") {
      sheet.field(method, Styled{row.text("target") + ": " + row.text("cannot"), Style::amber},
                  row.entry());
      continue;
    }
    sheet.field(
        method,
        Styled{fmt::format("from {}: loses {} writes ({}), {} after replays, ", row.text("base"),
                           counted(row.number("lost")), in_short(row.duration("lost_time")),
                           in_short(row.duration("left_time")))}
            .add(within(row, "within_rpo", "RPO"))
            .add(fmt::format("; takes {}, ", in_short(row.duration("takes"))))
            .add(within(row, "within_rto", "RTO")),
        row.entry());
    if (row.has("cannot")) {
      sheet.field("", "does not bring back: " + row.text("cannot"), row.entry());
    }
  }
  put_fits(sheet, data.rows("releases"));
  auto const copy = data.in("copy");
  if (!copy.empty()) {
    sheet.field("copy",
                fmt::format("reached write {}, {} damaged rows", counted(copy.number("reached")),
                            counted(copy.number("damaged"))),
                copy.entry());
  }
  auto const over = data.in("cut_over");
  if (!over.empty()) {
    sheet.field("cut over",
                fmt::format("kept to write {}; the log had ended at {}",
                            counted(over.number("kept")), counted(over.number("ended"))),
                over.entry());
  }
}

}  // namespace studylab::console
