// The incident, and the platform's status.
#include <algorithm>

#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

Style status_style(std::string_view status) {
  if (status == "opened") return Style::red;
  if (status == "classified" || status == "repairing") return Style::amber;
  return Style::green;
}

std::string impact_text(Record const& impact) {
  return fmt::format("{}, {}", counted(impact.number("users"), "user"),
                     counted(impact.number("minutes"), "minute"));
}

// A gate counts at once what it refuses, and users are reported once an interval has ended.
std::string affected_text(Sheet const& sheet, Record const& affected) {
  auto const minutes = affected.number("minutes");
  auto of = affected.text("minutes_of");
  if (affected.has("since")) of += " at " + sheet.time(affected.time("since"));
  if (affected.number("users") > 0 || minutes == 0) {
    return fmt::format("{} so far {}", impact_text(affected), of);
  }
  return fmt::format("{} so far {}; no edge has reported its users yet", counted(minutes, "minute"),
                     of);
}

std::string held_object(Record const& hold) {
  for (auto const* name : {"host", "database"}) {
    if (hold.has(name)) return hold.text(name);
  }
  return hold.text("environment");
}

Styled hold_text(Sheet const& sheet, Record const& hold) {
  return Styled{hold.text("id"), Style::amber}.add(fmt::format(
      " {} of {} {}", hold.text("kind"), held_object(hold), sheet.since(hold.time("since"))));
}

Styled notice_text(Sheet const& sheet, Record const& notice) {
  auto text = fmt::format("{} to {} at {}", notice.text("id"), notice.text("to"),
                          sheet.time(notice.time("sent")));
  if (notice.has("environment")) text += " about " + notice.text("environment");
  if (notice.has("repair")) text += ": repair " + notice.text("repair");
  if (notice.has("name")) text += " " + notice.text("name");
  Styled out{text};
  auto const answer = notice.in("answer");
  if (!answer.has("said")) {
    return notice.has("repair") || !notice.has("environment")
               ? out.add(", ").add("no answer yet", Style::amber)
               : out;
  }
  out.add(fmt::format("; answered at {}: ", sheet.time(answer.time("at"))));
  out.add(answer.text("said"));
  if (answer.has("release")) out.add(" with " + answer.text("release"));
  return out;
}

// Of an incident about errors, the threshold; of any other, whether its symptom is still there.
Styled incident_symptom(Sheet const& sheet, Record const& incident, Record const& symptom) {
  bool const errors = incident.has("observed_permille") && !symptom.has("why");
  if (errors && symptom.flag("present")) return symptom_text(sheet, symptom);
  if (symptom.flag("present")) {
    return {symptom.has("why") ? "present: " + symptom.text("why") : "present", Style::red};
  }
  Styled gone{"gone", Style::green};
  if (auto const last = symptom.time("last_over")) {
    gone.add(fmt::format(", last seen at {}, {}", sheet.time(*last), ago(sheet.age(*last))));
  }
  return gone;
}

void put_alert(Sheet& sheet, Record const& incident) {
  auto const at = incident.time("at");
  auto text = fmt::format("{}, {}: {}", sheet.time(at), ago(at ? sheet.age(*at) : Duration{}),
                          incident.text("what"));
  if (incident.has("observed_permille")) {
    text += fmt::format(", {} (threshold {})", percent(incident.number("observed_permille")),
                        percent(incident.number("threshold_permille")));
  }
  sheet.field("alert", text, incident.entry());
  auto route = incident.text("route");
  // Of another incident, the operation is the one that it is about.
  bool const moved = incident.has("operation") && incident.has("observed_permille");
  if (moved) route += ", until the alert last moved by " + incident.text("operation");
  sheet.field("route", route, incident.entry());
}

}  // namespace

std::string statement_text(std::string_view who, std::string_view role, std::string_view text) {
  return fmt::format("{} ({}): \"{}\"", who, role, text);
}

void view_incident(Sheet& sheet, Record const& data) {
  auto const incident = data.in("incident");
  auto const status = data.in("status");
  auto const status_word = in_words(status.text("status"));
  auto const word = status_word == "opened" ? std::string{"open"} : status_word;
  sheet.heading({Styled{incident.text("id"), Style::strong}, incident.text("environment"),
                 "severity " + incident.text("severity"),
                 Styled{word, status_style(status.text("status"))}.add(
                     " " + sheet.since(status.time("since")))});
  put_alert(sheet, incident);
  sheet.field("symptom", incident_symptom(sheet, incident, data.in("symptom")),
              data.in("symptom").entry());
  sheet.field("affected", affected_text(sheet, data.in("affected")), data.in("affected").entry());
  if (data.has("impact")) {
    sheet.field("impact", impact_text(data.in("impact")) + " stated", data.in("impact").entry());
  }
  for (auto const& said : data.rows("statements")) {
    sheet.field("said", statement_text(said.text("who"), said.text("role"), said.text("text")),
                said.entry());
  }
  for (auto const& hold : data.rows("holds")) {
    sheet.field("hold", hold_text(sheet, hold), hold.entry());
  }
  for (auto const& notice : data.rows("notices")) {
    sheet.field("notice", notice_text(sheet, notice), notice.latest());
  }
}

void view_status(Sheet& sheet, Record const& data) {
  auto const control = data.in("control_plane");
  sheet.heading({Styled{"status", Style::strong},
                 fmt::format("control plane {}, answering {}", control.text("health"),
                             sheet.since(control.time("answering_since"))),
                 control.has("degraded_by")
                     ? Styled{"degraded by " + control.text("degraded_by"), Style::amber}
                     : Styled{}});
  put_health(sheet, data);
  Table table{
      {{"environment"}, {"owner status"}, {"hold"}, {"words", Align::left, Fit::shortened}}};
  auto rows = data.rows("owner_status");
  std::ranges::stable_partition(rows, [](Record const& row) { return row.flag("published"); });
  for (auto const& row : rows) {
    table.add({row.text("environment"),
               row.flag("published") ? Styled{"cause " + row.text("cause"), Style::amber}
                                     : Styled{"none published", Style::dim},
               row.text("hold"), row.text("says")},
              row.entry());
  }
  sheet.table(table, Fold::last_rows, "no environments");
}

}  // namespace studylab::console
