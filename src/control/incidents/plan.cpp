#include <algorithm>

#include <fmt/format.h>

#include "control/incidents/incidents.h"
#include "control/incidents/symptom.h"
#include "control/plan_lines.h"
#include "control/restores/restores.h"

namespace studylab::control::incidents {

// What a close lacks, one line for each, and a symptom that it would leave. The value of the
// references is graded and not printed.
void plan(State const& state, Close const& verb, bool referred, Plan& plan) {
  EntryId const own{};  // the command itself is the evidence
  auto const* incident = state.incident ? &*state.incident : nullptr;
  if (incident == nullptr || !incident->classified) add(plan, "missing", "a class", own);
  if (incident == nullptr || !incident->impact_entry) add(plan, "missing", "the impact", own);
  if (incident != nullptr) {
    auto const symptom = symptom_of(state, *incident, state.last_at);
    if (symptom.present) {
      add(plan, "symptom", "still present" + (symptom.why.empty() ? "" : ": " + symptom.why),
          symptom.entry);
    }
  }
  if (verb.summary.empty()) add(plan, "missing", "--summary", own);
  if (!referred) add(plan, "missing", "--ref with the entries that support it", own);
  for (auto const& [id, hold] : state.holds) {
    if (std::ranges::find(verb.keep, to_text(id)) != verb.keep.end()) continue;
    add(plan, "open hold",
        fmt::format("{}, {} on {}: lift it, or `--keep {}`", to_text(id), to_text(hold.kind),
                    to_text(hold.on), to_text(id)),
        hold.entry);
  }
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    if (!operation.by_operator || is_only_planned(operation)) continue;
    add(plan, "open repair", fmt::format("{} is {}", to_text(id), to_text(operation.stage)),
        operation.stage_entry);
  }
  for (auto const id : state.open_notices) {
    auto const& notice = at_key(state.notices, id);
    auto const* sent = std::get_if<OwnerNotified>(&notice.sent);
    bool const informs = sent != nullptr && !sent->repair;
    if (!informs)
      add(plan, "open repair", fmt::format("{} has not been answered", to_text(id)), notice.entry);
  }
}

}  // namespace studylab::control::incidents
