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

// Owners and teams: requests to them and what they did.
// Kinds 900 to 999 are this subject's; a kind's number and fields never change.

enum class Found : std::uint8_t { nothing, something };

// `repair` empty: the notice only informs.
struct OwnerNotified {
  static constexpr std::uint16_t kind_number = 901;
  static constexpr std::string_view kind_name = "OwnerNotified";

  NoticeId notice;
  EnvironmentName environment;
  PersonName owner;
  std::optional<RepairKind> repair;
  std::string name;
  Act act;

  STUDYLAB_FIELDS(notice, environment, owner, repair, name, act)
};

struct OwnerRepaired {
  static constexpr std::uint16_t kind_number = 902;
  static constexpr std::string_view kind_name = "OwnerRepaired";

  NoticeId notice;
  EnvironmentName environment;
  RepairKind repair = RepairKind::artifact;
  std::string name;
  ReleaseId release;
  Origin origin;

  STUDYLAB_FIELDS(notice, environment, repair, name, release, origin)
};

struct OwnerFoundNothing {
  static constexpr std::uint16_t kind_number = 903;
  static constexpr std::string_view kind_name = "OwnerFoundNothing";

  NoticeId notice;
  EnvironmentName environment;
  Origin origin;

  STUDYLAB_FIELDS(notice, environment, origin)
};

struct TeamEscalated {
  static constexpr std::uint16_t kind_number = 904;
  static constexpr std::string_view kind_name = "TeamEscalated";

  NoticeId notice;
  Team team = Team::capacity;
  Act act;

  STUDYLAB_FIELDS(notice, team, act)
};

struct TeamAnswered {
  static constexpr std::uint16_t kind_number = 905;
  static constexpr std::string_view kind_name = "TeamAnswered";

  NoticeId notice;
  Team team = Team::capacity;
  Found found = Found::nothing;
  std::string said;
  Origin origin;

  STUDYLAB_FIELDS(notice, team, found, said, origin)
};

struct OwnerStatusPublished {
  static constexpr std::uint16_t kind_number = 906;
  static constexpr std::string_view kind_name = "OwnerStatusPublished";

  EnvironmentName environment;
  std::string cause;
  std::string says;
  HoldId hold;
  Act act;

  STUDYLAB_FIELDS(environment, cause, says, hold, act)
};

struct OwnerStatusResolved {
  static constexpr std::uint16_t kind_number = 907;
  static constexpr std::string_view kind_name = "OwnerStatusResolved";

  EnvironmentName environment;
  HoldId hold;
  Act act;

  STUDYLAB_FIELDS(environment, hold, act)
};

// The app owner has read a notice that does not request a repair.
struct OwnerAcknowledged {
  static constexpr std::uint16_t kind_number = 908;
  static constexpr std::string_view kind_name = "OwnerAcknowledged";

  NoticeId notice;
  EnvironmentName environment;
  Origin origin;

  STUDYLAB_FIELDS(notice, environment, origin)
};

using PeopleFact =
    std::variant<OwnerNotified, OwnerRepaired, OwnerFoundNothing, TeamEscalated, TeamAnswered,
                 OwnerStatusPublished, OwnerStatusResolved, OwnerAcknowledged>;

}  // namespace studylab
