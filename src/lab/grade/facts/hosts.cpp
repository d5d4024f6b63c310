#include "lab/grade/facts/hosts.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade {
namespace {

bool none_free(Run const& run) { return free_slots(run) == 0; }

bool is_host(Run const&, FactEntry const& entry) {
  return fact_if<HostRegistered>(entry.fact) != nullptr;
}

bool prints_hosts(Run const&, Queried const& queried) {
  return queried.query == "hosts" || queried.query == "quorum";
}

}  // namespace

void register_host(Run& run, FactEntry const& entry, HostRegistered const& fact) {
  run.hosts.all.push_back({.host = fact.host, .entry = entry.id, .slots = fact.slots});
}

void place(Run& run, AllocationId allocation, HostId host) {
  run.hosts.placed.emplace_back(allocation, host);
}

void free_slot(Run& run, AllocationId allocation) {
  std::erase_if(run.hosts.placed, [&](auto const& one) { return one.first == allocation; });
}

std::uint32_t free_slots(Run const& run) {
  std::uint32_t free = 0;
  for (auto const& host : run.hosts.all) {
    if (host.cordoned) continue;
    auto const used = static_cast<std::uint32_t>(std::ranges::count_if(
        run.hosts.placed, [&](auto const& one) { return one.second == host.host; }));
    free += host.slots - std::min(host.slots, used);
  }
  return free;
}

constexpr Clue no_free_slot{.name = "no-free-slot",
                            .words = "whether any host has a free slot (`show hosts`)",
                            .command = "show hosts",
                            .holds = none_free,
                            .carried_by = is_host,
                            .printed_by = prints_hosts};

}  // namespace studylab::grade
