#include "lab/grade/runbook.h"

#include <algorithm>

namespace studylab::grade {
namespace {

constexpr RunbookGrading unknown_runbook{};

template <class Piece>
Piece const* find_piece(std::span<Piece const* const> pieces, std::string_view name) {
  auto const found =
      std::ranges::find_if(pieces, [&](Piece const* piece) { return piece->name == name; });
  return found == pieces.end() ? nullptr : *found;
}

}  // namespace

RunbookGrading const* find_runbook(std::string_view id) {
  auto const all = runbooks();
  auto const found =
      std::ranges::find_if(all, [&](RunbookGrading const* runbook) { return runbook->id == id; });
  return found == all.end() ? nullptr : *found;
}

RunbookGrading const& grading_of(std::string_view runbook) {
  auto const* found = find_runbook(runbook);
  return found == nullptr ? unknown_runbook : *found;
}

Clue const* find_clue(RunbookGrading const& runbook, std::string_view name) {
  return find_piece(runbook.clues, name);
}

AcceptedRepair const* find_repair(RunbookGrading const& runbook, std::string_view name) {
  return find_piece(runbook.repairs, name);
}

RequiredFact const* find_required(RunbookGrading const& runbook, std::string_view name) {
  return find_piece(runbook.required, name);
}

}  // namespace studylab::grade
