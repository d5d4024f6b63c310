#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "evidence/chain.h"
#include "evidence/verify_chain.h"

namespace studylab::evidence {

struct PublicKey {
  std::array<std::uint8_t, 32> bytes{};
  friend bool operator==(PublicKey const&, PublicKey const&) = default;
};

// A chain in a bundle: the bytes of its entries, the head before them and the head after them. A
// run's platform chain can be a span of a longer one.
struct SealedChain {
  Head before;
  std::string bytes;
  Head head;

  std::uint64_t size() const { return head.size - before.size; }

  friend bool operator==(SealedChain const&, SealedChain const&) = default;
};

// The evidence of one run in one file; docs/ledger-format.md has the format. `program_version` and
// `drill` repeat the platform chain's first entry.
struct Bundle {
  std::string run;
  std::string program_version;
  std::string drill;
  SealedChain platform;
  SealedChain lab;
  Hash nonce;
  PublicKey public_key;
  Signature signature;

  std::vector<FactEntry> platform_entries() const {
    return platform_facts(as_bytes(platform.bytes));
  }
  std::vector<LabEntry> lab_entries() const { return lab_facts(as_bytes(lab.bytes)); }
  friend bool operator==(Bundle const&, Bundle const&) = default;
};

// What the platform chain's first entry commits to: BLAKE2b over the nonce and the body of the lab
// chain's first entry.
Hash commitment(Hash const& nonce, Bytes lab_first_body);

// Both chains of an ended run (its last entry is RunEnded), unsigned: seal() in seal.h signs.
Bundle unsigned_bundle(std::string run, Chain const& platform, LabChain const& lab,
                       Hash const& nonce);

// The signed bytes: the header's hash, the chains' heads, the nonce and the public key.
Hash signed_hash(Bundle const& bundle);

std::string encode_bundle(Bundle const& bundle);

// `where` is the first wrong part: `header`, `platform entry-17`, `lab entry 3` or `signature`
// (everything after the entries).
struct BundleError {
  std::string where;
  std::string what;
};
inline std::string to_text(BundleError const& error) { return error.where + ": " + error.what; }

// Reads and verifies the signature, both chains up to their heads, the commitment, and that
// encoding the result gives the same bytes.
std::expected<Bundle, BundleError> decode_bundle(Bytes file);

}  // namespace studylab::evidence
