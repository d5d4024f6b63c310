#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/chain.h"
#include "lab/grade/answer_key.h"
#include "lab/grade/reason.h"
#include "model/facts.h"
#include "model/lab_facts.h"

// The grader: scores a run by its recorded facts alone. The same facts get the same score in both
// worlds, for any operator. Wording is recorded and never graded.
namespace studylab::grade {

// What a run recorded: the facts of both chains. Entry N of the platform is platform[N - 1]; the
// last one is RunEnded. A bundle that was read and a run that has just ended give the same
// evidence.
struct Evidence {
  std::span<FactEntry const> platform;
  std::span<evidence::LabEntry const> lab;
};

// `invalid`: the fault never appeared in a fact, or the lab itself failed; such a run gets no
// score.
enum class Outcome : std::uint8_t { passed, failed, invalid };
std::string_view to_text(Outcome);

inline constexpr std::array<std::uint32_t, 4> phase_points{20, 20, 40, 20};
inline constexpr std::uint32_t points_to_pass = 80;

struct PhaseScore {
  std::uint32_t score = 0;
  std::uint32_t of = 0;
  friend bool operator==(PhaseScore const&, PhaseScore const&) = default;
};
// A run does not pass with less than half of any phase.
constexpr bool below_half(PhaseScore const& phase) { return phase.score * 2 < phase.of; }

// `entry` is the act that lost the points, or, if something is missing, the entry by which it was
// due. `points` are those of the rule, even if the phase has fewer left to lose.
struct Deduction {
  std::uint32_t points = 0;
  std::string rule;  // a step of the runbook, a phase of the path (OP3), or of a refusal
  Phase phase = Phase::truth;
  EntryId entry;
  Reason reason;
  friend bool operator==(Deduction const&, Deduction const&) = default;
};

// As recorded.
struct RefusalSeen {
  std::string code;
  std::string rule;
  EntryId entry;
  friend bool operator==(RefusalSeen const&, RefusalSeen const&) = default;
};

// What a command of the operator brought about and neither policy nor an accepted plan allowed.
// `entry` is the last command that acted before the end.
struct Harm {
  std::string_view kind;  // lost_writes, doubled_writes, killed_sessions, wrong_release
  std::uint64_t count = 0;
  EntryId entry;
  friend bool operator==(Harm const&, Harm const&) = default;
};

// One step of the runbook or of the operator's path. `entry` is the fact that shows it; none if the
// step was left out.
struct StepResult {
  std::string id;
  std::string_view by;  // o, p, op
  bool due = false;
  bool done = false;
  EntryId entry;
  friend bool operator==(StepResult const&, StepResult const&) = default;
};

// A condition of passing that a failed run does not meet. The first four say why the incident is
// not resolved.
enum class Unmet : std::uint8_t {
  symptom_absent,
  accepted_repair,
  repairs_ended,
  holds_lifted,  // or kept by name
  closed,
  no_harm,
  half_of_phase,  // of `phase`
  enough_points,
};
struct UnmetCondition {
  Unmet what = Unmet::enough_points;
  std::optional<Phase> phase;
  friend bool operator==(UnmetCondition const&, UnmetCondition const&) = default;
};
// `less than half of the points for truth`.
std::string to_text(UnmetCondition const& unmet);

struct Score {
  Outcome outcome = Outcome::invalid;
  std::string invalid_because;        // empty unless invalid
  std::uint32_t score = 0;            // the phases' sum; 0 where invalid
  std::array<PhaseScore, 4> phases;   // by Phase
  std::vector<Deduction> deductions;  // by entry, then by points from dear to cheap
  // Of a run that repeats the beginning of another: what that beginning lost. It is not counted.
  std::vector<Deduction> repeated;
  std::vector<UnmetCondition> unmet;  // empty unless failed
  std::vector<RefusalSeen> refusals;
  std::vector<Harm> harms;
  std::vector<StepResult> steps;

  // The symptom is absent, an accepted repair was reached (or none is needed), no repair is open,
  // every hold is lifted or kept by name.
  bool resolved = false;
  bool handed_over = false;  // to a team, where the key allows it and no accepted repair was left
  std::string_view repair;  // the accepted repair that the run took, by the key's word; empty: none
  EntryId resolved_by;      // the fact that resolved the incident; none: it is not resolved

  Measured impact;                             // the run's own, as the lab measured it
  std::optional<ReferenceMeasured> reference;  // none before the reference was run
};
inline PhaseScore const& phase(Score const& score, Phase phase) {
  return score.phases[static_cast<std::size_t>(phase)];
}

Score grade(Evidence const& evidence, AnswerKey const& key);

}  // namespace studylab::grade
