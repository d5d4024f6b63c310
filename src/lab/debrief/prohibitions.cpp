#include "lab/debrief/prohibitions.h"

#include <algorithm>

#include "base/check.h"
#include "command_language/runbooks.h"
#include "evidence/invariants/invariants.h"
#include "lab/debrief/runbook.h"
#include "model/refusals.h"

namespace studylab::debrief {
namespace {

std::vector<ProhibitionKept> list_of(std::string_view runbook) {
  std::vector<ProhibitionKept> list;
  if (auto const* own = language::find_runbook(runbook)) {
    for (auto const& line : own->lines) {
      if (line.kind == language::LineKind::prohibition)
        list.push_back({line.id, line.words, Kept::kept, {}});
    }
  }
  for (auto const id : debrief_of_runbook(runbook).prohibitions) {
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
  auto const broken = [&](RefusalCode code) {
    note(list, row_of(code).rule, Kept::broken, EntryId{});
  };
  if (debrief.score.impact.wrong_release_answers > 0) broken(RefusalCode::health_is_not_ownership);
  bool const unready = std::ranges::any_of(debrief.lab, [](evidence::LabEntry const& entry) {
    return std::holds_alternative<UnreadyAnswered>(entry.fact);
  });
  if (unready) broken(RefusalCode::not_ready);
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
