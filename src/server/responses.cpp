#include "server/responses.h"

#include <boost/json/serialize.hpp>

namespace studylab::server {

std::string_view reason_of(unsigned status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 303: return "See Other";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 431: return "Request Header Fields Too Large";
    case 503: return "Service Unavailable";
    default: return "Internal Server Error";
  }
}

Response json_response(boost::json::value const& value) {
  return {200, "application/json", boost::json::serialize(value), {}};
}

Response problem(unsigned status, std::string_view detail, boost::json::object const& more) {
  boost::json::object body{{"type", "about:blank"},
                           {"title", reason_of(status)},
                           {"status", status},
                           {"detail", detail}};
  body.insert(more.begin(), more.end());
  return {status, "application/problem+json", boost::json::serialize(body), {}};
}

}  // namespace studylab::server
