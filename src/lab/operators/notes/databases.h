#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lab/operators/notes/answer.h"

namespace studylab::lab {

// The incident's environment and its database.
struct DatabaseNotes {
  std::string queried_environment;  // the entry of the latest query; empty: not queried
  std::string queried;              // the same of its database
  std::string name;
  std::optional<std::uint64_t> schema;
  std::string migration_entry;  // of the latest migration that was shown

  void take(AnswerRead const& answer);
};

}  // namespace studylab::lab
