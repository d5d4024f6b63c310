#pragma once

#include <cstddef>
#include <cstdint>

// The most that is read of each input from outside; docs/operating.md lists them for users. What is
// longer is refused before it is used, so that no input takes memory without bound.
namespace studylab::limits {

inline constexpr std::size_t kib = 1024;
inline constexpr std::size_t mib = 1024 * kib;

// Files. A drill file is about 10 KiB, a bundle of an hour's run less than 4 MiB.
inline constexpr std::size_t small_file = 1 * mib;  // script, salt, key, options of a run
inline constexpr std::size_t drill_file = 256 * kib;
inline constexpr std::size_t bundle = 32 * mib;  // also a run's ledger and debrief

// Standard input. A command has at most 4096 bytes, each of which JSON may escape with six. The
// rest of a longer line is read and thrown away, up to a line that does not end.
inline constexpr std::size_t input_line = 6 * 4096 + 1 * kib;
inline constexpr std::uint64_t endless_line = 64 * mib;

// Words of the command line.
inline constexpr std::size_t operator_name = 64;  // characters
inline constexpr std::size_t message = 4 * kib;   // bytes of an error message, cut off after that

// The stack that the deepest input needs, four times over.
inline constexpr std::size_t stack = 1 * mib;

}  // namespace studylab::limits
