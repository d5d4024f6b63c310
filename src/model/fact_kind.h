#pragma once

#include <cstdint>
#include <string_view>

namespace studylab {

// What identifies a kind of fact in the ledger. The number and name of a kind never change. When
// its fields change, the kind gets the next version, and facts of earlier versions stay readable.
struct FactKind {
  std::uint16_t number = 0;
  std::uint8_t version = 1;
  std::string_view name;
};

}  // namespace studylab
