#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace studylab {

namespace detail {

// In a function's signature, GCC and Clang print an enumerator by its name, and any other value as
// a number after the enum's name in parentheses. Clang also prints an unnamed namespace in
// parentheses.
template <class E, E value>
consteval bool is_enumerator() {
  std::string_view const signature = __PRETTY_FUNCTION__;
  std::string_view const before = "value = ";
  auto const printed = signature.substr(signature.find(before) + before.size());
  return !printed.starts_with('(') || printed.starts_with("(anonymous");
}

template <class E, std::uint32_t n>
consteval std::uint32_t count_enumerators() {
  if constexpr (is_enumerator<E, static_cast<E>(n)>()) {
    return count_enumerators<E, n + 1>();
  } else {
    return n;
  }
}

}  // namespace detail

// The number of values of the enum E. They are numbered from 0 without a gap, and E has a fixed
// underlying type.
template <class E>
  requires std::is_enum_v<E>
inline constexpr std::uint32_t enum_size = detail::count_enumerators<E, 0>();

}  // namespace studylab
