#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "model/facts.h"
#include "model/messages.h"

// What defines a simulated platform: its initial state, traffic, the behaviour of programs,
// durations. The lab draws it. The world draws random numbers only from the streams named here.
namespace studylab::sim {

// Requests to one route through one edge. Counts are exact: over [t0, t1) there are
// floor(rate * t1) - floor(rate * t0) of them, of which `unsafe` parts of a thousand change
// something.
struct Flow {
  RouteKey route;
  EdgeId edge;
  std::uint32_t per_minute = 0;
  Permille unsafe;
  std::uint32_t users = 0;  // each sends a request about every `users * 60 / per_minute` seconds
};

// How a program answers. `failing` parts of a thousand of all (or only of unsafe) requests get
// `status` and `code`; the rest get 200.
enum class Affects : std::uint8_t { all, unsafe };
struct Behaviour {
  Permille failing;
  Affects affects = Affects::all;
  std::uint16_t status = 500;
  RequestError error = RequestError::status;
  BindingName binding;  // named in the answer if `error` is binding
  std::string code;
  // Log lines while failing; `{}` is replaced by a request number.
  std::vector<std::string> log_lines;
};

// Changes of behaviour at an instant. The lab's faults consist of these.
struct BehaviourChange {
  Instant at;
  Digest digest;
  std::optional<Behaviour> behaviour;  // none: it works again
};
// Applies to any release.
struct BurstChange {
  Instant at;
  RouteKey route;
  EdgeId edge;  // none: all
  std::optional<Behaviour> behaviour;
};
struct BindingChange {
  Instant at;
  BindingName binding;
  BindingState state = BindingState::gone;
};
// The route log delivers nothing more to that consumer.
struct ConsumerStall {
  Instant at;
  EdgeId edge;
  PartitionId partition;
};
struct ArtifactLoss {
  Instant at;
  Digest digest;
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
};

// Bounds of durations, drawn per message from the named stream of its link. Both ends included.
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
};

// In a hard drill, this edge's observations are lost between the two instants.
struct SilentEdge {
  EdgeId edge;
  Instant from;
  Instant until;
};

struct Setup {
  Seed seed;
  RunOpened opened;
  Instant began;                     // of the run; the time of the initial facts
  std::vector<InitialFact> initial;  // in the order of their entries
  std::vector<Flow> flows;
  // When in each second an edge checks for crossings; in [0, 1 s).
  std::map<EdgeId, Duration> evaluation_phase;
  std::vector<BehaviourChange> behaviours;
  std::vector<BurstChange> bursts;
  std::vector<BindingChange> bindings;
  std::vector<ConsumerStall> stalls;
  std::vector<ArtifactLoss> losses;
  std::vector<OwnerRepairs> repairs_made;
  std::vector<SilentEdge> silent;
  std::vector<std::string> log_noise;  // log lines that any program writes occasionally
  Timings timings;
};

// Faults of a schedule, for fuzzing; all off by default. Random numbers come from Random{seed,
// "schedule/…"}.
struct Schedule {
  Permille loss;  // of messages between components
  Permille duplicate;
  Permille reorder;  // delayed past later messages, up to a second
  // Of program starts: for up to 60 s the program fails every request and its probe.
  Permille slow_start;
  // Crash and restart: `component` is `control`, `edge-b`, `runner-host-2`, `monitor`.
  // `after_entry`: right after that platform entry is appended, before its effects.
  struct Crash {
    std::string component;
    std::optional<EntryId> after_entry;
    Instant at;
    Duration down{};
  };
  std::vector<Crash> crashes;
  // A link loses every message.
  struct Cut {
    std::string from, to;
    Instant at;
    Duration length{};
  };
  std::vector<Cut> cuts;
  // A manual edit of an edge's table.
  struct Tamper {
    EdgeId edge;
    RouteKey route;
    ReleaseId release;
    Instant at;
  };
  std::vector<Tamper> tampers;
  // The edge crashes and its last journal write is lost.
  struct TornWrite {
    EdgeId edge;
    Instant at;
  };
  std::vector<TornWrite> torn;
};

}  // namespace studylab::sim
