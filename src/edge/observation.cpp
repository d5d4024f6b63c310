#include "edge/observation.h"

#include <algorithm>
#include <limits>

namespace studylab::edge {
namespace {

constexpr std::size_t usual_rows = 16;
constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();

}  // namespace

RowId Observation::row(RowKey const& key) {
  if (rows_.empty()) {
    rows_.reserve(usual_rows);
    order_.reserve(usual_rows);
  }
  auto const place = std::ranges::lower_bound(
      order_, key, {}, [&](std::uint32_t i) -> RowKey const& { return rows_[i].key; });
  if (place != order_.end() && rows_[*place].key == key) return {*place};

  bool const detailed = !key.binding.value().empty() || !key.code.empty();
  if (rows_.size() >= max_rows && detailed) {
    return row({key.route, key.release, key.status, key.error, {}, {}});
  }
  if (rows_.size() >= 2 * max_rows) return {no_row};
  auto const index = static_cast<std::uint32_t>(rows_.size());
  rows_.push_back({.key = key});
  order_.insert(place, index);
  return {index};
}

void Observation::add(RowId row, std::uint32_t requests, std::uint32_t population) {
  if (row.index >= rows_.size()) return;  // past the limit
  auto& counted = rows_[row.index];
  counted.requests += requests;
  counted.population = std::max(counted.population, population);
}

ErrorCount Observation::rate_from(Place& at) const {
  auto const& route = rows_[*at].key.route;
  ErrorCount sum;
  for (; at != order_.end() && rows_[*at].key.route == route; ++at) {
    auto const& row = rows_[*at];
    sum.requests += row.requests;
    bool const failed = failed_with(row.key.status, row.key.error) && !by_gate(row.key.error);
    if (failed) sum.errors += row.requests;
  }
  return sum;
}

ErrorCount Observation::rate(RouteKey const& route) const {
  Place at = std::ranges::lower_bound(
      order_, route, {}, [&](std::uint32_t i) -> RouteKey const& { return rows_[i].key.route; });
  bool const counted = at != order_.end() && rows_[*at].key.route == route;
  return counted ? rate_from(at) : ErrorCount{};
}

bool Observation::over(RouteKey const& route, Permille threshold) const {
  return over_threshold(rate(route), threshold);
}

RequestsObserved Observation::close(Instant now, Crossing crossing) {
  RequestsObserved report;
  report.from = from_;
  report.until = now;
  report.crossing = crossing;
  report.rows.reserve(static_cast<std::size_t>(
      std::ranges::count_if(rows_, [](Row const& row) { return row.requests != 0; })));
  for (auto const index : order_) {
    auto& row = rows_[index];
    if (row.requests == 0) continue;
    report.rows.emplace_back(row.key.route, row.key.release, row.key.status, row.key.error,
                             row.key.binding, row.key.code, row.requests,
                             std::min(row.requests, row.population));
    row.requests = 0;
    row.population = 0;
  }
  from_ = now;
  return report;
}

void Observation::restore_counts(RequestsObserved const& report) {
  // An interval may have ended meanwhile: the open one then says from when on its counts are.
  from_ = std::min(from_, report.from);
  for (auto const& r : report.rows) {
    observe({r.route, r.release, r.status, r.error, r.binding, r.code}, r.requests, r.users);
  }
}

}  // namespace studylab::edge
