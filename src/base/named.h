#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <utility>

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

// A number that counts up by one: epochs, sequences, attempts.
template <class Named>
constexpr Named next(Named const& n) {
  return Named{static_cast<typename Named::value_type>(n.value() + 1)};
}

}  // namespace studylab
