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

// What a person said about the incident, as in StatementMade.
struct Statement {
  StatementMade made;
  EntryRef at;
};

struct People {
  std::map<NoticeId, Notice> notices;
  std::vector<NoticeId> open_notices;  // not answered; ascending
  std::vector<Statement> statements;   // in the order of their entries
};

}  // namespace studylab::control
