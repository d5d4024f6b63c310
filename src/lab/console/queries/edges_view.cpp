// Edges: what they have applied, compared with the ledger, and their snapshots.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "lab/console/queries/views.h"

namespace studylab::console {
namespace {

std::uint64_t ledger_sequence(std::vector<Record> const& ledger, std::string const& partition) {
  for (auto const& row : ledger) {
    if (row.text("partition") == partition) return row.number("sequence");
  }
  return 0;
}

// The worst known state of an edge's copy of one partition.
Styled replica_state(Record const& partition, std::uint64_t ledger) {
  if (partition.text("gap") != "none") {
    return {"in a gap: " + in_words(partition.text("gap")), Style::red};
  }
  if (partition.text("computed") != partition.text("expected")) {
    return {fmt::format("checksum {}, expected {}", partition.text("computed"),
                        partition.text("expected")),
            Style::red};
  }
  auto const applied = partition.number("applied");
  if (applied < ledger) return {fmt::format("behind by {}", ledger - applied), Style::red};
  return Styled{"current"};
}

Styled freshness(Record const& view) {
  if (!view.has("age")) return {"never answered", Style::amber};
  if (view.flag("answered")) return {};
  return {"no answer; this is " + view.text("age") + " old", Style::amber};
}

std::string baseline_text(Record const& partition) {
  return fmt::format("{} at {}", partition.text("baseline"), partition.text("baseline_sequence"));
}

Styled snapshot_verdict(Record const& verified) {
  auto const verdict = verified.text("verdict");
  return {in_words(verdict), verdict == "good"         ? Style::green
                             : verdict == "unverified" ? Style::amber
                                                       : Style::red};
}

void put_partitions(Sheet& sheet, Record const& data) {
  Table table{{{"partition"},
               {"baseline", Align::left, Fit::whole, 2},
               {"applied", Align::right},
               {"at"},
               {"ledger", Align::right},
               {"acknowledged", Align::right, Fit::whole, 1},
               {"state", Align::left, Fit::wanted}}};
  auto const ledger = data.rows("ledger");
  auto const acknowledged = data.rows("acknowledged");
  for (auto const& row : data.in("view").rows("partitions")) {
    auto const name = row.text("partition");
    auto const at = ledger_sequence(ledger, name);
    std::string reported;
    for (auto const& one : acknowledged) {
      if (one.text("partition") == name) reported = one.text("sequence");
    }
    table.add({name, baseline_text(row), row.text("applied"), sheet.time(row.time("applied_at")),
               std::to_string(at), reported, replica_state(row, at)},
              row.entry());
  }
  sheet.table(table, Fold::last_rows, "it reported no partition");
}

std::string policy_text(Record const& policy) {
  auto const age = policy.duration("max_age");
  return age > Duration{} ? policy.text("mode") + " up to " + in_short(age) : policy.text("mode");
}

void put_routes(Sheet& sheet, std::vector<Record> const& routes) {
  for (auto const& route : routes) {
    sheet.field("affected", fmt::format("{}: {}", route.text("route"), policy_text(route)),
                route.entry());
  }
}

void put_records(Sheet& sheet, Record const& data) {
  for (auto const& record : data.rows("records")) {
    sheet.field("was in a gap",
                fmt::format("{}: {}, {} to {}, {} requests refused", record.text("partition"),
                            in_words(record.text("cause")), sheet.time(record.time("from")),
                            sheet.time(record.time("until")), record.text("refused")),
                record.entry());
  }
}

void put_gaps(Sheet& sheet, Record const& data) {
  for (auto const& gap : data.rows("gaps")) {
    sheet.field("gap",
                Styled{fmt::format("{}: {}", gap.text("partition"), in_words(gap.text("cause"))),
                       Style::red}
                    .add(fmt::format(", applied {}, saw {}, {}", gap.text("applied"),
                                     gap.text("seen"), sheet.since(gap.time("since")))),
                gap.entry());
    if (!gap.has("refused")) continue;
    sheet.field("refused so far", gap.text("refused") + " requests", gap.entry());
    put_routes(sheet, gap.rows("routes"));
  }
  if (data.has("records")) put_records(sheet, data);
  if (!data.has("resumed")) return;
  auto const resumed = data.in("resumed");
  auto const by = resumed.has("operation") ? resumed.text("operation") : std::string{"`resume`"};
  sheet.field("resumed",
              fmt::format("{} at {} by {}: baseline {} at {}", resumed.text("partition"),
                          sheet.time(resumed.time("at")), by, resumed.text("baseline"),
                          resumed.text("sequence")),
              resumed.entry());
}

// One line if all policies are equal.
void put_policies(Sheet& sheet, std::vector<Record> const& policies) {
  bool const same = std::ranges::all_of(policies, [&](Record const& policy) {
    return policy_text(policy) == policy_text(policies.front());
  });
  if (same && !policies.empty()) {
    auto const latest = std::ranges::max(policies, {}, &Record::entry);
    sheet.field("gap policy", policy_text(latest) + " for every environment", latest.entry());
    return;
  }
  // Equal ones in one line.
  std::map<std::string, std::pair<std::string, EntryId>> by_policy;
  for (auto const& policy : policies) {
    auto& [environments, latest] = by_policy[policy_text(policy)];
    environments += (environments.empty() ? "" : ", ") + policy.text("environment");
    latest = std::max(latest, policy.entry());
  }
  for (auto const& [policy, of] : by_policy) {
    sheet.field("gap policy", policy + " for " + of.first, of.second);
  }
}

}  // namespace

void view_edges(Sheet& sheet, Record const& data) {
  Table table{{{"edge"},
               {"started", Align::left, Fit::whole, 2},
               {"partition"},
               {"applied", Align::right},
               {"at", Align::left, Fit::whole, 1},
               {"ledger", Align::right},
               {"state", Align::left, Fit::wanted},
               {"answer", Align::left, Fit::shortened}}};
  auto const ledger = data.rows("ledger");
  for (auto const& edge : data.rows("edges")) {
    auto const view = edge.in("view");
    auto const started = sheet.time(edge.time("started"));
    if (view.rows("partitions").empty()) {
      table.add({edge.text("id"), started, "", "", "", "", "", freshness(view)}, edge.latest());
    }
    for (auto const& row : view.rows("partitions")) {
      auto const at = ledger_sequence(ledger, row.text("partition"));
      table.add({edge.text("id"), started, row.text("partition"), row.text("applied"),
                 sheet.time(row.time("applied_at")), std::to_string(at), replica_state(row, at),
                 freshness(view)},
                row.entry());
    }
  }
  put_table(sheet, {Styled{"edges", Style::strong}}, std::move(table), Fold::last_rows, "none");
}

void view_edge(Sheet& sheet, Record const& data) {
  auto const edge = data.in("edge");
  sheet.heading({Styled{edge.text("id"), Style::strong},
                 "started " + sheet.time(edge.time("started")), "boot " + edge.text("boot"),
                 freshness(data.in("view"))});
  put_partitions(sheet, data);
  bool const had_gap = !data.rows("gaps").empty() || data.has("records");
  if (had_gap) {
    sheet.field("started",
                fmt::format("{}, boot {}", sheet.time(edge.time("started")), edge.text("boot")),
                edge.entry());
  }
  put_gaps(sheet, data);
  Table owners{{{"route"}, {"owner in its table"}, {"epoch", Align::right}}};
  for (auto const& row : data.rows("owners")) {
    owners.add({row.text("route"), row.text("release"), row.text("epoch")}, row.entry());
  }
  sheet.table(owners, Fold::last_rows);
  put_policies(sheet, data.rows("policies"));
}

void put_snapshots(Sheet& sheet, std::vector<Styled> title, std::vector<Record> const& rows) {
  Table table{{{"partition"},
               {"baseline", Align::right, Fit::whole, 3},
               {"sequence", Align::right},
               {"issued"},
               {"by", Align::left, Fit::whole, 1},
               {"signed with", Align::left, Fit::whole, 2},
               {"checksum", Align::left, Fit::whole, 4},
               {"fetched by", Align::left, Fit::whole, 5},
               {"verdict", Align::left, Fit::shortened}}};
  for (auto const& row : rows) {
    table.add({row.text("partition"), row.text("baseline"), row.text("sequence"),
               sheet.time(row.time("issued_at")), row.text("source"), row.text("key"),
               row.text("checksum"), row.text("operation"), snapshot_verdict(row.in("verified"))},
              row.latest());
  }
  put_table(sheet, std::move(title), std::move(table), Fold::last_rows,
            "the edge holds no fetched snapshot");
}

void view_snapshot(Sheet& sheet, Query const& asked, Record const& data) {
  put_snapshots(sheet, {Styled{"snapshots", Style::strong}, asked.object}, data.rows("snapshots"));
  if (!data.has("control_planes")) return;
  for (auto const& plane : data.rows("control_planes")) {
    sheet.field("can fetch from",
                fmt::format("{}, which signs with {}", plane.text("name"), plane.text("key")),
                plane.entry());
  }
}

}  // namespace studylab::console
