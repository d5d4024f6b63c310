#include "lab/console/render/record.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace studylab::console {
namespace {

namespace json = boost::json;

std::string text_of(json::value const& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return std::string{value.get_string()};
  if (!value.is_array()) return json::serialize(value);
  std::string joined;
  for (auto const& item : value.get_array()) {
    if (!joined.empty()) joined += ", ";
    joined += text_of(item);
  }
  return joined;
}

}  // namespace

json::value const* Record::find(std::string_view key) const {
  auto const* value = object_->if_contains(json::string_view{key.data(), key.size()});
  return value == nullptr || value->is_null() ? nullptr : value;
}

bool Record::has(std::string_view key) const { return find(key) != nullptr; }

std::string Record::text(std::string_view key) const {
  auto const* value = find(key);
  return value == nullptr ? std::string{} : text_of(*value);
}

std::uint64_t Record::number(std::string_view key) const {
  auto const* value = find(key);
  return value == nullptr || !value->is_number() ? 0 : value->to_number<std::uint64_t>();
}

bool Record::flag(std::string_view key) const {
  auto const* value = find(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::optional<Instant> Record::time(std::string_view key) const {
  auto const at = parse_instant(text(key));
  return at ? std::optional{*at} : std::nullopt;
}

Duration Record::duration(std::string_view key) const {
  return parse_duration(text(key)).value_or(Duration{});
}

Record Record::in(std::string_view key) const {
  static json::object const nothing;
  auto const* value = find(key);
  return Record{value != nullptr && value->is_object() ? value->get_object() : nothing};
}

std::vector<Record> Record::rows(std::string_view key) const {
  std::vector<Record> rows;
  auto const* value = find(key);
  if (value == nullptr || !value->is_array()) return rows;
  for (auto const& row : value->get_array()) {
    if (row.is_object()) rows.emplace_back(row.get_object());
  }
  return rows;
}

EntryId Record::entry() const { return parse_id<EntryId>(text("entry")).value_or(EntryId{}); }

EntryId Record::latest() const {
  auto latest = entry();
  for (auto const& [key, value] : *object_) {
    if (value.is_object()) latest = std::max(latest, Record{value.get_object()}.entry());
  }
  return latest;
}

}  // namespace studylab::console
