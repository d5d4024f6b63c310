#include "lab/debrief/reference.h"

#include <algorithm>

#include <fmt/format.h>

#include "lab/debrief/play.h"

namespace studylab::debrief {
namespace {

using drill::RepairOutcome;
using lab::Way;

// The expert's way to an accepted repair.
Way way_to(RepairOutcome outcome) {
  switch (outcome) {
    case RepairOutcome::nothing:
    case RepairOutcome::edge_has_new_baseline: return Way::best;
    case RepairOutcome::earlier_release_owns: return Way::rollback;
    case RepairOutcome::listed_fix_owns: return Way::listed_fix;
    case RepairOutcome::brought_fix_owns:
    case RepairOutcome::binding_answers: return Way::owner;
  }
  return Way::best;
}

std::optional<RepairOutcome> taken(grade::Marks const& marks, drill::AnswerSheet const& sheet) {
  auto const found = std::ranges::find_if(
      sheet.repairs, [&](RepairOutcome one) { return drill::to_text(one) == marks.repair; });
  return found == sheet.repairs.end() ? std::nullopt : std::optional{*found};
}

bool usable(std::expected<Played, std::string> const& played) {
  return played && (played->marks.mended || played->marks.handed_over ||
                    played->marks.outcome == grade::Outcome::invalid);
}

ReferenceMeasured measured_by(grade::Marks const& marks) {
  return {std::string{marks.repair}, marks.impact};
}

}  // namespace

std::expected<ReferenceMeasured, std::string> reference_of(desk::Session const& session) {
  auto const own = marks_of(session);
  if (!own) return std::unexpected(own.error());
  auto const& options = session.options();
  if (options.operator_kind == "expert" && own->mended) return measured_by(*own);
  auto const sheet = sheet_of(options.drill, variant_of(session.lab_chain().entries()));
  if (!sheet) return std::unexpected(sheet.error());

  auto const outcome = taken(*own, *sheet);
  auto const ways = outcome ? std::vector{*outcome} : sheet->repairs;
  std::optional<ReferenceMeasured> costliest;
  std::string why = "the sheet accepts no repair";
  for (auto const way : ways) {
    auto played = play(options, {}, {.way = way_to(way)}, std::nullopt);
    if (!usable(played)) {
      why = played ? fmt::format("the expert does not mend it by {}", drill::to_text(way))
                   : played.error();
      continue;
    }
    auto reference = measured_by(played->marks);
    bool const dearer =
        !costliest || reference.measured.failed_time > costliest->measured.failed_time;
    if (dearer) costliest = std::move(reference);
  }
  // A way that this seed does not have (a fix that nobody listed) is made up for by the expert's
  // own.
  if (!costliest) {
    if (auto played = play(options, {}, {}, std::nullopt); usable(played)) {
      costliest = measured_by(played->marks);
    }
  }
  if (!costliest) return std::unexpected(why);
  return *costliest;
}

void append_reference(desk::Session& session) {
  auto reference = reference_of(session);
  if (reference) {
    session.append_lab(LabFact{std::move(*reference)});
  } else {
    session.append_lab(LabFact{LabFailed{std::move(reference.error())}});
  }
}

}  // namespace studylab::debrief
