#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "base/check.h"
#include "base/enum_size.h"

namespace studylab {

template <std::size_t N>
using Words = std::array<std::string_view, N>;

// The text of one enumerator.
template <class E, std::size_t N>
std::string_view word_of(E value, Words<N> const& words) {
  static_assert(N == enum_size<E>, "one word per value");
  auto const index = static_cast<std::size_t>(value);
  STUDYLAB_CHECK(index < N);
  return words[index];
}

}  // namespace studylab
