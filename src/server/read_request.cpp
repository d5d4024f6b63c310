// Checks a request against the fields that its route declares.
#include <algorithm>
#include <expected>

#include <fmt/format.h>
#include <boost/json/parse.hpp>

#include "base/limits.h"
#include "command_language/characters.h"
#include "server/repeated_key.h"
#include "server/route.h"

namespace studylab::server {
namespace {

namespace json = boost::json;

std::string expected_of(Field const& field) {
  switch (field.type) {
    case ValueType::text: return "a string";
    case ValueType::whole_number:
      return fmt::format("a whole number from {} to {}", field.range.min, field.range.max);
    case ValueType::yes_no: return "true or false";
    case ValueType::values: return "an object of booleans, strings and whole numbers of at least 0";
  }
  return {};
}

bool is_whole_number(json::value const& value) {
  return value.is_uint64() || (value.is_int64() && value.get_int64() >= 0);
}

bool is_values(json::value const& value) {
  return value.is_object() && std::ranges::all_of(value.get_object(), [](auto const& one) {
           auto const& given = one.value();
           return given.is_bool() || given.is_string() || is_whole_number(given);
         });
}

bool is_within(std::uint64_t number, Range range) {
  return number >= range.min && number <= range.max;
}

bool is_accepted(json::value const& value, Field const& field) {
  switch (field.type) {
    case ValueType::text: return value.is_string();
    case ValueType::whole_number:
      return is_whole_number(value) && is_within(value.to_number<std::uint64_t>(), field.range);
    case ValueType::yes_no: return value.is_bool();
    case ValueType::values: return is_values(value);
  }
  return false;
}

Field const* find(std::span<Field const> fields, std::string_view name) {
  auto const found = std::ranges::find(fields, name, &Field::name);
  return found == fields.end() ? nullptr : &*found;
}

std::string known_names(std::span<Field const> fields) {
  if (fields.empty()) return "none is accepted";
  std::string names = "expected one of";
  for (auto const& field : fields) names += fmt::format(" {}", field.name);
  return names;
}

}  // namespace

std::expected<json::object, std::string> read_body(std::string_view body,
                                                   std::span<Field const> fields) {
  if (body.empty()) body = "{}";
  boost::system::error_code bad;
  json::parse_options options;
  options.max_depth = 8;
  auto value = json::parse(body, bad, {}, options);
  if (bad) return std::unexpected("the body is not JSON: " + bad.message());
  if (auto const key = repeated_key(body)) {
    return std::unexpected(fmt::format("the body has the key '{}' twice",
                                       language::readable_line(*key, limits::message / 16)));
  }
  auto* object = value.if_object();
  if (object == nullptr) return std::unexpected(std::string{"the body is not a JSON object"});
  for (auto const& [name, given] : *object) {
    auto const* field = find(fields, name);
    if (field == nullptr) {
      return std::unexpected(fmt::format("unknown key in the body; {}", known_names(fields)));
    }
    if (!is_accepted(given, *field)) {
      return std::unexpected(fmt::format("{}: expected {}", field->name, expected_of(*field)));
    }
  }
  for (auto const& field : fields) {
    if (field.required == Required::yes && !object->contains(field.name)) {
      return std::unexpected(fmt::format("{} is missing: {}", field.name, field.meaning));
    }
  }
  return std::move(*object);
}

std::expected<void, std::string> check_query(std::map<std::string, std::string> const& query,
                                             std::span<Field const> fields) {
  for (auto const& [name, value] : query) {
    auto const* field = find(fields, name);
    if (field == nullptr) {
      return std::unexpected(fmt::format("unknown name in the query; {}", known_names(fields)));
    }
    if (field->type != ValueType::whole_number) continue;
    bool const digits = !value.empty() && value.size() < 10 &&
                        value.find_first_not_of("0123456789") == std::string::npos;
    if (!digits || !is_within(std::stoul(value), field->range)) {
      return std::unexpected(fmt::format("{}: expected {}", field->name, expected_of(*field)));
    }
  }
  for (auto const& field : fields) {
    if (field.required == Required::yes && !query.contains(std::string{field.name})) {
      return std::unexpected(fmt::format("{} is missing: {}", field.name, field.meaning));
    }
  }
  return {};
}

}  // namespace studylab::server
