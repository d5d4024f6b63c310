#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/instant.h"
#include "lab/drill/decoys.h"
#include "lab/drill/fault.h"
#include "lab/drill/symptoms.h"
#include "lab/grade/answer_key.h"
#include "model/enums.h"

// A drill as data, as its file states it. Faults, clues, repairs and decoys are named pieces of C++
// in the folders of their runbooks; a file composes them.
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

struct Variant {
  std::string name;
  FaultClass fault_class = FaultClass::no_fault;
  Scope scope = Scope::unstated;       // that the class must state; unstated: any
  std::shared_ptr<Fault const> fault;  // never nullptr in a drill that was loaded
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

// What opens the incident. Every environment has the threshold, whatever the symptom is: over it,
// edges report errors.
struct SymptomTest {
  SymptomKind const* is = nullptr;  // never nullptr in a drill that was loaded
  Permille threshold;
};

inline constexpr std::uint32_t usual_pace = 1000;

struct LevelBounds {
  DurationRange owners;  // how long owners and teams take
  Range promotions_elsewhere;
  Range noise_lines;
  std::optional<Range> apps;  // in place of the topology's; none: as there
  // How long the platform's work and the faults that pass take, in parts of a thousand of what is
  // usual.
  std::uint32_t pace = usual_pace;
  // How long a healthy edge does not report after the alert; none: it always reports.
  std::optional<DurationRange> silent_edge;
  // How long the monitor is down from the alert on, so that what it found last is old; none: it
  // always runs.
  std::optional<DurationRange> silent_monitor;
  // How long after the alert no new check of the incident's host or database ends; the last one is
  // from before the run, and it passed. None: there is none from before the run.
  std::optional<DurationRange> old_check;
  Range statements;  // how many people say what they believe when the alert opens
};

// What people say when the alert opens, with the placeholders {environment} and {route}. It names
// causes and repairs that have nothing to do with the variant.
struct Statements {
  struct Hunch {
    FaultClass fault_class = FaultClass::no_fault;  // that it names
    std::string text;
  };
  std::vector<Hunch> hunches;         // of a colleague; one of each class of the drill
  std::vector<std::string> demands;   // of an executive
  std::vector<std::string> requests;  // of customer support, for numbers
};

struct Limits {
  Duration time{};  // of drill time, from the alert
};

struct Drill {
  std::string id;
  std::string title;
  std::string runbook;
  std::vector<World> worlds;
  std::string alert;  // with the placeholders {environment}, {route} and the runbook's own
  TopologyBounds topology;
  TrafficBounds traffic;
  SymptomTest symptom;
  std::vector<Variant> variants;
  std::vector<Decoy const*> decoys;
  Limits limits;
  std::array<LevelBounds, enum_size<Level>> levels;  // indexed by Level
  Statements statements;                             // none, if no level has any
  Digest digest;  // of the file: BLAKE2b over its bytes, kept as a Digest (not SHA-256)

  Variant const* find(std::string_view variant) const;  // nullptr: none
  bool has(Decoy const& decoy) const;
  LevelBounds const& at(Level level) const { return levels[static_cast<std::size_t>(level)]; }
  TopologyBounds topology_at(Level level) const;
};

grade::AnswerKey answer_key_of(Drill const& drill, Variant const& variant);

Digest drill_digest(std::string_view text);

}  // namespace studylab::drill
