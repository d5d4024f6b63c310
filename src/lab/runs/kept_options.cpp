#include "lab/runs/kept_options.h"

#include <limits>
#include <utility>

#include <fmt/format.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace studylab::runs {
namespace {

namespace json = boost::json;

// Reads one key after another, and keeps the first error.
class OptionReader {
 public:
  explicit OptionReader(json::object const& object) : object_(object) {}

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
  void take(std::string_view key, console::Topology& out) {
    auto const* text = string(key);
    if (text == nullptr) return;
    if (auto const value = console::parse_topology(*text)) {
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
  void take(std::string_view key, Digest& out) {
    Hash bytes;
    take(key, bytes);
    out = Digest{bytes.bytes};
  }
  void take(std::string_view key, std::uint64_t& out, std::uint64_t at_most) {
    auto const* value = object_.if_contains(key);
    boost::system::error_code bad;
    auto const number = value == nullptr ? 0 : value->to_number<std::uint64_t>(bad);
    if (value == nullptr || bad || number > at_most) {
      fail(key);
    } else {
      out = number;
    }
  }
  void take(std::string_view key, Process& out) {
    auto const* value = object_.if_contains(key);
    if (value == nullptr || !value->is_object()) return fail(key);
    constexpr auto any = std::numeric_limits<std::uint64_t>::max();
    OptionReader inner{value->get_object()};
    inner.take("pid", out.pid, any);
    inner.take("started", out.started, any);
    inner.take("boot", out.boot);
    if (inner.failed()) fail(key);
  }
  void take(std::string_view key, Served& out) {
    auto const* value = object_.if_contains(key);
    if (value == nullptr || !value->is_object()) return fail(key);
    OptionReader inner{value->get_object()};
    constexpr auto any = std::numeric_limits<std::uint32_t>::max();
    std::uint64_t speed = 0;
    std::uint64_t continued = 0;
    inner.take("speed", speed, any);
    inner.take("continued", continued, any);
    out = {static_cast<std::uint32_t>(speed), static_cast<std::uint32_t>(continued)};
    if (inner.failed()) fail(key);
  }
  void take(std::string_view key, EntryId& out) {
    std::uint64_t number = 0;
    take(key, number, std::numeric_limits<std::uint32_t>::max());
    out = EntryId{static_cast<std::uint32_t>(number)};
  }
  void take(std::string_view key, console::Repeated& out) {
    auto const* value = object_.if_contains(key);
    if (value == nullptr || !value->is_object()) return fail(key);
    OptionReader inner{value->get_object()};
    inner.take("run", out.run);
    inner.take("entry", out.entry);
    if (inner.failed()) fail(key);
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
    if (!failed_) failed_ = fmt::format("'{}' is not valid", key);
  }

  json::object const& object_;
  std::optional<std::string> failed_;
};

}  // namespace

KeptOptions kept_options(console::RunOptions options, Process process) {
  auto const digest = console::digest_of_salt(options.salt);
  options.salt = {};
  return {std::move(options), digest, std::move(process), std::nullopt};
}

std::expected<console::RunOptions, std::string> KeptOptions::with(
    std::optional<Hash> const& salt) const {
  auto whole = options;
  if (!salted()) return whole;
  if (!salt)
    return std::unexpected{"the run has a salt; give the examiner's file with --salt-file"};
  if (console::digest_of_salt(*salt) != salt_digest) {
    return std::unexpected{"--salt-file: this is not the file with which the run was opened"};
  }
  whole.salt = *salt;
  return whole;
}

std::string options_to_json(KeptOptions const& kept) {
  auto const& options = kept.options;
  json::object object;
  object["drill"] = options.drill;
  if (options.own_drill != Digest{}) object["own_drill"] = to_hex(options.own_drill.bytes);
  object["seed"] = options.seed;
  if (options.variant) object["variant"] = *options.variant;
  if (options.repeated) {
    object["repeated"] =
        json::object{{"run", options.repeated->run}, {"entry", options.repeated->entry.number}};
  }
  if (options.truth_shown) object["truth_shown"] = options.truth_shown->number;
  object["level"] = to_text(options.level);
  object["world"] = to_text(options.world);
  object["topology"] = console::topology_text(options.topology);
  object["operator"] = options.operator_kind;
  object["as"] = options.operator_name;
  object["clock"] = to_text(options.clock);
  if (kept.salted()) object["salt_digest"] = to_text(kept.salt_digest);
  object["process"] = json::object{
      {"pid", kept.process.pid}, {"started", kept.process.started}, {"boot", kept.process.boot}};
  if (kept.served) {
    object["served"] =
        json::object{{"speed", kept.served->speed}, {"continued", kept.served->continued}};
  }
  return json::serialize(object);
}

std::expected<KeptOptions, std::string> options_from_json(std::string_view text) {
  boost::system::error_code bad;
  auto const value = json::parse(text, bad);
  if (bad || !value.is_object()) return std::unexpected{"it is not a JSON object"};
  KeptOptions kept;
  auto& options = kept.options;
  OptionReader reader{value.get_object()};
  reader.take("drill", options.drill);
  if (reader.has("own_drill")) reader.take("own_drill", options.own_drill);
  reader.take("seed", options.seed, console::max_seed);
  if (reader.has("variant")) reader.take("variant", options.variant.emplace());
  if (reader.has("repeated")) reader.take("repeated", options.repeated.emplace());
  if (reader.has("truth_shown")) reader.take("truth_shown", options.truth_shown.emplace());
  reader.take("level", options.level);
  reader.take("world", options.world);
  reader.take("topology", options.topology);
  reader.take("operator", options.operator_kind);
  reader.take("as", options.operator_name);
  reader.take("clock", options.clock);
  if (reader.has("salt_digest")) reader.take("salt_digest", kept.salt_digest);
  if (reader.has("process")) reader.take("process", kept.process);
  if (reader.has("served")) reader.take("served", kept.served.emplace());
  if (reader.failed()) return std::unexpected{*reader.failed()};
  return kept;
}

}  // namespace studylab::runs
