#include "base/interned.h"

#include <functional>
#include <mutex>
#include <unordered_set>

namespace studylab {
namespace {

struct HashOfText {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
using Texts = std::unordered_set<std::string, HashOfText, std::equal_to<>>;

}  // namespace

std::string const* interned(std::string_view text) {
  if (text.empty()) return &no_text;
  // Not destroyed at exit: other static objects may still have names.
  static auto& texts = *new Texts;
  static std::mutex mutex;
  std::lock_guard const lock{mutex};
  auto const known = texts.find(text);
  return known != texts.end() ? &*known : &*texts.emplace(text).first;
}

}  // namespace studylab
