// Allocations, their hosts and their sessions.
#include <algorithm>

#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::Allocation;
using control::Host;

std::vector<Allocation const*> allocations_on(Page const& page, HostId host) {
  return objects_of(page.state().allocations,
                    [&](Allocation const& allocation) { return allocation.host == host; });
}

Row<Allocation> const& allocation_stage_row() {
  static auto const if_failed = [](Allocation const& allocation) {
    return allocation.stage == AllocationStage::failed;
  };
  static Row<Allocation> const row{
      &Allocation::stage_entry,
      {{"stage",
        "planned, pulling, secrets, binding, starting, readiness, ready, draining, stopped or "
        "failed",
        &Allocation::stage},
       {"since", "when the allocation reached this stage", &Allocation::stage_since},
       {"running", "the digest that the runner reports as running; null until it reports one",
        &Allocation::running},
       {"probe_status", "the latest answer to the readiness probe", &Allocation::probe_status},
       {"sessions", "live sessions, as last reported", &Allocation::sessions},
       {"failed_at", "the stage that failed; null: none",
        [](Allocation const& allocation) {
          return if_failed(allocation) ? std::optional{allocation.failed_at} : std::nullopt;
        }},
       {"reason", "why it failed", [](Allocation const& allocation) {
          return if_failed(allocation) ? std::optional{allocation.reason} : std::nullopt;
        }}}};
  return row;
}

// --- hosts ---

std::uint32_t used_slots(Page const& page, Host const& host) {
  return static_cast<std::uint32_t>(
      std::ranges::count_if(allocations_on(page, host.id), [](Allocation const* on) {
        return on->stage != AllocationStage::stopped && on->stage != AllocationStage::failed;
      }));
}

Row<Host> const& load_row() {
  static Row<Host> const row{[](Page const& page, Host const& host) {
                               EntryId latest = host.entry;
                               for (auto const* on : allocations_on(page, host.id)) {
                                 latest = std::max(latest, on->stage_entry);
                               }
                               return latest;
                             },
                             {{"used", "slots in use", used_slots},
                              {"free", "free slots", [](Page const& page, Host const& host) {
                                 auto const slots = host.slots;
                                 return slots - std::min(used_slots(page, host), slots);
                               }}}};
  return row;
}

Row<Host> const& cordon_row() {
  static Row<Host> const row{
      &Host::cordon_entry,
      {{"since", "when it was cordoned", [](Host const& host) { return host.cordon->since; }},
       {"why", "the reason that was given", [](Host const& host) { return host.cordon->why; }}}};
  return row;
}

Row<Host> const& postcheck_row() {
  static Row<Host> const row{
      [](Host const& host) { return host.postchecked_at.id; },
      {{"passed", "whether the host is as declared",
        [](Host const& host) { return host.postchecked->result == PostcheckResult::passed; }},
       {"at", "when it was checked", [](Host const& host) { return host.postchecked_at.at; }},
       {"age", "the age of the check: it counts for five minutes",
        [](Page const& page, Host const& host) { return age(page, host.postchecked_at.at); }},
       {"image", "the digest of the image that it runs",
        [](Host const& host) { return short_text(host.postchecked->image); }},
       {"seen", "what was compared", [](Host const& host) { return host.postchecked->seen; }}}};
  return row;
}

Row<Host> const& host_row() {
  static Row<Host> const row{
      &Host::entry,
      {{"id", "the host's name", &Host::id},
       {"image", "the digest of its declared image; a postcheck finds what it runs",
        [](Host const& host) { return short_text(host.image); }},
       {"slots", "how many allocations fit on it", &Host::slots},
       {"load", "the slots in use, counted from its allocations", load_row()},
       {"cordon", "why nothing is placed on it; null: it may be placed on", cordon_row(),
        [](Host const& host) { return host.cordon ? &host : nullptr; }},
       {"postcheck", "its latest postcheck; null: none", postcheck_row(),
        [](Host const& host) { return host.postchecked ? &host : nullptr; }},
       {"upgrade",
        "where it is in its upgrade: replacing, draining, drained, rebuilding or postcheck; left "
        "out: no upgrade is under way",
        [](Host const& host) {
          bool const none = host.stage == control::HostStage::in_service ||
                            host.stage == control::HostStage::cordoned;
          return IfAny<control::HostStage>{none ? std::nullopt : std::optional{host.stage}};
        }}}};
  return row;
}

// --- sessions ---

// Whose sessions: those of a host, or of an environment.
struct SessionsOf {
  std::optional<HostId> host;
  EnvironmentName environment;
};

std::expected<SessionsOf, Refusal> sessions_of(Page const& page, Query const& asked) {
  SessionsOf const of{parse_id<HostId>(asked.object), EnvironmentName{asked.object}};
  bool const known = of.host ? page.state().hosts.contains(*of.host)
                             : page.state().environments.contains(of.environment);
  if (!known) return std::unexpected{no_such(asked)};
  return of;
}

// Of the allocations that hold a slot.
std::optional<std::vector<control::SessionAges const*>> ages_of(Page const& page,
                                                                SessionsOf const& of) {
  std::vector<control::SessionAges const*> found;
  for (auto const& [id, ages] : page.state().session_ages) {
    auto const& allocation = page.state().allocations.at(id);
    bool const asked =
        of.host ? allocation.host == *of.host : allocation.environment == of.environment;
    bool const gone =
        allocation.stage == AllocationStage::stopped || allocation.stage == AllocationStage::failed;
    if (asked && !gone) found.push_back(&ages);
  }
  return found.empty() ? std::nullopt : std::optional{found};
}

Row<Allocation> const& session_row() {
  static Row<Allocation> const row{
      &Allocation::stage_entry,
      {{"allocation", "the allocation that holds the sessions", &Allocation::id},
       {"environment", "the environment that it serves", &Allocation::environment},
       {"host", "the host that it runs on", &Allocation::host},
       {"stage", "the allocation's stage", &Allocation::stage},
       {"sessions", "live sessions, as last reported", &Allocation::sessions},
       {"resumed", "sessions that continued elsewhere with their state when the allocation stopped",
        &Allocation::sessions_resumed},
       {"fresh", "sessions that started again without their state when the allocation stopped",
        &Allocation::sessions_fresh}}};
  return row;
}

Row<control::Environment> const& moved_sessions_row() {
  static Row<control::Environment> const row{
      &control::Environment::sessions_moved_entry,
      {{"sessions",
        "sessions that left an allocation that stopped; their present allocation is not reported",
        &control::Environment::sessions_moved}}};
  return row;
}

}  // namespace

Row<Allocation> const& allocation_row() {
  static Row<Allocation> const row{
      &Allocation::entry,
      {{"id", "the allocation's name", &Allocation::id},
       {"environment", "the environment that it serves", &Allocation::environment},
       {"release", "the release that it runs", &Allocation::release},
       {"digest", "the digest of the artifact that it was created with", &Allocation::digest},
       {"host", "the host that it runs on", &Allocation::host},
       {"operation", "the operation that created it; null: it existed before the run",
        &Allocation::operation},
       {"attempt", "the attempt of that operation", &Allocation::attempt},
       {"stage", "the current stage", allocation_stage_row()}}};
  return row;
}

QueryTable const& allocations_query() {
  static QueryTable const table{
      find_environments,
      Fields<AskedEnvironments>{
          {"allocations", "allocations of all environments, or of one", allocation_row(),
           [](Page const& page, AskedEnvironments const& asked) {
             return objects_of(page.state().allocations, [&](Allocation const& one) {
               return asked.includes(one.environment);
             });
           }}}};
  return table;
}

QueryTable const& allocation_query() {
  static QueryTable const table{
      [](Page const& page, Query const& asked) {
        return find_numbered(page.state().allocations, asked);
      },
      Fields<Allocation>{{"allocation", "the allocation", allocation_row()}}};
  return table;
}

QueryTable const& hosts_query() {
  static QueryTable const table{
      everything, Fields<Everything>{
                      {"hosts", "every host", host_row(), [](Page const& page, Everything const&) {
                         return objects_of(page.state().hosts);
                       }}}};
  return table;
}

QueryTable const& host_query() {
  static QueryTable const table{
      [](Page const& page, Query const& asked) { return find_numbered(page.state().hosts, asked); },
      Fields<Host>{
          {"host", "the host", host_row()},
          {"allocations", "allocations on the host", allocation_row(),
           [](Page const& page, Host const& host) { return allocations_on(page, host.id); }},
          {"drift", "files that the latest check found changed; left out: none", drift_row(),
           drift_of},
          {"symptom", "what the alert reported, as it is now; left out if it is about another host",
           symptom_row(),
           [](Page const& page, Host const& host) -> std::optional<control::Symptom> {
             auto const& incident = page.state().incident;
             if (!incident || host_of(incident->opened) != host.id) return std::nullopt;
             return control::symptom_of(page.state(), *incident, page.now());
           }}}};
  return table;
}

QueryTable const& sessions_query() {
  static QueryTable const table{
      sessions_of,
      Fields<SessionsOf>{
          {"sessions", "sessions of a host or an environment, by allocation", session_row(),
           [](Page const& page, SessionsOf const& of) {
             return objects_of(page.state().allocations, [&](Allocation const& one) {
               return of.host ? one.host == *of.host : one.environment == of.environment;
             });
           }},
          {"moved", "further live sessions of the environment, if any have moved",
           moved_sessions_row(),
           [](Page const& page, SessionsOf const& of) -> control::Environment const* {
             if (of.host) return nullptr;
             auto const& environment = page.state().environments.at(of.environment);
             return environment.sessions_moved_entry ? &environment : nullptr;
           }},
          {"ages", "how old the sessions were before the run; left out: not recorded", ages_row(),
           ages_of},
          {"drain", "what a drain of the host must respect; left out: nothing is declared",
           drain_limits_row(), [](Page const& page, SessionsOf const& of) -> Host const* {
             bool const declared = !page.state().drain_policies.empty();
             return of.host && declared ? &page.state().hosts.at(*of.host) : nullptr;
           }}}};
  return table;
}

}  // namespace studylab::console
