// Verbs on hosts, and what runners and the capacity team report about them.
#include <fmt/format.h>

#include "base/planted.h"
#include "control/decision.h"
#include "control/hosts/hosts.h"
#include "control/plan_lines.h"
#include "control/upgrades/upgrades.h"

namespace studylab::control::hosts {
namespace {

// Why the host's latest postcheck does not allow to uncordon it; empty: it does.
std::string postcheck_lacks(Host const& host, Instant now) {
  auto const id = to_text(host.id);
  if (!host.postchecked) return fmt::format("{} has no postcheck", id);
  if (host.postchecked->result == PostcheckResult::failed && !planted(Guard::hu6)) {
    return fmt::format("the latest postcheck of {} failed: {}", id, host.postchecked->seen);
  }
  auto const age = now - host.postchecked_at.at;
  if (age <= postcheck_lifetime || planted(Guard::hu6)) return {};
  return fmt::format("the latest postcheck of {} is {} old", id, to_text(age));
}

}  // namespace

std::expected<Host const*, Refusal> named(State const& state, std::string const& name) {
  auto const id = parse_id<HostId>(name);
  auto const found = id ? state.hosts.find(*id) : state.hosts.end();
  if (found != state.hosts.end()) return &found->second;
  return refuse(RefusalCode::no_such_thing, fmt::format("host '{}' does not exist", name),
                "`show hosts` lists them");
}

Decision decide(State const& state, Postcheck const& verb, Act const& act) {
  auto const host = named(state, verb.host);
  if (!host) return std::unexpected(host.error());
  return single(PostcheckOrdered{(*host)->id, act});
}

Decision decide(State const& state, Uncordon const& verb, Act const& act, Instant now) {
  auto const host = named(state, verb.host);
  if (!host) return std::unexpected(host.error());
  if (!(*host)->cordon) {
    return refuse(RefusalCode::not_cordoned, fmt::format("{} is not cordoned", verb.host),
                  "`show hosts` shows which are");
  }
  if (auto const lacks = postcheck_lacks(**host, now); !lacks.empty()) {
    return refuse(RefusalCode::postchecks_missing, lacks, fmt::format("`postcheck {}`", verb.host));
  }
  return single(HostUncordoned{(*host)->id, (*host)->postchecked_at.id, act});
}

Decision decide(State const& state, Headroom const& verb) {
  auto const host = named(state, verb.host);
  if (!host) return std::unexpected(host.error());
  return no_facts();
}

Decision decide(State const& state, HostFact const& report) {
  return match(
      report, [](PostcheckOrdered const&) { return no_facts(); },
      [](HostUncordoned const&) { return no_facts(); },
      [&](HostPostchecked const& f) {
        return state.hosts.contains(f.host) ? single(f) : no_facts();
      },
      [&](HostBrought const& f) { return state.hosts.contains(f.host) ? no_facts() : single(f); },
      [](DriftRecorded const&) { return no_facts(); },
      [&](auto const& f) { return upgrades::decide(state, f); });
}

void plan(State const& state, std::string const& name, Plan& plan) {
  auto const host = named(state, name);
  if (!host) return;
  auto const& found = **host;
  auto const free = free_slots(state, found.id);
  add(plan, "slots", fmt::format("{} of {} are free", free, found.slots), found.entry);
  if (found.cordon) add(plan, "cordoned", found.cordon->why, found.cordon_entry);
  if (found.postchecked) add(plan, "postcheck", found.postchecked->seen, found.postchecked_at.id);
}

void plan_headroom(State const& state, Headroom const& verb, Plan& plan) {
  auto const host = named(state, verb.host);
  if (!host) return;
  auto const used = state.used_slots.find((*host)->id);
  auto const load = used == state.used_slots.end() ? 0 : used->second;
  auto elsewhere = free_slots(state);
  if (!(*host)->cordon) elsewhere -= free_slots(state, (*host)->id);
  add(plan, "its allocations", fmt::format("{}", load), (*host)->entry);
  for (auto const& [id, other] : state.hosts) {
    if (id == (*host)->id) continue;
    auto const text = fmt::format("{} of {} slots are free{}", free_slots(state, id), other.slots,
                                  other.cordon ? ", cordoned" : "");
    add(plan, to_text(id), text, other.cordon ? other.cordon_entry : other.entry);
  }
  plan.finding = elsewhere >= load ? "enough" : "short";
}

}  // namespace studylab::control::hosts
