#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/origin.h"

namespace studylab {

// Durable operations, stage by stage.
// Kinds 300 to 399 belong to this subject. A kind's number and fields never change.

enum class ForwardFix : std::uint8_t { no, yes };

// Requested by the operator, or by the platform's schedule if the act's line is empty.
struct OperationRequested {
  static constexpr std::uint16_t kind_number = 301;
  static constexpr std::string_view kind_name = "OperationRequested";

  OperationId operation;
  OperationKind kind = OperationKind::promotion;
  EnvironmentName environment;
  ReleaseId release;
  EdgeId edge;
  AllocationId allocation;
  ForwardFix forward_fix = ForwardFix::no;
  KeyEpoch expected_epoch;
  Act act;

  STUDYLAB_FIELDS(operation, kind, environment, release, edge, allocation, forward_fix,
                  expected_epoch, act)
};

struct OperationRetried {
  static constexpr std::uint16_t kind_number = 302;
  static constexpr std::string_view kind_name = "OperationRetried";

  OperationId operation;
  Attempt attempt;
  Act act;

  STUDYLAB_FIELDS(operation, attempt, act)
};

// The verdicts of both gates of a change of owner.
struct PolicyChecked {
  static constexpr std::uint16_t kind_number = 303;
  static constexpr std::string_view kind_name = "PolicyChecked";

  OperationId operation;
  DatabaseVerdict database = DatabaseVerdict::unknown;
  MigrationName breaking;
  SessionImpact sessions = SessionImpact::warm;
  std::uint32_t fresh_sessions = 0;

  STUDYLAB_FIELDS(operation, database, breaking, sessions, fresh_sessions)
};

// `why` is the reason in one sentence; empty if the stage follows automatically.
struct StageReached {
  static constexpr std::uint16_t kind_number = 304;
  static constexpr std::string_view kind_name = "StageReached";

  OperationId operation;
  Stage stage = Stage::requested;
  Attempt attempt;
  std::string why;

  STUDYLAB_FIELDS(operation, stage, attempt, why)
};

struct OperationCancelled {
  static constexpr std::uint16_t kind_number = 305;
  static constexpr std::string_view kind_name = "OperationCancelled";

  OperationId operation;
  Act act;

  STUDYLAB_FIELDS(operation, act)
};

// A worker's report about an operation or attempt that has ended: recorded, without effect.
struct LateReportIgnored {
  static constexpr std::uint16_t kind_number = 306;
  static constexpr std::string_view kind_name = "LateReportIgnored";

  OperationId operation;
  AllocationId allocation;
  std::string what;
  Origin origin;

  STUDYLAB_FIELDS(operation, allocation, what, origin)
};

using OperationFact = std::variant<OperationRequested, OperationRetried, PolicyChecked,
                                   StageReached, OperationCancelled, LateReportIgnored>;

}  // namespace studylab
