#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lab/grade/grade.h"
#include "model/enums.h"

namespace studylab::exam {

// What an exam keeps of one run.
struct Result {
  std::string drill;
  Level level = Level::normal;
  std::uint64_t seed = 0;

  // Empty if the run could not be opened.
  std::string variant;
  std::string fault_class;
  grade::Outcome outcome = grade::Outcome::invalid;
  std::string invalid_because;  // empty unless invalid
  std::uint32_t score = 0;
  std::map<std::string, std::uint32_t> lost;  // points, by rule
  std::string head, lab_head;                 // of the two chains
  // Drill time from the alert to the end of the run.
  std::int64_t seconds = 0;
  std::optional<std::int64_t> seconds_to_mitigate;  // none: not resolved

  // Of exec:COMMAND: what the program did wrong, and the end of its standard error.
  std::string program_failure;
  std::string program_errors;

  friend bool operator==(Result const&, Result const&) = default;
};

// One line of JSON, without the line end.
std::string to_json(Result const& result);
// The error says what is wrong.
std::expected<Result, std::string> result_from_json(std::string_view line);

}  // namespace studylab::exam
