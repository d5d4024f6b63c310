#include "control/state.h"

#include <algorithm>

#include "control/fold.h"

namespace studylab::control {
namespace {

void show(State& state, EntryId entry) {
  if (entry.number >= state.shown.size()) state.shown.resize(entry.number + 64);
  state.shown[entry.number] = true;
}

// The answer to a command prints the names that it created, so the operator can refer to them.
template <class F>
void show_made(State& state, F const& fact) {
  if constexpr (requires { fact.operation; }) state.shown_names.insert(to_text(fact.operation));
  if constexpr (requires { fact.hold; }) state.shown_names.insert(to_text(fact.hold));
  if constexpr (requires { fact.notice; }) state.shown_names.insert(to_text(fact.notice));
}

}  // namespace

void evolve(State& state, FactEntry const& entry) {
  STUDYLAB_CHECK(entry.at >= state.last_at);
  std::visit([&](auto const& subject) { fold(state, subject, EntryRef{entry.id, entry.at}); },
             entry.fact);
  if (auto const* origin = origin_of(entry.fact)) note_report(state, *origin);
  // The answer to each command prints its own entry.
  if (act_of(entry.fact) != nullptr) {
    show(state, entry.id);
    visit_fact(entry.fact, [&](auto const& fact) { show_made(state, fact); });
  }
  if (auto const* queried = fact_if<Queried>(entry.fact)) {
    for (auto const shown : queried->shown) show(state, shown);
    state.shown_names.insert(queried->names.begin(), queried->names.end());
  }
  if (auto const* checked = fact_if<Checked>(entry.fact)) {
    // Also if it is the outcome of a `snapshot`, `verify` or `resume`, because the answer printed
    // it.
    show(state, entry.id);
    for (auto const shown : checked->shown) show(state, shown);
    state.shown_names.insert(checked->names.begin(), checked->names.end());
  }
  if (fact_if<IncidentOpened>(entry.fact) != nullptr) show(state, entry.id);
  state.last_entry = entry.id;
  state.last_at = entry.at;
}

bool follows_good_snapshot(Edge const& edge, RouteSequence from) {
  return std::ranges::any_of(edge.snapshots, [&](auto const& each) {
    auto const& snapshot = each.second;
    return snapshot.verdict == SnapshotVerdict::good && from == next(snapshot.fetched.sequence);
  });
}

bool has_seen(State const& state, Origin const& origin) {
  auto const found = state.seen_reports.find({origin.process, origin.boot});
  if (found == state.seen_reports.end()) return false;
  auto const& [contiguous_until, out_of_order] = found->second;
  return origin.number <= contiguous_until ||
         std::ranges::binary_search(out_of_order, origin.number);
}

void note_report(State& state, Origin const& origin) {
  auto& seen = state.seen_reports[{origin.process, origin.boot}];
  if (origin.number <= seen.contiguous_until) return;
  open_id(seen.out_of_order, origin.number);
  auto next_gap = seen.out_of_order.begin();
  while (next_gap != seen.out_of_order.end() && *next_gap == next(seen.contiguous_until)) {
    seen.contiguous_until = *next_gap++;
  }
  seen.out_of_order.erase(seen.out_of_order.begin(), next_gap);
}

bool symptom_present(Environment const& environment, Instant now) {
  return environment.last_over && now - *environment.last_over < symptom_quiet;
}

EntryId latest_entry(State const& state, std::string const& name) {
  auto const in = [](auto const& map, auto const& key) {
    auto const found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
  };
  if (auto const id = parse_id<OperationId>(name)) {
    if (auto const* found = in(state.operations, *id)) return found->stage_entry;
  }
  if (auto const id = parse_id<AllocationId>(name)) {
    if (auto const* found = in(state.allocations, *id)) return found->stage_entry;
  }
  if (auto const id = parse_id<ReleaseId>(name)) {
    if (auto const* found = in(state.releases, *id)) return found->entry;
  }
  if (auto const id = parse_id<HostId>(name)) {
    if (auto const* found = in(state.hosts, *id)) return found->entry;
  }
  if (auto const id = parse_id<HoldId>(name)) {
    if (auto const* found = in(state.holds, *id)) return found->entry;
  }
  if (auto const id = parse_id<NoticeId>(name)) {
    if (auto const* found = in(state.notices, *id)) {
      return found->answer_entry ? found->answer_entry : found->entry;
    }
  }
  if (auto const id = parse_id<EdgeId>(name)) {
    if (auto const* found = in(state.edges, *id)) {
      return std::max({found->entry, found->observed_entry, found->view_entry, found->gap_entry,
                       found->resume_entry});
    }
  }
  if (auto const* found = in(state.environments, EnvironmentName{name})) {
    return std::max({found->entry, found->last_over_entry, found->freeze_entry});
  }
  if (auto const* found = in(state.routes, RouteKey{name})) return found->entry;
  if (auto const* found = in(state.databases, DatabaseName{name})) return found->schema_entry;
  if (auto const* found = in(state.bindings, BindingName{name})) {
    return found->probed_entry ? found->probed_entry : found->entry;
  }
  if (auto const* found = in(state.providers, ProviderName{name})) return found->entry;
  if (auto const* found = in(state.app_entries, AppName{name})) return *found;
  if (state.incident && name == to_text(state.incident->opened.incident))
    return state.incident->entry;
  return EntryId{};
}

}  // namespace studylab::control
