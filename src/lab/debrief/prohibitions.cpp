#include "lab/debrief/prohibitions.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "command_language/runbooks.h"
#include "evidence/invariants.h"

namespace studylab::debrief {
namespace {

// Prohibitions of other runbooks that also apply to the routes, edges and allocations of bad
// deploy.
constexpr std::array<std::string_view, 3> everywhere{"RGN1", "RGN2", "SWN3"};

std::vector<ProhibitionKept> list_of(std::string_view runbook) {
  std::vector<ProhibitionKept> list;
  if (auto const* own = language::find_runbook(runbook)) {
    for (auto const& line : own->lines) {
      if (line.kind == language::LineKind::prohibition)
        list.push_back({line.id, line.words, Kept::kept, {}});
    }
  }
  for (auto const id : everywhere) {
    if (std::ranges::find(list, id, &ProhibitionKept::id) != list.end()) continue;
    list.push_back({id, language::find_line(id)->words, Kept::kept, {}});
  }
  return list;
}

void note(std::vector<ProhibitionKept>& list, std::string_view id, Kept how, EntryId entry) {
  auto const found = std::ranges::find(list, id, &ProhibitionKept::id);
  if (found == list.end() || found->how >= how) return;
  found->how = how;
  found->entry = entry;
}

// The lab has counted in the world what the platform chain cannot show.
void note_counted(std::vector<ProhibitionKept>& list, Debrief const& debrief) {
  if (debrief.score.impact.wrong_release_answers > 0) note(list, "RGN2", Kept::broken, EntryId{});
  bool const unready = std::ranges::any_of(debrief.lab, [](evidence::LabEntry const& entry) {
    return std::holds_alternative<UnreadyAnswered>(entry.fact);
  });
  if (unready) note(list, "SWN3", Kept::broken, EntryId{});
}

}  // namespace

std::string_view in_words(Kept kept) {
  switch (kept) {
    case Kept::kept: return "kept";
    case Kept::refused: return "refused";
    case Kept::broken: return "broken";
  }
  check_failed("how a prohibition was kept", __FILE__, __LINE__);
}

std::vector<ProhibitionKept> prohibitions(Debrief const& debrief) {
  auto list = list_of(debrief.runbook);
  for (auto const& refusal : debrief.score.refusals) {
    note(list, refusal.rule, Kept::refused, refusal.entry);
  }
  for (auto const& violation : evidence::violations(debrief.platform)) {
    note(list, violation.rule, Kept::broken, violation.entry);
  }
  note_counted(list, debrief);
  return list;
}

}  // namespace studylab::debrief
