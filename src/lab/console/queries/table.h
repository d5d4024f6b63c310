#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
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
    return std::invoke(get, page, of);
  } else {
    return std::invoke(get, of);
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

template <class Of>
class Row;

// One field of what describes an `Of`.
template <class Of>
class Field {
 public:
  // A value.
  template <class Get>
  Field(std::string_view name, std::string_view meaning, Get get)
      : text_{name, meaning}, write_([get](Page& page, std::string_view key, Of const& of) {
          page.put(key, taken(get, page, of));
        }) {}
  // A row within, of the same object but another entry.
  Field(std::string_view name, std::string_view meaning, Row<Of> const& row);
  // A row or rows within, of another object.
  template <class Within, class Get>
  Field(std::string_view name, std::string_view meaning, Row<Within> const& row, Get get);

  Described::Part const& text() const { return text_; }
  void write(Page& page, Of const& of) const { write_(page, text_.name, of); }

 private:
  Described::Part text_;
  std::function<void(Page&, std::string_view, Of const&)> write_;
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
  template <class Get>
  Row(Get entry, Fields<Of> fields)
      : Fields<Of>(std::move(fields)),
        entry_([entry](Page& page, Of const& of) { return taken(entry, page, of); }) {}

  using Fields<Of>::write;
  void write(Page& page, std::string_view name, Of const& of) const {
    page.open(name, entry_(page, of));
    write(page, of);
    page.close();
  }

 private:
  std::function<EntryId(Page&, Of const&)> entry_;
};

template <class Of>
void write_rows(Page& page, std::string_view name, Row<Of> const& row, auto const& objects) {
  page.open_list(name);
  for (auto const& object : objects) row.write(page, {}, *pointer_to(object));
  page.close();
}

template <class Of>
Field<Of>::Field(std::string_view name, std::string_view meaning, Row<Of> const& row)
    : text_{name, meaning, Described::Shape::row, &row},
      write_([&row](Page& page, std::string_view key, Of const& of) { row.write(page, key, of); }) {
}

template <class Of>
template <class Within, class Get>
Field<Of>::Field(std::string_view name, std::string_view meaning, Row<Within> const& row, Get get)
    : text_{name, meaning, Described::Shape::row, &row} {
  using Object = std::remove_cvref_t<decltype(*pointer_to(std::declval<Taken<Get, Of> const&>()))>;
  if constexpr (std::ranges::range<Object>) {
    text_.shape = Described::Shape::rows;
    write_ = [&row, get](Page& page, std::string_view key, Of const& of) {
      decltype(auto) objects = taken(get, page, of);
      if (auto const* found = pointer_to(objects)) write_rows(page, key, row, *found);
    };
  } else {
    write_ = [&row, get](Page& page, std::string_view key, Of const& of) {
      decltype(auto) object = taken(get, page, of);
      if (auto const* found = pointer_to(object)) {
        row.write(page, key, *found);
      } else {
        page.absent(key);
      }
    };
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
