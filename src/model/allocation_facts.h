#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"
#include "model/origin.h"

namespace studylab {

// Allocations on hosts: placed by the control plane, reported by runners.
// Kinds 600 to 699 belong to this subject.

struct AllocationPlanned {
  static constexpr FactKind fact_kind{601, 1, "AllocationPlanned"};

  AllocationId allocation;
  EnvironmentName environment;
  ReleaseId release;
  Digest digest;
  HostId host;
  OperationId operation;
  Attempt attempt;

  STUDYLAB_FIELDS(allocation, environment, release, digest, host, operation, attempt)
};

// Whether a readiness probe's HTTP status means that the program is ready.
constexpr bool probe_passed(std::uint16_t status) { return status >= 200 && status < 300; }

// The readiness probe's own evidence; only this makes an allocation routable. `digest` is what the
// runner reports to run.
struct AllocationReady {
  static constexpr FactKind fact_kind{602, 1, "AllocationReady"};

  AllocationId allocation;
  Digest digest;
  std::string probe_path;
  std::uint16_t probe_status = 0;
  std::uint32_t sessions = 0;
  Origin origin;

  STUDYLAB_FIELDS(allocation, digest, probe_path, probe_status, sessions, origin)
};

struct AllocationFailed {
  static constexpr FactKind fact_kind{603, 1, "AllocationFailed"};

  AllocationId allocation;
  AllocationStage stage = AllocationStage::pulling;
  std::string reason;
  Origin origin;

  STUDYLAB_FIELDS(allocation, stage, reason, origin)
};

struct AllocationDraining {
  static constexpr FactKind fact_kind{604, 1, "AllocationDraining"};

  AllocationId allocation;
  OperationId operation;
  Instant deadline;

  STUDYLAB_FIELDS(allocation, operation, deadline)
};

// The sessions that it had: `resumed` found their state elsewhere, `fresh` started without it.
struct AllocationStopped {
  static constexpr FactKind fact_kind{605, 1, "AllocationStopped"};

  AllocationId allocation;
  std::uint32_t resumed = 0;
  std::uint32_t fresh = 0;
  Origin origin;

  STUDYLAB_FIELDS(allocation, resumed, fresh, origin)
};

// One stage of starting an allocation. `seen` is what the stage read or was answered, in one
// sentence: a digest, a secret's date, a status.
enum class StageOutcome : std::uint8_t { passed, failed };
struct StageSeen {
  AllocationStage stage = AllocationStage::pulling;
  Instant began;
  Instant ended;
  StageOutcome outcome = StageOutcome::passed;
  std::string seen;

  STUDYLAB_FIELDS(stage, began, ended, outcome, seen)
};

// The stages of one start in their order, up to the one that failed, or to the start of its
// program; AllocationReady or AllocationFailed states how readiness ended. Reported if the start
// was asked to.
struct AllocationStagesReported {
  static constexpr FactKind fact_kind{606, 1, "AllocationStagesReported"};

  AllocationId allocation;
  std::vector<StageSeen> stages;
  Origin origin;

  STUDYLAB_FIELDS(allocation, stages, origin)
};

using AllocationFact =
    std::variant<AllocationPlanned, AllocationReady, AllocationFailed, AllocationDraining,
                 AllocationStopped, AllocationStagesReported>;

}  // namespace studylab
