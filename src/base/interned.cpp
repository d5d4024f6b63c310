#include "base/interned.h"

#include <functional>
#include <set>

namespace studylab {

std::string const* interned(std::string_view text) {
  if (text.empty()) return &no_text;
  // Not destroyed at exit: other static objects may still have names.
  static auto& texts = *new std::set<std::string, std::less<>>;
  auto const known = texts.find(text);
  return known != texts.end() ? &*known : &*texts.emplace(text).first;
}

}  // namespace studylab
