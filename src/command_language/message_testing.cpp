#include "command_language/message_testing.h"

#include <optional>
#include <set>

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace studylab::language::testing {
namespace {

namespace json = boost::json;

std::optional<AnswerKind> answer_kind(std::string_view text) {
  if (text == "done") return AnswerKind::done;
  if (text == "refused") return AnswerKind::refused;
  if (text == "usage") return AnswerKind::usage;
  return std::nullopt;
}

std::expected<json::object, std::string> read_object(std::string_view line) {
  json::error_code error;
  auto value = json::parse(json::string_view{line.data(), line.size()}, error);
  if (error) return std::unexpected(fmt::format("invalid JSON: {}", error.message()));
  if (!value.is_object()) return std::unexpected(std::string{"not a JSON object"});
  return std::move(value.as_object());
}

// Takes fields out of an object, and remembers the first that is missing or has the wrong type.
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

namespace {

// Names of data that was read; data refers to them.
std::string_view kept(std::string_view name) {
  static std::set<std::string, std::less<>> names;
  return *names.emplace(name).first;
}

void put(Data& data, std::string_view name, json::value const& value) {
  if (auto const* row = value.if_object()) {
    data.open_row(name);
    for (auto const& [key, within] : *row) put(data, kept(key), within);
    data.close();
  } else if (auto const* list = value.if_array()) {
    data.open_list(name);
    for (auto const& within : *list) put(data, {}, within);
    data.close();
  } else if (value.is_bool()) {
    data.flag(name, value.get_bool());
  } else if (value.is_number()) {
    data.number(name, value.to_number<std::uint64_t>());
  } else if (auto const* text = value.if_string()) {
    data.text(name, *text);
  } else {
    data.nothing(name);
  }
}

Data data_of(json::object const& object) {
  Data data;
  for (auto const& [key, value] : object) put(data, kept(key), value);
  return data;
}

}  // namespace

std::expected<Opening, std::string> opening_from_json(std::string_view line) {
  auto object = read_object(line);
  if (!object) return std::unexpected(std::move(object.error()));
  Fields fields{*object};
  Opening opening;
  opening.incident = data_of(fields.object("incident"));
  opening.runbook = fields.text("runbook");
  opening.run = fields.text("run");
  opening.clock = fields.instant("clock");
  return fields.result(std::move(opening));
}

std::expected<Answer, std::string> answer_from_json(std::string_view line) {
  auto object = read_object(line);
  if (!object) return std::unexpected(std::move(object.error()));
  Fields fields{*object};
  Answer answer;
  answer.command = fields.text("command");
  answer.kind = fields.kind("kind");
  answer.code = fields.text("code");
  answer.rule = fields.text("rule");
  answer.text = fields.text("text");
  answer.data = data_of(fields.object("data"));
  answer.clock = fields.instant("clock");
  answer.entries = fields.entries("entries");
  answer.ended = fields.flag("ended");
  return fields.result(std::move(answer));
}

std::expected<Debrief, std::string> debrief_from_json(std::string_view line) {
  auto object = read_object(line);
  if (!object) return std::unexpected(std::move(object.error()));
  Fields fields{*object};
  Debrief debrief{fields.object("debrief")};
  return fields.result(std::move(debrief));
}

std::expected<MessageKind, std::string> message_kind(std::string_view line) {
  auto const object = read_object(line);
  if (!object) return std::unexpected(object.error());
  if (object->contains("command")) return MessageKind::answer;
  if (object->contains("debrief")) return MessageKind::debrief;
  if (object->contains("incident")) return MessageKind::opening;
  return std::unexpected(std::string{"neither an opening nor an answer nor a debrief"});
}

}  // namespace studylab::language::testing
