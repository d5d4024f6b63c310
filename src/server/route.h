#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "server/grants.h"
#include "server/message.h"
#include "server/permissions.h"

namespace studylab::server {

class Api;

// A value in the query or the body of a request. One table per operation is used to check requests
// and to write the OpenAPI document. `values`: an object of booleans, strings and whole numbers,
// only in a body.
enum class ValueType : std::uint8_t { text, whole_number, yes_no, values };
enum class Required : std::uint8_t { no, yes };
// Both ends are accepted. In a query, no number is larger than the usual end.
struct Range {
  std::uint64_t min = 0;
  std::uint64_t max = 999'999'999;
};
struct Field {
  std::string_view name;
  ValueType type = ValueType::text;
  Required required = Required::no;
  std::string_view meaning;
  Range range = {};               // of a whole number
  std::string_view choices = {};  // of a text, separated by spaces, for the document; empty: any
};

// A body that is not JSON but the bytes of a file.
struct Upload {
  std::string_view content_type;  // empty: the operation takes none
  std::size_t limit = 0;          // bytes; larger than that of other bodies
  std::string_view meaning;
};

// A request whose path, query and body have the form that its route declares.
struct Call {
  std::string name;          // in the place of the path's braces, such as {run}; can be empty
  boost::json::object body;  // only declared fields, of the declared types
  std::map<std::string, std::string> const& query;
  Request const& request;
  Sender sender;
};

// What an operation answers, for the OpenAPI document: the success, and the problems that not every
// operation has. A schema is the name of one in openapi/*.json; `Drill[]` is a list of Drill.
struct Answers {
  unsigned success = 200;
  std::string_view content_type;
  std::string_view schema;
  std::array<unsigned, 3> problems{};  // their statuses; 0: none
};

struct Route {
  std::string_view method;
  std::string_view path;  // below /api/v1; `{run}`, `{decision}`, `{exam}` match one part
  std::string_view id;    // operationId
  std::string_view summary;
  std::span<Field const> query;
  std::span<Field const> body;
  Answers answers;
  Reply (Api::*answer)(Call const&) = nullptr;
  Roles roles = owner_only;
  Upload upload = {};  // in place of `body`
};

// Every operation of the API.
std::span<Route const> routes();

// How many bytes the body of a request may have: `usual`, or more for the upload of a sender who
// may use that operation. `path` includes /api/v1.
std::size_t body_limit(std::string_view method, std::string_view path, Role sender,
                       std::size_t usual);

// The body as declared; the error says which key is wrong and what is accepted.
std::expected<boost::json::object, std::string> read_body(std::string_view body,
                                                          std::span<Field const> fields);
// Whether the query has only declared names and all required ones.
std::expected<void, std::string> check_query(std::map<std::string, std::string> const& query,
                                             std::span<Field const> fields);

// The OpenAPI 3.1 document of the routes.
boost::json::object openapi_document();

}  // namespace studylab::server
