// Releases and their artifacts.
#include <algorithm>

#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

std::string range(Record const& manifest, std::string_view key) {
  return manifest.has(key) ? manifest.text(key) : std::string{"unknown"};
}

std::uint64_t symptoms(Record const& release) {
  std::uint64_t sum = 0;
  for (auto const& span : release.rows("served")) sum += span.number("symptoms");
  return sum;
}

// `contracting migration 0038_discount_code`: the kind first, which a narrow screen must not cut.
std::string migration_note(Record const& manifest) {
  auto const text = manifest.text("migration");  // name, range, kind
  return fmt::format("{} migration {}", text.substr(text.rfind(' ') + 1),
                     text.substr(0, text.find(' ')));
}

Styled note(Record const& release) {
  auto const manifest = release.in("manifest");
  std::vector<Styled> parts;
  if (release.has("store") && !release.in("store").flag("in_store")) {
    parts.emplace_back("artifact gone", Style::red);
  }
  if (auto const count = symptoms(release)) {
    parts.emplace_back("over the threshold " + counted(count, "time"), Style::amber);
  }
  if (manifest.has("migration")) parts.emplace_back(migration_note(manifest));
  return joined(parts, ", ");
}

// When it last became the route owner, and until when it was the owner.
struct Served {
  Styled from;
  Styled until;
};
Served last_served(Sheet const& sheet, Record const& release) {
  if (release.has("serving")) {
    return {sheet.time(release.in("serving").time("since")), {"serving now", Style::green}};
  }
  auto const spans = release.rows("served");
  if (spans.empty()) return {{"never", Style::dim}, {}};
  return {sheet.time(spans.back().time("from")), sheet.time(spans.back().time("until"))};
}

void put_manifest(Sheet& sheet, Record const& manifest) {
  sheet.field("schema",
              fmt::format("reads {}, writes {}; session state {}", range(manifest, "reads"),
                          range(manifest, "writes"), manifest.text("state_schema")),
              manifest.entry());
  sheet.field("migration", manifest.text("migration"), manifest.entry());
  sheet.field("needs", manifest.text("needs"), manifest.entry());
  sheet.field("readiness", manifest.text("readiness_path"), manifest.entry());
  sheet.field("source", manifest.text("source"), manifest.entry());
}

void put_store(Sheet& sheet, Record const& row) {
  auto const store = row.in("store");
  if (!store.has("in_store")) return;
  sheet.field("artifact",
              store.flag("in_store")
                  ? Styled{row.text("digest") + " is in the store"}
                  : Styled{row.text("digest") + " is gone from the store", Style::red},
              store.entry());
  if (store.has("stored")) {
    bool const same = store.text("stored") == row.text("digest");
    sheet.field("stored bytes",
                Styled{"digest " + store.text("stored"), same ? Style::plain : Style::red},
                store.entry());
  }
}

}  // namespace

void view_releases(Sheet& sheet, Query const& asked, Record const& data) {
  Table table{{{"release"},
               {"registered", Align::left, Fit::whole, 5},
               {"served from", Align::left, Fit::whole, 1},
               {"until"},
               {"reads"},
               {"writes"},
               {"state schema", Align::right, Fit::whole, 4, Shared::in_heading},
               {"source", Align::left, Fit::whole, 2},
               {"needs", Align::left, Fit::shortened, 6, Shared::in_heading},
               {"checks", Align::left, Fit::shortened, 3, Shared::in_heading},
               {"note", Align::left, Fit::wanted}}};
  for (auto const& row : data.rows("releases")) {
    auto const manifest = row.in("manifest");
    auto const served = last_served(sheet, row);
    table.add({row.text("id"), sheet.time(row.time("registered")), served.from, served.until,
               range(manifest, "reads"), range(manifest, "writes"), manifest.text("state_schema"),
               manifest.text("source"), manifest.text("needs"), row.text("checks"), note(row)},
              row.latest());
  }
  put_table(sheet, {Styled{"releases", Style::strong}, asked.object}, std::move(table),
            Fold::first_rows, "none");
}

void view_release(Sheet& sheet, Record const& data) {
  auto const release = data.in("release");
  auto const serving = release.in("serving");
  sheet.heading({Styled{release.text("id"), Style::strong}, release.text("environment"),
                 release.has("serving")
                     ? Styled{"serving " + sheet.since(serving.time("since")), Style::green}
                     : Styled{"not serving"}});
  if (release.has("serving")) {
    sheet.field("owner",
                fmt::format("since {} at epoch {} by {}", sheet.time(serving.time("since")),
                            serving.text("epoch"), serving.text("operation")),
                serving.entry());
  }
  for (auto const& span : release.rows("served")) {
    Styled text{fmt::format("{} to {} at epoch {} by {}", sheet.time(span.time("from")),
                            sheet.time(span.time("until")), span.text("epoch"),
                            span.text("operation"))};
    if (auto const count = span.number("symptoms")) {
      text.add(", ").add("over the threshold " + counted(count, "time"), Style::amber);
    }
    sheet.field("served", text, span.entry());
  }
  sheet.field(
      "registered",
      fmt::format("{}; checks {}", sheet.time(release.time("registered")), release.text("checks")),
      release.entry());
  put_store(sheet, release);
  put_manifest(sheet, release.in("manifest"));
}

void view_artifacts(Sheet& sheet, Record const& data) {
  Table table{{{"artifact"},
               {"built"},
               {"reads"},
               {"writes"},
               {"source", Align::left, Fit::whole, 1},
               {"needs", Align::left, Fit::shortened, 2},
               {"note", Align::left, Fit::wanted}}};
  auto rows = data.rows("artifacts");
  std::ranges::stable_sort(rows, {}, [](Record const& row) { return row.time("built_at"); });
  for (auto const& row : rows) {
    std::vector<Styled> parts;
    if (!row.in("store").flag("in_store")) {
      parts.emplace_back("gone from the store", Style::red);
    }
    if (row.has("migration")) parts.emplace_back(migration_note(row));
    table.add({row.text("digest"), sheet.time(row.time("built_at")), range(row, "reads"),
               range(row, "writes"), row.text("source"), row.text("needs"), joined(parts, ", ")},
              row.latest());
  }
  put_table(sheet, {Styled{"artifacts", Style::strong}}, std::move(table), Fold::first_rows,
            "none");
}

void view_artifact(Sheet& sheet, Record const& data) {
  auto const artifact = data.in("artifact");
  sheet.heading({Styled{artifact.text("digest"), Style::strong},
                 "built " + sheet.time(artifact.time("built_at"))});
  put_store(sheet, artifact);
  put_manifest(sheet, artifact);
  Table table{{{"release"}, {"environment"}, {"checks", Align::left, Fit::shortened}}};
  for (auto const& row : data.rows("releases")) {
    table.add({row.text("id"), row.text("environment"), row.text("checks")}, row.entry());
  }
  sheet.table(table, Fold::first_rows, "no release has this artifact");
}

}  // namespace studylab::console
