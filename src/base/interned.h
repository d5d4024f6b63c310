#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace studylab {

// The one copy of a text in the process.
class Interned {
 public:
  constexpr Interned() = default;
  explicit Interned(std::string_view text);

  std::string const& text() const { return text_; }

  // Ordered as the texts are. Two that are equal are the same object.
  friend std::strong_ordering operator<=>(Interned const& a, Interned const& b) {
    auto const order = a.first_bytes_ <=> b.first_bytes_;
    return order != 0 ? order : a.text_ <=> b.text_;
  }

 private:
  std::uint64_t first_bytes_ = 0;  // eight, with zeros after a shorter text: most names differ here
  std::string text_;
};

// The text that a name without a value has.
inline Interned const no_text;

// The one copy of this text; &no_text if it is empty. It is never moved and never freed, so intern
// only names: they are short, and a process meets few different ones. Each process of Study Lab has
// one thread; this is not for several.
Interned const* interned(std::string_view text);

// Whether a name with this text has been met. If not, nothing has that name.
bool is_interned(std::string_view text);

}  // namespace studylab
