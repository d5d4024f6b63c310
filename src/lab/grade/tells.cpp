#include "lab/grade/tells.h"

#include <algorithm>

#include "base/check.h"

namespace studylab::grade {
namespace {

using drill::TellFact;
using namespace std::chrono_literals;

// Fewer errors than this, at one edge or of one release, are chance.
constexpr std::uint32_t chance = 5;

// Failed by the incident's release at the edges that have reported since the call: what fails at
// one of several alone is that edge's own trouble.
bool failed_by_new_release(Run const& run) {
  std::uint32_t reported = 0;
  std::uint32_t failing = 0;
  for (auto const& edge : run.edges) {
    if (edge.by_edge >= chance || edge.by_others >= chance) return false;
    if (!edge.reported_since_call) continue;
    ++reported;
    if (edge.by_release > 0) ++failing;
  }
  return failing >= std::min(reported, 2U) && failing > 0;
}

// No program answered, and at one edge alone. What a silent edge would say takes nothing from it.
bool failed_at_one_edge(Run const& run) {
  std::uint32_t failing = 0;
  for (auto const& edge : run.edges) {
    if (edge.by_release >= chance || edge.by_others >= chance) return false;
    if (edge.by_edge >= chance) ++failing;
  }
  return failing == 1;
}

bool edge_behind(Run const& run) {
  auto const& incident = *run.incident;
  std::uint32_t behind = 0;
  for (auto const& edge : run.edges) {
    bool const heard_since = edge.applied_at > incident.since + propagation;
    if (heard_since && edge.applied < incident.sequence) ++behind;
  }
  return behind == 1;
}

bool bindings_answer(BindingsProbed const& probed) {
  return std::ranges::none_of(probed.bindings, [](ProbedBinding const& binding) {
    return binding.state == BindingState::gone;
  });
}

bool of_incident(Run const& run, Checked const& checked) {
  return checked.verb == "rollback" && checked.object == run.incident->opened->environment.value();
}

bool finds_incompatible(Run const& run, Checked const& checked) {
  return of_incident(run, checked) && checked.finding == "incompatible" && run.migration_entry &&
         std::ranges::find(checked.shown, run.migration_entry) != checked.shown.end();
}

bool carries_lower_sequence(Run const& run, FactEntry const& entry) {
  auto const& incident = *run.incident;
  if (fact_if<AutoRepairGaveUp>(entry.fact) != nullptr) return true;
  if (auto const* seen = find_observation(run, entry.id)) {
    return seen->applied.value() != 0 && seen->applied < incident.sequence &&
           seen->until > incident.since + propagation;
  }
  auto const* view = fact_if<EdgeViewReported>(entry.fact);
  if (view == nullptr || view->origin.at <= incident.since + propagation) return false;
  return std::ranges::any_of(view->partitions, [&](PartitionView const& one) {
    return one.partition == incident.environment->partition && one.applied < incident.sequence;
  });
}

// A look shows of an entry what it prints. What failed is printed by `errors` alone, what a
// migration took by looks at databases; how far an edge has come, by looks at routes, edges and
// operations.
bool prints(TellFact fact, std::string_view look) {
  switch (fact) {
    case TellFact::failed_by_new_release:
    case TellFact::failed_at_one_edge:
    case TellFact::under_threshold: return look == "errors";
    case TellFact::edge_behind:
      return look.starts_with("route") || look.starts_with("edge") || look.starts_with("operation");
    case TellFact::no_rows_lost:
    case TellFact::rows_lost: return look.starts_with("database");
    case TellFact::bindings_answer:
    case TellFact::binding_gone:
    case TellFact::rollback_compatible:
    case TellFact::rollback_incompatible: return true;
  }
  check_failed("a tell", __FILE__, __LINE__);
}

bool shows(Run const& run, TellFact fact, std::vector<EntryId> const& shown) {
  return std::ranges::any_of(shown, [&](EntryId id) {
    return id && id.number <= run.entries.size() && carries(run, fact, run.entries[id.number - 1]);
  });
}

}  // namespace

bool holds(Run const& run, TellFact fact) {
  if (!run.incident) return false;
  switch (fact) {
    case TellFact::failed_by_new_release: return failed_by_new_release(run);
    case TellFact::failed_at_one_edge: return failed_at_one_edge(run);
    case TellFact::under_threshold: return !run.over_since_call;
    case TellFact::bindings_answer: return run.probed != nullptr && bindings_answer(*run.probed);
    case TellFact::binding_gone: return run.gone != nullptr;
    case TellFact::rollback_compatible:
    case TellFact::rollback_incompatible: return true;  // the check finds it, or does not
    case TellFact::no_rows_lost: return run.migration != nullptr && run.migration->rows_lost == 0;
    case TellFact::rows_lost: return run.migration != nullptr && run.migration->rows_lost > 0;
    case TellFact::edge_behind: return edge_behind(run);
  }
  check_failed("a tell", __FILE__, __LINE__);
}

bool carries(Run const& run, TellFact fact, FactEntry const& entry) {
  if (!run.incident) return false;
  auto const& incident = *run.incident;
  switch (fact) {
    case TellFact::failed_by_new_release: {
      auto const* seen = find_observation(run, entry.id);
      return seen != nullptr && seen->by_release > 0 && seen->until > incident.since;
    }
    case TellFact::failed_at_one_edge: {
      auto const* seen = find_observation(run, entry.id);
      return seen != nullptr && seen->by_edge > 0 && seen->until > incident.since;
    }
    case TellFact::under_threshold: {
      auto const* seen = find_observation(run, entry.id);
      return seen != nullptr && seen->requests > 0 && seen->from >= incident.at && !seen->over;
    }
    case TellFact::bindings_answer: {
      auto const* probed = fact_if<BindingsProbed>(entry.fact);
      return probed != nullptr && probed->environment == incident.opened->environment &&
             bindings_answer(*probed);
    }
    case TellFact::binding_gone: {
      auto const* probed = fact_if<BindingsProbed>(entry.fact);
      return probed != nullptr && run.gone != nullptr &&
             std::ranges::any_of(probed->bindings, [&](ProbedBinding const& binding) {
               return binding.state == BindingState::gone && binding.binding == *run.gone;
             });
    }
    case TellFact::rollback_compatible: {
      auto const* checked = fact_if<Checked>(entry.fact);
      return checked != nullptr && of_incident(run, *checked) && checked->finding == "compatible";
    }
    case TellFact::rollback_incompatible: {
      auto const* checked = fact_if<Checked>(entry.fact);
      return checked != nullptr && finds_incompatible(run, *checked);
    }
    case TellFact::no_rows_lost:
    case TellFact::rows_lost: return run.migration_entry && entry.id == run.migration_entry;
    case TellFact::edge_behind: return carries_lower_sequence(run, entry);
  }
  check_failed("a tell", __FILE__, __LINE__);
}

void watch(Run& run, FactEntry const& entry, Looked const& looked) {
  for (auto& tell : run.tells) {
    if (!prints(tell.fact, looked.look) || !holds(run, tell.fact)) continue;
    if (shows(run, tell.fact, looked.shown)) tell.looks.push_back(entry.id);
  }
}

void watch(Run& run, FactEntry const& entry, Checked const& checked) {
  for (auto& tell : run.tells) {
    if (!prints(tell.fact, checked.verb) || !holds(run, tell.fact)) continue;
    // A check may be the telling entry itself.
    if (carries(run, tell.fact, entry) || shows(run, tell.fact, checked.shown)) {
      tell.looks.push_back(entry.id);
    }
  }
}

EntryId first_shown(TellSeen const& tell) {
  return tell.looks.empty() ? EntryId{} : tell.looks.front();
}

bool is_telling(Run const& run, EntryId ref, EntryId by) {
  if (!ref || ref >= by || ref.number > run.entries.size()) return false;
  return std::ranges::any_of(run.tells, [&](TellSeen const& tell) {
    auto const first = first_shown(tell);
    if (!first || first >= by) return false;
    if (std::ranges::find(tell.looks, ref) != tell.looks.end()) return true;
    return carries(run, tell.fact, run.entries[ref.number - 1]);
  });
}

bool any_telling(Run const& run, std::vector<EntryId> const& refs, EntryId by) {
  return std::ranges::any_of(refs, [&](EntryId ref) { return is_telling(run, ref, by); });
}

}  // namespace studylab::grade
