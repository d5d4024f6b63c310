// Errors as edges and runners saw them, and what programs wrote.
#include <algorithm>

#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

// An edge reports every ten seconds; an edge that is later than this has stopped.
constexpr Duration silent_after = std::chrono::seconds{25};

bool failed(Record const& answers) {
  return answers.number("status") >= 500 || answers.text("error") != "none";
}

// `rel-13  504 time-out`, `rel-24  500 unhandled_exception`, `the edge  503 no endpoint`
std::string failure_text(Record const& answers) {
  auto text = answers.has("release") ? answers.text("release") : std::string{"the edge"};
  if (auto const status = answers.number("status")) text += fmt::format(" {}", status);
  auto const error = answers.text("error");
  if (answers.has("code")) {
    text += " " + answers.text("code");
  } else if (answers.has("binding")) {
    text += " binding " + answers.text("binding");
  } else if (error != "status" && error != "none") {
    text += " " + in_words(error);
  }
  return text;
}

// The failed answers, the most frequent first; without failures, the releases that answered:
// `rel-11 75%, rel-13 25%`.
std::string answered_by(Record const& observation) {
  auto rows = observation.rows("rows");
  std::ranges::stable_sort(rows, std::ranges::greater{},
                           [](Record const& row) { return row.number("requests"); });
  std::string text;
  auto const add = [&](std::string const& part) { text += (text.empty() ? "" : ", ") + part; };
  for (auto const& row : rows) {
    if (failed(row)) add(failure_text(row));
  }
  if (!text.empty()) return text;
  if (rows.size() == 1) return rows.front().text("release");
  auto const all = observation.number("requests");
  std::uint64_t left = 100;  // the least frequent has the rest, so that the sum is 100
  for (auto const& row : rows) {
    auto const rounded = (permille_of(row.number("requests"), all) + 5) / 10;
    auto const part = &row == &rows.back() ? left : std::min(left, rounded);
    left -= part;
    add(fmt::format("{} {}%", row.text("release"), part));
  }
  return text;
}

void put_observation(Sheet& sheet, Table& table, Record const& row) {
  bool const over = row.flag("over");
  auto const style = over ? Style::red : Style::plain;
  auto const requests = row.number("requests");
  auto const failures = row.number("errors");
  table.add({sheet.time(row.time("until")), row.text("edge"), counted(requests),
             Styled{counted(failures), style}, Styled{share(failures, requests), style},
             bar_of(permille_of(failures, requests), style), Styled{over ? "over" : "", style},
             answered_by(row)},
            row.entry());
}

void put_attributed(Sheet& sheet, std::vector<Record> const& rows) {
  for (auto const& row : rows) {
    sheet.field("provider",
                Styled{row.text("provider"), Style::red}.add(
                    fmt::format(": calls of {} failed in the time of {} errors",
                                row.text("binding"), counted(row.number("errors")))),
                row.entry());
  }
}

void put_silent_edges(Sheet& sheet, std::vector<Record> const& edges) {
  for (auto const& edge : edges) {
    auto const last = edge.time("last_observed");
    auto const name = edge.text("edge");
    if (!last) {
      sheet.sentence({name + " has not reported yet", Style::amber});
    } else if (sheet.age(*last) >= silent_after) {
      sheet.sentence({fmt::format("{} does not report: its last report was at {}, {}", name,
                                  sheet.time(*last), ago(sheet.age(*last))),
                      Style::amber});
    }
  }
}

}  // namespace

Styled threshold_text(Sheet const& sheet, Record const& symptom) {
  auto const last = symptom.time("last_over");
  bool const present = symptom.flag("present");
  if (!last && present) return {"over the threshold", Style::red};
  if (!last) return Styled{"never over the threshold"};
  auto const when = fmt::format("last over at {}, {}", sheet.time(*last), ago(sheet.age(*last)));
  return present ? Styled{"over the threshold", Style::red}.add(", " + when)
                 : Styled{"under the threshold", Style::green}.add(", " + when);
}

Styled symptom_text(Sheet const& sheet, Record const& symptom) {
  auto const last = symptom.time("last_over");
  bool const present = symptom.flag("present");
  if (!last && present) return {"present", Style::red};
  if (!last) return Styled{"not present: errors were never over the threshold"};
  auto const when =
      fmt::format(", last over the threshold at {}, {}", sheet.time(*last), ago(sheet.age(*last)));
  return present ? Styled{"present", Style::red}.add(when) : Styled{"gone", Style::green}.add(when);
}

void view_errors(Sheet& sheet, Query const& asked, Record const& data) {
  auto const threshold = data.in("threshold");
  sheet.heading({Styled{"errors", Style::strong}, threshold.text("environment"),
                 "threshold " + percent(threshold.number("threshold_permille")),
                 asked.since ? Styled{"last " + in_short(*asked.since)} : Styled{}});
  Table table{{{"until"},
               {"edge"},
               {"requests", Align::right, Fit::whole, 3},
               {"failed", Align::right, Fit::whole, 2},
               {"rate", Align::right},
               {"", Align::left, Fit::bar, 1},
               {""},
               {"answered by", Align::left, Fit::wanted}}};
  auto rows = data.rows("observations");
  std::ranges::stable_sort(
      rows, {}, [](Record const& row) { return std::pair{row.time("until"), row.text("edge")}; });
  for (auto const& row : rows) put_observation(sheet, table, row);
  sheet.table(table, Fold::first_rows, "no edge reported in this time");
  put_attributed(sheet, data.rows("attributed"));
  put_silent_edges(sheet, data.rows("edges"));
  sheet.sentence(Styled{"errors "}.add(threshold_text(sheet, data.in("symptom"))));
  if (!data.has("incident_symptom")) return;
  auto const incident = data.in("incident_symptom");
  auto const why = incident.has("why") ? ": " + incident.text("why") : std::string{};
  sheet.sentence(Styled{"symptom of the incident "}.add(incident.flag("present")
                                                            ? Styled{"present" + why, Style::red}
                                                            : Styled{"gone", Style::green}));
}

void view_logs(Sheet& sheet, Query const& asked, Record const& data) {
  Table table{{{"at"},
               {"allocation", Align::left, Fit::whole, 0, Shared::in_heading},
               {"line", Align::left, Fit::shortened}}};
  for (auto const& row : data.rows("lines")) {
    table.add({sheet.time(row.time("at")), row.text("allocation"), row.text("text")}, row.entry());
  }
  put_table(sheet,
            {Styled{"logs", Style::strong}, asked.object,
             asked.grep.empty() ? Styled{} : Styled{fmt::format("with '{}'", asked.grep)},
             asked.since ? Styled{"last " + in_short(*asked.since)} : Styled{}},
            std::move(table), Fold::first_rows, "nothing was written in this time");
}

}  // namespace studylab::console
