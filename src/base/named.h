#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/interned.h"

namespace studylab {

// A value with its own meaning: `Named<std::string, struct AppTag>` is the name of an app and never
// that of an environment. Conversions are explicit in both directions.
template <class Value, class Tag>
class Named {
 public:
  using value_type = Value;

  constexpr Named() = default;
  constexpr explicit Named(Value value) : value_(std::move(value)) {}

  constexpr Value const& value() const { return value_; }

  friend constexpr auto operator<=>(Named const&, Named const&) = default;
  friend constexpr bool operator==(Named const&, Named const&) = default;

 private:
  Value value_{};
};

// A text. Every fact has names, and the same few are copied and compared all the time, so a name
// is a pointer to the one copy of its text. Names are ordered as their texts are.
template <class Tag>
class Named<std::string, Tag> {
 public:
  using value_type = std::string;

  constexpr Named() = default;
  explicit Named(std::string_view text) : text_(interned(text)) {}

  // Lives as long as the process.
  std::string const& value() const { return text_->text(); }

  friend bool operator==(Named a, Named b) { return a.text_ == b.text_; }
  friend std::strong_ordering operator<=>(Named a, Named b) {
    if (a.text_ == b.text_) return std::strong_ordering::equal;
    return *a.text_ <=> *b.text_;
  }

 private:
  Interned const* text_ = &no_text;
};

// A number that counts up by one: epochs, sequences, attempts.
template <class Named>
constexpr Named next(Named const& n) {
  return Named{static_cast<typename Named::value_type>(n.value() + 1)};
}

}  // namespace studylab
