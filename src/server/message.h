#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// The requests and responses of the local app, without the network.
namespace studylab::server {

struct Request {
  std::string method;  // GET, POST, …
  std::string path;    // decoded, without the query
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  // Empty if there is none.
  std::string_view header(std::string_view name) const {
    auto const found = headers.find(std::string{name});
    return found == headers.end() ? std::string_view{} : found->second;
  }
};

struct Response {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

class OpenRun;

// The events of a run after the first ones: a response that continues until the run ends.
struct EventStream {
  std::shared_ptr<OpenRun const> run;
  std::size_t after = 0;  // events that the client has
};

using Reply = std::variant<Response, EventStream>;

}  // namespace studylab::server
