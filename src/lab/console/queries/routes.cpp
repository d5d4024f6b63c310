// Route owners according to the ledger and according to each edge.
#include <algorithm>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

// The edge's last report on one partition; nullptr if there is none.
PartitionView const* view_of(control::Edge const& edge, PartitionId partition) {
  auto const found = edge.view.find(partition);
  return found == edge.view.end() ? nullptr : &found->second;
}

OwnerView const* owner_in(PartitionView const& view, RouteKey const& route) {
  auto const found = std::ranges::find(view.owners, route, &OwnerView::route);
  return found == view.owners.end() ? nullptr : &*found;
}

// One edge's own view of one route.
Row edge_view_row(Page& page, control::Edge const& edge, control::RouteOwner const& owner) {
  auto const* view = view_of(edge, owner.partition);
  auto row = page.row(view != nullptr ? edge.view_entry : edge.entry);
  row.put("edge", edge.id).put("answered", answered(page, edge));
  if (view == nullptr) {
    return std::move(row.null("age")
                         .null("release")
                         .null("epoch")
                         .null("applied")
                         .null("applied_at")
                         .null("behind")
                         .null("gap"));
  }
  auto const* seen = owner_in(*view, owner.route);
  row.age("age", edge.view_at)
      .put("release", seen != nullptr ? seen->release : ReleaseId{})
      .put("epoch", seen != nullptr ? std::optional{seen->epoch} : std::nullopt)
      .put("applied", view->applied)
      .put("applied_at", view->applied_at)
      .put("behind", view->applied < owner.sequence)
      .put("gap", view->gap);
  return row;
}

}  // namespace

Row owner_row(Page& page, control::RouteOwner const& owner) {
  auto row = page.row(owner.entry);
  row.put("release", owner.release)
      .put("epoch", owner.epoch)
      .put("since", owner.since)
      .put("operation", owner.operation);
  return row;
}

Shown show_routes(Page& page, Query const&) {
  std::vector<Row> rows;
  for (auto const& [route, owner] : page.state().routes) {
    auto& row = rows.emplace_back(page.row(owner.entry));
    row.put("route", route)
        .put("environment", owner.environment)
        .put("release", owner.release)
        .put("epoch", owner.epoch)
        .put("partition", owner.partition)
        .put("sequence", owner.sequence)
        .put("since", owner.since)
        .put("operation", owner.operation);
  }
  page.put("routes", std::move(rows));
  return {};
}

Shown show_route(Page& page, Query const& asked) {
  auto const found = find_in(page.state().routes, RouteKey{asked.object}, asked);
  if (!found) return std::unexpected{found.error()};
  auto const& owner = **found;
  auto row = page.row(owner.entry);
  row.put("route", owner.route)
      .put("environment", owner.environment)
      .put("partition", owner.partition)
      .put("release", owner.release)
      .put("epoch", owner.epoch)
      .put("sequence", owner.sequence)
      .put("since", owner.since)
      .put("operation", owner.operation);
  page.put("route", std::move(row));
  if (!asked.edges) return {};
  std::vector<Row> edges;
  for (auto const& [id, edge] : page.state().edges) {
    edges.push_back(edge_view_row(page, edge, owner));
  }
  page.put("edges", std::move(edges));
  return {};
}

}  // namespace studylab::console
