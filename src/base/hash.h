#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace studylab {

using Bytes = std::span<std::uint8_t const>;

inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

// 32 bytes of BLAKE2b (RFC 7693): chains, commitments, checksums.
struct Hash {
  std::array<std::uint8_t, 32> bytes{};
  friend auto operator<=>(Hash const&, Hash const&) = default;
};

// A digest names an artifact or an image by its content. As text it is `sha256:` and 64 hex digits;
// queries print the first 12.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};
  friend auto operator<=>(Digest const&, Digest const&) = default;
};

// A signature over bytes: Ed25519 (RFC 8032) of a real key, or 64 bytes of keyed BLAKE2b.
struct Signature {
  std::array<std::uint8_t, 64> bytes{};
  friend bool operator==(Signature const&, Signature const&) = default;
};

Hash blake2b(Bytes data);
Hash blake2b(Bytes first, Bytes second);
// BLAKE2b personalised for one purpose, named in at most 16 characters: hashes for different
// purposes are different functions.
Hash personal_blake2b(std::string_view purpose, Bytes data);
// Keyed BLAKE2b: a message authentication code. `key` is 16 to 64 bytes.
Hash keyed_blake2b(Bytes key, Bytes data);
// The same with 64 bytes of output.
Signature keyed_blake2b_64(Bytes key, Bytes data);

std::string to_hex(Bytes data);
std::optional<Hash> parse_hash(std::string_view hex);
inline std::string to_text(Hash const& hash) { return to_hex(hash.bytes); }
std::string to_text(Digest const& digest);
std::string short_text(Digest const& digest);
// Accepts the full form or a prefix, `sha256:` and at least 6 hex digits; the caller compares the
// prefix with what it knows.
std::optional<std::string> parse_digest_prefix(std::string_view text);

}  // namespace studylab
