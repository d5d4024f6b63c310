#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>

#include "lab/console/queries/queries.h"

// The writer of a query's answer. It enforces the rule of queries.h by construction: a row begins
// with the entry that its values come from, and every printed name is remembered.
namespace studylab::console {

class Row;

class Page {
 public:
  explicit Page(QueryContext const& context);

  QueryContext const& context() const { return context_; }
  control::State const& state() const { return context_.state; }
  Instant now() const { return context_.now; }
  FactEntry const& entry(EntryId id) const { return context_.entries[id.number - 1]; }
  template <class F>
  F const* fact(EntryId id) const {
    return id ? fact_if<F>(entry(id).fact) : nullptr;
  }

  // An object with values from `entry`, which is then shown.
  Row row(EntryId entry);
  // The same for the answer's own entry, which does not count as shown.
  Row own_row(EntryId own);
  // Remembers that this name was printed.
  std::string_view name(std::string_view text);

  void put(std::string_view key, Row row);
  void put(std::string_view key, std::vector<Row> rows);
  // For the whole answer, beside its own "entry".
  void put(std::string_view key, std::string_view text);

  QueryAnswer answer() &&;

  boost::json::storage_ptr const& storage() const { return storage_; }

 private:
  QueryContext const& context_;
  boost::json::storage_ptr storage_;
  boost::json::object data_;
  std::vector<EntryId> shown_;
  std::vector<std::string> names_;
};

// One object of an answer. Absent values (a null id, an empty name, the zero instant) are printed
// as null.
class Row {
 public:
  Row(Page& page, EntryId entry);

  template <class T>
  Row& put(std::string_view key, T const& value) {
    set(key, value);
    return *this;
  }
  Row& put(std::string_view key, Row row);
  Row& put(std::string_view key, std::vector<Row> rows);
  // An unknown value: null.
  Row& null(std::string_view key);
  // The time since then, on the run's clock.
  Row& age(std::string_view key, Instant since);

  boost::json::object take() && { return std::move(object_); }

 private:
  void set(std::string_view key, std::string_view text);
  void set(std::string_view key, std::string const& text) { set(key, std::string_view{text}); }
  void set(std::string_view key, char const* text) { set(key, std::string_view{text}); }
  void set(std::string_view key, bool value);
  void set(std::string_view key, Instant at);
  void set(std::string_view key, Duration length);
  void set(std::string_view key, Digest const& digest);
  void set(std::string_view key, VersionRange const& range);
  void set(std::string_view key, std::vector<BindingName> const& names);
  template <class T>
    requires(std::integral<T> && !std::same_as<T, bool>)
  void set(std::string_view key, T value) {
    set_number(key, static_cast<std::uint64_t>(value));
  }
  template <class E>
    requires std::is_enum_v<E>
  void set(std::string_view key, E value) {
    set(key, to_text(value));
  }
  template <class Tag>
  void set(std::string_view key, NumberedId<Tag> id) {
    set_name(key, id ? to_text(id) : std::string{});
  }
  template <class Tag>
  void set(std::string_view key, Named<std::string, Tag> const& name) {
    set_name(key, name.value());
  }
  template <class Value, class Tag>
    requires std::integral<Value>
  void set(std::string_view key, Named<Value, Tag> const& number) {
    set_number(key, number.value());
  }
  template <class T>
  void set(std::string_view key, std::optional<T> const& maybe) {
    if (maybe) {
      set(key, *maybe);
    } else {
      null(key);
    }
  }
  void set_name(std::string_view key, std::string_view name);
  void set_number(std::string_view key, std::uint64_t number);

  Page* page_;
  boost::json::object object_;
};

}  // namespace studylab::console
