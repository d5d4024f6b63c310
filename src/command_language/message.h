#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "command_language/data.h"
#include "command_language/usage.h"
#include "model/enums.h"
#include "model/refusals.h"

namespace studylab::language {

// The messages between a session and its operator: a pipe, a page, the API, an agent. Each is one
// line of JSON; an operator inside the program reads the same values without it.

// The first: the alert. `incident` holds what `show incident` prints of it.
struct Opening {
  Data incident;
  std::string runbook;
  std::string run;
  Instant clock{};
};

enum class AnswerKind : std::uint8_t { done, refused, usage };

// Exactly one for each input line. `code` and `rule` are empty unless refused. In `data`, every
// row with values from the ledger also has "entry": the entry that they come from. `entries` are
// those that the command appended.
struct Answer {
  std::string command;  // as given
  AnswerKind kind = AnswerKind::done;
  std::string code;
  std::string rule;
  std::string text;  // for people; may have several lines
  Data data;
  Instant clock{};
  std::vector<EntryId> entries;
  bool ended = false;  // the run has ended: the debrief follows
};

// The last.
struct Debrief {
  boost::json::object fields;
};

// `command` is the line as sent, with unprintable characters replaced, and cut if it is long.
Answer usage_answer(std::string_view command, UsageError const& error, Instant clock);
// `text` is that of refusal_text.
Answer refused_answer(std::string_view command, Refusal const& refusal, Instant clock,
                      std::vector<EntryId> entries);

// One line each, without the line end.
std::string to_json(Opening const& opening);
std::string to_json(Answer const& answer);
std::string to_json(Debrief const& debrief);

// The command in an input line: plain text, or {"command":"…"} (further keys are ignored). A
// trailing line end is ignored. A JSON string is refused: plain text is not quoted.
std::expected<std::string, UsageError> command_of_input_line(std::string_view line);

}  // namespace studylab::language
