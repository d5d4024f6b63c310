// Edges: what they have acknowledged, their own view on request, and their snapshots.
#include "control/edges/gap_record.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

constexpr std::size_t short_checksum = 12;  // digits of 64: enough to distinguish two tables by eye

std::string short_hash(Hash const& hash) { return to_text(hash).substr(0, short_checksum); }

std::vector<Row> acknowledged_rows(Page& page, control::Edge const& edge) {
  std::vector<Row> rows;
  if (!edge.observed_entry) return rows;
  for (auto const& applied : edge.applied) {
    auto& row = rows.emplace_back(page.row(edge.observed_entry));
    row.put("partition", applied.partition)
        .put("sequence", applied.sequence)
        .age("age", edge.observed_until);
  }
  return rows;
}

std::vector<Row> partition_rows(Page& page, control::Edge const& edge) {
  std::vector<Row> rows;
  for (auto const& [partition, view] : edge.view) {
    auto& row = rows.emplace_back(page.row(edge.view_entry));
    row.put("partition", partition)
        .put("baseline", view.baseline)
        .put("baseline_sequence", view.baseline_sequence)
        .put("applied", view.applied)
        .put("applied_at", view.applied_at)
        .put("computed", short_hash(view.computed))
        .put("expected", short_hash(view.expected))
        .put("gap", view.gap);
  }
  return rows;
}

std::vector<Row> owner_rows(Page& page, control::Edge const& edge) {
  std::vector<Row> rows;
  for (auto const& [partition, view] : edge.view) {
    for (auto const& owner : view.owners) {
      auto& row = rows.emplace_back(page.row(edge.view_entry));
      row.put("route", owner.route).put("release", owner.release).put("epoch", owner.epoch);
    }
  }
  return rows;
}

std::vector<Row> ledger_rows(Page& page) {
  std::vector<Row> rows;
  for (auto const& [id, partition] : page.state().partitions) {
    auto& row = rows.emplace_back(page.row(partition.events.back()));
    row.put("partition", id).put("baseline", partition.baseline).put("sequence", partition.last);
  }
  return rows;
}

Row view_row(Page& page, control::Edge const& edge) {
  auto row = page.row(edge.view_entry ? edge.view_entry : edge.entry);
  row.put("answered", answered(page, edge));
  if (edge.view_entry) {
    row.age("age", edge.view_at);
  } else {
    row.null("age");
  }
  row.put("partitions", partition_rows(page, edge));
  return row;
}

Row edge_row(Page& page, control::Edge const& edge) {
  auto row = page.row(edge.entry);
  row.put("id", edge.id).put("started", edge.started).put("boot", edge.boot);
  return row;
}

// The edge's latest new baseline in this run, if there is one.
void put_resumed(Page& page, control::Edge const& edge) {
  auto const* resumed = page.fact<EdgeResumed>(edge.resume_entry);
  if (resumed == nullptr) return;
  auto row = page.row(edge.resume_entry);
  row.put("partition", resumed->partition)
      .put("baseline", resumed->baseline)
      .put("sequence", resumed->sequence)
      .put("delivered", resumed->delivered)
      .put("cleared", resumed->cleared)
      .put("at", resumed->origin.at)
      .put("operation", resumed->operation);
  page.put("resumed", std::move(row));
}

std::vector<Row> affected_rows(Page& page, std::vector<AffectedRoute> const& routes) {
  std::vector<Row> rows;
  for (auto const& affected : routes) {
    auto& row = rows.emplace_back(page.row(affected.set_by));
    row.put("route", affected.route)
        .put("mode", affected.policy.mode)
        .put("max_age", affected.policy.max_age);
  }
  return rows;
}

// A gap began when the edge first saw it, whatever cause it reported later.
std::vector<Row> gap_rows(Page& page, control::Edge const& edge) {
  std::vector<Row> rows;
  for (auto const& [partition, gap] : edge.gaps) {
    auto const mark = edge.gap_marks.find(partition);
    auto& row = rows.emplace_back(page.row(edge.gap_entry));
    row.put("partition", partition)
        .put("cause", gap.cause)
        .put("applied", gap.applied)
        .put("seen", gap.seen);
    if (mark == edge.gap_marks.end()) {
      row.put("since", gap.origin.at);
      continue;
    }
    row.put("since", mark->second.seen.origin.at)
        .put("refused", mark->second.refused)
        .put("routes", affected_rows(page, control::affected_routes(page.state(), partition)));
  }
  return rows;
}

// What the edge's latest gaps came to.
void put_records(Page& page, control::Edge const& edge) {
  std::vector<Row> rows;
  for (auto const& [partition, entry] : edge.gap_records) {
    auto const* record = page.fact<EdgeGapRecorded>(entry);
    if (record == nullptr) continue;
    auto& row = rows.emplace_back(page.row(entry));
    row.put("partition", partition)
        .put("cause", record->cause)
        .put("from", record->seen_at)
        .put("until", record->ended_at)
        .put("refused", record->refused)
        .put("routes", affected_rows(page, record->routes));
  }
  if (!rows.empty()) page.put("records", std::move(rows));
}

// The control planes that `snapshot EDGE --from` can name, if there are several.
void put_control_planes(Page& page) {
  std::vector<Row> rows;
  for (auto const& plane : page.state().control_planes) {
    auto& row = rows.emplace_back(page.row(plane.entry));
    row.put("name", plane.name).put("key", plane.key_id);
  }
  if (!rows.empty()) page.put("control_planes", std::move(rows));
}

std::vector<Row> policy_rows(Page& page) {
  std::vector<Row> rows;
  for (auto const& [name, environment] : page.state().environments) {
    auto& row = rows.emplace_back(page.row(environment.gap_policy_entry));
    row.put("environment", name)
        .put("mode", environment.gap_policy.mode)
        .put("max_age", environment.gap_policy.max_age);
  }
  return rows;
}

Row snapshot_row(Page& page, control::FetchedSnapshot const& snapshot) {
  auto const& fetched = snapshot.fetched;
  auto row = page.row(snapshot.entry);
  row.put("partition", fetched.partition)
      .put("baseline", fetched.baseline)
      .put("sequence", fetched.sequence)
      .put("checksum", short_hash(fetched.checksum))
      .put("key", fetched.key_id)
      .put("issued_at", fetched.issued_at)
      .put("source", fetched.source)
      .put("operation", fetched.operation);
  auto verdict = page.row(snapshot.verdict_entry ? snapshot.verdict_entry : snapshot.entry);
  verdict.put("verdict", snapshot.verdict);
  row.put("verified", std::move(verdict));
  return row;
}

}  // namespace

bool answered(Page const& page, control::Edge const& edge) {
  auto const asked = page.context().asked_at;
  return asked != Instant{} && edge.view_entry && edge.view_at >= asked;
}

std::vector<Row> snapshot_rows(Page& page, EdgeId edge) {
  std::vector<Row> rows;
  for (auto const& [partition, snapshot] : page.state().edges.at(edge).snapshots) {
    rows.push_back(snapshot_row(page, snapshot));
  }
  return rows;
}

Shown show_edges(Page& page, Query const&) {
  std::vector<Row> rows;
  for (auto const& [id, edge] : page.state().edges) {
    auto& row = rows.emplace_back(edge_row(page, edge));
    row.put("view", view_row(page, edge));
  }
  page.put("edges", std::move(rows));
  page.put("ledger", ledger_rows(page));
  return {};
}

Shown show_edge(Page& page, Query const& asked) {
  auto const found = find_numbered(page.state().edges, asked);
  if (!found) return std::unexpected{found.error()};
  auto const& edge = **found;
  page.put("edge", edge_row(page, edge));
  page.put("view", view_row(page, edge));
  page.put("owners", owner_rows(page, edge));
  page.put("acknowledged", acknowledged_rows(page, edge));
  page.put("ledger", ledger_rows(page));
  page.put("gaps", gap_rows(page, edge));
  put_records(page, edge);
  put_resumed(page, edge);
  page.put("policies", policy_rows(page));
  return {};
}

Shown show_snapshot(Page& page, Query const& asked) {
  auto const found = find_numbered(page.state().edges, asked);
  if (!found) return std::unexpected{found.error()};
  page.put("snapshots", snapshot_rows(page, (*found)->id));
  put_control_planes(page);
  return {};
}

}  // namespace studylab::console
