#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"

namespace studylab {

// The lab chain: what the operator must not see before the seal.
// Kinds 5000 to 5099.

// The first entry. The platform chain commits to it.
struct LabOpened {
  static constexpr FactKind fact_kind{5001, 1, "LabOpened"};

  std::string program_version;
  std::string drill;
  Digest drill_digest;
  std::string variant;
  std::uint64_t seed = 0;
  Hash salt_digest;  // all zero: none
  Level level = Level::normal;
  ClockKind clock = ClockKind::commands;
  std::string topology;       // drawn | live
  std::string operator_kind;  // human, expert, script:…
  std::string operator_name;  // --as
  std::uint8_t practice = 0;  // 1: the variant was chosen, or a beginning repeated

  STUDYLAB_FIELDS(program_version, drill, drill_digest, variant, seed, salt_digest, level, clock,
                  topology, operator_kind, operator_name, practice)
};

// The fault was injected through the world's ports. `object` names what it was injected into.
struct FaultInjected {
  static constexpr FactKind fact_kind{5002, 1, "FaultInjected"};

  std::string fault;
  std::string object;

  STUDYLAB_FIELDS(fault, object)
};

// The fault became visible in the platform's own facts.
struct FaultWitnessed {
  static constexpr FactKind fact_kind{5003, 1, "FaultWitnessed"};

  EntryId entry;

  STUDYLAB_FIELDS(entry)
};

// The harm of the incident, of the requests that its subject is about: those of its route, at every
// edge.
struct Measured {
  std::uint64_t failed_requests = 0;   // answered with an error since the alert
  std::uint64_t refused_requests = 0;  // of those, 503 by an edge on purpose
  // Answers by a release that did not own the key at that edge's sequence.
  std::uint64_t wrong_release_answers = 0;
  // Acknowledged writes, and effects of events, that are missing because of a command. Those that
  // the plan of a restore had listed as lost are counted apart.
  std::uint64_t lost_writes = 0;
  std::uint64_t doubled_writes = 0;
  std::uint64_t killed_sessions = 0;
  Duration failed_time{};             // time since the alert with errors over the threshold
  Duration refused_time{};            // time since the alert with an edge that refused on purpose
  Duration time_to_mitigate{};        // from the alert to the last moment of such errors
  std::uint64_t writes_given_up = 0;  // missing as the plan of a restore had listed

  STUDYLAB_FIELDS(failed_requests, refused_requests, wrong_release_answers, lost_writes,
                  doubled_writes, killed_sessions, failed_time, refused_time, time_to_mitigate,
                  writes_given_up)
};

// The lab's own count at the end, from the world and not from reports.
struct TruthMeasured {
  static constexpr FactKind fact_kind{5004, 2, "TruthMeasured"};

  Measured measured;
  std::uint8_t symptom_present = 0;

  STUDYLAB_FIELDS(measured, symptom_present)
};

// What the expert's run on the same seed, with the same repair, would have cost.
struct ReferenceMeasured {
  static constexpr FactKind fact_kind{5005, 2, "ReferenceMeasured"};

  std::string repair;
  Measured measured;

  STUDYLAB_FIELDS(repair, measured)
};

// The lab itself failed: the run is invalid and has no score.
struct LabFailed {
  static constexpr FactKind fact_kind{5006, 1, "LabFailed"};

  std::string why;

  STUDYLAB_FIELDS(why)
};

// Edges forwarded requests to an allocation without a passed probe. Recorded only if it happened: a
// correct platform never does it.
struct UnreadyAnswered {
  static constexpr FactKind fact_kind{5007, 1, "UnreadyAnswered"};

  std::uint64_t requests = 0;

  STUDYLAB_FIELDS(requests)
};

// Recorded if the symptom was still present when the run ended: the state of the incident at its
// time limit, with no further action. For the debrief; it is not graded.
struct UntouchedMeasured {
  static constexpr FactKind fact_kind{5008, 2, "UntouchedMeasured"};

  Measured measured;                 // since the alert, as in TruthMeasured
  Instant until;                     // the time limit
  std::uint8_t symptom_present = 0;  // then: 1

  STUDYLAB_FIELDS(measured, until, symptom_present)
};

// Recorded at the opening of a run that repeats the beginning of another run: practice. What was
// lost up to `entry` is not counted.
struct BeginningRepeated {
  static constexpr FactKind fact_kind{5009, 1, "BeginningRepeated"};

  std::string run;
  EntryId entry;  // the last one that is repeated; it has the same number in both runs

  STUDYLAB_FIELDS(run, entry)
};

// The truth of the run was shown while its operator could still act on it, through a link that the
// operator had made: practice. Recorded at the end.
struct TruthShown {
  static constexpr FactKind fact_kind{5010, 1, "TruthShown"};

  EntryId entry;  // the last one when it was first shown

  STUDYLAB_FIELDS(entry)
};

using LabFact =
    std::variant<LabOpened, FaultInjected, FaultWitnessed, TruthMeasured, ReferenceMeasured,
                 LabFailed, UnreadyAnswered, UntouchedMeasured, BeginningRepeated, TruthShown>;

}  // namespace studylab
