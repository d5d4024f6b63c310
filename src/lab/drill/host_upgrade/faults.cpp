#include "lab/drill/host_upgrade/faults.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/random.h"
#include "lab/drill/read.h"
#include "lab/grade/facts/upgrades.h"

namespace studylab::drill::host_upgrade {
namespace {

using namespace std::chrono_literals;

void record(DrawnRun& run, std::string fault, std::string object) {
  run.faults.push_back(FaultInjected{std::move(fault), std::move(object)});
}

struct HostOutdated : UpgradeFault {
  void put_into(Injection const& into, DrawnRun& run) const override {
    record(run, "host-outdated", to_text(into.incident.host));
  }
};

struct HostCurrent : UpgradeFault {
  void put_into(Injection const& into, DrawnRun& run) const override {
    record(run, "host-current", to_text(into.incident.host));
  }
  Image image() const override { return Image::declared; }
};

// Every host that takes allocations gets as many slots as it uses. One that uses none gets a single
// slot, as long as all of these are too few for what is on the host. Returns the highest host.
HostId take_slots(Incident const& incident, DrawnRun& run) {
  std::map<HostId, std::uint32_t> used;
  HostId last;
  auto spare = incident.load - 1;
  for (auto const& fact : run.plan.initial) {
    if (auto const* one = std::get_if<AllocationRecorded>(&fact)) ++used[one->host];
  }
  for (auto& fact : run.plan.initial) {
    auto* host = std::get_if<HostRegistered>(&fact);
    if (host == nullptr) continue;
    last = std::max(last, host->host);
    bool const takes = host->host != incident.host && host->host != incident.drained &&
                       host->host != incident.cordoned;
    if (!takes) continue;
    host->slots = used[host->host];
    if (host->slots > 0 || spare == 0) continue;
    host->slots = 1;
    --spare;
  }
  return last;
}

struct SlotsShort : UpgradeFault {
  void put_into(Injection const& into, DrawnRun& run) const override {
    auto const& incident = into.incident;
    auto const last = take_slots(incident, run);
    run.plan.spare_host =
        world::SpareHost{HostId{last.number + 1}, incident.declared, incident.load + 1};
    record(run, "slots-short", to_text(incident.host));
  }
};

// What is cordoned cannot be returned either: bootstrap automation makes it from the old image.
struct NoSlotsLeft : UpgradeFault {
  void put_into(Injection const& into, DrawnRun& run) const override {
    auto const& incident = into.incident;
    take_slots(incident, run);
    run.plan.no_spare_host = "every host is in use, and none can be brought before next week";
    keep_old(incident.drained, into, run);
    if (incident.cordoned) keep_old(*incident.cordoned, into, run);
    record(run, "no-slots-left", to_text(incident.host));
  }

 private:
  static void keep_old(HostId host, Injection const& into, DrawnRun& run) {
    using Rebuild = world::HostImageChange::Rebuild;
    run.plan.changes.push_back(
        {into.times.began, world::HostImageChange{host, into.incident.old, Rebuild::same_image}});
  }
};

struct MemberExits : UpgradeFault {
  void put_into(Injection const& into, DrawnRun& run) const override {
    // After the first answer, as the other drain's end is.
    auto const at = into.incident.drain_ends + 500ms;
    run.plan.changes.push_back(
        {at, world::ProcessExit{into.incident.on_third, "its process exited with status 137"}});
    record(run, "member-exits", to_text(into.incident.on_third));
  }
  Witness witness() const override { return Witness::exited; }
};

struct HostDrifts : UpgradeFault {
  std::vector<std::string> paths;

  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto const declared = Digest{random.hash().bytes};
    auto const actual = Digest{random.hash().bytes};
    auto const& path = paths[random.below(paths.size())];
    run.plan.changes.push_back(
        {run.plan.began, world::HostDrift{into.incident.host, {path, declared, actual}}});
    record(run, "host-drifts", path);
  }
};

struct SessionsLinger : UpgradeFault {
  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto const allocation = into.incident.on_host;
    auto const hours = std::chrono::minutes{random.between(90, 600)};
    std::uint32_t sessions = 0, old = 0;
    for (auto const& fact : run.plan.initial) {
      auto const* one = std::get_if<AllocationRecorded>(&fact);
      if (one != nullptr && one->allocation == allocation) sessions = one->sessions;
    }
    old = static_cast<std::uint32_t>(random.between(1, std::max(1U, sessions / 2)));
    for (auto& fact : run.plan.initial) {
      auto* ages = std::get_if<SessionAgesRecorded>(&fact);
      if (ages == nullptr || ages->allocation != allocation) continue;
      ages->oldest_since = into.times.began - hours;
      ages->past_drain_time = old;
    }
    for (auto& leave : run.plan.sessions_leave) {
      if (leave.allocation == allocation) leave.staying = old;
    }
    record(run, "sessions-linger", to_text(allocation));
  }
};

struct DrainStaysOpen : UpgradeFault {
  DurationRange lasts;

  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto const usual = Duration{random.between(lasts.low.count(), lasts.high.count())};
    auto const length = at_pace(into.times.pace, usual);
    for (auto& leave : run.plan.sessions_leave) {
      if (leave.allocation != into.incident.on_drained) continue;
      leave.within = into.times.alert_at - into.times.began + length;
    }
    record(run, "drain-stays-open", to_text(into.incident.drained));
  }
};

// --- their parameters ---

std::shared_ptr<Fault> read_drifts(Value const& value) {
  auto fault = std::make_shared<HostDrifts>();
  Fields const fields{value, {{"is"}, {"paths"}}};
  if (auto const v = fields["paths"]) fault->paths = v->texts();
  if (fault->paths.empty()) fault->paths.emplace_back("/etc/limits.conf");
  return fault;
}

std::shared_ptr<Fault> read_stays_open(Value const& value) {
  auto fault = std::make_shared<DrainStaysOpen>();
  fault->lasts = {11min, 14min};
  Fields const fields{value, {{"is"}, {"lasts"}}};
  if (auto const v = fields["lasts"]) take(v->durations(), fault->lasts);
  return fault;
}

template <class Plain>
std::shared_ptr<Fault> read_alone(Value const& value) {
  Fields{value, {{"is"}}};
  return std::make_shared<Plain>();
}

// --- the clues that hold in every world that they make ---

using grade::drain_fits;
using grade::drift_found;
using grade::headroom_short;
using grade::image_declared;
using grade::image_old;
using grade::member_down;
using grade::no_other_drain;
using grade::other_drain_open;
using grade::sessions_old;
using grade::sessions_young;

constexpr std::array outdated_clues{&image_old, &drain_fits, &no_other_drain, &sessions_young};
constexpr std::array short_clues{&image_old, &headroom_short, &no_other_drain, &sessions_young};
constexpr std::array exits_clues{&image_old, &member_down, &no_other_drain, &sessions_young};
constexpr std::array drifts_clues{&drift_found, &drain_fits, &no_other_drain, &sessions_young};
constexpr std::array linger_clues{&image_old, &drain_fits, &no_other_drain, &sessions_old};
constexpr std::array open_clues{&image_old, &other_drain_open, &sessions_young};
constexpr std::array current_clues{&image_declared, &drain_fits, &no_other_drain, &sessions_young};

}  // namespace

constexpr FaultKind host_outdated{"host-outdated", outdated_clues, read_alone<HostOutdated>};
constexpr FaultKind slots_short{"slots-short", short_clues, read_alone<SlotsShort>};
constexpr FaultKind no_slots_left{"no-slots-left", short_clues, read_alone<NoSlotsLeft>};
constexpr FaultKind member_exits{"member-exits", exits_clues, read_alone<MemberExits>};
constexpr FaultKind host_drifts{"host-drifts", drifts_clues, read_drifts};
constexpr FaultKind sessions_linger{"sessions-linger", linger_clues, read_alone<SessionsLinger>};
constexpr FaultKind drain_stays_open{"drain-stays-open", open_clues, read_stays_open};
constexpr FaultKind host_current{"host-current", current_clues, read_alone<HostCurrent>};

}  // namespace studylab::drill::host_upgrade
