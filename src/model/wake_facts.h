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

// Wakes of sleeping environments, and the gates that hold their requests at the edges.
// Kinds 1200 to 1299 are this subject's.

// An edge's first held or refused request of an environment that sleeps, and of which the edge
// knows no open wake.
struct WakeAsked {
  static constexpr FactKind fact_kind{1201, 1, "WakeAsked"};

  EdgeId edge;
  EnvironmentName environment;
  RequestClass request_class = RequestClass::safe;
  Origin origin;

  STUDYLAB_FIELDS(edge, environment, request_class, origin)
};

// Who asked for a wake while one was open, and learns its operation: an edge, or an operator. The
// act's line is empty for an edge.
struct WakeJoined {
  static constexpr FactKind fact_kind{1202, 1, "WakeJoined"};

  OperationId operation;
  EnvironmentName environment;
  EdgeId edge;  // none: the operator
  Act act;

  STUDYLAB_FIELDS(operation, environment, edge, act)
};

// No host could take this attempt's allocation.
struct WakePlacementFailed {
  static constexpr FactKind fact_kind{1203, 1, "WakePlacementFailed"};

  OperationId operation;
  Attempt attempt;
  std::string why;

  STUDYLAB_FIELDS(operation, attempt, why)
};

// One request class of one gate. `waiting`, `bytes` and `oldest` are of the moment of the report;
// the others count since the gate's previous report. Every request that came is in exactly one of
// released, refused, expired and later `waiting`.
struct GateRow {
  RequestClass request_class = RequestClass::safe;
  std::uint32_t waiting = 0;
  std::uint32_t joined = 0;    // came while a wake was open or asked for
  std::uint32_t released = 0;  // forwarded to the ready allocation
  std::uint32_t refused = 0;   // answered 503 at once: never held, or past a bound
  std::uint32_t expired = 0;   // answered 503 after waiting
  std::uint64_t bytes = 0;
  std::optional<Instant> oldest;  // since when the longest waiting one has waited; none waits: none

  STUDYLAB_FIELDS(request_class, waiting, joined, released, refused, expired, bytes, oldest)
};

// Why a gate reports before the interval's end.
enum class GateCrossing : std::uint8_t {
  none,        // an interval ended
  first_hold,  // it holds the first request of a wake
  bound,       // a bound of count or bytes refused a request that may be held
};

// A gate of one environment at one edge, from `from` to `until`. Reported for each observation
// interval in which it had a request, and at once at a crossing. `operation` is the wake that its
// requests wait for or were refused in the name of; none: not known yet.
struct GateReported {
  static constexpr FactKind fact_kind{1204, 1, "GateReported"};

  EdgeId edge;
  EnvironmentName environment;
  OperationId operation;
  Instant from;
  Instant until;
  GateCrossing crossing = GateCrossing::none;
  std::vector<GateRow>
      rows;  // in the order of RequestClass; classes without a request are left out
  Origin origin;

  STUDYLAB_FIELDS(edge, environment, operation, from, until, crossing, rows, origin)
};

// What the app owner should know: where the wake's last attempt failed and what was seen there.
// `notify-owner` sends a notice.
struct NoticeProposed {
  static constexpr FactKind fact_kind{1205, 1, "NoticeProposed"};

  EnvironmentName environment;
  OperationId operation;
  Attempt attempt;
  AllocationStage stage = AllocationStage::planned;  // planned: no host could take it
  std::string seen;

  STUDYLAB_FIELDS(environment, operation, attempt, stage, seen)
};

// The wake ended without a ready allocation: its attempts or its budget are used up. The platform
// begins no other wake of this environment by itself until an operator asks for one or an
// allocation is ready.
struct WakeGaveUp {
  static constexpr FactKind fact_kind{1206, 1, "WakeGaveUp"};

  OperationId operation;
  EnvironmentName environment;
  std::uint32_t attempts = 0;
  std::string why;

  STUDYLAB_FIELDS(operation, environment, attempts, why)
};

using WakeFact = std::variant<WakeAsked, WakeJoined, WakePlacementFailed, GateReported,
                              NoticeProposed, WakeGaveUp>;

}  // namespace studylab
