#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/nouns.h"

namespace studylab {

// Durable operations, stage by stage.
// Kinds 300 to 399 are this subject's; a kind's number and fields never change.

enum class ForwardFix : std::uint8_t { no, yes };
template <>
inline constexpr std::uint32_t enum_size<ForwardFix> = 2;

// By the operator, or (with an empty act line) by the platform's own schedule.
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

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("operation", self.operation);
    visit("kind", self.kind);
    visit("environment", self.environment);
    visit("release", self.release);
    visit("edge", self.edge);
    visit("allocation", self.allocation);
    visit("forward_fix", self.forward_fix);
    visit("expected_epoch", self.expected_epoch);
    visit("act", self.act);
  }
};

struct OperationRetried {
  static constexpr std::uint16_t kind_number = 302;
  static constexpr std::string_view kind_name = "OperationRetried";

  OperationId operation;
  Attempt attempt;
  Act act;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("operation", self.operation);
    visit("attempt", self.attempt);
    visit("act", self.act);
  }
};

// Both gates of a change of owner, recorded where they were decided.
struct PolicyChecked {
  static constexpr std::uint16_t kind_number = 303;
  static constexpr std::string_view kind_name = "PolicyChecked";

  OperationId operation;
  DatabaseVerdict database = DatabaseVerdict::unknown;
  MigrationName breaking;
  SessionImpact sessions = SessionImpact::warm;
  std::uint32_t fresh_sessions = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("operation", self.operation);
    visit("database", self.database);
    visit("breaking", self.breaking);
    visit("sessions", self.sessions);
    visit("fresh_sessions", self.fresh_sessions);
  }
};

// `why` says what decided it, in one sentence; empty where the stage follows by itself.
struct StageReached {
  static constexpr std::uint16_t kind_number = 304;
  static constexpr std::string_view kind_name = "StageReached";

  OperationId operation;
  Stage stage = Stage::requested;
  Attempt attempt;
  std::string why;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("operation", self.operation);
    visit("stage", self.stage);
    visit("attempt", self.attempt);
    visit("why", self.why);
  }
};

struct OperationCancelled {
  static constexpr std::uint16_t kind_number = 305;
  static constexpr std::string_view kind_name = "OperationCancelled";

  OperationId operation;
  Act act;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("operation", self.operation);
    visit("act", self.act);
  }
};

// A worker's report about an operation that has ended or an attempt that is over: kept, and named.
struct LateReportIgnored {
  static constexpr std::uint16_t kind_number = 306;
  static constexpr std::string_view kind_name = "LateReportIgnored";

  OperationId operation;
  AllocationId allocation;
  std::string what;
  Origin origin;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("operation", self.operation);
    visit("allocation", self.allocation);
    visit("what", self.what);
    visit("origin", self.origin);
  }
};

using OperationFact = std::variant<OperationRequested, OperationRetried, PolicyChecked,
                                   StageReached, OperationCancelled, LateReportIgnored>;

}  // namespace studylab
