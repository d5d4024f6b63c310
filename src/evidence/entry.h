#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/ids.h"
#include "base/instant.h"

namespace studylab::evidence {

// One entry of a chain with its payload as bytes. docs/ledger-format.md has the format:
//
//   entry = length:u32 body
//   body  = kind:u16 version:u8 term:u64 sequence:u64 at:i64 previous:32 bytes payload
//
// `length` counts the body. The hash of an entry is BLAKE2b over its body. `previous` is the hash
// of the entry before, all zero in the first. This code does not read payloads: an entry of an
// unknown kind is stored and hashed like any other.
struct EntryHead {
  std::uint16_t kind = 0;
  std::uint8_t version = 1;
  Term term;                   // of the leader that appended it; 0 in a lab chain
  std::uint64_t sequence = 0;  // from 1
  Instant at;
  Hash previous;

  friend bool operator==(EntryHead const&, EntryHead const&) = default;
};
struct RawEntry : EntryHead {
  std::string payload;

  friend bool operator==(RawEntry const&, RawEntry const&) = default;
};

// The same entry within a larger buffer; valid as long as that buffer.
struct EntryView : EntryHead {
  Bytes payload;
  Bytes body;
};

inline constexpr std::size_t length_size = 4;
inline constexpr std::size_t body_head_size = 2 + 1 + 8 + 8 + 8 + 32;
// Every fact is much smaller than this. A larger length is damage, and no memory is allocated for
// it.
inline constexpr std::size_t max_payload_size = std::size_t{16} << 20;

// The canonical bytes of an entry, with and without their length before them. The payload is within
// `max_payload_size`.
void put_entry(std::string& out, RawEntry const& entry);
std::string body_of(RawEntry const& entry);

// What put_entry writes before a payload that the caller appends; finish_entry then writes the
// length into the place that begin_entry left for it, and returns the body. `start` is the result
// of begin_entry.
std::size_t begin_entry(std::string& out, EntryHead const& head);
Bytes finish_entry(std::string& out, std::size_t start);

// Takes one entry, with its length, from the front of `rest`. On an error, returns the reason and
// leaves `rest` unchanged.
std::expected<EntryView, std::string_view> take_entry(Bytes& rest);
RawEntry to_raw(EntryView const& view);

Hash hash_of(EntryView const& view);
Hash hash_of(RawEntry const& entry);

}  // namespace studylab::evidence
