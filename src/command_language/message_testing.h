#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "command_language/message.h"

// Reads messages back like an agent's program, for tests. The error states what is wrong with the
// text.
namespace studylab::language::testing {

std::expected<Opening, std::string> opening_from_json(std::string_view line);
std::expected<Answer, std::string> answer_from_json(std::string_view line);
std::expected<Debrief, std::string> debrief_from_json(std::string_view line);
// Which of the three a line is, by its keys.
enum class MessageKind : std::uint8_t { opening, answer, debrief };
std::expected<MessageKind, std::string> message_kind(std::string_view line);

}  // namespace studylab::language::testing
