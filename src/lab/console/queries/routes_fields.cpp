// Route owners according to the ledger and according to each edge.
#include <algorithm>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::RouteOwner;

// One edge's own view of one route.
struct EdgeView {
  control::Edge const& edge;
  PartitionView const* view;  // nullptr: it has not reported on the route's partition
  OwnerView const* owner;     // nullptr: its table does not have the route
  RouteSequence ledger;       // of the route's latest event
};

std::vector<EdgeView> edge_views(Page const& page, RouteOwner const& owner) {
  std::vector<EdgeView> views;
  for (auto const& [id, edge] : page.state().edges) {
    auto const found = edge.view.find(owner.partition);
    if (found == edge.view.end()) {
      views.push_back({edge, nullptr, nullptr, owner.sequence});
      continue;
    }
    auto const& view = found->second;
    auto const seen = std::ranges::find(view.owners, owner.route, &OwnerView::route);
    views.push_back({edge, &view, seen == view.owners.end() ? nullptr : &*seen, owner.sequence});
  }
  return views;
}

// A value of the edge's report; null without a report.
template <class Get>
auto reported(Get get) {
  return [get](EdgeView const& of) {
    using Value = std::remove_cvref_t<std::invoke_result_t<Get, PartitionView const&>>;
    return of.view != nullptr ? std::optional<Value>{std::invoke(get, *of.view)} : std::nullopt;
  };
}

Row<EdgeView> const& edge_view_row() {
  static Row<EdgeView> const row{
      [](EdgeView const& of) { return of.view != nullptr ? of.edge.view_entry : of.edge.entry; },
      {{"edge", "the edge", [](EdgeView const& of) { return of.edge.id; }},
       {"answered",
        "whether the edge answered this query; if not, the values are from its last answer",
        [](Page const& page, EdgeView const& of) { return answered(page, of.edge); }},
       {"age", "the age of that answer; null: the edge has never answered",
        [](Page const& page, EdgeView const& of) {
          return of.view != nullptr ? std::optional{age(page, of.edge.view_at)} : std::nullopt;
        }},
       {"release", "the route owner in its table",
        [](EdgeView const& of) { return of.owner != nullptr ? of.owner->release : ReleaseId{}; }},
       {"epoch", "the route's epoch in its table",
        [](EdgeView const& of) {
          return of.owner != nullptr ? std::optional{of.owner->epoch} : std::nullopt;
        }},
       {"applied", "the last sequence that it has applied", reported(&PartitionView::applied)},
       {"applied_at", "when it applied that", reported(&PartitionView::applied_at)},
       {"behind", "whether it has yet to apply the route's latest event",
        [](EdgeView const& of) {
          return of.view != nullptr ? std::optional{of.view->applied < of.ledger} : std::nullopt;
        }},
       {"gap", "the cause of the gap; none: the edge is not in a gap",
        reported(&PartitionView::gap)}}};
  return row;
}

Row<RouteOwner> const& routes_row() {
  static Row<RouteOwner> const row{
      &RouteOwner::entry,
      {{"route", "the route", &RouteOwner::route},
       {"environment", "the environment that it belongs to", &RouteOwner::environment},
       {"release", "the route owner", &RouteOwner::release},
       {"epoch", "the route's epoch", &RouteOwner::epoch},
       {"partition", "its partition of the route log", &RouteOwner::partition},
       {"sequence", "the sequence of its latest event in that partition", &RouteOwner::sequence},
       {"since", "when the release became the route owner", &RouteOwner::since},
       {"operation", "the operation that made it the route owner", &RouteOwner::operation}}};
  return row;
}

Row<RouteOwner> const& route_row() {
  static Row<RouteOwner> const row{
      &RouteOwner::entry,
      {{"route", "the route", &RouteOwner::route},
       {"environment", "the environment that it belongs to", &RouteOwner::environment},
       {"partition", "its partition of the route log", &RouteOwner::partition},
       {"release", "the route owner", &RouteOwner::release},
       {"epoch", "the route's epoch", &RouteOwner::epoch},
       {"sequence", "the sequence of its latest event in that partition", &RouteOwner::sequence},
       {"since", "when the release became the route owner", &RouteOwner::since},
       {"operation", "the operation that made it the route owner", &RouteOwner::operation}}};
  return row;
}

// A route, and whether each edge's view of it was asked for.
struct AskedRoute {
  RouteOwner const& owner;
  bool edges;
};

std::expected<AskedRoute, Refusal> find_route(Page const& page, Query const& asked) {
  auto const found = find_in(page.state().routes, RouteKey{asked.object}, asked);
  if (!found) return std::unexpected{found.error()};
  return AskedRoute{**found, asked.edges};
}

}  // namespace

Row<RouteOwner> const& owner_row() {
  static Row<RouteOwner> const row{
      &RouteOwner::entry,
      {{"release", "the route owner", &RouteOwner::release},
       {"epoch", "the route's epoch; it increases by one each time the owner changes",
        &RouteOwner::epoch},
       {"since", "when the release became the route owner", &RouteOwner::since},
       {"operation", "the operation that made it the route owner", &RouteOwner::operation}}};
  return row;
}

QueryTable const& routes_query() {
  static QueryTable const table{everything,
                                Fields<Everything>{{"routes", "every route", routes_row(),
                                                    [](Page const& page, Everything const&) {
                                                      return objects_of(page.state().routes);
                                                    }}}};
  return table;
}

QueryTable const& route_query() {
  static QueryTable const table{
      find_route,
      Fields<AskedRoute>{{"route", "the route according to the ledger", route_row(),
                          [](AskedRoute const& asked) { return &asked.owner; }},
                         {"edges", "with --edges: the route according to each edge",
                          edge_view_row(), [](Page const& page, AskedRoute const& asked) {
                            return asked.edges ? std::optional{edge_views(page, asked.owner)}
                                               : std::nullopt;
                          }}}};
  return table;
}

}  // namespace studylab::console
