#include "lab/grade/facts/errors.h"

#include <algorithm>

#include "lab/grade/run.h"
#include "model/symptom.h"

namespace studylab::grade {
namespace {

Observation count(RequestsObserved const& fact, EntryId entry, Incident const& incident) {
  Observation seen{.entry = entry, .edge = fact.edge, .from = fact.from, .until = fact.until};
  for (auto const& row : fact.rows) {
    if (row.route != route_of(*incident.opened)) continue;
    seen.requests += row.requests;
    if (!failed(row)) continue;
    seen.errors += row.requests;
    seen.users += row.users;
    if (!row.release) seen.by_edge += row.requests;
    if (row.release && row.release == incident.release) seen.by_release += row.requests;
  }
  seen.over =
      over_threshold({seen.requests, seen.errors, seen.users}, incident.environment->threshold);
  for (auto const& applied : fact.applied) {
    if (applied.partition == incident.environment->partition) seen.applied = applied.sequence;
  }
  return seen;
}

EdgeErrors& errors_of(Errors& errors, EdgeId edge) {
  auto const found = std::ranges::find(errors.edges, edge, &EdgeErrors::edge);
  if (found != errors.edges.end()) return *found;
  auto& seen = errors.edges.emplace_back();
  seen.edge = edge;
  return seen;
}

void count_over(Run& run, Observation const& seen, EdgeErrors& edge) {
  auto& errors = run.errors;
  // An edge that restarts begins an observation within the interval of the alert: its errors are
  // those that the alert is about.
  bool const later = seen.from >= interval_end(run.incident->at);
  if (later && !errors.over_since_alert) errors.over_since_alert = seen.entry;
  if (seen.until > errors.last_over) {
    errors.last_over = seen.until;
    errors.last_over_entry = seen.entry;
  }
  auto const from = std::max(seen.from, errors.over_counted_until);
  if (seen.until > from) {
    errors.over_time += seen.until - from;
    errors.over_counted_until = seen.until;
  }
  edge.users_hit = std::max(edge.users_hit, seen.users);
}

// No program answered, at one edge alone. A silent edge is not evidence against it.
bool one_edge_fails(Run const& run) {
  std::uint32_t failing = 0;
  for (auto const& edge : run.errors.edges) {
    if (edge.by_release >= chance_errors || edge.by_others >= chance_errors) return false;
    if (edge.by_edge >= chance_errors) ++failing;
  }
  return failing == 1;
}

bool is_failed_by_edge(Run const& run, FactEntry const& entry) {
  auto const* seen = find_observation(run, entry.id);
  return seen != nullptr && seen->by_edge > 0 && seen->until > run.incident->since;
}

bool stayed_under(Run const& run) { return !run.errors.over_since_alert; }

bool is_under(Run const& run, FactEntry const& entry) {
  auto const* seen = find_observation(run, entry.id);
  return seen != nullptr && seen->requests > 0 && seen->from >= run.incident->at && !seen->over;
}

// If this run moved nothing, the symptom ends only in the variant without a fault.
bool went_by_itself(Run const& run, Instant at) {
  bool const touched = std::ranges::any_of(
      run.repairs.acts, [](RepairAct const& act) { return static_cast<bool>(act.moved); });
  return !touched && !errors_present(run, at);
}

bool shows_calm(Run const& run, FactEntry const& entry, ClueSeen&) {
  auto const* queried = fact_if<Queried>(entry.fact);
  auto const* waited = fact_if<Waited>(entry.fact);
  bool const asks = (queried != nullptr && queried->query == "environment" &&
                     at_incident(run, queried->object)) ||
                    (waited != nullptr && waited->result == WaitResult::reached);
  return asks && went_by_itself(run, entry.at) && stayed_under(run);
}

}  // namespace

void observe(Run& run, FactEntry const& entry, RequestsObserved const& fact) {
  auto const& incident = *run.incident;
  auto const seen = count(fact, entry.id, incident);
  if (seen.applied.value() != 0) learn_applied(run, seen.edge, seen.applied, seen.until);
  run.errors.observations.push_back(seen);
  if (seen.requests == 0) return;
  auto& edge = errors_of(run.errors, seen.edge);
  if (seen.until > incident.at) edge.reported = seen.entry;
  edge.users_failed = std::max(edge.users_failed, seen.users);
  if (seen.until > incident.since) {
    edge.by_release += seen.by_release;
    edge.by_edge += seen.by_edge;
    edge.by_others += seen.errors - seen.by_release - seen.by_edge;
  }
  if (seen.over) count_over(run, seen, edge);
}

Observation const* find_observation(Run const& run, EntryId entry) {
  auto const& all = run.errors.observations;
  auto const found = std::ranges::lower_bound(all, entry, {}, &Observation::entry);
  return found != all.end() && found->entry == entry ? &*found : nullptr;
}

bool errors_present(Run const& run, Instant now) {
  return run.errors.last_over != Instant{} && now - run.errors.last_over < symptom_quiet;
}

bool prints_errors(Run const& run, Queried const& queried) {
  return queried.query == "errors" && at_incident(run, queried.object);
}

constexpr Clue failed_at_one_edge{
    .name = "failed-at-one-edge",
    .words = "at which edge requests fail, and at which not (`show errors ENV`)",
    .command = "show errors ENV",
    .holds = one_edge_fails,
    .carried_by = is_failed_by_edge,
    .printed_by = prints_errors};

constexpr Clue under_threshold{
    .name = "under-threshold",
    .words = "whether errors went on after the alert (`show errors ENV`)",
    .command = "show errors ENV",
    .holds = stayed_under,
    .carried_by = is_under,
    .printed_by = prints_errors,
    .also_shown_by = shows_calm};

}  // namespace studylab::grade
