// Gates: what waits, by edge and request class.
#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

Styled gate_freshness(Record const& gate) {
  if (gate.flag("answered")) return {};
  return {"no answer; this is " + gate.text("age") + " old", Style::amber};
}

std::string bound_text(Record const& bound) {
  auto const requests = bound.number("requests");
  if (requests == 0) return "never waits";
  return fmt::format("at most {} requests and {} bytes, each for {}", requests,
                     bound.number("bytes"), in_short(bound.duration("time")));
}

bool any(Record const& row) {
  return row.number("waiting") + row.number("joined") + row.number("refused") > 0;
}

void put_gate(Sheet& sheet, Table& table, Record const& gate) {
  for (auto const& row : gate.rows("classes")) {
    if (!any(row)) continue;
    auto const waiting = row.number("waiting");
    table.add({gate.text("edge"), row.text("class"),
               waiting > 0 ? Styled{std::to_string(waiting), Style::amber} : Styled{"0"},
               row.has("oldest") ? sheet.since(row.time("oldest")) : std::string{},
               row.text("joined"), row.text("released"),
               row.number("expired") > 0 ? Styled{row.text("expired"), Style::red} : Styled{"0"},
               row.number("refused") > 0 ? Styled{row.text("refused"), Style::red} : Styled{"0"},
               gate.text("operation"), gate_freshness(gate)},
              row.entry());
  }
}

}  // namespace

void view_gate(Sheet& sheet, Query const& asked, Record const& data) {
  auto const policy = data.in("policy");
  Table table{{{"edge"},
               {"class"},
               {"waiting", Align::right},
               {"oldest", Align::left, Fit::whole, 1},
               {"joined", Align::right, Fit::whole, 2},
               {"released", Align::right},
               {"expired", Align::right},
               {"refused", Align::right},
               {"wake", Align::left, Fit::wanted},
               {"answer", Align::left, Fit::shortened}}};
  for (auto const& gate : data.rows("gates")) put_gate(sheet, table, gate);
  put_table(sheet, {Styled{"gate", Style::strong}, asked.object}, std::move(table), Fold::last_rows,
            "no request has come to it");
  for (auto const& gate : data.rows("gates")) {
    if (!gate.has("bound_reached")) continue;
    auto const reached = gate.in("bound_reached");
    sheet.field("bound reached",
                Styled{fmt::format("{} at {}", gate.text("edge"), sheet.time(reached.time("at"))),
                       Style::red},
                reached.entry());
  }
  for (auto const& bound : data.rows("bounds")) {
    sheet.field(bound.text("class"), bound_text(bound), bound.entry());
  }
  sheet.field("wake budget",
              fmt::format("{}, {} attempts; then {} waiting requests per second and edge",
                          in_short(policy.duration("budget")), policy.text("attempts"),
                          policy.text("release_per_second")),
              policy.entry());
}

}  // namespace studylab::console
