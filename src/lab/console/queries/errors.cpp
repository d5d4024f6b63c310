// Errors as edges and runners saw them, and what programs wrote.
#include <algorithm>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

std::vector<Row> answer_rows(Page& page, EntryId entry, RequestsObserved const& observed,
                             RouteKey const& route) {
  std::vector<Row> rows;
  for (auto const& answer : observed.rows) {
    if (answer.route != route) continue;
    auto& row = rows.emplace_back(page.row(entry));
    row.put("release", answer.release)
        .put("status", answer.status)
        .put("error", answer.error)
        .put("binding", answer.binding)
        .put("code",
             answer.code.empty() ? std::optional<std::string>{} : std::optional{answer.code})
        .put("requests", answer.requests)
        .put("users", answer.users);
  }
  return rows;
}

Row observation_row(Page& page, EntryId entry, RequestsObserved const& observed,
                    EnvironmentDeclared const& environment) {
  auto const count = count_errors(observed, environment.route);
  auto row = page.row(entry);
  row.put("edge", observed.edge)
      .put("from", observed.from)
      .put("until", observed.until)
      .age("age", observed.until)
      .put("requests", count.requests)
      .put("errors", count.errors)
      .put("users_with_errors", count.users)
      .put("threshold_permille", environment.threshold)
      .put("over", over_threshold(count, environment.threshold))
      .put("rows", answer_rows(page, entry, observed, environment.route));
  return row;
}

// The age of each edge's latest report; it reveals an edge that has stopped reporting.
std::vector<Row> edge_rows(Page& page) {
  std::vector<Row> rows;
  for (auto const& [id, edge] : page.state().edges) {
    auto& row = rows.emplace_back(page.row(edge.observed_entry ? edge.observed_entry : edge.entry));
    row.put("edge", id).put("last_observed", edge.observed_until);
    if (edge.observed_entry) {
      row.age("age", edge.observed_until);
    } else {
      row.null("age");
    }
  }
  return rows;
}

}  // namespace

Shown show_errors(Page& page, Query const& asked) {
  auto const found = find_in(page.state().environments, EnvironmentName{asked.object}, asked);
  if (!found) return std::unexpected{found.error()};
  auto const& environment = **found;
  auto const from = page.now() - asked.since.value_or(queried_back);

  auto declared = page.row(environment.entry);
  declared.put("environment", environment.declared.environment)
      .put("route", environment.declared.route)
      .put("threshold_permille", environment.declared.threshold)
      .put("min_errors", min_errors)
      .put("since", from);
  page.put("threshold", std::move(declared));
  page.put("symptom", symptom_row(page, environment));

  std::vector<Row> rows;
  auto const& observations = page.state().observations;
  auto first = observations.end();
  while (first != observations.begin() && page.entry(*std::prev(first)).at >= from) --first;
  for (; first != observations.end(); ++first) {
    auto const* observed = page.fact<RequestsObserved>(*first);
    if (observed->until < from) continue;
    rows.push_back(observation_row(page, *first, *observed, environment.declared));
  }
  page.put("observations", std::move(rows));
  page.put("edges", edge_rows(page));
  return {};
}

std::optional<LogsOf> logs_of(Query const& asked, control::State const& state) {
  if (auto const id = parse_id<AllocationId>(asked.object)) {
    auto const found = state.allocations.find(*id);
    if (found == state.allocations.end()) return std::nullopt;
    return LogsOf{found->second.environment, *id};
  }
  EnvironmentName const environment{asked.object};
  if (!state.environments.contains(environment)) return std::nullopt;
  return LogsOf{environment, AllocationId{}};
}

Shown show_logs(Page& page, Query const& asked) {
  if (!logs_of(asked, page.state())) return std::unexpected{no_such(asked)};
  std::vector<Row> rows;
  for (auto const& line : page.context().logs) {
    if (!asked.grep.empty() && line.text.find(asked.grep) == std::string::npos) continue;
    auto& row = rows.emplace_back(page.row(page.state().allocations.at(line.allocation).entry));
    row.put("at", line.at).put("allocation", line.allocation).put("text", line.text);
  }
  page.put("lines", std::move(rows));
  return {};
}

}  // namespace studylab::console
