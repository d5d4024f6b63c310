#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "model/facts.h"
#include "world/change.h"

// What defines a run's platform, in every world: its initial state, traffic, people, durations, and
// what happens to it. The lab draws it.
namespace studylab::world {

// Requests to one route through one edge. Counts are exact: over [t0, t1) there are
// floor(rate * t1) - floor(rate * t0) of them, of which `unsafe` parts of a thousand change
// something.
struct Flow {
  RouteKey route;
  EdgeId edge;
  std::uint32_t per_minute = 0;
  Permille unsafe;
  std::uint32_t users = 0;  // each sends a request about every `users * 60 / per_minute` seconds
  Permille idempotent;      // of the unsafe requests: those with an idempotency contract
};

// What an app owner can repair if the notice asks for it: `repair` and `name` must match.
struct OwnerRepairs {
  EnvironmentName environment;
  RepairKind repair = RepairKind::binding;
  std::string name;                       // binding or secret; empty for the others
  std::optional<BindingName> binding;     // answers again
  std::optional<Manifest> fixed_release;  // appears as a release of the environment
  Digest fixed_digest;
  ReleaseId fixed_id;
  std::vector<Change> changes = {};  // what else happens to the platform then
};

// The host that the capacity team brings when it is asked.
struct SpareHost {
  HostId host;
  Digest image;
  std::uint32_t slots = 0;
};

// The live sessions of an allocation, once its host is drained. All but `staying` are left by their
// clients, evenly over `within`; those that stay are left at no time.
struct SessionsLeave {
  AllocationId allocation;
  Duration within{};
  std::uint32_t staying = 0;
};

// The last check of a host, or of a database, from before the run. It passed. No new check of that
// object ends before `next`, so until then this one is all that can be shown.
struct LastCheck {
  HostId host;            // none: of the database
  DatabaseName database;  // empty: of the host
  Digest image;           // that the host ran then
  Instant made_at;
  Instant next;
};

// Bounds of durations, both ends included.
struct Between {
  Duration low{};
  Duration high{};
};
struct Timings {
  Between network{std::chrono::milliseconds{1}, std::chrono::milliseconds{8}};
  Between pull{std::chrono::milliseconds{300}, std::chrono::milliseconds{900}};
  Between secrets{std::chrono::milliseconds{20}, std::chrono::milliseconds{60}};
  Between bind{std::chrono::milliseconds{20}, std::chrono::milliseconds{80}};
  Between start{std::chrono::milliseconds{200}, std::chrono::milliseconds{700}};
  Between probe{std::chrono::milliseconds{50}, std::chrono::milliseconds{200}};
  Between stop{std::chrono::milliseconds{100}, std::chrono::milliseconds{300}};
  Between migrate{std::chrono::milliseconds{400}, std::chrono::milliseconds{1500}};
  Between owner{std::chrono::seconds{60}, std::chrono::seconds{180}};
  Between team{std::chrono::seconds{60}, std::chrono::seconds{180}};
  Between rebuild{std::chrono::seconds{60}, std::chrono::seconds{120}};  // of a host
};

struct Plan {
  // Of the random numbers that the world draws itself, each from a stream with a name of its own.
  Seed seed;
  RunOpened opened;
  Instant began;                     // of the run; the time of the initial facts
  std::vector<InitialFact> initial;  // in the order of their entries
  std::vector<Flow> flows;
  // When in each second an edge checks for crossings; in [0, 1 s).
  std::map<EdgeId, Duration> evaluation_phase;
  // In any order of time; at one instant they happen in this order. Those of `began` or earlier
  // have happened before the run.
  std::vector<WorldChange> changes;
  std::vector<OwnerRepairs> owner_repairs;
  std::optional<SpareHost> spare_host;  // none: the capacity team has none
  // Why the capacity team brings no host although slots are short; empty: it sees no need of one.
  std::string no_spare_host;
  // Of allocations that are not listed, every session stays until its drain's deadline.
  std::vector<SessionsLeave> sessions_leave;
  std::optional<LastCheck> last_check;  // none: nothing was checked before the run
  std::vector<std::string> log_noise;   // log lines that any program writes occasionally
  Timings timings;
};

}  // namespace studylab::world
