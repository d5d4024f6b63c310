// Allocations, their hosts and their sessions.
#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

// What is unusual about the allocation: a failure, a failing probe, or another artifact than
// planned.
Styled allocation_note(Record const& allocation) {
  auto const stage = allocation.in("stage");
  std::vector<Styled> parts;
  if (stage.has("reason") || stage.has("failed_at")) {
    parts.emplace_back(fmt::format("at {}: {}", stage.text("failed_at"), stage.text("reason")),
                       Style::red);
  }
  if (stage.has("running") && stage.text("running") != allocation.text("digest")) {
    parts.emplace_back("runs " + stage.text("running"), Style::red);
  }
  if (allocation.number("attempt") > 1) {
    parts.emplace_back(fmt::format("attempt {}", allocation.number("attempt")));
  }
  return joined(parts, ", ");
}

// What was last reported of it says nothing any more.
bool no_longer_runs(Record const& stage) {
  auto const name = stage.text("stage");
  return name == "failed" || name == "stopped";
}

Styled probe_text(Record const& stage) {
  auto const status = stage.number("probe_status");
  if (status == 0) return {};
  return {std::to_string(status), status >= 400 ? Style::red : Style::plain};
}

}  // namespace

void put_allocations(Sheet& sheet, std::vector<Styled> title, std::vector<Record> const& rows) {
  Table table{{{"allocation"},
               {"environment", Align::left, Fit::whole, 0, Shared::in_heading},
               {"release", Align::left, Fit::whole, 0, Shared::in_heading},
               {"host", Align::left, Fit::whole, 0, Shared::in_heading},
               {"stage"},
               {"since", Align::left, Fit::whole, 1},
               {"probe", Align::right, Fit::whole, 2},
               {"sessions", Align::right},
               {"artifact", Align::left, Fit::whole, 3},
               {"note", Align::left, Fit::reason}}};
  for (auto const& row : rows) {
    auto const stage = row.in("stage");
    bool const runs = !no_longer_runs(stage);
    table.add(
        {row.text("id"), row.text("environment"), row.text("release"), row.text("host"),
         stage_text(stage), sheet.time(stage.time("since")), runs ? probe_text(stage) : Styled{},
         runs ? counted(stage.number("sessions")) : std::string{}, row.text("digest"),
         allocation_note(row)},
        row.latest());
  }
  put_table(sheet, std::move(title), std::move(table), Fold::first_rows, "none");
}

void view_allocations(Sheet& sheet, Query const& asked, Record const& data) {
  put_allocations(sheet, {Styled{"allocations", Style::strong}, asked.object},
                  data.rows("allocations"));
}

void view_allocation(Sheet& sheet, Record const& data) {
  auto const allocation = data.in("allocation");
  auto const stage = allocation.in("stage");
  sheet.heading({Styled{allocation.text("id"), Style::strong}, allocation.text("environment"),
                 stage_text(stage).add(" " + sheet.since(stage.time("since")))});
  sheet.field("runs",
              fmt::format("{} from {} on {}", allocation.text("release"), allocation.text("digest"),
                          allocation.text("host")),
              allocation.entry());
  sheet.field(
      "placed by",
      allocation.has("operation")
          ? fmt::format("{}, attempt {}", allocation.text("operation"), allocation.text("attempt"))
          : std::string{"it existed before the run"},
      allocation.entry());
  sheet.field("reported", stage.has("running") ? "runs " + stage.text("running") : std::string{},
              stage.entry());
  if (!probe_text(stage).empty()) {
    sheet.field("probe", Styled{"answered "}.add(probe_text(stage)), stage.entry());
  }
  sheet.field("sessions", counted(stage.number("sessions")), stage.entry());
  sheet.field("note", allocation_note(allocation), stage.entry());
}

Styled host_state(Record const& host) {
  if (host.has("upgrade")) return {in_words(host.text("upgrade")), Style::amber};
  if (host.has("cordon")) return {"cordoned", Style::amber};
  return host.in("load").number("free") == 0 ? Styled{"full", Style::amber} : Styled{};
}

// The entry of what is unusual in the row; of the newest value if nothing is.
EntryId stated_of_host(Record const& host) {
  if (host.has("cordon")) return host.in("cordon").entry();
  return host.in("load").number("free") == 0 ? host.entry() : host.latest();
}

void view_hosts(Sheet& sheet, Record const& data) {
  Table table{{{"host"},
               {"declared image", Align::left, Fit::whole, 1, Shared::in_heading},
               {"slots", Align::right},
               {"used", Align::right},
               {"free", Align::right},
               {"state"}}};
  for (auto const& row : data.rows("hosts")) {
    auto const load = row.in("load");
    table.add({row.text("id"), row.text("image"), row.text("slots"), load.text("used"),
               load.text("free"), host_state(row)},
              stated_of_host(row));
  }
  put_table(sheet, {Styled{"hosts", Style::strong}}, std::move(table), Fold::last_rows, "none");
}

void view_host(Sheet& sheet, Record const& data) {
  auto const host = data.in("host");
  auto const load = host.in("load");
  put_allocations(sheet,
                  {Styled{host.text("id"), Style::strong}, "declared image " + host.text("image"),
                   fmt::format("{} of {} slots used", load.text("used"), host.text("slots"))},
                  data.rows("allocations"));
  if (host.has("cordon")) {
    auto const cordon = host.in("cordon");
    sheet.field(
        "cordoned",
        Styled{fmt::format("since {}: {}", sheet.time(cordon.time("since")), cordon.text("why")),
               Style::amber},
        cordon.entry());
  }
  if (host.has("postcheck")) {
    auto const check = host.in("postcheck");
    bool const passed = check.flag("passed");
    sheet.field(
        "postcheck",
        Styled{fmt::format("{} at {}", passed ? "passed" : "failed", sheet.time(check.time("at"))),
               passed ? Style::plain : Style::red}
            .add(if_old(check.duration("age")), Style::amber)
            .add(": " + check.text("seen"), passed ? Style::plain : Style::red),
        check.entry());
    auto const runs = check.text("image");
    if (runs != host.text("image")) sheet.field("runs", Styled{runs, Style::red}, check.entry());
  }
  for (auto const& row : data.rows("drift")) {
    bool const recorded = row.has("recorded");
    auto const when = recorded ? " at " + sheet.time(row.time("recorded")) : std::string{};
    sheet.field(
        "drift",
        Styled{fmt::format("{}: {}, not {}; {}recorded{}", row.text("path"), row.text("actual"),
                           row.text("declared"), recorded ? "" : "not ", when),
               recorded ? Style::plain : Style::red},
        row.entry());
  }
  if (host.has("upgrade")) {
    sheet.field("upgrade", Styled{in_words(host.text("upgrade")), Style::amber}, host.entry());
  }
  if (data.has("symptom")) {
    bool const present = data.in("symptom").flag("present");
    sheet.field("upgrade due",
                Styled{present ? "yes" : "no", present ? Style::amber : Style::plain},
                data.in("symptom").entry());
  }
}

// How old they are, and what a drain does to them.
void put_ages(Sheet& sheet, Record const& data) {
  if (data.has("drain")) {
    sheet.field("minimum deadline", data.in("drain").text("min_deadline"),
                data.in("drain").entry());
  }
  auto const rows = data.rows("ages");
  if (rows.empty()) return;
  Table table{{{"allocation"},
               {"at a drain"},
               {"oldest since"},
               {"too old", Align::right},
               {"minimum drain time", Align::right}}};
  for (auto const& row : rows) {
    table.add({row.text("allocation"), in_words(row.text("continuity")),
               sheet.time(row.time("oldest_since")), counted(row.number("past_drain_time")),
               row.text("min_drain_time")},
              row.entry());
  }
  put_table(sheet, {Styled{"ages", Style::strong}}, std::move(table), Fold::last_rows, "none");
}

void view_sessions(Sheet& sheet, Query const& asked, Record const& data) {
  Table table{{{"allocation"},
               {"environment", Align::left, Fit::whole, 1, Shared::in_heading},
               {"host"},
               {"stage"},
               {"sessions", Align::right},
               {"resumed", Align::right},
               {"fresh", Align::right}}};
  for (auto const& row : data.rows("sessions")) {
    table.add({row.text("allocation"), row.text("environment"), row.text("host"), stage_text(row),
               counted(row.number("sessions")), counted(row.number("resumed")),
               counted(row.number("fresh"))},
              row.entry());
  }
  put_table(sheet, {Styled{"sessions", Style::strong}, asked.object}, std::move(table),
            Fold::last_rows, "none");
  put_ages(sheet, data);
  if (!data.has("moved")) return;
  sheet.field(
      "moved",
      fmt::format("{} left an allocation that stopped; their present allocation is not reported",
                  counted(data.in("moved").number("sessions"), "session")),
      data.in("moved").entry());
}

}  // namespace studylab::console
