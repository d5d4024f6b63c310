#include "lab/drill/host_upgrade/incident.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "base/random.h"

namespace studylab::drill::host_upgrade {
namespace {

using namespace std::chrono_literals;

// How long the drain of the other host may take.
constexpr Duration other_deadline = 40min;

template <class F, class Visit>
void each_initial(DrawnRun& run, Visit visit) {
  for (auto& fact : run.plan.initial) {
    if (auto* one = std::get_if<F>(&fact)) visit(*one);
  }
}

class Placing {
 public:
  Placing(DrawnTopology const& topology, HostRoles const& roles, Seed const& seed,
          Times const& times, DrawnRun& run)
      : topology_(topology), roles_(roles), random_(seed, "hosts"), times_(times), run_(run) {}

  Incident place() {
    auto const& environment = topology_.environments[topology_.incident];
    incident_.environment = environment.name;
    incident_.route = environment.route;
    incident_.host = id(roles_.host);
    incident_.drained = id(roles_.drained);
    incident_.third = id(roles_.third);
    if (roles_.cordoned) incident_.cordoned = id(*roles_.cordoned);
    incident_.declared = topology_.image;
    incident_.old = Digest{random_.hash().bytes};
    declare_members();
    place_allocations();
    set_slots();
    add_policies();
    add_sessions();
    add_maintenance();
    return incident_;
  }

 private:
  HostId id(std::size_t index) const { return topology_.hosts[index].id; }

  // Two members are declared; the one on the drained host has its replacement already.
  void declare_members() {
    each_initial<EnvironmentDeclared>(run_, [&](EnvironmentDeclared& declared) {
      if (declared.environment != incident_.environment) return;
      declared.replicas = 2;
      declared.quorum = 2;
    });
  }

  void place_allocations() {
    std::vector<HostId> const own{incident_.host, incident_.drained, incident_.third};
    std::vector<HostId> others{incident_.host};
    for (auto const index : roles_.rest) others.push_back(id(index));
    if (roles_.rest.empty()) others.push_back(incident_.third);
    std::size_t placed = 0, round = 0;
    each_initial<AllocationRecorded>(run_, [&](AllocationRecorded& one) {
      if (one.environment == incident_.environment) {
        STUDYLAB_CHECK(placed < own.size());
        one.host = own[placed++];
        if (one.host == incident_.host) incident_.on_host = one.allocation;
        if (one.host == incident_.drained) incident_.on_drained = one.allocation;
        if (one.host == incident_.third) incident_.on_third = one.allocation;
      } else {
        one.host = others[round++ % others.size()];
      }
      ++used_[one.host];
    });
    incident_.load = used_[incident_.host];
  }

  // The hosts that take allocations have room for what is on the host.
  void set_slots() {
    each_initial<HostRegistered>(run_, [&](HostRegistered& host) {
      auto const spare = static_cast<std::uint32_t>(random_.between(1, 3));
      bool const takes = host.host != incident_.host && host.host != incident_.drained &&
                         host.host != incident_.cordoned;
      host.slots = used_[host.host] + (takes ? incident_.load : 0) + spare;
      if (host.host == incident_.cordoned) host.slots = incident_.load + spare;
    });
  }

  void add_policies() {
    for (auto const& environment : topology_.environments) {
      auto const least = 30s * random_.between(6, 12);
      least_[environment.name] = least;
      run_.plan.initial.emplace_back(DrainPolicyDeclared{environment.name, least});
    }
  }

  void add_sessions() {
    std::vector<InitialFact> ages;
    each_initial<AllocationRecorded>(run_, [&](AllocationRecorded const& one) {
      auto const least = least_.at(one.environment);
      auto const age = std::chrono::seconds{random_.between(20, least / 1s / 2)};
      ages.emplace_back(SessionAgesRecorded{one.allocation, times_.began - age, 0});
      auto const within = std::chrono::seconds{random_.between(45, least / 1s * 3 / 4)};
      run_.plan.sessions_leave.push_back({one.allocation, within, 0});
    });
    std::ranges::move(ages, std::back_inserter(run_.plan.initial));
    // Soon after the alert, and after the first answer: its entry number shows how many entries
    // came before, which must be the same in every variant.
    incident_.drain_ends = times_.alert_at + std::chrono::milliseconds{random_.between(6000, 8500)};
    for (auto& leave : run_.plan.sessions_leave) {
      if (leave.allocation == incident_.on_drained) {
        leave.within = incident_.drain_ends - times_.began;
      }
    }
  }

  void add_maintenance() {
    auto& initial = run_.plan.initial;
    OperationId last;
    each_initial<OperationRecorded>(
        run_, [&](OperationRecorded const& one) { last = std::max(last, one.operation); });
    incident_.drain = OperationId{last.number + 1};
    auto const cordoned = times_.began - std::chrono::minutes{random_.between(4, 15)};
    auto const earlier = times_.began - std::chrono::minutes{random_.between(60, 600)};
    initial.emplace_back(HostCordonRecorded{incident_.drained, cordoned, "planned OS upgrade"});
    if (incident_.cordoned) {
      initial.emplace_back(
          HostCordonRecorded{*incident_.cordoned, earlier, "kernel update, postponed"});
    }
    initial.emplace_back(OperationRecorded{
        incident_.drain, requests::Drain{incident_.drained, times_.began + other_deadline},
        Stage::running, times_.began - 2s, times_.began - 2s, PersonName{}, "planned OS upgrade"});
    initial.emplace_back(
        HostMaintenancePlanned{incident_.host, incident_.environment, times_.alert_at});
  }

  DrawnTopology const& topology_;
  HostRoles const& roles_;
  Random random_;
  Times const& times_;
  DrawnRun& run_;
  Incident incident_;
  std::map<HostId, std::uint32_t> used_;
  std::map<EnvironmentName, Duration> least_;
};

}  // namespace

HostRoles draw_roles(DrawnTopology const& topology, Drill const& drill, Seed const& seed) {
  STUDYLAB_CHECK(topology.hosts.size() >= 3);
  Random random{seed, "roles"};
  std::vector<std::size_t> order(topology.hosts.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  random.shuffle(std::span<std::size_t>{order});
  HostRoles roles{order[0], order[1], order[2], std::nullopt, {}};
  std::size_t next = 3;
  if (drill.has(cordoned_spare) && order.size() > next) roles.cordoned = order[next++];
  for (; next < order.size(); ++next) roles.rest.push_back(order[next]);
  return roles;
}

Incident place_incident(DrawnTopology const& topology, HostRoles const& roles, Seed const& seed,
                        Times const& times, DrawnRun& run) {
  return Placing{topology, roles, seed, times, run}.place();
}

}  // namespace studylab::drill::host_upgrade
