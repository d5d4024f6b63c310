#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lab/console/render/screen.h"

namespace studylab::console {

// red: failing or blocked. amber: late, held or waiting. green: repaired. dim: there for reference.
enum class Style : std::uint8_t { plain, strong, dim, red, amber, green };

// A text whose parts have styles. Control characters are replaced when text is added, so that only
// the styles control a terminal.
class Styled {
 public:
  Styled() = default;
  Styled(std::string_view text, Style style = Style::plain) { add(text, style); }
  Styled(std::string const& text, Style style = Style::plain) { add(text, style); }
  Styled(char const* text, Style style = Style::plain) { add(text, style); }

  Styled& add(std::string_view text, Style style = Style::plain);
  Styled& add(std::string const& text, Style style = Style::plain) {
    return add(std::string_view{text}, style);
  }
  Styled& add(char const* text, Style style = Style::plain) {
    return add(std::string_view{text}, style);
  }
  Styled& add(Styled const& other);

  bool empty() const { return parts_.empty(); }
  std::size_t columns() const;
  std::string plain() const;
  // Without trailing spaces.
  Styled stripped() const;
  // At most `columns` wide; a text that is cut off ends with an ellipsis.
  Styled shortened(std::size_t columns) const;
  // Lines of at most `columns`, broken between words; further lines begin with `hanging` spaces.
  std::vector<Styled> wrapped(std::size_t columns, std::size_t hanging) const;
  // As the screen prints it.
  std::string on(Screen const& screen) const;

 private:
  struct Part {
    std::string text;
    Style style = Style::plain;
  };
  std::vector<Part> parts_;
};

// Text from outside, without what could control a terminal.
std::string printable(std::string_view text, Screen const& screen);

// The parts, joined by `between`; empty parts are left out.
Styled joined(std::vector<Styled> const& parts, std::string_view between);

}  // namespace studylab::console
