#include "command_language/message.h"

#include <array>

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/limits.h"
#include "command_language/characters.h"
#include "command_language/parse.h"
#include "command_language/refusal_text.h"

namespace studylab::language {
namespace {

namespace json = boost::json;

std::string_view kind_text(AnswerKind kind) {
  constexpr std::array<std::string_view, 3> words{"done", "refused", "usage"};
  return words[static_cast<std::size_t>(kind)];
}

std::expected<json::object, std::string> object_of(std::string_view line) {
  json::error_code error;
  auto value = json::parse(json::string_view{line.data(), line.size()}, error);
  if (error) return std::unexpected(fmt::format("invalid JSON: {}", error.message()));
  if (!value.is_object()) return std::unexpected(std::string{"not a JSON object"});
  return std::move(value.as_object());
}

// A JSON string of several words: as plain text it would be one quoted word, and not a verb.
bool is_json_sentence(std::string_view line) {
  auto const first = line.find_first_not_of(" \t");
  if (line[first] != '"' || line.find(' ', first) == std::string_view::npos) return false;
  json::error_code error;
  auto const value = json::parse(json::string_view{line.data(), line.size()}, error);
  return !error && value.is_string();
}

}  // namespace

Answer usage_answer(std::string_view command, UsageError const& error, Instant clock) {
  Answer answer;
  answer.command = readable_line(command, max_line_length);
  answer.kind = AnswerKind::usage;
  answer.text = error.text();
  answer.clock = clock;
  return answer;
}

Answer refused_answer(std::string_view command, Refusal const& refusal, Instant clock,
                      std::vector<EntryId> entries) {
  Answer answer;
  answer.command = command;
  answer.kind = AnswerKind::refused;
  answer.code = studylab::to_text(refusal.code);
  answer.rule = row_of(refusal.code).rule;
  answer.text = refusal_text(refusal);
  answer.clock = clock;
  answer.entries = std::move(entries);
  return answer;
}

std::string to_json(Opening const& opening) {
  return json::serialize(json::object{{"incident", json_of(opening.incident)},
                                      {"runbook", opening.runbook},
                                      {"run", opening.run},
                                      {"clock", to_text(opening.clock)}});
}

std::string to_json(Answer const& answer) {
  json::array entries;
  for (auto const id : answer.entries) entries.emplace_back(to_text(id));
  auto const kind = kind_text(answer.kind);
  return json::serialize(json::object{{"command", answer.command},
                                      {"kind", json::string{kind.data(), kind.size()}},
                                      {"code", answer.code},
                                      {"rule", answer.rule},
                                      {"text", answer.text},
                                      {"data", json_of(answer.data)},
                                      {"clock", to_text(answer.clock)},
                                      {"entries", std::move(entries)},
                                      {"ended", answer.ended}});
}

std::string to_json(Debrief const& debrief) {
  return json::serialize(json::object{{"debrief", debrief.fields}});
}

std::expected<std::string, UsageError> command_of_input_line(std::string_view line) {
  line = without_line_end(line);
  auto const first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos) return std::string{line};
  auto const wrong = [](std::string what) {
    return std::unexpected(
        UsageError{std::move(what), 0, "write a command, or {\"command\":\"…\"}"});
  };
  if (is_json_sentence(line)) return wrong("a JSON string is not a command");
  if (line[first] != '{') return std::string{line};
  if (line.size() > limits::input_line) return std::unexpected(line_too_long(line.size()));
  auto const object = object_of(line);
  if (!object) return wrong(object.error());
  auto const* command = object->if_contains("command");
  if (command == nullptr || !command->is_string()) return wrong("\"command\" must be a string");
  return std::string{command->as_string().data(), command->as_string().size()};
}

}  // namespace studylab::language
