#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include "lab/console/queries/queries.h"

// The writer of a query's answer. It enforces the rule of queries.h by construction: a row begins
// with the entry that its values come from, and every printed name is remembered.
namespace studylab::console {

// A value that a row does not always have. Without one it is left out; an optional would be null.
template <class T>
struct IfAny {
  std::optional<T> value;
};

// A text that may name things, which are then printed names.
struct Prose {
  std::string_view text;
};

class Page {
 public:
  // `own` is the entry that records the answer; it does not count as shown.
  explicit Page(QueryContext const& context, EntryId own = {});

  QueryContext const& context() const { return context_; }
  control::State const& state() const { return context_.state; }
  Instant now() const { return context_.now; }
  FactEntry const& entry(EntryId id) const { return context_.entries[id.number - 1]; }
  template <class F>
  F const* fact(EntryId id) const {
    return id ? fact_if<F>(entry(id).fact) : nullptr;
  }

  // Begins a row with values from `entry`, which is then shown. A row of a list has no name.
  void open(std::string_view name, EntryId entry);
  void open_list(std::string_view name) { data_.open_list(name); }
  void close() { data_.close(); }

  // Adds a value to the open row. Absent values (a null id, an empty name, the zero instant) are
  // null. Ids and names are remembered as printed; texts are not.
  template <class T>
  void put(std::string_view name, T const& value) {
    set(name, value);
  }
  // An unknown value.
  void null(std::string_view name) { data_.nothing(name); }
  // A row that does not exist: null; in the answer itself it is left out.
  void absent(std::string_view name);

  QueryAnswer answer() &&;

 private:
  void set(std::string_view name, std::string_view text) { data_.text(name, text); }
  void set(std::string_view name, std::string const& text) { data_.text(name, text); }
  void set(std::string_view name, char const* text) { data_.text(name, text); }
  void set(std::string_view name, Prose prose);
  void set(std::string_view name, bool value) { data_.flag(name, value); }
  void set(std::string_view name, Instant at);
  void set(std::string_view name, Duration length) { data_.duration(name, length); }
  void set(std::string_view name, Digest const& digest) { set_name(name, short_text(digest)); }
  void set(std::string_view name, VersionRange const& range);
  void set(std::string_view name, std::vector<BindingName> const& names);
  template <class T>
    requires(std::integral<T> && !std::same_as<T, bool>)
  void set(std::string_view name, T value) {
    data_.number(name, static_cast<std::uint64_t>(value));
  }
  template <class E>
    requires std::is_enum_v<E>
  void set(std::string_view name, E value) {
    data_.text(name, to_text(value));
  }
  template <class Tag>
  void set(std::string_view name, NumberedId<Tag> id) {
    set_name(name, id ? to_text(id) : std::string{});
  }
  template <class Tag>
  void set(std::string_view name, Named<std::string, Tag> const& value) {
    set_name(name, value.value());
  }
  template <class Value, class Tag>
    requires std::integral<Value>
  void set(std::string_view name, Named<Value, Tag> const& number) {
    data_.number(name, number.value());
  }
  template <class T>
  void set(std::string_view name, std::optional<T> const& maybe) {
    if (maybe) {
      set(name, *maybe);
    } else {
      null(name);
    }
  }
  template <class T>
  void set(std::string_view name, IfAny<T> const& perhaps) {
    if (perhaps.value) set(name, *perhaps.value);
  }
  void set_name(std::string_view name, std::string_view value);
  void remember(std::string_view name);

  QueryContext const& context_;
  EntryId own_;
  language::Data data_;
  std::vector<EntryId> shown_;
  std::vector<std::string> names_;
};

// The time since then on the run's clock, in whole seconds.
Duration age(Page const& page, Instant since);

}  // namespace studylab::console
