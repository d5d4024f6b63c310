#include "base/interned.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_set>

namespace studylab {
namespace {

std::string_view text_of(std::string_view text) { return text; }
std::string_view text_of(Interned const& name) { return name.text(); }

struct HashOfText {
  using is_transparent = void;
  std::size_t operator()(auto const& name) const {
    return std::hash<std::string_view>{}(text_of(name));
  }
};
struct SameText {
  using is_transparent = void;
  bool operator()(auto const& a, auto const& b) const { return text_of(a) == text_of(b); }
};

// Its order is never seen: it grows only as long as new names are met. It never moves its elements.
using Names = std::unordered_set<Interned, HashOfText, SameText>;

Names& names() {
  // Not destroyed at exit: other static objects may still have names.
  static auto& all = *new Names(4096);
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
  auto const known = names().find(text);
  return known != names().end() ? &*known : &*names().emplace(text).first;
}

bool is_interned(std::string_view text) { return text.empty() || names().contains(text); }

}  // namespace studylab
