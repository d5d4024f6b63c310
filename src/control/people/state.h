#pragma once

#include <map>
#include <variant>
#include <vector>

#include "control/keys.h"
#include "model/facts.h"

namespace studylab::control {

struct Notice {
  NoticeId id;
  std::variant<OwnerNotified, TeamEscalated> sent;
  EntryId entry;
  EntryId answer_entry;  // none while unanswered
};

struct People {
  std::map<NoticeId, Notice> notices;
  std::vector<NoticeId> open_notices;  // not answered; ascending
};

}  // namespace studylab::control
