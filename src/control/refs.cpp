// Resolves an operator's references.
#include <algorithm>

#include <fmt/format.h>

#include "control/control.h"

namespace studylab::control {

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
