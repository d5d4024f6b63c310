#include "lab/grade/facts/symptom.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {

bool symptom_present(Run const& run, Instant now) {
  return match(
      run.incident->opened->subject, [&](RouteErrors const&) { return errors_present(run, now); },
      [&](EdgeGap const& gap) { return is_in_gap(run, gap.edge) || owner_is_down(run); },
      [&](WakeStuck const&) { return !is_hot(run) || refused_lately(run, now); },
      [&](HostDue const&) { return !is_upgraded(run); },
      [&](DataDamaged const&) { return data_damaged(run); },
      [&](DependencyErrors const&) { return errors_present(run, now) || dependency_is_sick(run); });
}

bool prints_symptom(Run const& run, Queried const& queried) {
  auto const& query = queried.query;
  if (query == "incident") return true;
  return match(
      run.incident->opened->subject,
      [&](RouteErrors const&) {
        return (query == "errors" || query == "environment") && at_incident(run, queried.object);
      },
      [&](EdgeGap const& gap) {
        if (query == "route") return queried.object == gap.route.value();
        return query == "edges" || (query == "edge" && queried.object == to_text(gap.edge));
      },
      [&](WakeStuck const&) {
        return (query == "gate" || query == "environment") && at_incident(run, queried.object);
      },
      [&](HostDue const& due) { return query == "host" && queried.object == to_text(due.host); },
      [&](DataDamaged const& damaged) {
        return query == "database" && queried.object == damaged.database.value();
      },
      [&](DependencyErrors const&) {
        bool const of_all = query == "status" || query == "providers";
        return of_all || ((query == "errors" || query == "environment" || query == "bindings") &&
                          at_incident(run, queried.object));
      });
}

std::uint32_t users_affected(Run const& run) {
  auto const& edges = run.errors.edges;
  return match(
      run.incident->opened->subject,
      [&](RouteErrors const&) {
        std::uint32_t users = 0;
        for (auto const& edge : edges) users += edge.users_hit;
        return users;
      },
      [&](EdgeGap const& gap) {
        auto const found = std::ranges::find(edges, gap.edge, &EdgeErrors::edge);
        return found == edges.end() ? 0U : found->users_hit;
      },
      [&](WakeStuck const&) {
        std::uint32_t users = 0;
        for (auto const& edge : edges) users += edge.users_failed;
        return users;
      },
      [&](HostDue const&) { return run.upgrade.cut; },
      [&](DataDamaged const&) { return run.restores.users_hit; },
      [&](DependencyErrors const&) {
        std::uint32_t users = 0;
        for (auto const& edge : edges) users += edge.users_hit;
        return users;
      });
}

Duration time_affected(Run const& run) {
  bool const wake = std::holds_alternative<WakeStuck>(run.incident->opened->subject);
  if (std::holds_alternative<DataDamaged>(run.incident->opened->subject)) {
    auto const& seen = run.restores;
    return seen.damaged_from ? *seen.damaged_until - *seen.damaged_from : Duration{};
  }
  return wake ? run.gates.refused_time : run.errors.over_time;
}

}  // namespace studylab::grade
