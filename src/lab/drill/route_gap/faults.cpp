#include "lab/drill/route_gap/faults.h"

#include <array>

#include <fmt/format.h>

#include "lab/drill/read.h"
#include "lab/grade/facts/gaps.h"
#include "lab/grade/facts/processes.h"
#include "lab/grade/facts/snapshots.h"

namespace studylab::drill::route_gap {
namespace {

using namespace std::chrono_literals;
using world::SnapshotService;

// The edge audits its table as soon as it was edited, after it has applied both events.
constexpr Duration edited_after = 20ms;
// The snapshot service has failed before the edge first asks it.
constexpr Duration failed_before = 500ms;

struct LostEvent : GapFault {
  DurationRange repair_blocked;  // for how long the snapshot service does not answer
  void put_into_world(Incident const& incident, Seed const& seed, DrawnRun& run) const override;
};
struct LostEventAndRestart : LostEvent {
  DurationRange restart;  // how long after the gap
  DurationRange down;
  void put_into_world(Incident const& incident, Seed const& seed, DrawnRun& run) const override;
};
struct LostEventAndExits : LostEvent {
  DurationRange exit;  // how long after the gap
  std::string why;
  void put_into_world(Incident const& incident, Seed const& seed, DrawnRun& run) const override;
};
struct StaleSnapshots : GapFault {
  Range behind;  // events
  DurationRange length;
  void put_into_world(Incident const& incident, Seed const& seed, DrawnRun& run) const override;
};
struct ForgedSnapshots : GapFault {
  void put_into_world(Incident const& incident, Seed const& seed, DrawnRun& run) const override;
};
struct EditedTable : LostEvent {
  void put_into_world(Incident const& incident, Seed const& seed, DrawnRun& run) const override;
};
struct HealedGap : GapFault {
  void put_into_world(Incident const& incident, Seed const& seed, DrawnRun& run) const override;
};

class Injecting {
 public:
  Injecting(Incident const& incident, Seed const& seed, DrawnRun& run)
      : incident_(incident), run_(run), random_(seed, "fault") {}

  Duration in(DurationRange range) {
    return Duration{random_.between(range.low.count(), range.high.count())};
  }
  std::uint32_t in(Range range) {
    return static_cast<std::uint32_t>(random_.between(range.low, range.high));
  }
  std::string key() { return fmt::format("key-{:06x}", random_.below(1U << 24)); }

  void lose_event() {
    change(incident_.gap_at, world::EventLoss{incident_.edge, incident_.partition, 1});
  }
  // The edge's connection to the log recovers.
  void deliver() {
    change(incident_.gap_at, world::ConsumerRecovery{incident_.edge, incident_.partition});
  }

  void serve(Duration after, world::SnapshotServiceChange change_to) {
    change_to.control = incident_.leader;
    change(incident_.gap_at + after, std::move(change_to));
  }

  void block_repair(DurationRange length) {
    serve(-failed_before, {.control = {}, .serves = SnapshotService::unavailable});
    serve(in(length), {.control = {}, .serves = SnapshotService::genuine});
  }

  template <class Change>
  void change(Instant at, Change what) {
    run_.plan.changes.push_back({at, std::move(what)});
  }

  void say(std::string_view fault) {
    run_.faults.push_back(
        FaultInjected{std::string{fault},
                      fmt::format("{} {}", to_text(incident_.edge), to_text(incident_.partition))});
  }

 private:
  Incident const& incident_;
  DrawnRun& run_;
  Random random_;
};

// --- the facts in which they become visible ---

template <class F>
bool is_at(Incident const& incident, F const* fact) {
  return fact != nullptr && fact->edge == incident.edge && fact->partition == incident.partition;
}

auto found(Incident const& incident, SnapshotVerdict verdict) {
  return [incident, verdict](Fact const& fact) {
    auto const* checked = fact_if<SnapshotChecked>(fact);
    return is_at(incident, checked) && checked->verdict == verdict;
  };
}

auto saw_gap(Incident const& incident, GapCause cause) {
  return [incident, cause](Fact const& fact) {
    auto const* seen = fact_if<EdgeGapSeen>(fact);
    return is_at(incident, seen) && seen->cause == cause;
  };
}

// --- what each does ---

void LostEvent::put_into_world(Incident const& incident, Seed const& seed, DrawnRun& run) const {
  Injecting into{incident, seed, run};
  into.lose_event();
  into.deliver();
  into.block_repair(repair_blocked);
  into.say("lost-event");
  run.is_witness = saw_gap(incident, GapCause::missing_event);
}

void LostEventAndRestart::put_into_world(Incident const& incident, Seed const& seed,
                                         DrawnRun& run) const {
  Injecting into{incident, seed, run};
  into.lose_event();
  into.deliver();
  into.block_repair(repair_blocked);
  auto const at = incident.gap_at + into.in(restart);
  into.change(at, world::ProcessCrash{to_text(incident.edge), into.in(down)});
  into.say("lost-event-and-restart");
  run.is_witness = [incident](Fact const& fact) {
    auto const* started = fact_if<EdgeStarted>(fact);
    return started != nullptr && started->edge == incident.edge;
  };
}

void LostEventAndExits::put_into_world(Incident const& incident, Seed const& seed,
                                       DrawnRun& run) const {
  Injecting into{incident, seed, run};
  into.lose_event();
  into.deliver();
  into.block_repair(repair_blocked);
  into.change(incident.gap_at + into.in(exit), world::ProcessesExit{incident.owner, why});
  into.say("lost-event-and-exits");
  run.is_witness = [](Fact const& fact) {
    auto const* failed = fact_if<AllocationFailed>(fact);
    return failed != nullptr && failed->stage == AllocationStage::ready;
  };
}

void StaleSnapshots::put_into_world(Incident const& incident, Seed const& seed,
                                    DrawnRun& run) const {
  Injecting into{incident, seed, run};
  into.lose_event();
  into.deliver();
  into.serve(-failed_before,
             {.control = {}, .serves = SnapshotService::stale, .behind = into.in(behind)});
  into.serve(at_pace(incident.pace, into.in(length)),
             {.control = {}, .serves = SnapshotService::genuine});
  into.say("stale-snapshots");
  run.is_witness = found(incident, SnapshotVerdict::stale);
}

void ForgedSnapshots::put_into_world(Incident const& incident, Seed const& seed,
                                     DrawnRun& run) const {
  Injecting into{incident, seed, run};
  into.lose_event();
  into.deliver();
  // The forger sends the route's users to a release of its choice.
  OwnerView const forged{incident.route, incident.earlier, next(incident.epoch)};
  into.serve(
      -failed_before,
      {.control = {}, .serves = SnapshotService::forged, .key_id = into.key(), .forged = forged});
  into.say("forged-snapshots");
  run.is_witness = found(incident, SnapshotVerdict::forged);
}

void EditedTable::put_into_world(Incident const& incident, Seed const& seed, DrawnRun& run) const {
  Injecting into{incident, seed, run};
  into.deliver();
  into.block_repair(repair_blocked);
  into.change(incident.gap_at + edited_after,
              world::TableEdit{incident.edge, incident.route, incident.earlier});
  into.say("edited-table");
  run.is_witness = saw_gap(incident, GapCause::checksum);
}

void HealedGap::put_into_world(Incident const& incident, Seed const& seed, DrawnRun& run) const {
  Injecting into{incident, seed, run};
  into.lose_event();
  into.deliver();
  into.say("healed-gap");
  run.is_witness = [](Fact const& fact) { return fact_if<IncidentOpened>(fact) != nullptr; };
}

// --- their parameters ---

template <class Lost>
std::shared_ptr<Fault> read_lost(Value const& value) {
  auto fault = std::make_shared<Lost>();
  Fields const fields{value, {{"is"}, {"repair-blocked"}}};
  if (auto const v = fields["repair-blocked"]) take(v->durations(), fault->repair_blocked);
  return fault;
}

std::shared_ptr<Fault> read_restart(Value const& value) {
  auto fault = std::make_shared<LostEventAndRestart>();
  Fields const fields{value, {{"is"}, {"repair-blocked"}, {"restart"}, {"down"}}};
  if (auto const v = fields["repair-blocked"]) take(v->durations(), fault->repair_blocked);
  if (auto const v = fields["restart"]) take(v->durations(), fault->restart);
  if (auto const v = fields["down"]) take(v->durations(), fault->down);
  return fault;
}

std::shared_ptr<Fault> read_exits(Value const& value) {
  auto fault = std::make_shared<LostEventAndExits>();
  Fields const fields{value, {{"is"}, {"repair-blocked"}, {"exit"}, {"why"}}};
  if (auto const v = fields["repair-blocked"]) take(v->durations(), fault->repair_blocked);
  if (auto const v = fields["exit"]) take(v->durations(), fault->exit);
  if (auto const v = fields["why"]) take(v->text(), fault->why);
  return fault;
}

std::shared_ptr<Fault> read_stale(Value const& value) {
  auto fault = std::make_shared<StaleSnapshots>();
  Fields const fields{value, {{"is"}, {"behind"}, {"length"}}};
  // Two events: less would not be stale, and more may not exist.
  if (auto const v = fields["behind"]) take(v->range({1, 2}), fault->behind);
  if (auto const v = fields["length"]) take(v->durations(), fault->length);
  return fault;
}

template <class Plain>
std::shared_ptr<Fault> read_plain(Value const& value) {
  Fields{value, {{"is"}}};
  return std::make_shared<Plain>();
}

// --- the clues that hold in every world that they make ---

using namespace grade;

constexpr std::array lost_event_clues{&event_missing, &up_since_before_gap, &snapshot_accepted,
                                      &owner_ready};
constexpr std::array restart_clues{&event_missing, &restarted_in_gap, &snapshot_accepted,
                                   &owner_ready};
constexpr std::array exits_clues{&event_missing, &up_since_before_gap, &snapshot_accepted,
                                 &owner_down};
constexpr std::array stale_clues{&event_missing, &up_since_before_gap, &snapshot_stale,
                                 &owner_ready};
constexpr std::array forged_clues{&event_missing, &up_since_before_gap, &snapshot_forged,
                                  &owner_ready};
constexpr std::array edited_clues{&table_differs, &up_since_before_gap, &snapshot_accepted,
                                  &owner_ready};
constexpr std::array healed_clues{&event_missing, &up_since_before_gap, &gap_over, &owner_ready};

}  // namespace

constexpr FaultKind lost_event{"lost-event", lost_event_clues, read_lost<LostEvent>};
constexpr FaultKind lost_event_and_restart{"lost-event-and-restart", restart_clues, read_restart};
constexpr FaultKind lost_event_and_exits{"lost-event-and-exits", exits_clues, read_exits};
constexpr FaultKind stale_snapshots{"stale-snapshots", stale_clues, read_stale};
constexpr FaultKind forged_snapshots{"forged-snapshots", forged_clues, read_plain<ForgedSnapshots>};
constexpr FaultKind edited_table{"edited-table", edited_clues, read_lost<EditedTable>};
constexpr FaultKind healed_gap{"healed-gap", healed_clues, read_plain<HealedGap>};

}  // namespace studylab::drill::route_gap
