#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/symptom.h"

namespace studylab::edge {

// What an edge counts. One interval is always open; see observation_interval for when it ends.
//
// Programs choose their error codes, so the number of rows is limited. Past this many, requests are
// counted in a row without binding and code; past twice as many, they are not counted.
inline constexpr std::size_t max_rows = 4096;

// The key of a row. `release` none: the edge answered itself.
struct RowKey {
  RouteKey route;
  ReleaseId release;
  std::uint16_t status = 200;
  RequestError error = RequestError::none;
  BindingName binding;
  std::string code;

  friend auto operator<=>(RowKey const&, RowKey const&) = default;
};

// A row's handle, valid as long as the Observation: a restart of the edge ends it.
struct RowId {
  std::uint32_t index = 0;
};

class Observation {
 public:
  Observation() = default;
  explicit Observation(Instant from) : from_(from) {}

  // Finds or adds the row. Callers that count the same row often keep the handle.
  RowId row(RowKey const& key);
  // Adds `requests`. `population` is the number of distinct users behind all requests that the row
  // may count. A row's users are the smaller of its population and its requests.
  void add(RowId row, std::uint32_t requests, std::uint32_t population);
  // Both in one, for callers without a handle.
  void observe(RowKey const& key, std::uint32_t requests, std::uint32_t population) {
    add(row(key), requests, population);
  }

  // Requests and errors of a route in the open interval, without the errors that its gate answered.
  // Users are counted when it closes.
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

  // Ends the open interval at `now` and begins the next. Returns the rows with at least one
  // request, ascending by key. The caller fills `edge`, `applied` and `origin`.
  RequestsObserved close(Instant now, Crossing crossing);
  // Puts the rows of a declined report back into the open interval, which then begins where the
  // report's did. After another close they are counted an interval late instead, but never lost.
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
