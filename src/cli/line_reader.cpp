#include "cli/line_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "cli/terminal.h"
#include "lab/operators/script.h"

namespace studylab::cli {

std::optional<InputLine> LineReader::next() {
  InputLine line;
  while (!stopped_) {
    auto const rest = std::string_view{chunk_}.substr(at_);
    auto const end = rest.find('\n');
    auto const part = rest.substr(0, end);
    line.text += part.substr(0, limits::input_line - line.text.size());
    line.size += part.size();
    at_ += part.size();
    if (end != std::string_view::npos) {
      ++at_;
      return finished(std::move(line));
    }
    if (interrupted()) return std::nullopt;
    if (done_) return line.size == 0 ? std::nullopt : finished(std::move(line));
    stopped_ = line.size > limits::endless_line;
    if (!stopped_) read_more();
  }
  return std::nullopt;
}

std::optional<InputLine> LineReader::finished(InputLine line) {
  if (std::exchange(begun_, true)) return line;
  auto const text = lab::strip_bom(line.text);
  line.size -= line.text.size() - text.size();
  line.text = text;
  return line;
}

// The caller handles a read that a signal interrupted.
void LineReader::read_more() {
  if (!wait_for_input(file_)) return;
  char bytes[1 << 16];
  auto const size = read(file_, bytes, sizeof bytes);
  if (size < 0 && (errno == EINTR || errno == EAGAIN)) return;
  done_ = size <= 0;
  chunk_.assign(bytes, done_ ? 0 : static_cast<std::size_t>(size));
  at_ = 0;
}

}  // namespace studylab::cli
