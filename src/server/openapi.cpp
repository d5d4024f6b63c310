// The OpenAPI document: requests from the routes, answers from the schemas in openapi/*.json.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "base/version.h"
#include "server/openapi_components.h"
#include "server/route.h"

namespace studylab::server {
namespace {

namespace json = boost::json;

// What a request gets before its operation has read it: the names of the query, the sender and its
// role, the lengths, the Host header, the number of connections.
constexpr unsigned problems_of_all[] = {400, 401, 403, 413, 421, 431, 503};
constexpr unsigned unsupported_type = 415;  // of a body

constexpr std::string_view event_stream = "text/event-stream";
constexpr Field last_event_id{
    "Last-Event-ID", ValueType::whole_number, Required::no,
    "the id of the last event that the client has, as browsers send it; preferred to `after`"};

// The words of a text that are separated by spaces.
json::array words_of(std::string_view text) {
  json::array words;
  while (!text.empty()) {
    auto const word = text.substr(0, text.find(' '));
    words.emplace_back(word);
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return words;
}

json::object schema_of(Field const& field) {
  json::object schema;
  switch (field.type) {
    case ValueType::text:
      schema["type"] = "string";
      if (!field.choices.empty()) schema["enum"] = words_of(field.choices);
      break;
    case ValueType::whole_number:
      schema = {{"type", "integer"}, {"minimum", field.range.min}, {"maximum", field.range.max}};
      break;
    case ValueType::yes_no: schema["type"] = "boolean"; break;
    case ValueType::values:
      schema = {
          {"type", "object"},
          {"additionalProperties", json::object{{"$ref", "#/components/schemas/InputValue"}}}};
      break;
  }
  schema["description"] = field.meaning;
  return schema;
}

json::object body_schema(std::span<Field const> fields) {
  json::object properties;
  json::array required;
  for (auto const& field : fields) {
    properties[field.name] = schema_of(field);
    if (field.required == Required::yes) required.emplace_back(field.name);
  }
  json::object schema{
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

json::object parameter(std::string_view name, std::string_view where, Required required,
                       json::object schema) {
  return {{"name", name},
          {"in", where},
          {"required", required == Required::yes},
          {"schema", std::move(schema)}};
}

json::array parameters_of(Route const& route) {
  json::array parameters;
  if (auto const begin = route.path.find('{'); begin != std::string_view::npos) {
    auto const length = route.path.find('}') - begin - 1;
    parameters.push_back(parameter(route.path.substr(begin + 1, length), "path", Required::yes,
                                   {{"type", "string"}}));
  }
  for (auto const& field : route.query) {
    parameters.push_back(parameter(field.name, "query", field.required, schema_of(field)));
  }
  if (route.answers.content_type == event_stream) {
    parameters.push_back(
        parameter("Last-Event-ID", "header", Required::no, schema_of(last_event_id)));
  }
  return parameters;
}

json::object content(std::string_view type, json::object schema) {
  return {{type, json::object{{"schema", std::move(schema)}}}};
}

// The schema of this name; `Drill[]` is a list.
json::object schema_named(std::string_view name) {
  bool const list = name.ends_with("[]");
  if (list) name.remove_suffix(2);
  json::object one{{"$ref", fmt::format("#/components/schemas/{}", name)}};
  return list ? json::object{{"type", "array"}, {"items", std::move(one)}} : one;
}

json::object responses_of(Route const& route) {
  auto const& [success, content_type, schema, problems] = route.answers;
  std::set<unsigned> statuses{std::begin(problems_of_all), std::end(problems_of_all)};
  statuses.insert(problems.begin(), problems.end());
  statuses.erase(0);
  if (route.method == "POST") statuses.insert(unsupported_type);
  json::object responses;
  responses[std::to_string(success)] = json::object{
      {"description", route.summary}, {"content", content(content_type, schema_named(schema))}};
  for (auto const status : statuses) {
    responses[std::to_string(status)] =
        json::object{{"$ref", fmt::format("#/components/responses/{}", status)}};
  }
  return responses;
}

std::string roles_of(Route const& route) {
  std::string roles;
  for (auto const role : {Role::owner, Role::participant, Role::observer, Role::instructor}) {
    if (may_use(route.roles, role))
      roles += fmt::format("{}{}", roles.empty() ? "For: " : ", ", to_text(role));
  }
  return roles;
}

json::object operation_of(Route const& route) {
  json::object operation{{"operationId", route.id},
                         {"summary", route.summary},
                         {"description", roles_of(route)},
                         {"parameters", parameters_of(route)},
                         {"responses", responses_of(route)}};
  if (route.upload.limit != 0) {
    operation["requestBody"] =
        json::object{{"required", true},
                     {"description", route.upload.meaning},
                     {"content", content(route.upload.content_type,
                                         {{"type", "string"}, {"maxLength", route.upload.limit}})}};
  } else if (route.method == "POST") {
    operation["requestBody"] =
        json::object{{"content", content("application/json", body_schema(route.body))}};
  }
  return operation;
}

std::string_view key_of(std::string_view method) { return method == "GET" ? "get" : "post"; }

// What the operations share: the sections of openapi/*.json.
json::object components() {
  json::object all;
  for (auto const& file : embedded::openapi_components()) {
    auto const part = json::parse(file.text);
    for (auto const& [section, members] : part.as_object()) {
      auto& merged = all[section];
      if (!merged.is_object()) merged = json::object{};
      merged.get_object().insert(members.as_object().begin(), members.as_object().end());
    }
  }
  return all;
}

}  // namespace

json::object openapi_document() {
  json::object paths;
  for (auto const& route : routes()) {
    auto& path = paths[route.path];
    if (!path.is_object()) path = json::object{};
    path.get_object()[key_of(route.method)] = operation_of(route);
  }
  return {{"openapi", "3.1.0"},
          {"info", json::object{{"title", "Study Lab"}, {"version", program_version()}}},
          {"servers", json::array{json::object{{"url", "/api/v1"}}}},
          {"security", json::array{json::object{{"bearer", json::array{}}},
                                   json::object{{"cookie", json::array{}}}}},
          {"paths", std::move(paths)},
          {"components", components()}};
}

}  // namespace studylab::server
