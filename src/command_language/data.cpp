#include "command_language/data.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "base/check.h"

namespace studylab::language {

namespace json = boost::json;

namespace {

constexpr std::size_t usual_texts = 512;  // bytes of an answer's texts

}  // namespace

void Data::text(std::string_view name, std::string_view value) {
  if (texts_.empty()) texts_.reserve(usual_texts);
  auto const begin = texts_.size();
  texts_ += value;
  add(name, Kind::text, begin, static_cast<std::uint32_t>(value.size()));
}

void Data::texts(std::string_view name, std::vector<std::string_view> const& values) {
  open_list(name);
  for (auto const value : values) text({}, value);
  close();
}

void Data::time(std::string_view name, Instant at) {
  add(name, Kind::time, static_cast<std::uint64_t>(at.time_since_epoch().count()), 0);
}

void Data::duration(std::string_view name, Duration length) {
  add(name, Kind::duration, static_cast<std::uint64_t>(length.count()), 0);
}

void Data::close() {
  STUDYLAB_CHECK(!open_.empty());
  auto const at = open_.back();
  open_.pop_back();
  values_[at].extent = static_cast<std::uint32_t>(values_.size() - at - 1);
}

// --- reading ---

namespace {

Instant instant_of(std::uint64_t value) {
  return Instant{Duration{static_cast<Duration::rep>(value)}};
}
Duration duration_of(std::uint64_t value) { return Duration{static_cast<Duration::rep>(value)}; }
EntryId entry_of(std::uint64_t value) { return EntryId{static_cast<std::uint32_t>(value)}; }

}  // namespace

std::uint32_t Record::next(std::uint32_t at) const {
  auto const& here = value(at);
  bool const has_within = here.kind == Data::Kind::row || here.kind == Data::Kind::list;
  return at + 1 + (has_within ? here.extent : 0);
}

Data::Value const* Record::find(std::string_view name) const {
  for (auto at = begin_; at < end_; at = next(at)) {
    if (value(at).name == name) return &value(at);
  }
  return nullptr;
}

bool Record::contains(std::string_view name) const { return find(name) != nullptr; }

bool Record::has(std::string_view name) const {
  auto const* found = find(name);
  return found != nullptr && found->kind != Data::Kind::nothing;
}

std::string Record::text_of(Data::Value const& from) const {
  switch (from.kind) {
    case Data::Kind::nothing:
    case Data::Kind::row: return {};
    case Data::Kind::flag: return from.value != 0 ? "true" : "false";
    case Data::Kind::number: return std::to_string(from.value);
    case Data::Kind::text: return data_->texts_.substr(from.value, from.extent);
    case Data::Kind::time: return to_text(instant_of(from.value));
    case Data::Kind::duration: return to_text(duration_of(from.value));
    case Data::Kind::entry: return to_text(entry_of(from.value));
    case Data::Kind::list: break;
  }
  std::string joined;
  auto const list = within(index_of(from));
  for (auto at = list.begin_; at < list.end_; at = next(at)) {
    if (!joined.empty()) joined += ", ";
    joined += text_of(value(at));
  }
  return joined;
}

std::string Record::text(std::string_view name) const {
  auto const* found = find(name);
  return found == nullptr ? std::string{} : text_of(*found);
}

std::string_view Record::word(std::string_view name) const {
  auto const* found = find(name);
  if (found == nullptr || found->kind != Data::Kind::text) return {};
  return std::string_view{data_->texts_}.substr(found->value, found->extent);
}

std::optional<std::uint64_t> Record::whole(std::string_view name) const {
  auto const* found = find(name);
  if (found == nullptr || found->kind != Data::Kind::number) return std::nullopt;
  return found->value;
}

bool Record::flag(std::string_view name) const {
  auto const* found = find(name);
  return found != nullptr && found->kind == Data::Kind::flag && found->value != 0;
}

std::optional<Instant> Record::time(std::string_view name) const {
  auto const* found = find(name);
  if (found == nullptr || found->kind != Data::Kind::time) return std::nullopt;
  return instant_of(found->value);
}

Duration Record::duration(std::string_view name) const {
  auto const* found = find(name);
  if (found == nullptr || found->kind != Data::Kind::duration) return Duration{};
  return duration_of(found->value);
}

Record Record::in(std::string_view name) const {
  auto const* found = find(name);
  if (found == nullptr || found->kind != Data::Kind::row) return {*data_, end_, end_};
  return within(index_of(*found));
}

std::vector<Record> Record::rows(std::string_view name) const {
  std::vector<Record> rows;
  each(name, [&](Record const& row) { rows.push_back(row); });
  return rows;
}

EntryId Record::entry() const {
  auto const* found = find("entry");
  return found != nullptr && found->kind == Data::Kind::entry ? entry_of(found->value) : EntryId{};
}

EntryId Record::latest() const {
  auto latest = entry();
  for (auto at = begin_; at < end_; at = next(at)) {
    if (value(at).kind == Data::Kind::row) latest = std::max(latest, within(at).entry());
  }
  return latest;
}

Data Record::copy() const {
  Data data;
  data.values_.assign(data_->values_.begin() + begin_, data_->values_.begin() + end_);
  data.texts_ = data_->texts_;
  return data;
}

// --- JSON ---

json::value Record::json_of_value(std::uint32_t at) const {
  auto const& from = value(at);
  switch (from.kind) {
    case Data::Kind::nothing: return nullptr;
    case Data::Kind::flag: return from.value != 0;
    case Data::Kind::number: return from.value;
    case Data::Kind::row: return json_of(within(at));
    case Data::Kind::text:
    case Data::Kind::time:
    case Data::Kind::duration:
    case Data::Kind::entry: return json::value(text_of(from));
    case Data::Kind::list: break;
  }
  json::array array;
  auto const list = within(at);
  for (auto item = list.begin_; item < list.end_; item = next(item)) {
    array.push_back(json_of_value(item));
  }
  return array;
}

json::object json_of(Record const& record) {
  json::object object;
  for (auto at = record.begin_; at < record.end_; at = record.next(at)) {
    object.emplace(record.value(at).name, record.json_of_value(at));
  }
  return object;
}

}  // namespace studylab::language
