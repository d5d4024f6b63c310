#pragma once

#include <string>
#include <string_view>

#include "base/instant.h"
#include "command_language/data.h"

namespace studylab::lab {

using language::Record;

// The alert. A name is empty if the incident's subject does not have one.
struct AlertNotes {
  Instant at{};
  std::string incident, environment, route, operation, edge;
  std::string host = {};
  std::string database = {};
  // The first of operation, edge, host, database and incident that it has.
  std::string subject = {};
};

// One answer, as the notes of a subject read it.
struct AnswerRead {
  AlertNotes const& alert;
  std::string_view line;   // the command
  std::string_view entry;  // the one that recorded the command
  Record data;
};

// A value with the entry that it was printed with, to refer to.
struct Noted {
  std::string value;
  std::string entry;
};

}  // namespace studylab::lab
