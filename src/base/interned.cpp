#include "base/interned.h"

#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <vector>

namespace studylab {
namespace {

// FNV-1a, 64 bits.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (char const c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

// A hash table whose order is never seen. It doubles when it has a name per bucket: an edge can
// have a million routes.
class Names {
 public:
  Interned const* find(std::string_view text) {
    for (auto const& name : bucket_of(text)) {
      if (name.text() == text) return &name;
    }
    return nullptr;
  }
  Interned const* add(std::string_view text) {
    if (count_ == buckets_.size()) grow();
    ++count_;
    return &bucket_of(text).emplace_front(text);
  }

 private:
  using Bucket = std::forward_list<Interned>;  // a list never moves its elements

  Bucket& bucket_of(std::string_view text) {
    return buckets_[hash_of(text) & (buckets_.size() - 1)];
  }

  void grow() {
    std::vector<Bucket> before(2 * buckets_.size());
    before.swap(buckets_);
    for (auto& bucket : before) {
      while (!bucket.empty()) {
        auto& to = bucket_of(bucket.front().text());
        to.splice_after(to.before_begin(), bucket, bucket.before_begin());
      }
    }
  }

  std::vector<Bucket> buckets_ = std::vector<Bucket>(4096);  // a power of two
  std::size_t count_ = 0;
};

Names& names() {
  // Not destroyed at exit: other static objects may still have names.
  static auto& all = *new Names;
  return all;
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
  auto const* known = names().find(text);
  return known != nullptr ? known : names().add(text);
}

bool is_interned(std::string_view text) { return text.empty() || names().find(text) != nullptr; }

}  // namespace studylab
