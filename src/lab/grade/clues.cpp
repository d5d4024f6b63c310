#include "lab/grade/clues.h"

#include <algorithm>

namespace studylab::grade {
namespace {

bool prints_clue(Run const& run, Clue const& clue, Queried const& queried) {
  return clue.printed_by(run, queried) && std::ranges::any_of(queried.shown, [&](EntryId id) {
           auto const* entry = find_entry(run, id);
           return entry != nullptr && clue.carried_by(run, *entry);
         });
}

// The operation whose fact this is; none: it is of no operation.
OperationId operation_in(Fact const& fact) {
  auto const* subject = std::get_if<OperationFact>(&fact);
  if (subject == nullptr) return OperationId{};
  return std::visit([](auto const& f) { return f.operation; }, *subject);
}

// Whether a query of this very operation showed the clue: its name then refers to what that query
// printed, although it refers to its latest entry.
bool is_named_in(Run const& run, ClueSeen const& seen, FactEntry const& entry, EntryId by) {
  auto const operation = operation_in(entry.fact);
  if (!operation) return false;
  return std::ranges::any_of(seen.queries, [&](EntryId id) {
    auto const* query = id < by ? find_entry(run, id) : nullptr;
    auto const* queried = query == nullptr ? nullptr : fact_if<Queried>(query->fact);
    return queried != nullptr && queried->query == "operation" &&
           queried->object == to_text(operation);
  });
}

}  // namespace

void watch(Run& run, FactEntry const& entry) {
  auto const* queried = fact_if<Queried>(entry.fact);
  for (auto& seen : run.clues) {
    auto const& clue = *seen.clue;
    bool const printed = queried != nullptr && clue.holds(run) && prints_clue(run, clue, *queried);
    bool const shown =
        printed || (clue.also_shown_by != nullptr && clue.also_shown_by(run, entry, seen));
    if (shown) seen.queries.push_back(entry.id);
  }
}

EntryId first_shown(ClueSeen const& clue) {
  return clue.queries.empty() ? EntryId{} : clue.queries.front();
}

std::vector<Clue const*> clues_missed(Run const& run) {
  std::vector<Clue const*> missed;
  for (auto const& seen : run.clues) {
    if (!by_then(first_shown(seen), before_repair(run))) missed.push_back(seen.clue);
  }
  return missed;
}

bool is_clue(Run const& run, EntryId ref, EntryId by) {
  auto const* entry = find_entry(run, ref);
  if (entry == nullptr || ref >= by) return false;
  return std::ranges::any_of(run.clues, [&](ClueSeen const& seen) {
    auto const first = first_shown(seen);
    if (!first || first >= by) return false;
    if (std::ranges::find(seen.queries, ref) != seen.queries.end()) return true;
    if (std::ranges::find(seen.halves, ref) != seen.halves.end()) return true;
    return seen.clue->carried_by(run, *entry) || is_named_in(run, seen, *entry, by);
  });
}

bool any_clue(Run const& run, std::vector<EntryId> const& refs, EntryId by) {
  return std::ranges::any_of(refs, [&](EntryId ref) { return is_clue(run, ref, by); });
}

}  // namespace studylab::grade
