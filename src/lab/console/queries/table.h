#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <memory>
#include <new>
#include <ranges>
#include <type_traits>

#include "lab/console/queries/page.h"

// A query is declared once, as a table: the name of each field, its meaning, and where its value
// comes from. The answer is filled from it, docs/queries.md is generated from it, and JSON, the
// views and the operators read the fields by these names.
//
// To add a query:
// 1. Add its word to QueryKind, and its verb to the command language.
// 2. Write its table in a file of this folder, as a function that makes it once:
//
//      QueryTable const& host_query() {
//        static QueryTable const table{
//            [](Page const& page, Query const& asked) {           // what the query is about,
//              return find_numbered(page.state().hosts, asked);   // or a refusal
//            },
//            Fields<control::Host>{
//                {"host", "the host", host_row()},
//                {"allocations", "allocations on the host", allocation_row(),
//                 [](Page const& page, control::Host const& host) { … }}}};
//        return table;
//      }
//
//    and its rows, likewise:
//
//      Row<control::Host> const& host_row() {
//        static Row<control::Host> const row{&control::Host::entry,   // the entry of its values
//                                            {{"boot", "how often it started",
//                                            &control::Host::boot},
//                                             …}};
//        return row;
//      }
//
// 3. Declare the query in rows.h and name it in `table_of` (queries.cpp).
// 4. Write its view (views.h) and generate docs/queries.md again.
//
// What a value is taken with (`get`) is a member, or a function of what the row describes, or of
// the page and that. For a row within it returns an object, a pointer, or an optional: without an
// object a row has the value null, and an answer leaves out the section. For rows within it returns
// a range of objects or of pointers, or an optional range, without which they are left out. A value
// is null if it is an empty optional, and left out if it is an empty IfAny. Values of another entry
// than the row's are in a row within.
namespace studylab::console {

using Shown = std::expected<void, Refusal>;

// The fields of a row or of an answer, as the documentation lists them.
class Described {
 public:
  enum class Shape : std::uint8_t { value, row, rows };
  struct Part {
    std::string_view name;
    std::string_view meaning;
    Shape shape = Shape::value;
    Described const* within = nullptr;
  };
  explicit Described(std::vector<Part> fields) : described_(std::move(fields)) {}
  std::vector<Part> const& described() const { return described_; }

 private:
  std::vector<Part> described_;
};

// --- how a `get` is used ---

template <class Get, class Of>
decltype(auto) taken(Get const& get, Page& page, Of const& of) {
  if constexpr (std::invocable<Get const&, Page&, Of const&>) {
    return get(page, of);
  } else if constexpr (std::is_member_object_pointer_v<Get>) {
    return (of.*get);
  } else {
    return get(of);
  }
}
template <class Get, class Of>
using Taken =
    decltype(taken(std::declval<Get const&>(), std::declval<Page&>(), std::declval<Of const&>()));
template <class T>
T const* pointer_to(T const& object) {
  return &object;
}
template <class T>
T const* pointer_to(T const* object) {
  return object;
}
template <class T>
T const* pointer_to(std::optional<T> const& maybe) {
  return maybe ? &*maybe : nullptr;
}

// A member of a member: `at(&Host::registered, &HostRegistered::slots)`.
template <class... Members>
auto at(Members... members) {
  return [members...](auto const& object) -> auto const& { return (object.*....*members); };
}

// What a value is taken with, kept as bytes: a std::function for each field would double the time
// that these tables take to compile.
class Get {
 public:
  Get() = default;
  template <class T>
  explicit Get(T const& get) {
    static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(bytes_));
    ::new (static_cast<void*>(bytes_.data())) T(get);
  }
  template <class T>
  T const& as() const {
    return *std::launder(reinterpret_cast<T const*>(bytes_.data()));
  }

 private:
  alignas(std::max_align_t) std::array<std::byte, 48> bytes_{};
};

template <class Of>
class Row;

// One field of what describes an `Of`.
template <class Of>
class Field {
 public:
  // A value.
  template <class T>
  Field(std::string_view name, std::string_view meaning, T get)
      : text_{name, meaning}, get_(get), write_(&write_value<T>) {}
  // A row within, of the same object but another entry.
  Field(std::string_view name, std::string_view meaning, Row<Of> const& row)
      : text_{name, meaning, Described::Shape::row, &row}, write_(&write_own_row) {}
  // A row or rows within, of another object.
  template <class Within, class T>
  Field(std::string_view name, std::string_view meaning, Row<Within> const& row, T get)
      : text_{name, meaning, shape_of<T>(), &row}, get_(get), write_(&write_within<Within, T>) {}

  Described::Part const& text() const { return text_; }
  void write(Page& page, Of const& of) const { write_(*this, page, of); }

 private:
  template <class T>
  static constexpr Described::Shape shape_of();
  template <class T>
  static void write_value(Field const& field, Page& page, Of const& of) {
    page.put(field.text_.name, taken(field.get_.template as<T>(), page, of));
  }
  static void write_own_row(Field const& field, Page& page, Of const& of);
  template <class Within, class T>
  static void write_within(Field const& field, Page& page, Of const& of);

  Described::Part text_;
  Get get_;
  void (*write_)(Field const&, Page&, Of const&);
};

template <class Of>
class Fields : public Described {
 public:
  Fields(std::initializer_list<Field<Of>> fields) : Fields({}, fields) {}
  // These, after those of `first`.
  Fields(std::vector<Field<Of>> first, std::initializer_list<Field<Of>> fields)
      : Fields(joined(std::move(first), fields)) {}
  explicit Fields(std::vector<Field<Of>> fields)
      : Described(texts_of(fields)), fields_(std::move(fields)) {}

  void write(Page& page, Of const& of) const {
    for (auto const& field : fields_) field.write(page, of);
  }

 private:
  static std::vector<Field<Of>> joined(std::vector<Field<Of>> first,
                                       std::initializer_list<Field<Of>> fields) {
    first.insert(first.end(), fields);
    return first;
  }
  static std::vector<Described::Part> texts_of(std::vector<Field<Of>> const& fields) {
    std::vector<Described::Part> texts;
    for (auto const& field : fields) texts.push_back(field.text());
    return texts;
  }

  std::vector<Field<Of>> fields_;
};

// A row: the entry that its values come from, and its fields.
template <class Of>
class Row : public Fields<Of> {
 public:
  template <class T>
  Row(T entry, Fields<Of> fields)
      : Fields<Of>(std::move(fields)), get_entry_(entry), entry_(&entry_by<T>) {}

  using Fields<Of>::write;
  void write(Page& page, std::string_view name, Of const& of) const {
    page.open(name, entry_(get_entry_, page, of));
    write(page, of);
    page.close();
  }

 private:
  template <class T>
  static EntryId entry_by(Get const& get, Page& page, Of const& of) {
    return taken(get.as<T>(), page, of);
  }

  Get get_entry_;
  EntryId (*entry_)(Get const&, Page&, Of const&);
};

template <class Of>
void write_rows(Page& page, std::string_view name, Row<Of> const& row, auto const& objects) {
  page.open_list(name);
  for (auto const& object : objects) row.write(page, {}, *pointer_to(object));
  page.close();
}

// What a `get` of an `Of` returns, without pointer or optional.
template <class T, class Of>
using Object = std::remove_cvref_t<decltype(*pointer_to(std::declval<Taken<T, Of> const&>()))>;

template <class Of>
template <class T>
constexpr Described::Shape Field<Of>::shape_of() {
  return std::ranges::range<Object<T, Of>> ? Described::Shape::rows : Described::Shape::row;
}

template <class Of>
void Field<Of>::write_own_row(Field const& field, Page& page, Of const& of) {
  static_cast<Row<Of> const&>(*field.text_.within).write(page, field.text_.name, of);
}

template <class Of>
template <class Within, class T>
void Field<Of>::write_within(Field const& field, Page& page, Of const& of) {
  auto const& row = static_cast<Row<Within> const&>(*field.text_.within);
  decltype(auto) taken_now = taken(field.get_.template as<T>(), page, of);
  auto const* found = pointer_to(taken_now);
  if constexpr (std::ranges::range<Object<T, Of>>) {
    if (found != nullptr) write_rows(page, field.text_.name, row, *found);
  } else if (found != nullptr) {
    row.write(page, field.text_.name, *found);
  } else {
    page.absent(field.text_.name);
  }
}

// What a query without an object is about.
struct Everything {};
inline std::expected<Everything, Refusal> everything(Page const&, Query const&) { return {}; }

// A query: what it is about, and the sections of its answer.
class QueryTable {
 public:
  template <class Find, class Of>
  QueryTable(Find find, Fields<Of> sections)
      : sections_(std::make_shared<Fields<Of>>(std::move(sections))),
        show_([find, fields = static_cast<Fields<Of> const*>(sections_.get())](
                  Page& page, Query const& asked) -> Shown {
          auto const object = find(page, asked);
          if (!object) return std::unexpected{object.error()};
          fields->write(page, *pointer_to(*object));
          return {};
        }) {}

  Shown show(Page& page, Query const& asked) const { return show_(page, asked); }
  Described const& sections() const { return *sections_; }

 private:
  std::shared_ptr<Described const> sections_;
  std::function<Shown(Page&, Query const&)> show_;
};

}  // namespace studylab::console
