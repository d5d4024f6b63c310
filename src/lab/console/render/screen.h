#pragma once

#include <cstddef>
#include <cstdint>

#include "command_language/wrap.h"

// The medium for which the text of an answer is written.
namespace studylab::console {

enum class Colour : std::uint8_t { no, yes };
// A program may read a stream, so a refusal is one line there, whatever its length.
enum class Output : std::uint8_t { stream, terminal };
enum class Charset : std::uint8_t { ascii, utf8 };

struct Screen {
  std::size_t width = language::usual_width;  // columns; no line is longer
  Colour colour = Colour::no;
  Charset charset = Charset::utf8;
  Output output = Output::stream;
  // A text of so many lines or more goes through the pager; 0: none does.
  std::size_t paged_from = 0;
};

}  // namespace studylab::console
