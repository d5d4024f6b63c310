#include "lab/grade/host_upgrade/steps.h"

#include <algorithm>

#include "lab/grade/grading.h"
#include "lab/grade/run.h"

namespace studylab::grade::host_upgrade {
namespace {

// The first replacement or drain of the host; none: there was none.
EntryId first_departure(Run const& run) {
  for (auto const& act : run.repairs.acts) {
    bool const departs = act.verb == RepairVerb::replacement || act.verb == RepairVerb::drain;
    if (departs && act.host == incident_host(run)) return act.entry;
  }
  return EntryId{};
}

EntryId cordoned_while_it_mattered(GradingInput const& input) {
  auto const& run = input.run;
  auto const from = first_departure(run);
  auto const until = run.upgrade.rebuilt ? run.upgrade.rebuilt : run.end;
  for (auto const& hold : run.holds.all) {
    if (hold.kind != HoldKind::cordon || hold.host != incident_host(run)) continue;
    bool const in_time = !from || hold.entry < from;
    bool const lifted = hold.lifted && hold.lifted < until;
    if (in_time && !lifted) return hold.entry;
  }
  return EntryId{};
}

EntryId room_known(GradingInput const& input) {
  auto const& run = input.run;
  auto const by = finding_due(run);
  EntryId quorum, headroom;
  for (auto const& query : run.queries) {
    if (query.entry > by) break;
    if (query.queried != nullptr && query.queried->query == "quorum") quorum = query.entry;
    auto const* checked = query.checked;
    if (checked == nullptr || checked->object != to_text(incident_host(run))) continue;
    if (checked->verb == "drain") return query.entry;
    if (checked->verb == "headroom") headroom = query.entry;
  }
  return quorum && headroom ? std::max(quorum, headroom) : EntryId{};
}

EntryId replaced_before_drain(GradingInput const& input) {
  auto const& run = input.run;
  auto const replaced = run.upgrade.replaced;
  for (auto const& act : run.repairs.acts) {
    if (act.verb != RepairVerb::drain || act.host != incident_host(run)) continue;
    return replaced && replaced < act.entry ? replaced : EntryId{};
  }
  return replaced;
}

EntryId asked_capacity(GradingInput const& input) {
  for (auto const& act : input.run.repairs.acts) {
    if (act.verb == RepairVerb::escalation && act.team == Team::capacity) return act.entry;
  }
  return EntryId{};
}

// Where the team was never asked, this is not due.
EntryId asked_knowing(GradingInput const& input) {
  auto const& upgrade = input.run.upgrade;
  if (!upgrade.asked) return input.run.incident->entry;
  return upgrade.asked_knowing ? upgrade.asked : EntryId{};
}

EntryId drained_at(GradingInput const& input) { return input.run.upgrade.drained; }
EntryId rebuilt_at(GradingInput const& input) { return input.run.upgrade.rebuilt; }
EntryId returned_at(GradingInput const& input) { return input.run.upgrade.returned; }

}  // namespace

constexpr RequiredFact host_cordoned{
    .name = "host-cordoned",
    .words =
        "a cordon from before the first replacement until the rebuild had ended "
        "(`cordon HOST`)",
    .advice = "`cordon HOST` before `replace HOST`, and `uncordon HOST` last",
    .phase = Phase::action,
    .done_at = cordoned_while_it_mattered};

constexpr RequiredFact room_before_repair{
    .name = "room-before-repair",
    .words = "quorum and headroom before logs and before the first repair",
    .advice = "begin with `headroom HOST` and `show quorum`",
    .phase = Phase::truth,
    .done_at = room_known};

constexpr RequiredFact spare_hosts_checked{
    .name = "spare-hosts-checked",
    .words =
        "a postcheck of the hosts that are cordoned already, before the capacity team was asked "
        "for another",
    .advice =
        "`show hosts` lists the cordoned hosts; `postcheck` each of them, until one passes, before "
        "`escalate capacity`",
    .phase = Phase::truth,
    .done_at = asked_knowing};

constexpr RequiredFact replacements_ready{
    .name = "replacements-ready",
    .words = "replacements that were ready before the drain (`replace HOST`)",
    .advice = "`replace HOST`, and wait for it, before `drain HOST`",
    .phase = Phase::action,
    .done_at = replaced_before_drain};

constexpr RequiredFact host_drained{.name = "host-drained",
                                    .words = "a drain that ended well (`drain HOST`)",
                                    .advice = "`drain HOST --deadline DUR`, and wait for its end",
                                    .phase = Phase::action,
                                    .done_at = drained_at};

constexpr RequiredFact host_rebuilt{.name = "host-rebuilt",
                                    .words = "the rebuild from the declared image (`rebuild HOST`)",
                                    .advice = "`rebuild HOST` once it is drained",
                                    .phase = Phase::action,
                                    .done_at = rebuilt_at};

constexpr RequiredFact host_returned{
    .name = "host-returned",
    .words = "a postcheck that passed, and the end of the cordon (`uncordon HOST`)",
    .advice = "`postcheck HOST` after the rebuild, then `uncordon HOST`",
    .phase = Phase::action,
    .done_at = returned_at};

constexpr RequiredFact capacity_asked{
    .name = "capacity-asked",
    .words = "the capacity team asked for a host (`escalate capacity`)",
    .advice = "ask for a host with `escalate capacity` before you hand the incident over",
    .phase = Phase::action,
    .done_at = asked_capacity,
    .asks = Team::capacity};

}  // namespace studylab::grade::host_upgrade
