#include "lab/grade/facts/hosts.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

HostSeen* seen_host(Run& run, HostId host) {
  auto const found = std::ranges::find(run.hosts.all, host, &HostSeen::host);
  return found == run.hosts.all.end() ? nullptr : &*found;
}

bool none_free(Run const& run) { return free_slots(run) == 0; }

// A host, or why nothing is placed on one.
bool is_host(Run const&, FactEntry const& entry) {
  return fact_if<HostRegistered>(entry.fact) != nullptr ||
         fact_if<HostCordonRecorded>(entry.fact) != nullptr;
}

bool prints_hosts(Run const&, Queried const& queried) {
  return queried.query == "hosts" || queried.query == "quorum";
}

}  // namespace

void register_host(Run& run, FactEntry const& entry, HostRegistered const& fact) {
  run.hosts.all.push_back({.host = fact.host, .entry = entry.id, .slots = fact.slots});
}

void record_cordon(Run& run, HostCordonRecorded const& fact) {
  if (auto* host = seen_host(run, fact.host)) host->cordoned = host->was_cordoned = true;
}

bool was_cordoned(Run const& run, HostId host) {
  auto const found = std::ranges::find(run.hosts.all, host, &HostSeen::host);
  return found != run.hosts.all.end() && found->was_cordoned;
}

void cordon(Run& run, FactEntry const& entry, HostCordoned const& fact) {
  note_act(run, entry, fact.act);
  auto* host = seen_host(run, fact.host);
  if (host == nullptr || host->cordoned) return;
  host->cordoned = true;
  host->hold = fact.hold;
  run.holds.acts.push_back({.entry = entry.id, .host = fact.host});
  open_hold(run, entry, fact.hold, HoldKind::cordon, nullptr);
  run.holds.all.back().host = fact.host;
}

void uncordon(Run& run, FactEntry const& entry, HostUncordoned const& fact) {
  bool const was_short = is_short_of_slots(run);
  if (auto* host = seen_host(run, fact.host)) {
    host->cordoned = false;
    if (host->hold) end_hold(run, entry.id, host->hold);
    host->hold = HoldId{};
  }
  // Before anything moved, a cordon of this run is lifted as a hold.
  if (fact.act.kind == CommandKind::hold) return note_act(run, entry, fact.act);
  auto& repair = add_repair(run, entry, RepairVerb::uncordon, fact.act);
  repair.host = fact.host;
  repair.moved = repair.effect = repair.ended = entry.id;
  repair.ending = Ending::well;
  return_host(run, entry, repair, was_short);
}

// The team's answer, which ends the escalation, follows.
void bring_host(Run& run, FactEntry const& entry, HostBrought const& fact) {
  run.hosts.all.push_back({.host = fact.host, .entry = entry.id, .slots = fact.slots});
  auto& acts = run.repairs.acts;
  auto const asked = std::ranges::find(acts, fact.notice, &RepairAct::notice);
  if (fact.notice && asked != acts.end()) asked->moved = asked->effect = entry.id;
}

void place(Run& run, AllocationId allocation, HostId host) {
  run.hosts.placed.emplace_back(allocation, host);
}

void free_slot(Run& run, AllocationId allocation) {
  std::erase_if(run.hosts.placed, [&](auto const& one) { return one.first == allocation; });
}

std::uint32_t free_slots(Run const& run) { return free_slots_without(run, HostId{}); }

std::uint32_t free_slots_without(Run const& run, HostId without) {
  std::uint32_t free = 0;
  for (auto const& host : run.hosts.all) {
    if (host.cordoned || host.host == without) continue;
    auto const used = static_cast<std::uint32_t>(std::ranges::count_if(
        run.hosts.placed, [&](auto const& one) { return one.second == host.host; }));
    free += host.slots - std::min(host.slots, used);
  }
  return free;
}

bool has_returned_slot(Run const& run) {
  bool const returned = std::ranges::any_of(run.repairs.acts, [](RepairAct const& act) {
    return act.verb == RepairVerb::uncordon && act.moved;
  });
  return returned && free_slots(run) > 0;
}

constexpr Clue no_free_slot{.name = "no-free-slot",
                            .words = "whether any host has a free slot (`show hosts`)",
                            .command = "show hosts",
                            .holds = none_free,
                            .carried_by = is_host,
                            .printed_by = prints_hosts};

}  // namespace studylab::grade
