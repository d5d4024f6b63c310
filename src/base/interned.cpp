#include "base/interned.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <list>

namespace studylab {
namespace {

// A hash table whose order is never seen: it grows only as long as new names are met.
using Bucket = std::list<Interned>;  // a list never moves its elements

// FNV-1a, 64 bits.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (char const c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

Bucket& bucket_of(std::string_view text) {
  // Not destroyed at exit: other static objects may still have names.
  static auto& buckets = *new std::array<Bucket, 4096>;
  return buckets[hash_of(text) % buckets.size()];
}

Interned const* find(Bucket const& bucket, std::string_view text) {
  auto const known = std::ranges::find(bucket, text, &Interned::text);
  return known != bucket.end() ? &*known : nullptr;
}

// As a number in the order of the bytes.
std::uint64_t first_bytes(std::string_view text) {
  std::uint64_t bytes = 0;
  for (std::size_t n = 0; n < sizeof(bytes); ++n) {
    auto const byte = n < text.size() ? static_cast<unsigned char>(text[n]) : 0;
    bytes = bytes << 8 | byte;
  }
  return bytes;
}

}  // namespace

Interned::Interned(std::string_view text) : first_bytes_(first_bytes(text)), text_(text) {}

Interned const* interned(std::string_view text) {
  if (text.empty()) return &no_text;
  auto& bucket = bucket_of(text);
  auto const* known = find(bucket, text);
  return known != nullptr ? known : &bucket.emplace_front(text);
}

bool is_interned(std::string_view text) {
  return text.empty() || find(bucket_of(text), text) != nullptr;
}

}  // namespace studylab
