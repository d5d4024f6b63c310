#include "lab/drill/stuck_wake/faults.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "lab/drill/read.h"
#include "lab/grade/facts/artifacts.h"
#include "lab/grade/facts/gates.h"
#include "lab/grade/facts/hosts.h"
#include "lab/grade/facts/wakes.h"
#include "lab/grade/stuck_wake/clues.h"

namespace studylab::drill::stuck_wake {
namespace {

using namespace std::chrono_literals;

// The fault is there before the run begins.
void change(DrawnRun& run, world::Change what) {
  run.plan.changes.push_back({run.plan.began, std::move(what)});
}

void record(DrawnRun& run, std::string fault, std::string object) {
  run.faults.push_back(FaultInjected{std::move(fault), std::move(object)});
}

// What the app owner can repair if a notice names it.
void owner_can(DrawnRun& run, Injection const& into, RepairKind kind, std::string name,
               world::Change repaired) {
  auto& repair = run.plan.owner_repairs.emplace_back();
  repair.environment = into.incident.environment;
  repair.repair = kind;
  repair.name = std::move(name);
  repair.changes.push_back(std::move(repaired));
}

// A later stage at which the fault of this one can surface.
AllocationStage later_than(Random& random, AllocationStage stage) {
  bool const last = random.chance(500);
  if (last) return AllocationStage::readiness;
  return stage == AllocationStage::pulling ? AllocationStage::starting : AllocationStage::binding;
}

struct ArtifactLost : WakeFault {
  Permille altered;  // of the others: the store has other bytes under the digest
  Permille late;

  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto const& digest = into.incident.digest;
    auto const bytes = Digest{random.hash().bytes};
    bool const later = random.chance(late.value());
    bool const other = random.chance(altered.value()) || later;
    auto const stage =
        later ? later_than(random, AllocationStage::pulling) : AllocationStage::pulling;
    auto const stored = other ? std::optional{bytes} : std::nullopt;
    change(run, world::RegistryChange{digest, stored, stage});
    owner_can(run, into, RepairKind::artifact, "", world::RegistryChange{digest, digest});
    record(run, other ? "artifact-altered" : "artifact-lost", to_text(digest));
  }
  Witness witness() const override { return Witness::probed; }
};

struct SecretUnusable : WakeFault {
  Permille expired;  // of the others: it is there, and no longer valid
  Permille late;

  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto const& binding = into.incident.added;
    bool const later = random.chance(late.value());
    bool const is_expired = random.chance(expired.value()) || later;
    auto const stage =
        later ? later_than(random, AllocationStage::secrets) : AllocationStage::secrets;
    auto const state = is_expired ? SecretState::expired : SecretState::missing;
    change(run, world::SecretChange{binding, state, stage});
    owner_can(run, into, RepairKind::secret, binding.value(),
              world::SecretChange{binding, SecretState::present});
    record(run, is_expired ? "secret-expired" : "secret-missing", binding.value());
  }
  Witness witness() const override { return Witness::probed; }
};

struct BindingUnresolved : WakeFault {
  Permille late;

  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto const& binding = into.incident.common;
    bool const later = random.chance(late.value());
    change(run,
           world::BindingChange{binding, BindingState::gone,
                                later ? AllocationStage::readiness : AllocationStage::binding});
    owner_can(run, into, RepairKind::binding, binding.value(),
              world::BindingChange{binding, BindingState::answers});
    record(run, "binding-unresolved", binding.value());
  }
  Witness witness() const override { return Witness::probed; }
};

struct ProbeFails : WakeFault {
  std::vector<std::string> logs;

  void put_into(Injection const& into, DrawnRun& run) const override {
    auto const& digest = into.incident.digest;
    change(run, world::ReadinessChange{digest, 503, logs});
    owner_can(run, into, RepairKind::readiness, "", world::ReadinessChange{digest, 200, {}});
    record(run, "probe-fails", to_text(into.incident.release));
  }
  Witness witness() const override { return Witness::waits; }
};

// Every host that takes allocations has as many slots as it uses. The roomiest has one more, for
// the environment that wakes elsewhere: there it is placed in every variant.
struct SlotsTaken : WakeFault {
  void put_into(Injection const& into, DrawnRun& run) const override {
    std::map<HostId, std::uint32_t> used;
    for (auto const& fact : run.plan.initial) {
      if (auto const* one = std::get_if<AllocationRecorded>(&fact)) ++used[one->host];
    }
    HostRegistered* roomiest = nullptr;
    std::uint32_t most = 0;
    for (auto& fact : run.plan.initial) {
      auto* host = std::get_if<HostRegistered>(&fact);
      if (host == nullptr || host->host == into.incident.cordoned) continue;
      auto const free = host->slots - used[host->host];
      if (free > most) roomiest = host;
      most = std::max(most, free);
      host->slots = used[host->host];
    }
    if (roomiest != nullptr) ++roomiest->slots;
    run.plan.spare_host =
        world::SpareHost{HostId{static_cast<std::uint32_t>(into.topology.hosts.size() + 1)},
                         into.topology.image, into.topology.hosts.front().slots};
    record(run, "slots-taken", to_text(into.incident.cordoned));
  }
  Witness witness() const override { return Witness::unplaced; }
};

// At two edges at once, as soon as the alert is out.
struct Stampede : WakeFault {
  Range requests;

  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "fault"};
    auto const count = static_cast<std::uint32_t>(random.between(requests.low, requests.high));
    for (std::uint32_t n = 1; n <= 2; ++n) {
      world::CohortArrival arrival;
      arrival.route = into.incident.route;
      arrival.edge = EdgeId{n};
      auto const here = n == 1 ? count / 2 : count - count / 2;
      arrival.unsafe = here / 10;
      arrival.safe = here - arrival.unsafe;
      arrival.users = here;
      arrival.bytes_of_each = 600;
      run.plan.changes.push_back({into.stampede_at, arrival});
    }
    record(run, "stampede", into.incident.environment.value());
  }
  Witness witness() const override { return Witness::alert; }
};

struct SlowWake : WakeFault {
  void put_into(Injection const& into, DrawnRun& run) const override {
    record(run, "slow-wake", into.incident.environment.value());
  }
  Witness witness() const override { return Witness::alert; }
};

// --- their parameters ---

void read_share(Fields const& fields, std::string_view key, Permille& out) {
  auto const value = fields[key];
  if (!value) return;
  if (auto const number = value->number({0, 1000})) out = Permille{*number};
}

std::shared_ptr<Fault> read_artifact_lost(Value const& value) {
  auto fault = std::make_shared<ArtifactLost>();
  Fields const fields{value, {{"is"}, {"altered"}, {"late"}}};
  read_share(fields, "altered", fault->altered);
  read_share(fields, "late", fault->late);
  return fault;
}

std::shared_ptr<Fault> read_secret_unusable(Value const& value) {
  auto fault = std::make_shared<SecretUnusable>();
  Fields const fields{value, {{"is"}, {"expired"}, {"late"}}};
  read_share(fields, "expired", fault->expired);
  read_share(fields, "late", fault->late);
  return fault;
}

std::shared_ptr<Fault> read_binding_unresolved(Value const& value) {
  auto fault = std::make_shared<BindingUnresolved>();
  Fields const fields{value, {{"is"}, {"late"}}};
  read_share(fields, "late", fault->late);
  return fault;
}

std::shared_ptr<Fault> read_probe_fails(Value const& value) {
  auto fault = std::make_shared<ProbeFails>();
  Fields const fields{value, {{"is"}, {"logs"}}};
  if (auto const v = fields["logs"]) fault->logs = v->texts();
  return fault;
}

std::shared_ptr<Fault> read_stampede(Value const& value) {
  auto fault = std::make_shared<Stampede>();
  Fields const fields{value, {{"is"}, {"requests"}}};
  if (auto const v = fields["requests"]) take(v->range({1'000, 1'000'000}), fault->requests);
  return fault;
}

template <class Plain>
std::shared_ptr<Fault> read_plain(Value const& value) {
  Fields{value, {{"is"}}};
  return std::make_shared<Plain>();
}

// --- the clues that hold in every world that they make ---

using grade::allocation_ready;
using grade::artifact_not_stored;
using grade::artifact_stored;
using grade::gate_full;
using grade::hot_at_first_attempt;
using grade::never_placed;
using grade::no_free_slot;
namespace clues = grade::stuck_wake;

constexpr std::array artifact_lost_clues{&artifact_not_stored, &clues::secrets_valid,
                                         &clues::bindings_answer, &gate_full};
constexpr std::array secret_unusable_clues{&clues::secret_unusable, &artifact_stored,
                                           &clues::bindings_answer, &gate_full};
constexpr std::array binding_unresolved_clues{&clues::binding_unresolved, &artifact_stored,
                                              &clues::secrets_valid, &gate_full};
constexpr std::array probe_fails_clues{&grade::probe_fails, &artifact_stored, &clues::secrets_valid,
                                       &clues::bindings_answer, &gate_full};
constexpr std::array slots_taken_clues{&never_placed,           &no_free_slot,
                                       &artifact_stored,        &clues::secrets_valid,
                                       &clues::bindings_answer, &gate_full};
constexpr std::array nothing_wrong_clues{
    &gate_full,       &hot_at_first_attempt, &allocation_ready,
    &artifact_stored, &clues::secrets_valid, &clues::bindings_answer};

}  // namespace

constexpr FaultKind artifact_lost{"artifact-lost", artifact_lost_clues, read_artifact_lost};
constexpr FaultKind secret_unusable{"secret-unusable", secret_unusable_clues, read_secret_unusable};
constexpr FaultKind binding_unresolved{"binding-unresolved", binding_unresolved_clues,
                                       read_binding_unresolved};
constexpr FaultKind probe_fails{"probe-fails", probe_fails_clues, read_probe_fails};
constexpr FaultKind slots_taken{"slots-taken", slots_taken_clues, read_plain<SlotsTaken>};
constexpr FaultKind stampede{"stampede", nothing_wrong_clues, read_stampede};
constexpr FaultKind slow_wake{"slow-wake", nothing_wrong_clues, read_plain<SlowWake>};

}  // namespace studylab::drill::stuck_wake
