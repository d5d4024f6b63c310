// What processes report: observations, edges, bindings.
#include <algorithm>

#include "lab/grade/fold.h"
#include "model/symptom.h"

namespace studylab::grade {
namespace {

using namespace std::chrono_literals;

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

void learn(EdgeSeen& edge, RouteSequence applied, Instant at) {
  if (at < edge.applied_at) return;
  edge.applied = applied;
  edge.applied_at = at;
}

bool needs(Run const& run, ReleaseRegistered const& release, BindingName const& binding) {
  auto const* manifest = manifest_of(run, release.digest);
  return manifest != nullptr &&
         std::ranges::find(manifest->needs, binding) != manifest->needs.end();
}

// Of all releases that served here, only the incident's needs it. A binding that was gone before
// its allocations were ready would have kept them from getting ready: the time need not be
// compared.
bool only_the_new_needs(Run const& run, BindingName const& binding) {
  bool new_needs = false;
  for (auto const& [release, entry, served] : run.releases) {
    if (release->environment != environment_of(*run.incident->opened)) continue;
    bool const is_new = release->release == run.incident->release;
    if (!is_new && !served) continue;
    if (!needs(run, *release, binding)) continue;
    if (!is_new) return false;
    new_needs = true;
  }
  return new_needs;
}

}  // namespace

void Fold::take_edge(EdgeFact const& fact) {
  auto const partition = run_.incident->environment->partition;
  match(
      fact, [&](RequestsObserved const& f) { observe(f); }, [](EdgeStarted const&) {},
      [&](EdgeViewReported const& f) { see_view(f); },
      [&](EdgeGapSeen const& f) {
        if (f.partition == partition) edge_of(f.edge).gap = now_->id;
      },
      [](SnapshotFetched const&) {}, [](SnapshotChecked const&) {},
      [&](EdgeResumed const& f) { see_resume(f); }, [](AutoRepairGaveUp const&) {},
      [&](GapPolicySet const& f) { set_gap_policy(f); }, [](SnapshotOrdered const&) {},
      [](VerifyOrdered const&) {}, [](GapPolicyApplied const&) {},
      [&](ResumeOrdered const& f) {
        auto& repair = add_repair(RepairVerb::rebaseline, f.act);
        repair.edge = f.edge;
        repair.condition = condition_of(edge_of(f.edge));
      });
}

void Fold::observe(RequestsObserved const& fact) {
  auto const& incident = *run_.incident;
  auto const seen = count(fact, now_->id, incident);
  auto& edge = edge_of(fact.edge);
  if (seen.applied.value() != 0) learn(edge, seen.applied, fact.until);
  run_.observations.push_back(seen);
  if (seen.requests == 0) return;
  if (fact.until > incident.at) edge.reported = now_->id;
  if (fact.until > incident.since) {
    edge.by_release += seen.by_release;
    edge.by_edge += seen.by_edge;
    edge.by_others += seen.errors - seen.by_release - seen.by_edge;
  }
  if (seen.over) count_over(fact, seen, edge);
}

void Fold::count_over(RequestsObserved const& fact, Observation const& seen, EdgeSeen& edge) {
  // An edge that restarts begins an observation within the interval of the alert: its errors are
  // those that the alert is about.
  bool const later = fact.from >= interval_end(run_.incident->at);
  if (later && !run_.over_since_alert) run_.over_since_alert = now_->id;
  if (fact.until > run_.last_over) {
    run_.last_over = fact.until;
    run_.last_over_entry = now_->id;
  }
  auto const from = std::max(fact.from, over_covered_until_);
  if (fact.until > from) {
    over_time_ += fact.until - from;
    over_covered_until_ = fact.until;
  }
  edge.users_hit = std::max(edge.users_hit, seen.users);
}

void Fold::see_view(EdgeViewReported const& fact) {
  for (auto const& view : fact.partitions) {
    if (view.partition != run_.incident->environment->partition) continue;
    learn(edge_of(fact.edge), view.applied, fact.origin.at);
  }
}

void Fold::see_resume(EdgeResumed const& fact) {
  bool const incidents = fact.partition == run_.incident->environment->partition;
  if (incidents) {
    auto& edge = edge_of(fact.edge);
    edge.gap = EntryId{};
    learn(edge, fact.sequence, fact.origin.at);
  }
  for (auto& repair : run_.repairs) {
    if (repair.verb != RepairVerb::rebaseline || repair.edge != fact.edge) continue;
    if (repair.operation != fact.operation) continue;
    if (!repair.moved) repair.moved = now_->id;
    bool const reached = incidents && fact.sequence >= run_.incident->sequence;
    if (reached && !repair.effect) repair.effect = now_->id;
    // `resume` has no operation that would end.
    if (!repair.operation && !repair.ended) {
      repair.ended = now_->id;
      repair.ending = Ending::well;
    }
  }
}

void Fold::set_gap_policy(GapPolicySet const& fact) {
  add_hold(fact.act, &fact.environment);
  if (gap_policy_hold_) {
    auto const held = std::ranges::find(run_.holds, gap_policy_hold_, &HoldSeen::hold);
    if (held != run_.holds.end() && *held->environment == fact.environment) {
      held->lifted = now_->id;
      gap_policy_hold_ = HoldId{};
    }
  }
  // Back to what the environment declares is the lifting.
  if (is_incident(fact.environment) && fact.policy == run_.incident->environment->gap_policy)
    return;
  if (!fact.hold) return;
  open_hold(fact.hold, HoldKind::gap_policy, &fact.environment);
  gap_policy_hold_ = fact.hold;
}

void Fold::take_provider(ProviderFact const& fact) {
  match(fact, [&](BindingsProbed const& f) { see_bindings(f); });
}

void Fold::see_bindings(BindingsProbed const& fact) {
  if (!is_incident(fact.environment)) return;
  run_.probed = &fact;
  for (auto const& binding : fact.bindings) {
    if (!only_the_new_needs(run_, binding.binding)) continue;
    run_.only_new = &binding.binding;
    if (binding.state == BindingState::gone) run_.gone = &binding.binding;
  }
}

EdgeSeen& Fold::edge_of(EdgeId edge) {
  auto const found = std::ranges::find(run_.edges, edge, &EdgeSeen::edge);
  if (found != run_.edges.end()) return *found;
  auto& seen = run_.edges.emplace_back();
  seen.edge = edge;
  return seen;
}

bool Fold::behind(EdgeSeen const& edge) const {
  auto const& incident = *run_.incident;
  if (edge.gap) return true;
  return edge.applied < incident.sequence && edge.applied_at > incident.since + propagation;
}

Condition Fold::condition_of(EdgeSeen const& edge) const {
  if (behind(edge)) return Condition::broken;
  return edge.shown == ViewShown::caught_up ? Condition::shown_healthy : Condition::unknown;
}

// What a query printed of each edge's place in the incident's partition.
void Fold::show_edges(Queried const& queried) {
  bool const prints = queried.query == "route" || queried.query == "edges" ||
                      queried.query == "edge" || queried.query == "operation";
  if (!prints) return;
  auto const& incident = *run_.incident;
  for (auto const id : queried.shown) {
    auto const* entry = find_entry(run_, id);
    if (entry == nullptr) continue;
    auto const* view = fact_if<EdgeViewReported>(entry->fact);
    if (view == nullptr) continue;
    for (auto const& one : view->partitions) {
      if (one.partition != incident.environment->partition) continue;
      bool const caught_up = one.applied >= incident.sequence && one.gap == GapCause::none;
      edge_of(view->edge).shown = caught_up ? ViewShown::caught_up : ViewShown::behind;
    }
  }
}

bool symptom_present(Run const& run, Instant now) {
  return run.last_over != Instant{} && now - run.last_over < symptom_quiet;
}

}  // namespace studylab::grade
