// Operations: their stages, their targets, what they wait for.
#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

bool ended(std::string_view stage) {
  return stage == "healthy" || stage == "rolled_back" || stage == "failed" || stage == "cancelled";
}

Styled stage_of(Sheet const& sheet, Record const& operation) {
  auto const stage = operation.in("stage");
  auto text = stage_text(stage);
  auto const start = operation.time("not_before");
  if (stage.text("stage") == "waiting" && start && *start > sheet.now()) {
    text.add(" until " + sheet.time(*start));
  }
  if (stage.number("attempt") > 1) text.add(fmt::format(", attempt {}", stage.number("attempt")));
  return text;
}

std::string target(Record const& operation) {
  if (operation.has("host")) return operation.text("host");
  return operation.has("release") ? operation.text("release") : operation.text("edge");
}

std::string subject(Record const& operation) {
  auto const environment = operation.text("environment");
  if (operation.has("host")) return operation.text("host");
  return environment.empty() ? operation.text("edge") : environment;
}

std::string by(Record const& operation) {
  return operation.has("by") ? operation.text("by") : std::string{"schedule"};
}

std::string reason(Record const& operation) {
  auto const stage = operation.in("stage");
  return stage.has("why") ? stage.text("why") : operation.text("because");
}

}  // namespace

Styled stage_text(Record const& stage) {
  auto const word = stage.text("stage");
  auto const style = word == "failed"                                        ? Style::red
                     : word == "healthy" || word == "ready" || word == "hot" ? Style::plain
                     : ended(word) || word == "stopped"                      ? Style::dim
                                                                             : Style::amber;
  return {in_words(word), style};
}

void put_operations(Sheet& sheet, std::vector<Styled> title, std::vector<Record> const& rows) {
  Table table{{{"operation"},
               {"kind"},
               {"environment", Align::left, Fit::whole, 0, Shared::in_heading},
               {"target"},
               {"stage", Align::left, Fit::wanted},
               {"since", Align::left, Fit::whole, 1},
               {"by", Align::left, Fit::whole, 3, Shared::in_heading},
               {"reason", Align::left, Fit::shortened, 2}}};
  for (auto const& row : rows) {
    table.add(
        {row.text("id"), in_words(row.text("kind")), row.text("environment"), target(row),
         stage_of(sheet, row), sheet.time(row.in("stage").time("since")), by(row), reason(row)},
        row.latest());
  }
  put_table(sheet, std::move(title), std::move(table), Fold::first_rows, "none");
}

void view_operations(Sheet& sheet, Query const& asked, Record const& data) {
  put_operations(sheet, {Styled{"operations", Style::strong}, asked.object},
                 data.rows("operations"));
}

// What must be known or done between the notice and another attempt.
std::string_view before_retry(Record const& proposed) {
  if (proposed.text("stage") == "planned") return ", free a slot (`show hosts`)";
  bool const open = proposed.text("send").ends_with("WHAT");
  return open ? " with the cause, which may lie in an earlier stage" : "";
}

// What has become of the sessions of a drain.
void put_leaving(Sheet& sheet, std::vector<Record> const& rows) {
  if (rows.empty()) return;
  Table table{{{"allocation"},
               {"sessions", Align::right},
               {"ended", Align::right},
               {"resumed", Align::right},
               {"stored", Align::right},
               {"cut", Align::right}}};
  for (auto const& row : rows) {
    bool const reported = row.has("at_start");
    auto const number = [&](std::string_view name) {
      return reported ? counted(row.number(name)) : std::string{};
    };
    table.add({row.text("allocation"), number("at_start"), number("ended"), number("resumed"),
               number("stored"), number("cut")},
              row.entry());
  }
  put_table(sheet, {Styled{"leaving", Style::strong}}, std::move(table), Fold::last_rows, "none");
}

void put_wake(Sheet& sheet, Record const& data) {
  if (data.has("wake_gave_up")) {
    auto const row = data.in("wake_gave_up");
    sheet.field("gave up",
                Styled{fmt::format("after {}: {}", counted(row.number("attempts"), "attempt"),
                                   row.text("why")),
                       Style::amber},
                row.entry());
  }
  if (data.has("proposed")) {
    auto const row = data.in("proposed");
    sheet.field("notice",
                fmt::format("at {}: {}; `{}`{}, then `{}`", row.text("stage"), row.text("seen"),
                            row.text("send"), before_retry(row), row.text("then")),
                row.entry());
  }
  auto const attempts = data.rows("attempts");
  if (attempts.empty()) return;
  Table table{{{"attempt", Align::right},
               {"host"},
               {"allocation"},
               {"stage"},
               {"began"},
               {"ended"},
               {"outcome", Align::left, Fit::reason}}};
  Table stages{{{"attempt", Align::right},
                {"stage"},
                {"began"},
                {"ended"},
                {"seen", Align::left, Fit::reason}}};
  for (auto const& row : attempts) {
    table.add({row.text("attempt"), row.text("host"), row.text("allocation"), row.text("stage"),
               sheet.time(row.time("began")), sheet.time(row.time("ended")), row.text("outcome")},
              row.entry());
    for (auto const& stage : row.rows("stages")) {
      stages.add({row.text("attempt"), stage.text("stage"), sheet.time(stage.time("began")),
                  sheet.time(stage.time("ended")),
                  Styled{stage.text("seen"), stage.flag("passed") ? Style::plain : Style::red}},
                 stage.entry());
    }
  }
  put_table(sheet, {Styled{"attempts", Style::strong}}, std::move(table), Fold::last_rows, "none");
  put_table(sheet, {Styled{"stages", Style::strong}}, std::move(stages), Fold::last_rows, "none");
}

void view_operation(Sheet& sheet, Record const& data) {
  auto const operation = data.in("operation");
  auto const stage = operation.in("stage");
  sheet.heading({Styled{operation.text("id"), Style::strong},
                 fmt::format("{} of {}", in_words(operation.text("kind")), subject(operation)),
                 stage_of(sheet, operation).add(" " + sheet.since(stage.time("since")))});
  sheet.field("target", target(operation), operation.entry());
  auto asked = fmt::format("at {} by {}", sheet.time(operation.time("requested")), by(operation));
  if (operation.has("because")) asked += ": " + operation.text("because");
  sheet.field("requested", asked, operation.entry());
  sheet.field("not before", sheet.time(operation.time("not_before")), operation.entry());
  sheet.field("stage", stage_text(stage).add(stage.has("why") ? ": " + stage.text("why") : ""),
              stage.entry());
  if (data.has("policy")) {
    auto const policy = data.in("policy");
    bool const fits = policy.text("database") == "compatible";
    Styled text{"database " + policy.text("database"), fits ? Style::plain : Style::red};
    if (policy.has("breaking")) text.add(" since migration " + policy.text("breaking"));
    text.add(", sessions " + policy.text("sessions"));
    if (auto const fresh = policy.number("fresh_sessions")) {
      text.add(fmt::format(": {} would start afresh", counted(fresh)));
    }
    sheet.field("checks", text, policy.entry());
  }
  if (data.has("owner_moved")) {
    auto const moved = data.in("owner_moved");
    sheet.field("route owner",
                fmt::format("{} to {} at {}, sequence {}", moved.text("from"), moved.text("to"),
                            sheet.time(moved.time("at")), moved.number("sequence")),
                moved.entry());
  }
  for (auto const& row : data.rows("gave_up")) {
    Styled text{
        fmt::format("{} after {}", row.text("edge"), counted(row.number("attempts"), "attempt")),
        Style::amber};
    if (row.has("why")) text.add(": " + row.text("why"));
    sheet.field("gave up", text, row.entry());
  }
  if (operation.has("deadline")) {
    sheet.field("deadline", sheet.time(operation.time("deadline")), operation.entry());
  }
  put_wake(sheet, data);
  put_leaving(sheet, data.rows("leaving"));
  // The attempts of a wake list its allocations.
  auto const allocations = data.rows("allocations");
  if (!allocations.empty() && data.rows("attempts").empty())
    put_allocations(sheet, {"allocations of this operation"}, allocations);
}

}  // namespace studylab::console
