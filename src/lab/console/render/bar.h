#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace studylab::console {

// A bar of half columns, `width` of them at 1000 permille: `██████▌`. Any rate above none is at
// least half a column.
std::string bar(std::uint64_t permille, std::size_t width);
// A column a rate, `▁▇▇▃`, where the highest of them fills it; a rate of none is the lowest.
std::string trend(std::span<std::uint64_t const> permilles);

}  // namespace studylab::console
