#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace studylab::console {

// A bar in half columns, `width` columns at 1000 permille: `██████▌`. Any rate above zero has at
// least half a column.
std::string bar(std::uint64_t permille, std::size_t width);
// One column per rate, `▁▇▇▃`; the highest rate fills its column, a rate of zero has the lowest
// bar.
std::string trend(std::span<std::uint64_t const> permilles);

}  // namespace studylab::console
