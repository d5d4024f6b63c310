#pragma once

#include <cstdint>
#include <span>
#include <string_view>

// The table behind docs/queries.md: the fields of each answer and what they mean.
namespace studylab::console::table {

enum class Shape : std::uint8_t { value, row, rows };
using enum Shape;

struct Field {
  std::string_view name;
  std::string_view meaning;
  std::span<Field const> within = {};
  Shape shape = Shape::value;
};

}  // namespace studylab::console::table
