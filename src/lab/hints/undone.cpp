// What `close --plan` lists as not done.
#include <algorithm>

#include <fmt/format.h>

#include "lab/hints/hints.h"
#include "lab/hints/runbook.h"

namespace studylab::hints {
namespace {

bool is_symptom_query(RunbookHints const& runbook, Fact const& fact) {
  auto const* waited = fact_if<Waited>(fact);
  if (waited != nullptr) return waited->until == WaitFor::symptom_gone;
  auto const* queried = fact_if<Queried>(fact);
  auto const& queries = runbook.symptom_queries;
  return queried != nullptr && std::ranges::find(queries, queried->query) != queries.end();
}

// Since when the symptom must have been queried: the last repair, or without one the class.
struct Since {
  std::size_t index = 0;
  std::string_view what;
};

std::optional<Since> since_when(HintView const& view) {
  auto const& entries = view.entries;
  for (auto n = entries.size(); n > 0; --n) {
    if (is_repair(entries[n - 1].fact)) return Since{n, "the last repair"};
  }
  for (auto n = entries.size(); n > 0; --n) {
    if (fact_if<Classified>(entries[n - 1].fact) != nullptr) return Since{n, "the class"};
  }
  return std::nullopt;
}

bool refers_to_query(std::span<FactEntry const> later, std::span<EntryId const> refs) {
  return std::ranges::any_of(later, [&](FactEntry const& entry) {
    bool const query =
        fact_if<Queried>(entry.fact) != nullptr || fact_if<Waited>(entry.fact) != nullptr;
    return query && std::ranges::find(refs, entry.id) != refs.end();
  });
}

}  // namespace

std::vector<std::string> undone_at_close(std::string_view runbook, control::State const& state,
                                         std::span<FactEntry const> entries,
                                         std::span<EntryId const> refs) {
  std::vector<std::string> undone;
  auto const* found = find_hints(runbook);
  if (found == nullptr) return undone;
  HintView const view{state, entries};
  if (found->step_left_out != nullptr) {
    if (auto step = found->step_left_out(view); !step.empty()) undone.push_back(std::move(step));
  }
  auto const since = since_when(view);
  if (!since) return undone;
  auto const later = entries.subspan(since->index);
  bool const seen = std::ranges::any_of(
      later, [&](FactEntry const& entry) { return is_symptom_query(*found, entry.fact); });
  if (!seen) {
    undone.push_back(
        fmt::format("a query of the symptom since {}: {}", since->what, found->query_after(view)));
  } else if (!refs.empty() && !refers_to_query(later, refs)) {
    undone.push_back(fmt::format("a --ref to a query since {}", since->what));
  }
  return undone;
}

}  // namespace studylab::hints
