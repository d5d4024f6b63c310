#include "lab/operators/host_upgrade/expert.h"

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"
#include "lab/operators/host_upgrade/cheats.h"
#include "lab/operators/host_upgrade/parts.h"
#include "lab/operators/host_upgrade/repairs.h"
#include "lab/operators/host_upgrade/scripts.h"
#include "lab/operators/notes/notes.h"

namespace studylab::lab::host_upgrade {
namespace {

using enum FaultClass;

// --- queries ---

Line read_logs_first(ExpertView const& view) {
  bool const first = view.without(facts_first) && view.notes.commands == 0;
  return first ? Line{"logs " + view.notes.alert.environment} : std::nullopt;
}

Line query_room(ExpertView const& view) {
  auto const& notes = view.notes.upgrades;
  if (notes.quorum_entry.empty()) return "show quorum";
  if (notes.headroom_entry.empty()) return "headroom " + view.notes.alert.host;
  return std::nullopt;
}

// The check's answer is asked for after it.
Line query_check(ExpertView const& view) {
  auto const& host = view.notes.alert.host;
  if (!view.notes.upgrades.first_check.empty()) return std::nullopt;
  auto const& last = view.notes.last_command;
  if (last == "show host " + host) return "wait 10s";
  if (last == "postcheck " + host || last.starts_with("wait ")) return "show host " + host;
  return "postcheck " + host;
}

Line query_sessions(ExpertView const& view) {
  if (!view.notes.upgrades.sessions_entry.empty()) return std::nullopt;
  return "show sessions " + view.notes.alert.host;
}

Line query_operations(ExpertView const& view) {
  if (!view.notes.upgrades.operations_entry.empty()) return std::nullopt;
  return "show operations";
}

Line query_members(ExpertView const& view) {
  if (!view.notes.upgrades.members_entry.empty()) return std::nullopt;
  return "show allocations " + view.notes.alert.environment;
}

Line query_hosts(ExpertView const& view) {
  if (!view.notes.hosts.queried.empty()) return std::nullopt;
  return "show hosts";
}

Line plan_drain(ExpertView const& view) {
  auto const& notes = view.notes.upgrades;
  if (!notes.plan_finding.empty()) return std::nullopt;
  return fmt::format("drain {} --deadline {} --plan", view.notes.alert.host,
                     notes.min_deadline.empty() ? "6m" : notes.min_deadline);
}

// Quorum and headroom first; logs are not needed.
constexpr ExpertQuery queries[] = {
    {{}, read_logs_first},
    {room_query, query_room},
    {postcheck, query_check},
    {sessions_query, query_sessions},
    {drains_query, query_operations},
    {members_query, query_members},
    {drains_query, query_hosts},
    {Part::plan, plan_drain},
};

FaultClass class_by_facts(Notes const& notes) {
  auto const& found = notes.upgrades;
  if (found.image_declared) return no_fault;
  if (!found.other_drain.empty() || !found.member_down.empty()) return below_quorum;
  if (found.headroom_short) return no_headroom;
  if (found.had_drift) return drift;
  return found.old_sessions ? stuck_sessions : ready;
}

std::vector<std::string> clues(Notes const& notes, FaultClass fault_class) {
  auto const& found = notes.upgrades;
  switch (fault_class) {
    case below_quorum:
      return {found.other_drain.empty() ? found.down_entry : found.other_drain_entry,
              found.plan_entry};
    case no_headroom: return {found.headroom_entry, found.plan_entry};
    case drift: return {found.drift_entry, found.first_check};
    case stuck_sessions: return {found.ages_entry, found.sessions_entry};
    case ready: return {found.first_check, found.plan_entry, found.ages_entry};
    default: break;
  }
  return {found.first_check};
}

constexpr std::string_view object_queries[] = {"show host {host}"};

std::string query_repaired(ExpertView const& view) { return "show host " + view.notes.alert.host; }

std::string resolved_by(ExpertView const& view) { return view.notes.upgrades.returned; }

void fill(ExpertView const& view, std::string& line) {
  auto const& notes = view.notes.upgrades;
  steps::fill_in(line, "{host}", view.notes.alert.host);
  steps::fill_in(line, "{cordoned}", notes.cordoned.empty() ? "host-1" : notes.cordoned.front());
  steps::fill_in(line, "{drifted}", notes.drift.empty() ? "/etc/hosts" : notes.drift.front());
  steps::fill_in(line, "{least}", notes.min_deadline.empty() ? "6m" : notes.min_deadline);
}

}  // namespace

constexpr RunbookExpert expert{
    .runbook = "host-upgrade",
    .queries = queries,
    .class_by_facts = class_by_facts,
    .clues = clues,
    .hold = cordon_host,
    .lift = return_unchanged,
    .strategies = strategies,
    .object_queries = object_queries,
    .symptom_query = "show host {host}",
    .query_repaired = query_repaired,
    .resolved_by = resolved_by,
    .fill = fill,
    .hand_over = hand_over,
    .operators = cheats,
    .scripts = scripts,
};

}  // namespace studylab::lab::host_upgrade
