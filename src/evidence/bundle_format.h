#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

// What begins and ends a bundle; docs/ledger-format.md has the format.
namespace studylab::evidence {

inline constexpr std::string_view bundle_magic = "studylab evidence\n";
inline constexpr std::uint16_t bundle_version = 1;
// Header hash, nonce, two heads, public key, signature.
inline constexpr std::size_t seal_size = 5 * 32 + 64;

}  // namespace studylab::evidence
