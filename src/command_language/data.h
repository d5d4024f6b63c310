#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/ids.h"
#include "base/instant.h"

namespace studylab::language {

// The data of a message: named values in rows and lists of rows, with their types. Programs inside
// this one read it through Record; json_of makes JSON of it where it is printed.
//
// A name must outlive the data; it is usually a literal. Values go into the row or list that was
// opened last and not closed, initially into the data itself. A row of a list has no name.
class Data {
 public:
  void nothing(std::string_view name) { add(name, Kind::nothing, 0, 0); }  // null
  void flag(std::string_view name, bool value) { add(name, Kind::flag, value ? 1 : 0, 0); }
  void number(std::string_view name, std::uint64_t value) { add(name, Kind::number, value, 0); }
  void text(std::string_view name, std::string_view value);
  void texts(std::string_view name, std::vector<std::string_view> const& values);
  void time(std::string_view name, Instant at);
  void duration(std::string_view name, Duration length);
  void entry(std::string_view name, EntryId id) { add(name, Kind::entry, id.number, 0); }

  // Every row and list that is opened is closed, in the opposite order.
  void open_row(std::string_view name = {}) { open(name, Kind::row); }
  void open_list(std::string_view name) { open(name, Kind::list); }
  void close();
  bool has_open() const { return !open_.empty(); }

  bool empty() const { return values_.empty(); }

 private:
  friend class Record;

  enum class Kind : std::uint8_t { nothing, flag, number, text, time, duration, entry, row, list };

  // The values in the order of JSON; those within a row or a list follow it.
  struct Value {
    std::string_view name;
    std::uint64_t value = 0;   // of a text: where it begins in texts_
    std::uint32_t extent = 0;  // bytes of a text, or number of values within
    Kind kind = Kind::nothing;
  };

  void add(std::string_view name, Kind kind, std::uint64_t value, std::uint32_t extent) {
    if (values_.empty()) values_.reserve(usual_size);
    values_.push_back({name, value, extent, kind});
  }
  void open(std::string_view name, Kind kind) {
    open_.push_back(values_.size());
    add(name, kind, 0, 0);
  }

  static constexpr std::size_t usual_size = 48;  // of an answer

  std::vector<Value> values_;
  std::string texts_;
  std::vector<std::size_t> open_;
};

// One row of data, or the data itself. It refers to the data, which must outlive it and not change.
// An absent or null value reads as an empty text, 0, no time, or no rows.
class Record {
 public:
  explicit Record(Data const& data)
      : data_(&data), begin_(0), end_(static_cast<std::uint32_t>(data.values_.size())) {}

  bool has(std::string_view name) const;          // has it, and it is not null
  bool contains(std::string_view name) const;     // has it, perhaps null or a list without rows
  std::string text(std::string_view name) const;  // of any value; of several texts, joined by `, `
  // A value that is written as text, other than a time or a duration, without a copy.
  std::string_view word(std::string_view name) const;
  std::uint64_t number(std::string_view name) const { return whole(name).value_or(0); }
  std::optional<std::uint64_t> whole(std::string_view name) const;
  bool flag(std::string_view name) const;
  std::optional<Instant> time(std::string_view name) const;
  Duration duration(std::string_view name) const;
  Record in(std::string_view name) const;  // a row within it; an empty one if it is absent
  std::vector<Record> rows(std::string_view name) const;

  bool empty() const { return begin_ == end_; }
  EntryId entry() const;   // the entry of its own values; none: it has none
  EntryId latest() const;  // the newest entry of the row and of the rows directly within it

  // Visits each row of the list.
  template <class Visit>
  void each(std::string_view name, Visit visit) const {
    auto const* list = find(name);
    if (list == nullptr || list->kind != Data::Kind::list) return;
    auto const begin = index_of(*list) + 1;
    for (auto at = begin; at < begin + list->extent; at = next(at)) {
      if (value(at).kind == Data::Kind::row) visit(within(at));
    }
  }
  // Visits each text and each entry, also those of the rows and lists within, with its name. A text
  // of a list has the name of the list.
  template <class Visit>
  void each_text(Visit visit) const {
    std::string_view list;
    for (auto at = begin_; at < end_; ++at) {
      auto const& here = value(at);
      if (here.kind == Data::Kind::list) list = here.name;
      if (here.kind != Data::Kind::text && here.kind != Data::Kind::entry) continue;
      visit(std::string_view{text_of(here)}, here.name.empty() ? list : here.name);
    }
  }

  // A copy that does not depend on the data.
  Data copy() const;

  friend boost::json::object json_of(Record const& record);

 private:
  Record(Data const& data, std::uint32_t begin, std::uint32_t end)
      : data_(&data), begin_(begin), end_(end) {}

  Data::Value const& value(std::uint32_t at) const { return data_->values_[at]; }
  std::uint32_t index_of(Data::Value const& value) const {
    return static_cast<std::uint32_t>(&value - data_->values_.data());
  }
  std::uint32_t next(std::uint32_t at) const;
  Record within(std::uint32_t at) const { return {*data_, at + 1, at + 1 + value(at).extent}; }
  Data::Value const* find(std::string_view name) const;
  std::string text_of(Data::Value const& value) const;
  boost::json::value json_of_value(std::uint32_t at) const;

  Data const* data_;
  std::uint32_t begin_;
  std::uint32_t end_;
};

boost::json::object json_of(Record const& record);
inline boost::json::object json_of(Data const& data) { return json_of(Record{data}); }

}  // namespace studylab::language
