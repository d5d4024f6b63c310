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
  if (host.postchecked_at.id < host.rebuilt_entry && !planted(Guard::hu6))
    return fmt::format("{} was rebuilt after its latest postcheck", id);
  auto const age = now - host.postchecked_at.at;
  if (age <= postcheck_lifetime || planted(Guard::hu6)) return {};
  return fmt::format("the latest postcheck of {} is {} old", id, to_text(age));
}

void add_host(State const& state, Host const& host, Plan& plan) {
  auto const free = free_slots(state, host.id);
  add(plan, "slots", fmt::format("{} of {} are free", free, host.slots), host.entry);
  if (host.cordon) add(plan, "cordoned", host.cordon->why, host.cordon_entry);
}

// A cordon of this run that no allocation has left the host under.
bool is_unused_hold(Host const& host) { return host.hold && !host.left; }

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

Decision decide(State const& state, Cordon const& verb, Act const& act) {
  auto const named_host = named(state, verb.host);
  if (!named_host) return std::unexpected(named_host.error());
  auto const& host = **named_host;
  auto const hold = host.cordon ? host.hold : HoldId{state.last_hold.number + 1};
  return single(HostCordoned{hold, host.id, act});
}

Decision decide(State const& state, Uncordon const& verb, Act const& act, Instant now) {
  auto const host = named(state, verb.host);
  if (!host) return std::unexpected(host.error());
  if (!(*host)->cordon) {
    return refuse(RefusalCode::not_cordoned, fmt::format("{} is not cordoned", verb.host),
                  "`show hosts` shows which are");
  }
  if (is_unused_hold(**host)) {
    auto as_hold = act;
    as_hold.kind = CommandKind::hold;
    return single(HostUncordoned{(*host)->id, EntryId{}, std::move(as_hold)});
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
      [](HostCordoned const&) { return no_facts(); },
      [&](HostPostchecked const& f) {
        return state.hosts.contains(f.host) ? single(f) : no_facts();
      },
      [&](HostBrought const& f) { return state.hosts.contains(f.host) ? no_facts() : single(f); },
      [](DriftRecorded const&) { return no_facts(); },
      [&](auto const& f) { return upgrades::decide(state, f); });
}

void plan_cordon(State const& state, std::string const& name, Plan& plan) {
  auto const host = named(state, name);
  if (!host) return;
  add_host(state, **host, plan);
  if ((*host)->cordon) return;
  auto const elsewhere = free_slots(state) - free_slots(state, (*host)->id);
  add(plan, "elsewhere", fmt::format("{} slots stay free", elsewhere), (*host)->entry);
}

void plan_uncordon(State const& state, std::string const& name, Plan& plan) {
  auto const host = named(state, name);
  if (!host) return;
  auto const& found = **host;
  add_host(state, found, plan);
  if (found.cordon && is_unused_hold(found)) {
    add(plan, "postcheck", "not needed: no allocation has left it since it was cordoned",
        found.cordon_entry);
    return;
  }
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
