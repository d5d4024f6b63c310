#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lab/drill/drill.h"

// Reads drill files. All mistakes in a file are reported at once.
namespace studylab::drill {

// Line and column count from 1. `key` is the path of the value: `variants.2.fault.failing`.
struct Mistake {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string key;
  std::string what;   // what is wrong
  std::string right;  // what is expected
  friend bool operator==(Mistake const&, Mistake const&) = default;
};
// `drills/x.yaml:12:5: variants.0.fault.failng: 'failng' is not a valid key here; expected:
// 'failing', …`
std::string to_text(Mistake const& mistake);

// `file` is only for messages. Mistakes are in the order of their places.
std::expected<Drill, std::vector<Mistake>> load_drill(std::string_view text, std::string file);

// The drills that are part of the program, ordered by name; read once per process.
std::span<Drill const> drills();
Drill const* find_drill(std::string_view id);  // nullptr: none

}  // namespace studylab::drill
