#include "language/message.h"

#include <array>
#include <optional>

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "language/parse.h"
#include "language/refusal_text.h"

namespace studylab::language {
namespace {

namespace json = boost::json;

std::string_view kind_text(AnswerKind kind) {
  constexpr std::array<std::string_view, 3> words{"done", "refused", "usage"};
  return words[static_cast<std::size_t>(kind)];
}

std::optional<AnswerKind> answer_kind(std::string_view text) {
  for (auto const kind : {AnswerKind::done, AnswerKind::refused, AnswerKind::usage}) {
    if (kind_text(kind) == text) return kind;
  }
  return std::nullopt;
}

std::string_view line_of_input(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::expected<json::object, std::string> object_of(std::string_view line) {
  json::error_code error;
  auto value = json::parse(json::string_view{line.data(), line.size()}, error);
  if (error) return std::unexpected(fmt::format("no JSON: {}", error.message()));
  if (!value.is_object()) return std::unexpected(std::string{"no JSON object"});
  return std::move(value.as_object());
}

// Takes fields out of an object; remembers the first that is not there or of another type.
class Fields {
 public:
  explicit Fields(json::object& object) : object_(object) {}

  std::string text(std::string_view name) {
    auto* value = find(name);
    if (value == nullptr || !value->is_string()) return wrong<std::string>(name, "a string");
    return std::string{value->as_string().data(), value->as_string().size()};
  }
  json::object object(std::string_view name) {
    auto* value = find(name);
    if (value == nullptr || !value->is_object()) return wrong<json::object>(name, "an object");
    return std::move(value->as_object());
  }
  bool flag(std::string_view name) {
    auto* value = find(name);
    if (value == nullptr || !value->is_bool()) return wrong<bool>(name, "true or false");
    return value->as_bool();
  }
  Instant instant(std::string_view name) {
    auto const at = parse_instant(text(name));
    return at ? *at : wrong<Instant>(name, "a time");
  }
  std::vector<EntryId> entries(std::string_view name) {
    std::vector<EntryId> ids;
    auto* value = find(name);
    if (value == nullptr || !value->is_array())
      return wrong<std::vector<EntryId>>(name, "an array");
    for (auto const& one : value->as_array()) {
      auto const* word = one.if_string();
      auto const id = word ? parse_id<EntryId>({word->data(), word->size()}) : std::nullopt;
      if (!id) return wrong<std::vector<EntryId>>(name, "an array of entries");
      ids.push_back(*id);
    }
    return ids;
  }
  AnswerKind kind(std::string_view name) {
    auto const found = answer_kind(text(name));
    return found ? *found : wrong<AnswerKind>(name, "done, refused or usage");
  }

  template <class Message>
  std::expected<Message, std::string> result(Message message) {
    if (!problem_.empty()) return std::unexpected(std::move(problem_));
    return message;
  }

 private:
  json::value* find(std::string_view name) {
    return object_.if_contains(json::string_view{name.data(), name.size()});
  }
  template <class T>
  T wrong(std::string_view name, std::string_view expected) {
    if (problem_.empty()) problem_ = fmt::format("\"{}\" must be {}", name, expected);
    return T{};
  }

  json::object& object_;
  std::string problem_;
};

}  // namespace

Answer usage_answer(std::string_view command, UsageError const& error, Instant clock) {
  Answer answer;
  answer.command = command;
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
  return json::serialize(json::object{{"incident", opening.incident},
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
                                      {"data", answer.data},
                                      {"clock", to_text(answer.clock)},
                                      {"entries", std::move(entries)},
                                      {"ended", answer.ended}});
}

std::string to_json(Debrief const& debrief) {
  return json::serialize(json::object{{"debrief", debrief.fields}});
}

std::expected<Opening, std::string> opening_from_json(std::string_view line) {
  auto object = object_of(line);
  if (!object) return std::unexpected(std::move(object.error()));
  Fields fields{*object};
  Opening opening;
  opening.incident = fields.object("incident");
  opening.runbook = fields.text("runbook");
  opening.run = fields.text("run");
  opening.clock = fields.instant("clock");
  return fields.result(std::move(opening));
}

std::expected<Answer, std::string> answer_from_json(std::string_view line) {
  auto object = object_of(line);
  if (!object) return std::unexpected(std::move(object.error()));
  Fields fields{*object};
  Answer answer;
  answer.command = fields.text("command");
  answer.kind = fields.kind("kind");
  answer.code = fields.text("code");
  answer.rule = fields.text("rule");
  answer.text = fields.text("text");
  answer.data = fields.object("data");
  answer.clock = fields.instant("clock");
  answer.entries = fields.entries("entries");
  answer.ended = fields.flag("ended");
  return fields.result(std::move(answer));
}

std::expected<Debrief, std::string> debrief_from_json(std::string_view line) {
  auto object = object_of(line);
  if (!object) return std::unexpected(std::move(object.error()));
  Fields fields{*object};
  Debrief debrief{fields.object("debrief")};
  return fields.result(std::move(debrief));
}

std::expected<MessageKind, std::string> message_kind(std::string_view line) {
  auto const object = object_of(line);
  if (!object) return std::unexpected(object.error());
  if (object->contains("command")) return MessageKind::answer;
  if (object->contains("debrief")) return MessageKind::debrief;
  if (object->contains("incident")) return MessageKind::opening;
  return std::unexpected(std::string{"neither an opening nor an answer nor a debrief"});
}

std::expected<std::string, UsageError> command_of_input_line(std::string_view line) {
  line = line_of_input(line);
  auto const first = line.find_first_not_of(' ');
  if (first == std::string_view::npos || line[first] != '{') return std::string{line};
  auto const wrong = [](std::string what) {
    return std::unexpected(
        UsageError{std::move(what), 0, "write a command, or {\"command\":\"…\"}"});
  };
  // An escaped byte takes six at most.
  constexpr std::size_t longest_json = 6 * longest_line + 1024;
  if (line.size() > longest_json) return wrong(fmt::format("the line has {} bytes", line.size()));
  auto const object = object_of(line);
  if (!object) return wrong(object.error());
  auto const* command = object->if_contains("command");
  if (command == nullptr || !command->is_string()) return wrong("\"command\" must be a string");
  return std::string{command->as_string().data(), command->as_string().size()};
}

}  // namespace studylab::language
