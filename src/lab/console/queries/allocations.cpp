// Allocations, their hosts and their sessions.
#include <algorithm>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

bool takes_a_slot(control::Allocation const& allocation) {
  return allocation.stage != AllocationStage::stopped &&
         allocation.stage != AllocationStage::failed;
}

Row stage_row(Page& page, control::Allocation const& allocation) {
  auto row = page.row(allocation.stage_entry);
  row.put("stage", allocation.stage)
      .put("since", allocation.stage_since)
      .put("running", allocation.running)
      .put("probe_status", allocation.probe_status)
      .put("sessions", allocation.sessions);
  if (allocation.stage == AllocationStage::failed) {
    row.put("failed_at", allocation.failed_at).put("reason", allocation.reason);
  } else {
    row.null("failed_at").null("reason");
  }
  return row;
}

Row host_row(Page& page, control::Host const& host) {
  auto row = page.row(host.entry);
  row.put("id", host.id).put("image", short_text(host.image));
  std::uint32_t used = 0;
  EntryId latest = host.entry;
  for (auto const& [id, allocation] : page.state().allocations) {
    if (allocation.host != host.id) continue;
    latest = std::max(latest, allocation.stage_entry);
    if (takes_a_slot(allocation)) ++used;
  }
  row.put("slots", host.slots);
  auto load = page.row(latest);
  load.put("used", used).put("free", host.slots - std::min(used, host.slots));
  row.put("load", std::move(load));
  return row;
}

Row session_row(Page& page, control::Allocation const& allocation) {
  auto row = page.row(allocation.stage_entry);
  row.put("allocation", allocation.id)
      .put("environment", allocation.environment)
      .put("host", allocation.host)
      .put("stage", allocation.stage)
      .put("sessions", allocation.sessions)
      .put("resumed", allocation.sessions_resumed)
      .put("fresh", allocation.sessions_fresh);
  return row;
}

}  // namespace

Row allocation_row(Page& page, control::Allocation const& allocation) {
  auto row = page.row(allocation.entry);
  row.put("id", allocation.id)
      .put("environment", allocation.environment)
      .put("release", allocation.release)
      .put("digest", allocation.digest)
      .put("host", allocation.host)
      .put("operation", allocation.operation)
      .put("attempt", allocation.attempt)
      .put("stage", stage_row(page, allocation));
  return row;
}

Shown show_allocations(Page& page, Query const& asked) {
  auto const only = environment_filter(page, asked);
  if (!only) return std::unexpected{only.error()};
  std::vector<Row> rows;
  for (auto const& [id, allocation] : page.state().allocations) {
    if (*only != nullptr && allocation.environment != (*only)->declared.environment) continue;
    rows.push_back(allocation_row(page, allocation));
  }
  page.put("allocations", std::move(rows));
  return {};
}

Shown show_allocation(Page& page, Query const& asked) {
  auto const found = find_numbered(page.state().allocations, asked);
  if (!found) return std::unexpected{found.error()};
  page.put("allocation", allocation_row(page, **found));
  return {};
}

Shown show_hosts(Page& page, Query const&) {
  std::vector<Row> rows;
  for (auto const& [id, host] : page.state().hosts) rows.push_back(host_row(page, host));
  page.put("hosts", std::move(rows));
  return {};
}

Shown show_host(Page& page, Query const& asked) {
  auto const found = find_numbered(page.state().hosts, asked);
  if (!found) return std::unexpected{found.error()};
  page.put("host", host_row(page, **found));
  std::vector<Row> rows;
  for (auto const& [id, allocation] : page.state().allocations) {
    if (allocation == (*found)->host.id) rows.push_back(allocation_row(page, allocation));
  }
  page.put("allocations", std::move(rows));
  return {};
}

Shown show_sessions(Page& page, Query const& asked) {
  auto const host = parse_id<HostId>(asked.object);
  EnvironmentName const environment{asked.object};
  bool const known =
      host ? page.state().hosts.contains(*host) : page.state().environments.contains(environment);
  if (!known) return std::unexpected{no_such(asked)};
  std::vector<Row> rows;
  for (auto const& [id, allocation] : page.state().allocations) {
    if (host ? allocation.host != *host : allocation.environment != environment) continue;
    rows.push_back(session_row(page, allocation));
  }
  page.put("sessions", std::move(rows));
  if (host) return {};
  auto const& asked_for = page.state().environments.at(environment);
  if (asked_for.sessions_moved_entry) {
    auto moved = page.row(asked_for.sessions_moved_entry);
    moved.put("sessions", asked_for.sessions_moved);
    page.put("moved", std::move(moved));
  }
  return {};
}

}  // namespace studylab::console
