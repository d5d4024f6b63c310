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

// Owners and teams: requests to them and what they did.
// Kinds 900 to 999 are this subject's.

enum class Found : std::uint8_t { nothing, something };

// `repair` empty: the notice only informs.
struct OwnerNotified {
  static constexpr FactKind fact_kind{901, 1, "OwnerNotified"};

  NoticeId notice;
  EnvironmentName environment;
  PersonName owner;
  std::optional<RepairKind> repair;
  std::string name;
  Act act;

  STUDYLAB_FIELDS(notice, environment, owner, repair, name, act)
};

struct OwnerRepaired {
  static constexpr FactKind fact_kind{902, 1, "OwnerRepaired"};

  NoticeId notice;
  EnvironmentName environment;
  RepairKind repair = RepairKind::artifact;
  std::string name;
  ReleaseId release;
  Origin origin;

  STUDYLAB_FIELDS(notice, environment, repair, name, release, origin)
};

struct OwnerFoundNothing {
  static constexpr FactKind fact_kind{903, 1, "OwnerFoundNothing"};

  NoticeId notice;
  EnvironmentName environment;
  Origin origin;

  STUDYLAB_FIELDS(notice, environment, origin)
};

struct TeamEscalated {
  static constexpr FactKind fact_kind{904, 1, "TeamEscalated"};

  NoticeId notice;
  Team team = Team::capacity;
  Act act;

  STUDYLAB_FIELDS(notice, team, act)
};

struct TeamAnswered {
  static constexpr FactKind fact_kind{905, 1, "TeamAnswered"};

  NoticeId notice;
  Team team = Team::capacity;
  Found found = Found::nothing;
  std::string said;
  Origin origin;

  STUDYLAB_FIELDS(notice, team, found, said, origin)
};

struct OwnerStatusPublished {
  static constexpr FactKind fact_kind{906, 1, "OwnerStatusPublished"};

  EnvironmentName environment;
  std::string cause;
  std::string says;
  HoldId hold;
  Act act;

  STUDYLAB_FIELDS(environment, cause, says, hold, act)
};

struct OwnerStatusResolved {
  static constexpr FactKind fact_kind{907, 1, "OwnerStatusResolved"};

  EnvironmentName environment;
  HoldId hold;
  Act act;

  STUDYLAB_FIELDS(environment, hold, act)
};

// The app owner has read a notice that does not request a repair.
struct OwnerAcknowledged {
  static constexpr FactKind fact_kind{908, 1, "OwnerAcknowledged"};

  NoticeId notice;
  EnvironmentName environment;
  Origin origin;

  STUDYLAB_FIELDS(notice, environment, origin)
};

// A person who was not asked says what they believe about an incident. It is not evidence: they may
// be right or wrong.
struct StatementMade {
  static constexpr FactKind fact_kind{909, 1, "StatementMade"};

  PersonName person;
  SpeakerRole role = SpeakerRole::colleague;
  std::string text;
  Origin origin;

  STUDYLAB_FIELDS(person, role, text, origin)
};

// Security has taken a key out of use and issued another one.
struct KeyReplaced {
  static constexpr FactKind fact_kind{930, 1, "KeyReplaced"};

  NoticeId notice;
  std::string holder;  // `control-1`, `edge-b`
  std::string taken_out;
  std::string issued;
  Origin origin;

  STUDYLAB_FIELDS(notice, holder, taken_out, issued, origin)
};

using PeopleFact = std::variant<OwnerNotified, OwnerRepaired, OwnerFoundNothing, TeamEscalated,
                                TeamAnswered, OwnerStatusPublished, OwnerStatusResolved,
                                OwnerAcknowledged, KeyReplaced, StatementMade>;

}  // namespace studylab
