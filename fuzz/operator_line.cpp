// The parser accepts or rejects any line; what it accepts is written as a line that means the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "command_language/message.h"
#include "command_language/parse.h"

namespace {

using namespace studylab;
using namespace studylab::language;

ShownNames const shown{"edge-a", "edge-b", "op-12", "rel-3", "shop/production", "hold-1"};

void check_line(std::string_view line) {
  auto const parsed = parse_line(line, shown);
  if (!parsed) {
    STUDYLAB_CHECK(parsed.error().text().find('\n') == std::string::npos);
    return;
  }
  if (auto const* help = std::get_if<HelpRequest>(&*parsed)) {
    STUDYLAB_CHECK(!help_text(*help).empty());
    return;
  }
  auto command = std::get<OperatorCommand>(*parsed);
  auto const text = line_of(command);
  // The quotes that are added may make the line too long.
  if (text.size() > max_line_length) return;
  auto const again = parse_command(text, shown);
  STUDYLAB_CHECK(again.has_value());
  command.line = text;
  STUDYLAB_CHECK(*again == command);
  STUDYLAB_CHECK(line_of(*again) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const line{reinterpret_cast<char const*>(data), size};
  check_line(line);
  if (auto const command = command_of_input_line(line)) check_line(*command);
  return 0;
}
