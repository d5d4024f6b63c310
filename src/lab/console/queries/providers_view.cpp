// Providers as they are watched, the calls to them, regions, and health.
#include <algorithm>

#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

Styled provider_state(std::string const& state) {
  if (state == "healthy") return {state, Style::green};
  return {state, state == "down" ? Style::red : Style::amber};
}

Styled count_of(std::uint64_t count) {
  return {counted(count), count > 0 ? Style::red : Style::plain};
}

// In whole milliseconds.
std::string latency_text(Record const& watch) {
  auto const latency = std::chrono::ceil<std::chrono::milliseconds>(watch.duration("latency"));
  return fmt::format("{}ms", latency.count());
}

// A replica is behind by less than a second, or by much more.
std::string proof_finding(Record const& proof) {
  if (!proof.has("lag")) return proof.text("what");
  auto const lag = proof.duration("lag");
  auto const shown = lag < std::chrono::seconds{1}
                         ? to_text(std::chrono::ceil<std::chrono::milliseconds>(lag))
                         : in_short(lag);
  return fmt::format("{} behind, {}", shown, proof.text("what"));
}

Styled proof_verdict(std::string const& verdict) {
  return {verdict, verdict == "holds" ? Style::green : Style::red};
}

std::string causes_of(std::vector<Record> const& causes) {
  std::string text;
  for (auto const& cause : causes) {
    auto const what = cause.has("binding") ? cause.text("binding") : cause.text("use");
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", what, cause.text("why"));
  }
  return text;
}

}  // namespace

void view_providers(Sheet& sheet, Record const& data) {
  auto const rows = data.rows("providers");
  bool const watched =
      std::ranges::any_of(rows, [](Record const& row) { return row.has("watch"); });
  Table table{watched ? std::vector<Column>{{"provider"},
                                            {"kind"},
                                            {"state"},
                                            {"since"},
                                            {"last probe"},
                                            {"latency", Align::right, Fit::whole, 2},
                                            {"age"},
                                            {"bindings", Align::right, Fit::whole, 1}}
                      : std::vector<Column>{{"provider"}, {"kind"}}};
  for (auto const& row : rows) {
    std::vector<Cell> cells{row.text("name"), row.text("kind")};
    auto const watch = row.in("watch");
    if (watched && row.has("watch")) {
      cells.insert(
          cells.end(),
          {provider_state(watch.text("state")), sheet.time(watch.time("since")), watch.text("last"),
           latency_text(watch), ago(watch.duration("age")), row.text("bindings")});
    } else if (watched) {
      cells.insert(cells.end(), {Styled{"not watched", Style::dim}, std::string{}, std::string{},
                                 std::string{}, std::string{}, row.text("bindings")});
    }
    table.add(std::move(cells), row.has("watch") ? watch.entry() : row.entry());
  }
  put_table(sheet, {Styled{"providers", Style::strong}}, std::move(table), Fold::last_rows, "none");
}

void put_calls(Sheet& sheet, std::vector<Record> const& bindings) {
  bool const any =
      std::ranges::any_of(bindings, [](Record const& row) { return row.has("calls"); });
  if (!any) return;
  Table table{{{"binding"},
               {"environment", Align::left, Fit::whole, 2},
               {"calls", Align::right},
               {"failed", Align::right},
               {"slow", Align::right},
               {"rejected", Align::right},
               {"credential"},
               {"counted until", Align::left, Fit::whole, 1}}};
  for (auto const& row : bindings) {
    if (!row.has("calls")) continue;
    auto const calls = row.in("calls");
    auto const credential = calls.text("credential");
    table.add({row.text("name"), row.text("environment"), counted(calls.number("calls")),
               count_of(calls.number("failed")), count_of(calls.number("slow")),
               count_of(calls.number("rejected")),
               Styled{credential, credential == "present" ? Style::plain : Style::red},
               sheet.time(calls.time("until"))},
              calls.entry());
  }
  put_table(sheet, {Styled{"calls that proxies counted", Style::strong}}, std::move(table),
            Fold::last_rows, "none");
}

void view_watched_provider(Sheet& sheet, Record const& data) {
  auto const provider = data.in("provider");
  auto const watch = provider.in("watch");
  sheet.heading({Styled{provider.text("name"), Style::strong}, provider.text("kind"),
                 provider_state(watch.text("state")).add(" " + sheet.since(watch.time("since")))});
  sheet.field("last probe",
              fmt::format("{} in {}, {}; {} in a row not answered well", watch.text("last"),
                          latency_text(watch), ago(watch.duration("age")), watch.text("missed")),
              watch.entry());
  for (auto const& use : data.rows("uses")) {
    sheet.field("control plane", "needs it for its " + use.text("use"), use.entry());
  }
  if (data.has("estimate")) {
    auto const estimate = data.in("estimate");
    sheet.field("estimate",
                estimate.has("expects") ? "well by " + sheet.time(estimate.time("expects"))
                                        : std::string{"not known"},
                estimate.entry());
  }
  put_calls(sheet, data.rows("bindings"));
}

void view_regions(Sheet& sheet, Record const& data) {
  std::string names;
  for (auto const& row : data.rows("regions")) {
    names += (names.empty() ? "" : ", ") + row.text("name");
    if (row.flag("home")) names += " (home)";
  }
  sheet.heading({Styled{"regions", Style::strong}, names});
  for (auto const& replica : data.rows("replicas")) {
    Table table{{{"proof"}, {"verdict"}, {"age"}, {"finding", Align::left, Fit::shortened}}};
    for (auto const& proof : replica.rows("proofs")) {
      table.add({proof.text("proof"), proof_verdict(proof.text("verdict")),
                 proof.has("age") ? ago(proof.duration("age")) : std::string{"never"},
                 proof_finding(proof)},
                proof.entry());
    }
    put_table(sheet,
              {Styled{replica.text("database"), Style::strong}, replica.text("region"),
               replica.text("provider"),
               replica.flag("serves") ? Styled{"serves", Style::green} : Styled{}},
              std::move(table), Fold::first_rows, "no proofs");
  }
}

void put_health(Sheet& sheet, Record const& data) {
  auto const causes = data.rows("control_plane_causes");
  if (!causes.empty()) sheet.field("control plane", causes_of(causes), causes.front().entry());
  auto environments = data.rows("environments");
  if (environments.empty()) return;
  // A short screen leaves out the last rows.
  std::ranges::stable_partition(environments,
                                [](Record const& row) { return row.text("health") != "healthy"; });
  Table table{{{"environment"}, {"dependencies"}, {"cause", Align::left, Fit::shortened}}};
  for (auto const& row : environments) {
    table.add({row.text("environment"), provider_state(row.text("health")),
               causes_of(row.rows("causes"))},
              row.latest());
  }
  put_table(sheet, {Styled{"health of environments", Style::strong}}, std::move(table),
            Fold::last_rows, "none");
}

}  // namespace studylab::console
