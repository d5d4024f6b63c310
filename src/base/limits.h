#pragma once

#include <cstddef>
#include <cstdint>

// Size limits for every input from outside; docs/operating.md lists them for users. Longer input is
// refused before it is used, so no input can exhaust memory.
namespace studylab::limits {

inline constexpr std::size_t kib = 1024;
inline constexpr std::size_t mib = 1024 * kib;

// Files. A drill file is about 10 KiB, a bundle of an hour's run less than 4 MiB.
inline constexpr std::size_t small_file = 1 * mib;  // script, salt, key, options of a run
inline constexpr std::size_t drill_file = 256 * kib;
inline constexpr std::size_t bundle = 32 * mib;  // also a run's ledger and debrief

// Standard input. A command has at most 4096 bytes, each of which JSON may escape with six bytes.
// The rest of a longer line is read and discarded; a line of `endless_line` bytes is an error.
inline constexpr std::size_t input_line = 6 * 4096 + 1 * kib;
inline constexpr std::uint64_t endless_line = 64 * mib;

// Words of the command line.
inline constexpr std::size_t operator_name = 64;  // characters
inline constexpr std::size_t message = 4 * kib;   // bytes of an error message, cut off after that

// Four times the stack that the most deeply nested input needs.
inline constexpr std::size_t stack = 1 * mib;

}  // namespace studylab::limits
