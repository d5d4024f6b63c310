// Route owners according to the ledger and according to each edge.
#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

Styled view_state(Record const& edge, std::uint64_t sequence) {
  if (edge.text("gap") != "none" && edge.has("gap")) {
    return {"in a gap: " + in_words(edge.text("gap")), Style::red};
  }
  if (!edge.has("age")) return {"never answered", Style::amber};
  if (edge.flag("behind")) {
    return {fmt::format("behind by {}", sequence - edge.number("applied")), Style::red};
  }
  return Styled{"current"};
}

}  // namespace

void view_routes(Sheet& sheet, Record const& data) {
  Table table{{{"route"},
               {"environment", Align::left, Fit::whole, 3},
               {"owner"},
               {"epoch", Align::right},
               {"since"},
               {"by"},
               {"partition", Align::left, Fit::whole, 1},
               {"sequence", Align::right, Fit::whole, 2}}};
  for (auto const& row : data.rows("routes")) {
    table.add({row.text("route"), row.text("environment"), row.text("release"), row.text("epoch"),
               sheet.time(row.time("since")), row.text("operation"), row.text("partition"),
               row.text("sequence")},
              row.entry());
  }
  put_table(sheet, {Styled{"routes", Style::strong}}, std::move(table), Fold::last_rows, "none");
}

void view_route(Sheet& sheet, Record const& data) {
  auto const route = data.in("route");
  sheet.heading({Styled{route.text("route"), Style::strong}, route.text("environment")});
  sheet.field("owner",
              fmt::format("{} at epoch {}, {} by {}", route.text("release"), route.text("epoch"),
                          sheet.since(route.time("since")), route.text("operation")),
              route.entry());
  sheet.field("event",
              fmt::format("sequence {} of {}", route.text("sequence"), route.text("partition")),
              route.entry());
  auto const edges = data.rows("edges");
  if (edges.empty()) return;
  Table table{{{"edge"},
               {"owner"},
               {"epoch", Align::right},
               {"applied", Align::right},
               {"at"},
               {"state", Align::left, Fit::shortened},
               {"answer", Align::left, Fit::shortened}}};
  for (auto const& edge : edges) {
    bool const answered = edge.flag("answered");
    table.add({edge.text("edge"), edge.text("release"), edge.text("epoch"), edge.text("applied"),
               sheet.time(edge.time("applied_at")), view_state(edge, route.number("sequence")),
               answered || !edge.has("age")
                   ? Styled{}
                   : Styled{"none; this is " + edge.text("age") + " old", Style::amber}},
              edge.entry());
  }
  sheet.table(table, Fold::last_rows);
}

}  // namespace studylab::console
