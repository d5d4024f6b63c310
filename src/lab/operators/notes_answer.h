#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/instant.h"

namespace studylab::lab {

// The alert. A name is empty if the incident's subject does not have one.
struct AlertNotes {
  Instant at{};
  std::string incident, environment, route, operation, edge;
  std::string subject;  // the first of operation, edge and incident that it has
};

// One answer, as the notes of a subject read it.
struct AnswerRead {
  AlertNotes const& alert;
  std::string_view line;   // the command
  std::string_view entry;  // the one that recorded the command
  boost::json::object const& data;
};

// A value with the entry that it was printed with, to refer to.
struct Noted {
  std::string value;
  std::string entry;
};

}  // namespace studylab::lab
