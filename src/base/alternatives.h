#pragma once

#include <concepts>
#include <variant>

namespace studylab {

namespace detail {
template <class T, class... Ts>
consteval bool is_alternative(std::variant<Ts...> const*) {
  return (std::same_as<T, Ts> || ...);
}
}  // namespace detail

// T is one of the alternatives, exactly, of `Variant`: a std::variant, or a struct that derives
// from one.
//
// A large variant that many units copy is a struct that derives from its std::variant and declares
// its copies, moves and destructor: their code, which visits every alternative and whose cost for
// the compiler grows with the square of their number, is then in one unit. Its constructor takes
// alternatives by this concept, so that the compiler need not try a conversion to each of them.
template <class T, class Variant>
concept AlternativeOf = detail::is_alternative<T>(static_cast<Variant const*>(nullptr));

}  // namespace studylab
