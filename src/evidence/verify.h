#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "evidence/chain.h"

namespace studylab::evidence {

enum class ChainKind : std::uint8_t { platform, lab };

// The first entry that does not read or does not verify, by its place in the chain from 1, and why.
struct ChainError {
  std::uint64_t entry = 0;
  std::string what;

  friend bool operator==(ChainError const&, ChainError const&) = default;
};

// Walks a chain's bytes: every entry reads, belongs to this kind of chain and, where its kind is
// known, reads as a fact of it; sequences count up from 1; times never go back and are within the
// years 0 to 9999; each entry holds the hash of the one before it. Gives the head that this leads
// to: the last entry is as it was written only where the same head was recorded elsewhere.
std::expected<Head, ChainError> verify_chain(Bytes bytes, ChainKind kind);

// As verify_chain, for the `sealed.size` entries at the front of `rest`, which it takes off, and
// holds them to `sealed.hash`. Where one entry was changed, removed, added or moved, it is that one
// which is named: an entry that its successor vouches for is not blamed for what its predecessor
// became.
std::expected<void, ChainError> verify_sealed(Bytes& rest, ChainKind kind, Head const& sealed);
// The same where the seal is not to be trusted: `size` entries that lead to any head.
std::expected<void, ChainError> verify_unsealed(Bytes& rest, ChainKind kind, std::uint64_t size);

// The same where only the head is known, and not how many entries lead to it: `bytes` are all that
// there are.
std::expected<void, ChainError> verify_to(Bytes bytes, ChainKind kind, Hash const& head);

// The facts of a verified chain. Entries of kinds that are not known are left out; the others keep
// their numbers.
std::vector<FactEntry> platform_facts(Bytes verified);
std::vector<LabEntry> lab_facts(Bytes verified);

}  // namespace studylab::evidence
