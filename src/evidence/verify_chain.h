#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "evidence/chain.h"

namespace studylab::evidence {

enum class ChainKind : std::uint8_t { platform, lab };

// The first entry that cannot be read or verified, by its sequence, and the
// reason.
struct ChainError {
  std::uint64_t entry = 0;
  std::string what;

  friend bool operator==(ChainError const&, ChainError const&) = default;
};

// Walks the bytes of a chain's entries that follow `before`, by default from the beginning. Every
// entry must be readable, belong to this kind of chain and, if its kind is known, decode as a fact
// of that kind; sequences count up; terms and times never decrease, and times are within the years
// 0 to 9999; each entry has the hash of the one before it. Returns the resulting head. The last
// entry is unchanged only if the same head was recorded elsewhere.
std::expected<Head, ChainError> verify_chain(Bytes bytes, ChainKind kind, Head const& before = {});

// Like verify_chain, for the entries up to the head `sealed` at the front of `rest`, which it
// removes. If one entry was changed, removed, added or moved, the error names
// that entry: an entry whose hash its successor contains is not blamed for a changed predecessor.
std::expected<void, ChainError> verify_sealed(Bytes& rest, ChainKind kind, Head const& before,
                                              Head const& sealed);
// The same without a trusted seal: entries up to the sequence `last` that lead to any head.
std::expected<void, ChainError> verify_unsealed(Bytes& rest, ChainKind kind, Head const& before,
                                                std::uint64_t last);

// The same if only the head is known and not the number of entries: `bytes` are all entries.
std::expected<void, ChainError> verify_to(Bytes bytes, ChainKind kind, Head const& before,
                                          Hash const& head);

// The facts of a verified chain, without entries of unknown kinds. The others keep their numbers.
std::vector<FactEntry> platform_facts(Bytes verified);
std::vector<LabEntry> lab_facts(Bytes verified);

}  // namespace studylab::evidence
