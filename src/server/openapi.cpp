#include <boost/json/array.hpp>

#include "base/version.h"
#include "server/route.h"

namespace studylab::server {
namespace {

namespace json = boost::json;

json::object schema_of(Field const& field) {
  switch (field.type) {
    case ValueType::text: return {{"type", "string"}, {"description", field.meaning}};
    case ValueType::whole_number:
      return {{"type", "integer"}, {"minimum", 0}, {"description", field.meaning}};
    case ValueType::yes_no: return {{"type", "boolean"}, {"description", field.meaning}};
    case ValueType::values:
      return {{"type", "object"},
              {"additionalProperties",
               json::object{{"type", json::array{"boolean", "string", "integer"}}}},
              {"description", field.meaning}};
  }
  return {};
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

json::array parameters_of(Route const& route) {
  json::array parameters;
  if (auto const begin = route.path.find('{'); begin != std::string_view::npos) {
    auto const length = route.path.find('}') - begin - 1;
    parameters.push_back(json::object{{"name", route.path.substr(begin + 1, length)},
                                      {"in", "path"},
                                      {"required", true},
                                      {"schema", json::object{{"type", "string"}}}});
  }
  for (auto const& field : route.query) {
    parameters.push_back(json::object{{"name", field.name},
                                      {"in", "query"},
                                      {"required", field.required == Required::yes},
                                      {"description", field.meaning},
                                      {"schema", schema_of(field)}});
  }
  return parameters;
}

json::object content(std::string_view type, json::object schema) {
  return {{type, json::object{{"schema", std::move(schema)}}}};
}

json::object operation_of(Route const& route) {
  json::object responses;
  responses[std::to_string(route.success)] =
      json::object{{"description", route.summary}, {"content", content(route.content_type, {})}};
  responses["default"] = json::object{
      {"description", "a problem (RFC 9457)"},
      {"content", content("application/problem+json", {{"$ref", "#/components/schemas/Problem"}})}};
  json::object operation{{"operationId", route.id},
                         {"summary", route.summary},
                         {"parameters", parameters_of(route)},
                         {"responses", std::move(responses)}};
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

json::object problem_schema() {
  json::object const text{{"type", "string"}};
  return {{"type", "object"},
          {"properties", json::object{{"type", text},
                                      {"title", text},
                                      {"status", json::object{{"type", "integer"}}},
                                      {"detail", text}}},
          {"required", json::array{"type", "title", "status", "detail"}}};
}

std::string_view key_of(std::string_view method) { return method == "GET" ? "get" : "post"; }

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
          {"security", json::array{json::object{{"bearer", json::array{}}}}},
          {"paths", std::move(paths)},
          {"components",
           json::object{
               {"securitySchemes",
                json::object{{"bearer", json::object{{"type", "http"}, {"scheme", "bearer"}}}}},
               {"schemas", json::object{{"Problem", problem_schema()}}}}}};
}

}  // namespace studylab::server
