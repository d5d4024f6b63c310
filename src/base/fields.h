#pragma once

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

// The one declaration of a struct's fields, used to encode, hash, decode and print it:
//
//   struct RouteMoved {
//     RouteKey route;
//     ReleaseId release;
//     STUDYLAB_FIELDS(route, release)
//   };
//
// It gives `T::fields(value, visit)`, which calls `visit("route", value.route)` and so on, in the
// order written. Encoder checks at compile time that as many fields are named as T has members: a
// member that is left out would be neither stored nor hashed.

// STUDYLAB_EACH(call, a, b, …): call(a) call(b) …, for up to 24 names. The preprocessor rescans the
// list once for each step, and a macro cannot expand itself, so each length needs its own macro.
// clang-format off
#define STUDYLAB_EACH_1(call, x) call(x)
#define STUDYLAB_EACH_2(call, x, ...) call(x) STUDYLAB_EACH_1(call, __VA_ARGS__)
#define STUDYLAB_EACH_3(call, x, ...) call(x) STUDYLAB_EACH_2(call, __VA_ARGS__)
#define STUDYLAB_EACH_4(call, x, ...) call(x) STUDYLAB_EACH_3(call, __VA_ARGS__)
#define STUDYLAB_EACH_5(call, x, ...) call(x) STUDYLAB_EACH_4(call, __VA_ARGS__)
#define STUDYLAB_EACH_6(call, x, ...) call(x) STUDYLAB_EACH_5(call, __VA_ARGS__)
#define STUDYLAB_EACH_7(call, x, ...) call(x) STUDYLAB_EACH_6(call, __VA_ARGS__)
#define STUDYLAB_EACH_8(call, x, ...) call(x) STUDYLAB_EACH_7(call, __VA_ARGS__)
#define STUDYLAB_EACH_9(call, x, ...) call(x) STUDYLAB_EACH_8(call, __VA_ARGS__)
#define STUDYLAB_EACH_10(call, x, ...) call(x) STUDYLAB_EACH_9(call, __VA_ARGS__)
#define STUDYLAB_EACH_11(call, x, ...) call(x) STUDYLAB_EACH_10(call, __VA_ARGS__)
#define STUDYLAB_EACH_12(call, x, ...) call(x) STUDYLAB_EACH_11(call, __VA_ARGS__)
#define STUDYLAB_EACH_13(call, x, ...) call(x) STUDYLAB_EACH_12(call, __VA_ARGS__)
#define STUDYLAB_EACH_14(call, x, ...) call(x) STUDYLAB_EACH_13(call, __VA_ARGS__)
#define STUDYLAB_EACH_15(call, x, ...) call(x) STUDYLAB_EACH_14(call, __VA_ARGS__)
#define STUDYLAB_EACH_16(call, x, ...) call(x) STUDYLAB_EACH_15(call, __VA_ARGS__)
#define STUDYLAB_EACH_17(call, x, ...) call(x) STUDYLAB_EACH_16(call, __VA_ARGS__)
#define STUDYLAB_EACH_18(call, x, ...) call(x) STUDYLAB_EACH_17(call, __VA_ARGS__)
#define STUDYLAB_EACH_19(call, x, ...) call(x) STUDYLAB_EACH_18(call, __VA_ARGS__)
#define STUDYLAB_EACH_20(call, x, ...) call(x) STUDYLAB_EACH_19(call, __VA_ARGS__)
#define STUDYLAB_EACH_21(call, x, ...) call(x) STUDYLAB_EACH_20(call, __VA_ARGS__)
#define STUDYLAB_EACH_22(call, x, ...) call(x) STUDYLAB_EACH_21(call, __VA_ARGS__)
#define STUDYLAB_EACH_23(call, x, ...) call(x) STUDYLAB_EACH_22(call, __VA_ARGS__)
#define STUDYLAB_EACH_24(call, x, ...) call(x) STUDYLAB_EACH_23(call, __VA_ARGS__)
#define STUDYLAB_CHOOSE_EACH(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, \
    a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, n, ...) STUDYLAB_EACH_##n
#define STUDYLAB_EACH(call, ...) \
  STUDYLAB_CHOOSE_EACH(__VA_ARGS__, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)(call, __VA_ARGS__)
// clang-format on

#define STUDYLAB_VISIT_FIELD(name) visit(#name, self.name);
#define STUDYLAB_COUNT_FIELD(name) +1
#define STUDYLAB_FIELDS(...)                                                        \
  static constexpr std::size_t field_count =                                        \
      0 __VA_OPT__(STUDYLAB_EACH(STUDYLAB_COUNT_FIELD, __VA_ARGS__));               \
  template <class Self, class Visit>                                                \
  static void fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit&& visit) { \
    __VA_OPT__(STUDYLAB_EACH(STUDYLAB_VISIT_FIELD, __VA_ARGS__))                    \
  }

namespace studylab {

namespace detail {

// Converts to any member type, in place of its value. Never called; defined because Clang rejects
// an undefined conversion to a type without linkage.
template <class Whole>
struct AnyMember {
  template <class T>
    requires(!std::same_as<T, Whole>)
  operator T&() const noexcept {
    std::unreachable();
  }
  template <class T>
    requires(!std::same_as<T, Whole>)
  operator T&&() const noexcept {
    std::unreachable();
  }
};

template <class T, std::size_t>
using AnyOf = AnyMember<T>;

template <class T, std::size_t... Is>
consteval bool initializes_from(std::index_sequence<Is...>) {
  return requires { T{AnyOf<T, Is>{}...}; };
}

}  // namespace detail

// Whether the aggregate T has exactly `count` members: it is initialized from `count` values, and
// not from one more.
template <class T, std::size_t count>
consteval bool has_members() {
  return std::is_aggregate_v<T> && detail::initializes_from<T>(std::make_index_sequence<count>{}) &&
         !detail::initializes_from<T>(std::make_index_sequence<count + 1>{});
}

}  // namespace studylab
