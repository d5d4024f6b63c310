// Guards that every runbook has: commands that are always refused, and what closes an incident.
#include "base/enum_size.h"
#include "lab/decisions/platform.h"
#include "lab/decisions/shared.h"
#include "model/refusals.h"

namespace studylab::decisions {
namespace {

constexpr std::string_view verbs_refused[] = {
    "rebuild-from", "set-route", "mark-hot",      "hold-requests", "choose-owner", "clear-gap",
    "skip-to",      "scale",     "kill-sessions", "restore-over",  "edit-host",    "move-sessions"};
static_assert(std::size(verbs_refused) == enum_size<ProhibitedVerb>);

Outcome evaluate_prohibited(Inputs const& in) {
  Platform platform;
  if (in.yes("incident")) platform.open_incident();
  auto const verb = static_cast<ProhibitedVerb>(in.index("verb"));
  return platform.decide(ProhibitedCommand{verb, in.yes("exists") ? "shop/production" : "none"});
}

Outcome evaluate_closing(Inputs const& in) {
  Platform platform;
  platform.release(platform.next, Manifest{}, false);
  platform.open_incident();
  if (in.yes("freeze")) platform.carry_out(Freeze{platform.environment});
  if (in.yes("repair")) {
    platform.carry_out(Rollback{platform.environment, to_text(platform.earlier)});
  }
  if (in.yes("notice")) {
    platform.carry_out(NotifyOwner{platform.environment, RepairKind::artifact, {}});
  }
  platform.carry_out(Note{"seen"});
  auto const evidence = platform.state().last_entry;
  if (in.yes("impact")) platform.carry_out(StateImpact{40, 3, {}, {}});
  Close close{"the errors have stopped", {}, {}};
  if (in.yes("kept") && !platform.state().holds.empty()) {
    close.keep = {to_text(platform.state().holds.begin()->first)};
  }
  std::vector<EntryId> refs;
  if (in.yes("references")) refs.push_back(evidence);
  return platform.decide(close, refs);
}

}  // namespace

Description prohibited_commands() {
  using enum RefusalCode;
  return {
      "prohibited-commands",
      DecisionKind::guard,
      "Prohibited commands",
      "Commands that look like a short way out. Each is refused under its own prohibition, "
      "before its names are looked up.",
      "control::decide (control/prohibited_commands.h)",
      {choice("verb", "Command", verbs_refused, 1), yes_no("exists", "What it names exists", true),
       yes_no("incident", "An incident is open", true)},
      refusal_answers({rollback_needs_promoted_artifact, edge_table_is_derived, not_ready,
                       unsafe_hold_is_bounded, health_is_not_ownership, gap_needs_baseline,
                       sequence_gap, allocations_are_bounded, sessions_active,
                       preview_over_production, drift_unrecorded, region_not_ready}),
      &evaluate_prohibited};
}

Description closing() {
  using enum RefusalCode;
  return {
      "close",
      DecisionKind::guard,
      "`close`",
      "An incident is closed with its impact and its evidence, and with nothing left open that "
      "is not kept by name.",
      "control::incidents::decide (control/incidents/incidents.h)",
      {yes_no("repair", "A rollback of this run has not ended", true),
       yes_no("notice", "The app owner has not answered a requested repair"),
       yes_no("impact", "The impact is stated"), yes_no("references", "The command has references"),
       yes_no("freeze", "A freeze is in force", true),
       yes_no("kept", "The command keeps that hold by name")},
      guard_answers("Accepted: the incident is closed",
                    {repair_open, impact_missing, evidence_missing, holds_open}),
      &evaluate_closing};
}

}  // namespace studylab::decisions
