// The accepted repairs, one function for each.
#include "lab/operators/route_gap/repairs.h"

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"
#include "lab/operators/route_gap/parts.h"

namespace studylab::lab::route_gap {
namespace {

using enum FaultClass;
using steps::because;

// An edge that gives no snapshot or verdict after so many orders will not give one.
constexpr std::uint32_t max_orders = 8;

bool is_good(ExpertView const& view) { return view.notes.snapshots.verdict == "good"; }

Line escalate(ExpertView const& view) {
  bool const asked = view.notes.people.team == "security";
  if (asked || view.without(escalation)) return std::nullopt;
  return fmt::format("escalate security{}", because(view, "a key is used without permission"));
}

Line repair_propagation(ExpertView const& view) {
  return fmt::format("repair-propagation {}{}", view.notes.alert.edge,
                     because(view, "the edge gave up repairing itself; a fresh snapshot is good"));
}

// The verified snapshot becomes the edge's baseline.
Line resume(ExpertView const& view) {
  return fmt::format("resume {} --from {}{}", view.notes.alert.edge,
                     view.notes.snapshots.sequence + 1,
                     because(view, "its snapshot is fresh, and signed with a known key"));
}

Line verify_or_resume(ExpertView const& view, std::string snapshot) {
  auto const& snapshots = view.notes.snapshots;
  if (is_good(view)) return resume(view);
  if (snapshots.ordered >= max_orders) return std::nullopt;
  if (snapshots.verdict == "unverified" && snapshots.checked < max_orders) {
    return "verify " + view.notes.alert.edge;
  }
  return snapshot;
}

// Fetch, verify and resume, one verb at a time.
Line by_hand(ExpertView const& view) {
  return verify_or_resume(view, "snapshot " + view.notes.alert.edge);
}

// The same, with a snapshot of the control plane that did not send the bad one.
Line from_other(ExpertView const& view) {
  auto const other = view.notes.snapshots.source == "control-2" ? "control-1" : "control-2";
  return verify_or_resume(view, fmt::format("snapshot {} --from {}", view.notes.alert.edge, other));
}

// A later snapshot of the same control plane.
Line wait_for_later(ExpertView const& view) {
  auto const& snapshots = view.notes.snapshots;
  if (is_good(view)) return repair_propagation(view);
  if (snapshots.ordered >= max_orders) return std::nullopt;
  if (snapshots.verdict == "unverified") return "verify " + view.notes.alert.edge;
  if (view.notes.last_command.starts_with("wait ")) return "snapshot " + view.notes.alert.edge;
  return "wait 20s";
}

template <Line (*repair)(ExpertView const&)>
Line after_escalation(ExpertView const& view) {
  if (auto line = escalate(view)) return line;
  return repair(view);
}

// Security is notified once the edge serves again.
template <Line (*repair)(ExpertView const&)>
Line before_escalation(ExpertView const& view) {
  if (!view.resumed) return repair(view);
  return escalate(view);
}

bool was_requested(ExpertView const& view, std::string_view verb) {
  for (auto const& one : view.notes.operations.requested) {
    if (one.verb == verb) return true;
  }
  return false;
}

Line restart_owner(ExpertView const& view) {
  return fmt::format("restart {}{}", view.notes.alert.environment,
                     because(view, "the processes of its owner have ended"));
}

Line baseline_then_restart(ExpertView const& view) {
  if (!was_requested(view, "repair-propagation")) return repair_propagation(view);
  return restart_owner(view);
}

Line restart_then_baseline(ExpertView const& view) {
  if (!was_requested(view, "restart") && !view.without(restart)) return restart_owner(view);
  return repair_propagation(view);
}

Line by_hand_or_restart(ExpertView const& view) {
  bool const ended = !view.notes.allocations.ended_entry.empty() && !view.without(restart);
  if (ended && !was_requested(view, "restart")) return restart_owner(view);
  return by_hand(view);
}

// Both, where the owner's processes have ended as well.
Line repair_missing(ExpertView const& view) {
  bool const ended = !view.notes.allocations.ended_entry.empty();
  return ended ? baseline_then_restart(view) : repair_propagation(view);
}

bool missing_begun(ExpertView const& view) {
  bool const baseline = was_requested(view, "repair-propagation") || view.resumed;
  bool const ended = !view.notes.allocations.ended_entry.empty() && !view.without(restart);
  return baseline && (!ended || was_requested(view, "restart"));
}

bool resumed(ExpertView const& view) { return view.resumed; }

bool resumed_and_notified(ExpertView const& view) {
  return view.resumed && view.notes.people.team == "security";
}

constexpr std::string_view at_edge[] = {"repair-propagation"};
constexpr std::string_view at_both[] = {"repair-propagation", "restart"};
constexpr std::string_view baseline = "edge-has-new-baseline";
constexpr std::string_view both = "baseline-and-owner-ready";
constexpr std::string_view by_operation = "repair-propagation";

constexpr auto requested = steps::operation_requested;

constexpr Strategy all[] = {
    {missing_event, by_operation, baseline, at_both, repair_missing, missing_begun},
    {missing_event, "by-hand", baseline, at_both, by_hand_or_restart, missing_begun},
    {missing_event, "restart-first", both, at_both, restart_then_baseline, missing_begun},
    {edge_restart, by_operation, baseline, at_edge, repair_propagation, requested},
    {edge_restart, "by-hand", baseline, at_edge, by_hand, resumed},
    {stale_snapshot, "other-control", baseline, at_edge, from_other, resumed},
    {stale_snapshot, "later-snapshot", baseline, at_edge, wait_for_later, requested},
    {forged_snapshot, "other-control", baseline, at_edge, after_escalation<from_other>, resumed},
    {forged_snapshot, "escalate-later", baseline, at_edge, before_escalation<from_other>,
     resumed_and_notified},
    {tampered_table, by_operation, baseline, at_edge, after_escalation<repair_propagation>,
     requested},
    {tampered_table, "by-hand", baseline, at_edge, after_escalation<by_hand>, resumed},
    {tampered_table, "escalate-later", baseline, at_edge, before_escalation<by_hand>,
     resumed_and_notified},
};

}  // namespace

std::span<Strategy const> strategies() { return all; }

Line fetch_and_verify(ExpertView const& view) {
  auto const& snapshots = view.notes.snapshots;
  if (!view.notes.edges.gap || snapshots.ordered >= max_orders) return std::nullopt;
  bool const verified = !snapshots.verdict.empty() && snapshots.verdict != "unverified";
  if (snapshots.checked > 0 && verified) return std::nullopt;
  if (snapshots.verdict == "unverified") return "verify " + view.notes.alert.edge;
  return "snapshot " + view.notes.alert.edge;
}

}  // namespace studylab::lab::route_gap
