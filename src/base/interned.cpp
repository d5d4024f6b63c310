#include "base/interned.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <list>

namespace studylab {
namespace {

// A hash table whose order is never seen: it grows only as long as new names are met.
using Bucket = std::list<std::string>;  // a list never moves its elements

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

std::string const* find(Bucket const& bucket, std::string_view text) {
  auto const known = std::ranges::find(bucket, text);
  return known != bucket.end() ? &*known : nullptr;
}

}  // namespace

std::string const* interned(std::string_view text) {
  if (text.empty()) return &no_text;
  auto& bucket = bucket_of(text);
  auto const* known = find(bucket, text);
  return known != nullptr ? known : &bucket.emplace_front(text);
}

bool is_interned(std::string_view text) {
  return text.empty() || find(bucket_of(text), text) != nullptr;
}

}  // namespace studylab
