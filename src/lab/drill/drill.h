#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/hash.h"
#include "base/instant.h"
#include "lab/grade/answer_key.h"
#include "model/enums.h"

// A drill as data, as its file states it. Faults, clues, repairs and decoys are named pieces of C++
// with typed parameters; a file composes them.
namespace studylab::drill {

// From `low` to `high`, both included.
struct Range {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  friend bool operator==(Range const&, Range const&) = default;
};
struct DurationRange {
  Duration low{};
  Duration high{};
  friend bool operator==(DurationRange const&, DurationRange const&) = default;
};

// --- faults: what a variant changes in the world ---
// All shares are parts of a thousand of the requests that the release (or the edge) answers.

// The new release's program fails.
struct FailingRelease {
  Range failing;
  std::string code;
  std::vector<std::string> logs;
};
// The release's migration removes something that its program still uses; earlier releases no longer
// fit.
struct ContractingMigration {
  Range failing;
  std::string code;
  std::vector<std::string> logs;
};
// A binding that only the new release needs disappears once its allocations are ready.
struct BindingGone {
  Range failing;
  std::vector<std::string> logs;
};
// One edge's consumer of the route's partition delivers nothing from before the owner moves.
struct StalledConsumer {};
// Nothing is broken: one edge has time-outs for a moment; in `elsewhere` parts of a thousand of the
// seeds another environment is over its threshold too.
struct PassingBurst {
  Range failing;
  DurationRange length;
  Permille elsewhere;
};
using Fault =
    std::variant<FailingRelease, ContractingMigration, BindingGone, StalledConsumer, PassingBurst>;
inline constexpr std::array<std::string_view, std::variant_size_v<Fault>> fault_names{
    "failing-release", "contracting-migration", "binding-gone", "stalled-consumer",
    "passing-burst"};
inline std::string_view name_of(Fault const& fault) { return fault_names[fault.index()]; }

// Whether the clue holds in a world with that fault (the index into fault_names). The static check
// of clues uses it.
bool holds_with(std::size_t fault, grade::Clue const& clue);

struct Variant {
  std::string name;
  FaultClass fault_class = FaultClass::no_fault;
  Fault fault;
  std::vector<grade::Clue const*> clues;
  std::vector<grade::AcceptedRepair const*> repairs;
  std::vector<grade::RequiredStep> required;
  std::vector<grade::StatusCause> causes;
  grade::End end = grade::End::resolved;
};

// --- the bounds of the world ---
struct TopologyBounds {
  Range apps, environments, edges, hosts, replicas, history;
  std::uint32_t live_edges = 2, live_hosts = 3;
};
// Requests per second through one edge; `unsafe` parts of a thousand of them change something.
struct TrafficBounds {
  Range incident_per_second;
  Range others_per_second;
  Range unsafe;
  Range users;  // of the incident's route at one edge
};

// The test on platform facts that detects the incident's symptom.
enum class Symptom : std::uint8_t { observation_over_threshold };
inline constexpr std::array<std::string_view, 1> symptom_names{"observation-over-threshold"};
struct SymptomTest {
  Symptom is = Symptom::observation_over_threshold;
  Permille threshold;
};

// --- what exists besides the fault ---
enum class Decoy : std::uint8_t {
  artifact_gone,         // an earlier release whose artifact the store has lost
  ranges_unrecorded,     // one whose schema ranges were not recorded
  served_with_symptoms,  // one that was rolled back because it failed
  misfit_candidate,      // in half of the seeds the listed candidate fits no existing schema
  same_artifact_queued,  // the defective artifact as another release, in a promotion that waits
  promotions_elsewhere,  // promotions waiting in other environments
  log_noise,             // ordinary log lines
};
inline constexpr std::array<std::string_view, 7> decoy_names{
    "artifact-gone",    "ranges-unrecorded",    "served-with-symptoms",
    "misfit-candidate", "same-artifact-queued", "promotions-elsewhere",
    "log-noise"};

struct LevelBounds {
  DurationRange owners;  // how long owners and teams take
  Range promotions_elsewhere;
  Range noise_lines;
  // How long a healthy edge does not report after the alert; none: it always reports.
  std::optional<DurationRange> silent_edge;
};

struct Limits {
  Duration time{};  // of drill time, from the alert
};

struct Drill {
  std::string id;
  std::string title;
  std::string runbook;
  std::vector<World> worlds;
  std::string alert;  // with the placeholders {environment}, {route} and {operation}
  TopologyBounds topology;
  TrafficBounds traffic;
  SymptomTest symptom;
  std::vector<Variant> variants;
  std::vector<Decoy> decoys;
  Limits limits;
  std::array<LevelBounds, enum_size<Level>> levels;  // indexed by Level
  Digest digest;  // of the file: BLAKE2b over its bytes, kept as a Digest (not SHA-256)

  Variant const* find(std::string_view variant) const;  // nullptr: none
  bool has(Decoy decoy) const;
};

grade::AnswerKey answer_key_of(Drill const& drill, Variant const& variant);

Digest drill_digest(std::string_view text);

}  // namespace studylab::drill
