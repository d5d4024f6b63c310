#include "lab/desk/options.h"

#include <fmt/format.h>
#include <sodium.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace studylab::desk {
namespace {

namespace json = boost::json;

std::optional<Topology> parse_topology(std::string_view text) {
  for (auto const topology : {Topology::drawn, Topology::live}) {
    if (topology_text(topology) == text) return topology;
  }
  return std::nullopt;
}

// Reads keys one after another; the first that does not read is kept.
class Reader {
 public:
  explicit Reader(json::object const& object) : object_(object) {}

  void take(std::string_view key, std::string& out) {
    if (auto const* text = string(key)) out = std::string{*text};
  }
  template <class E>
    requires std::is_enum_v<E>
  void take(std::string_view key, E& out) {
    auto const* text = string(key);
    if (text == nullptr) return;
    if (auto const value = parse_enum<E>(*text)) {
      out = *value;
    } else {
      fail(key);
    }
  }
  void take(std::string_view key, Topology& out) {
    auto const* text = string(key);
    if (text == nullptr) return;
    if (auto const value = parse_topology(*text)) {
      out = *value;
    } else {
      fail(key);
    }
  }
  void take(std::string_view key, Hash& out) {
    auto const* text = string(key);
    if (text == nullptr) return;
    if (auto const value = parse_hash(*text)) {
      out = *value;
    } else {
      fail(key);
    }
  }
  void take(std::string_view key, std::uint64_t& out) {
    auto const* value = object_.if_contains(key);
    boost::system::error_code bad;
    auto const number = value == nullptr ? 0 : value->to_number<std::uint64_t>(bad);
    if (value == nullptr || bad || number > largest_seed) {
      fail(key);
    } else {
      out = number;
    }
  }
  bool has(std::string_view key) const { return object_.contains(key); }

  std::optional<std::string> const& failed() const { return failed_; }

 private:
  json::string const* string(std::string_view key) {
    auto const* value = object_.if_contains(key);
    auto const* text = value == nullptr ? nullptr : value->if_string();
    if (text == nullptr) fail(key);
    return text;
  }
  void fail(std::string_view key) {
    if (!failed_) failed_ = fmt::format("'{}' does not read", key);
  }

  json::object const& object_;
  std::optional<std::string> failed_;
};

}  // namespace

std::string_view topology_text(Topology topology) {
  return topology == Topology::drawn ? "drawn" : "live";
}

std::uint64_t drawn_seed() {
  std::uint64_t bits = 0;
  randombytes_buf(&bits, sizeof bits);
  return bits & largest_seed;
}

Hash salt_of(std::string_view file) { return blake2b(as_bytes(file)); }

std::string options_to_json(RunOptions const& options) {
  json::object object;
  object["drill"] = options.drill;
  object["seed"] = options.seed;
  if (options.variant) object["variant"] = *options.variant;
  object["level"] = to_text(options.level);
  object["world"] = to_text(options.world);
  object["topology"] = topology_text(options.topology);
  object["operator"] = options.operator_kind;
  object["as"] = options.operator_name;
  object["clock"] = to_text(options.clock);
  object["salt"] = to_text(options.salt);
  return json::serialize(object);
}

std::expected<RunOptions, std::string> options_from_json(std::string_view text) {
  boost::system::error_code bad;
  auto const value = json::parse(text, bad);
  if (bad || !value.is_object()) return std::unexpected{"not a JSON object"};
  RunOptions options;
  Reader reader{value.get_object()};
  reader.take("drill", options.drill);
  reader.take("seed", options.seed);
  if (reader.has("variant")) reader.take("variant", options.variant.emplace());
  reader.take("level", options.level);
  reader.take("world", options.world);
  reader.take("topology", options.topology);
  reader.take("operator", options.operator_kind);
  reader.take("as", options.operator_name);
  reader.take("clock", options.clock);
  reader.take("salt", options.salt);
  if (reader.failed()) return std::unexpected{*reader.failed()};
  return options;
}

}  // namespace studylab::desk
