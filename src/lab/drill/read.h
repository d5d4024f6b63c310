#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "lab/drill/drill.h"
#include "lab/drill/load.h"

// Typed reading of YAML that reports every mistake with its place. Only the loader and
// the readers of faults include this.
namespace studylab::drill {

struct RunbookDrawing;

// The file that is being read, and its mistakes so far.
struct Reading {
  std::string file;
  std::vector<Mistake> mistakes;
};

// Reads a whole file with `read`, and returns its mistakes in the order of their places. `file` is
// only for messages.
std::vector<Mistake> read_yaml(std::string_view text, std::string file,
                               std::function<void(Reading&, YAML::Node const&)> const& read);

// A value with its place and its path. Reading it as a type returns the value or records a mistake.
class Value {
 public:
  Value(Reading& reading, YAML::Node node, std::string key)
      : Value(reading, node, std::move(key), node.Mark()) {}
  // The same with the place of its key, because an omitted value has none of its own.
  Value(Reading& reading, YAML::Node node, std::string key, YAML::Mark place)
      : reading_(&reading),
        place_(node.IsNull() ? place : node.Mark()),
        node_(std::move(node)),
        key_(std::move(key)) {}

  void wrong(std::string what, std::string right) const;
  // `'x' is not a valid fault`, with the nearest word and all valid words.
  void unknown(std::string_view text, std::string_view noun,
               std::span<std::string_view const> words) const;

  // One line of text, not empty.
  std::optional<std::string> text() const;
  // A name of a drill or a variant: lower-case letters, digits and hyphens.
  std::optional<std::string> id() const;
  std::optional<std::uint32_t> number(Range bounds) const;
  // `2..5`, or `3` for 3..3; both ends within `bounds`.
  std::optional<Range> range(Range bounds) const;
  // `60s..90s`, or `60s`; more than zero.
  std::optional<DurationRange> durations() const;
  // One duration of that kind.
  std::optional<Duration> duration() const;
  // The index of the word among `words`.
  std::optional<std::size_t> word(std::string_view noun,
                                  std::span<std::string_view const> words) const;
  // The items of a non-empty list; none if it is not one.
  std::vector<Value> items() const;
  // The same, each as text().
  std::vector<std::string> texts() const;

  // The field with that name; a missing field is not recorded as a mistake.
  std::optional<Value> peek(std::string_view name) const;

  std::string const& key() const { return key_; }
  bool is_map() const { return node_.IsMap(); }
  bool is_list() const { return node_.IsSequence(); }

 private:
  friend class Fields;
  Reading* reading_;
  YAML::Mark place_;
  YAML::Node node_;
  std::string key_;
};

enum class Needed : std::uint8_t { no, yes };
struct FieldName {
  std::string_view name;
  Needed needed = Needed::yes;
};

// The fields of a map. The constructor records unknown, repeated and missing ones.
class Fields {
 public:
  Fields(Value const& map, std::initializer_list<FieldName> names);
  std::optional<Value> operator[](std::string_view name) const;

 private:
  void check_names(Value const& map, std::span<FieldName const> names) const;
  std::vector<std::pair<std::string, Value>> found_;
};

// Moves the value of a field into `out`, if there is one.
template <class T>
void take(std::optional<T> read, T& out) {
  if (read) out = std::move(*read);
}

// The names of pieces, as the drill file writes them.
template <class Piece>
std::vector<std::string_view> names_of(std::span<Piece const* const> pieces) {
  std::vector<std::string_view> names;
  for (auto const* piece : pieces) names.push_back(piece->name);
  return names;
}

// Records a mistake if the text has a brace that does not belong to one of these names. At least
// two names.
void check_placeholders(Value const& value, std::string_view text,
                        std::vector<std::string_view> names);

std::string joined(std::span<std::string_view const> words);
std::string to_text(Range range);

// The words of a closed set, in their order.
template <class E>
std::vector<std::string_view> words_of(std::uint32_t count) {
  std::vector<std::string_view> words;
  for (std::uint32_t n = 0; n < count; ++n) words.push_back(to_text(static_cast<E>(n)));
  return words;
}

// Parts of the file.
std::optional<Variant> read_variant(Value const& value, RunbookDrawing const& runbook);
// What people say: of colleagues, one text for each class of the drill's variants, which must have
// been read.
void read_statements(Value const& value, Drill& drill);
// A level on which people speak needs texts.
void check_no_statements(Value const& levels, Drill const& drill);
// Checks of the whole drill: classes without a variant, variants that cannot be distinguished.
// `variants` are the values that drill.variants were read from, in the same order.
void check_whole(Drill const& drill, Value const& all_variants, std::span<Value const> variants);

}  // namespace studylab::drill
