#include "server/repeated_key.h"

#include <cstdint>
#include <limits>
#include <set>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

namespace studylab::server {
namespace {

using boost::system::error_code;
using Text = boost::json::string_view;

// Boost.JSON calls one function per part of the text.
struct Keys {
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  bool on_object_begin(error_code&) {
    open.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, error_code&) {
    open.pop_back();
    return true;
  }
  bool on_key_part(Text part, std::size_t, error_code&) {
    key += part;
    return true;
  }
  bool on_key(Text part, std::size_t, error_code&) {
    key += part;
    if (!open.back().insert(key).second) repeated = key;
    key.clear();
    return true;
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t, error_code&) { return true; }
  bool on_string_part(Text, std::size_t, error_code&) { return true; }
  bool on_string(Text, std::size_t, error_code&) { return true; }
  bool on_number_part(Text, error_code&) { return true; }
  bool on_int64(std::int64_t, Text, error_code&) { return true; }
  bool on_uint64(std::uint64_t, Text, error_code&) { return true; }
  bool on_double(double, Text, error_code&) { return true; }
  bool on_bool(bool, error_code&) { return true; }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(Text, error_code&) { return true; }
  bool on_comment(Text, error_code&) { return true; }

  std::vector<std::set<std::string>> open;  // the keys so far of each object that has not ended
  std::string key;                          // the parts so far
  std::optional<std::string> repeated;
};

}  // namespace

std::optional<std::string> repeated_key(std::string_view text) {
  boost::json::basic_parser<Keys> parser{{}};
  error_code bad;
  parser.write_some(false, text.data(), text.size(), bad);
  return parser.handler().repeated;
}

}  // namespace studylab::server
