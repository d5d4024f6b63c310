#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/symptom.h"

namespace studylab::edge {

// An edge's counting. One interval is open at any time; it ends at the next whole 10 s of platform
// time, or at once when a route's error rate crosses its threshold.
inline constexpr Duration observation_interval = std::chrono::seconds{10};
// Programs choose their error codes, so rows are bounded: past this many, requests are counted in
// their row without binding and code; past twice as many (routes, releases and statuses alone) they
// are not counted.
inline constexpr std::size_t max_rows = 4096;

// The first whole interval's end after `now`.
Instant interval_end(Instant now);

// What makes a row. `release` none: the edge answered itself.
struct RowKey {
  RouteKey route;
  ReleaseId release;
  std::uint16_t status = 200;
  RequestError error = RequestError::none;
  BindingName binding;
  std::string code;

  friend auto operator<=>(RowKey const&, RowKey const&) = default;
};

// A row's handle: good for as long as the Observation lives (not past a restart of the edge).
struct RowId {
  std::uint32_t index = 0;
};

class Observation {
 public:
  Observation() = default;
  explicit Observation(Instant from) : from_(from) {}

  // Finds or makes the row. Callers that count the same row often keep the handle.
  RowId row(RowKey const& key);
  // Counts `requests` more. `population` is how many distinct users there are behind all requests
  // that the row may count; a row's users are the smaller of that and its requests.
  void add(RowId row, std::uint32_t requests, std::uint32_t population);
  // Both in one, for callers with no handle.
  void observe(RowKey const& key, std::uint32_t requests, std::uint32_t population) {
    add(row(key), requests, population);
  }

  // Requests and errors of a route in the open interval. Users are counted when it closes.
  ErrorCount rate(RouteKey const& route) const;
  // Calls `visit(route, count)` for every route that was ever counted, ascending by route.
  template <class Visit>
  void each_rate(Visit&& visit) const {
    for (auto at = order_.begin(); at != order_.end();) {
      auto const& route = rows_[*at].key.route;
      visit(route, rate_from(at));
    }
  }
  // Whether that is over the route's threshold.
  bool over(RouteKey const& route, Permille threshold) const;

  // Ends the open interval at `now` and begins the next: its rows with at least one request,
  // ascending by key. `edge`, `applied` and `origin` are the caller's to fill.
  RequestsObserved close(Instant now, Crossing crossing);
  // Puts the rows of a report that was not taken back into the open interval, which then begins
  // where the report's did; after another close they come an interval late instead. They are never
  // lost.
  void restore_counts(RequestsObserved const& report);

 private:
  struct Row {
    RowKey key;
    std::uint32_t requests = 0;
    std::uint32_t population = 0;
  };

  using Place = std::vector<std::uint32_t>::const_iterator;  // in order_
  // Sums the rows of the route at `at`, and moves `at` past them.
  ErrorCount rate_from(Place& at) const;

  Instant from_;
  std::vector<Row> rows_;             // in the order they were first seen: handles index it
  std::vector<std::uint32_t> order_;  // of rows_, ascending by key
};

}  // namespace studylab::edge
