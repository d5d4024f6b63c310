#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "evidence/chain.h"

namespace studylab::evidence {

enum class ChainKind : std::uint8_t { platform, lab };

// The first entry that cannot be read or verified, by its place in the chain from 1, and the
// reason.
struct ChainError {
  std::uint64_t entry = 0;
  std::string what;

  friend bool operator==(ChainError const&, ChainError const&) = default;
};

// Walks a chain's bytes. Every entry must be readable, belong to this kind of chain and, if its
// kind is known, decode as a fact of that kind; sequences count up from 1; times never decrease and
// are within the years 0 to 9999; each entry has the hash of the one before it. Returns the
// resulting head. The last entry is unchanged only if the same head was recorded elsewhere.
std::expected<Head, ChainError> verify_chain(Bytes bytes, ChainKind kind);

// Like verify_chain, for the `sealed.size` entries at the front of `rest`, which it removes and
// compares with `sealed.hash`. If one entry was changed, removed, added or moved, the error names
// that entry: an entry whose hash its successor contains is not blamed for a changed predecessor.
std::expected<void, ChainError> verify_sealed(Bytes& rest, ChainKind kind, Head const& sealed);
// The same without a trusted seal: `size` entries that lead to any head.
std::expected<void, ChainError> verify_unsealed(Bytes& rest, ChainKind kind, std::uint64_t size);

// The same if only the head is known and not the number of entries: `bytes` are all entries.
std::expected<void, ChainError> verify_to(Bytes bytes, ChainKind kind, Hash const& head);

// The facts of a verified chain, without entries of unknown kinds. The others keep their numbers.
std::vector<FactEntry> platform_facts(Bytes verified);
std::vector<LabEntry> lab_facts(Bytes verified);

}  // namespace studylab::evidence
