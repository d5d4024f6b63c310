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
    if (row.route != incident.opened->route) continue;
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
  for (auto const* stored : run.artifacts) {
    if (stored->digest != release.digest) continue;
    return std::ranges::find(stored->manifest.needs, binding) != stored->manifest.needs.end();
  }
  return false;
}

// Of all releases that served here, only the incident's needs it. One that was gone before its
// allocations were ready would have kept them from it, so that the time needs no look.
bool only_the_new_needs(Run const& run, BindingName const& binding) {
  bool new_needs = false;
  for (auto const& [release, entry, served] : run.releases) {
    if (release->environment != run.incident->opened->environment) continue;
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
        if (f.partition == partition) edge_of(f.edge).gap = true;
      },
      [](SnapshotFetched const&) {}, [](SnapshotChecked const&) {},
      [&](EdgeResumed const& f) { see_resume(f); }, [](AutoRepairGaveUp const&) {},
      [&](GapPolicySet const& f) { set_gap_policy(f); }, [](SnapshotOrdered const&) {},
      [](VerifyOrdered const&) {}, [](GapPolicyApplied const&) {},
      [&](ResumeOrdered const& f) {
        auto& repair = add_repair(RepairVerb::rebaseline, f.act);
        repair.edge = f.edge;
        repair.edge_behind = behind(edge_of(f.edge));
      });
}

void Fold::observe(RequestsObserved const& fact) {
  auto const& incident = *run_.incident;
  auto const seen = count(fact, now_->id, incident);
  auto& edge = edge_of(fact.edge);
  if (seen.applied.value() != 0) learn(edge, seen.applied, fact.until);
  run_.observations.push_back(seen);
  if (seen.requests == 0) return;
  if (fact.until > incident.at) edge.reported_since_alert = true;
  if (fact.until > incident.since) {
    edge.by_release += seen.by_release;
    edge.by_edge += seen.by_edge;
    edge.by_others += seen.errors - seen.by_release - seen.by_edge;
  }
  if (seen.over) count_over(fact, seen, edge);
}

void Fold::count_over(RequestsObserved const& fact, Observation const& seen, EdgeSeen& edge) {
  if (fact.from >= run_.incident->at) run_.over_since_alert = true;
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
    edge.gap = false;
    learn(edge, fact.sequence, fact.origin.at);
  }
  for (auto& repair : run_.repairs) {
    if (repair.verb != RepairVerb::rebaseline || repair.edge != fact.edge) continue;
    if (repair.operation != fact.operation) continue;
    if (incidents && fact.sequence >= run_.incident->sequence) moved_something(repair);
    // One resumed by hand has no operation that would end.
    if (!repair.operation && !repair.ended) {
      repair.ended = now_->id;
      repair.healthy = true;
    }
  }
}

void Fold::set_gap_policy(GapPolicySet const& fact) {
  add_hold(fact.act, &fact.environment);
  if (gap_policy_hold_) {
    auto const held = std::ranges::find(run_.holds, gap_policy_hold_, &HoldSeen::hold);
    if (held != run_.holds.end() && *held->environment == fact.environment) {
      held->open = false;
      gap_policy_hold_ = HoldId{};
    }
  }
  // Back to what the environment declares is the lifting.
  if (is_incident(fact.environment) && fact.policy == run_.incident->environment->gap_policy)
    return;
  if (!fact.hold) return;
  open_hold(fact.hold, &fact.environment);
  gap_policy_hold_ = fact.hold;
}

void Fold::take_provider(ProviderFact const& fact) {
  match(fact, [&](BindingsProbed const& f) { see_bindings(f); });
}

void Fold::see_bindings(BindingsProbed const& fact) {
  if (!is_incident(fact.environment)) return;
  run_.probed = &fact;
  for (auto const& binding : fact.bindings) {
    if (binding.state == BindingState::gone && only_the_new_needs(run_, binding.binding)) {
      run_.gone = &binding.binding;
    }
  }
}

EdgeSeen& Fold::edge_of(EdgeId edge) {
  auto const found = std::ranges::find(run_.edges, edge, &EdgeSeen::edge);
  if (found != run_.edges.end()) return *found;
  return run_.edges.emplace_back(EdgeSeen{.edge = edge});
}

bool Fold::behind(EdgeSeen const& edge) const {
  auto const& incident = *run_.incident;
  if (edge.gap) return true;
  return edge.applied < incident.sequence && edge.applied_at > incident.since + propagation;
}

bool symptom_present(Run const& run, Instant now) {
  return run.last_over != Instant{} && now - run.last_over < symptom_quiet;
}

}  // namespace studylab::grade
