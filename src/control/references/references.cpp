#include "control/references/references.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/interned.h"

namespace studylab::control {

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
  if (state.incident && parse_id<IncidentId>(name) == state.incident->opened.incident) {
    return state.incident->entry;
  }
  // Any text may be asked for; only names are kept.
  if (!is_interned(name)) return EntryId{};
  if (auto const* found = in(state.environments, EnvironmentName{name})) {
    return std::max({found->entry, found->last_over_entry, found->freeze_entry});
  }
  if (auto const* found = in(state.routes, RouteKey{name})) return found->entry;
  if (auto const* found = in(state.databases, DatabaseName{name})) {
    return std::max(found->schema_entry, found->checked_at.id);
  }
  for (auto const& [database, restorable] : state.databases) {
    if (auto const* found = in(restorable.backups, BackupName{name})) return found->entry;
    if (auto const* found = in(restorable.consumers, ConsumerName{name})) {
      return std::max(found->entry, found->seen_entry);
    }
  }
  if (auto const* found = in(state.bindings, BindingName{name})) {
    return found->probed_entry ? found->probed_entry : found->entry;
  }
  if (auto const* found = in(state.providers, ProviderName{name})) return found->entry;
  if (auto const* found = in(state.app_entries, AppName{name})) return *found;
  return EntryId{};
}

std::expected<std::vector<EntryId>, Refusal> resolve_refs(State const& state,
                                                          std::vector<std::string> const& refs) {
  std::vector<EntryId> entries;
  for (auto const& ref : refs) {
    auto const number = parse_id<EntryId>(ref);
    auto const entry = number ? *number : latest_entry(state, ref);
    bool const known = number ? was_shown(state, entry) : state.shown_names.contains(ref);
    if (!known || !entry) {
      return std::unexpected(
          Refusal{RefusalCode::not_shown, fmt::format("'{}' has not been shown to you", ref),
                  "refer to entries and names that a query or an answer printed"});
    }
    if (std::find(entries.begin(), entries.end(), entry) == entries.end()) entries.push_back(entry);
  }
  return entries;
}

}  // namespace studylab::control

namespace studylab::control::references {
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

void fold(State& state, FactEntry const& entry) {
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
}

}  // namespace studylab::control::references
