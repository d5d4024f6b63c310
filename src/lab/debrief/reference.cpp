#include "lab/debrief/reference.h"

#include <algorithm>

#include <fmt/format.h>

#include "lab/debrief/rerun.h"

namespace studylab::debrief {
namespace {

using drill::RepairOutcome;
using lab::Strategy;

// The expert's way to an accepted repair.
Strategy strategy_for(RepairOutcome outcome) {
  switch (outcome) {
    case RepairOutcome::nothing:
    case RepairOutcome::edge_has_new_baseline: return Strategy::best;
    case RepairOutcome::earlier_release_owns: return Strategy::rollback;
    case RepairOutcome::listed_fix_owns: return Strategy::listed_fix;
    case RepairOutcome::brought_fix_owns:
    case RepairOutcome::binding_answers: return Strategy::owner;
  }
  return Strategy::best;
}

std::optional<RepairOutcome> taken(grade::Score const& score, drill::AnswerKey const& key) {
  auto const found = std::ranges::find_if(
      key.repairs, [&](RepairOutcome one) { return drill::to_text(one) == score.repair; });
  return found == key.repairs.end() ? std::nullopt : std::optional{*found};
}

bool usable(std::expected<Played, std::string> const& played) {
  return played && (played->score.resolved || played->score.handed_over ||
                    played->score.outcome == grade::Outcome::invalid);
}

ReferenceMeasured measured_by(grade::Score const& score) {
  return {std::string{score.repair}, score.impact};
}

}  // namespace

std::expected<ReferenceMeasured, std::string> reference_of(console::Session const& session) {
  auto const own = score_of(session);
  if (!own) return std::unexpected(own.error());
  auto const& options = session.options();
  if (options.operator_kind == "expert" && own->resolved) return measured_by(*own);
  auto const key = answer_key_of(options.drill, variant_of(session.lab_chain().entries()));
  if (!key) return std::unexpected(key.error());

  auto const outcome = taken(*own, *key);
  auto const strategies = outcome ? std::vector{*outcome} : key->repairs;
  std::optional<ReferenceMeasured> costliest;
  std::string why = "the sheet accepts no repair";
  for (auto const strategy : strategies) {
    auto played = play(options, {}, {.strategy = strategy_for(strategy)}, std::nullopt);
    if (!usable(played)) {
      why = played ? fmt::format("the expert does not mend it by {}", drill::to_text(strategy))
                   : played.error();
      continue;
    }
    auto reference = measured_by(played->score);
    bool const dearer =
        !costliest || reference.measured.failed_time > costliest->measured.failed_time;
    if (dearer) costliest = std::move(reference);
  }
  // A way that this seed does not have (a fix that nobody listed) is made up for by the expert's
  // own.
  if (!costliest) {
    if (auto played = play(options, {}, {}, std::nullopt); usable(played)) {
      costliest = measured_by(played->score);
    }
  }
  if (!costliest) return std::unexpected(why);
  return *costliest;
}

void append_reference(console::Session& session) {
  auto reference = reference_of(session);
  if (reference) {
    session.append_lab(LabFact{std::move(*reference)});
  } else {
    session.append_lab(LabFact{LabFailed{std::move(reference.error())}});
  }
}

}  // namespace studylab::debrief
