// The parser accepts or rejects any line; a command that it accepts is written as a line with the
// same meaning.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "command_language/message.h"
#include "command_language/parse.h"
#include "command_language/prefixes.h"

namespace {

using namespace studylab;
using namespace studylab::language;

ShownNames const shown{"edge-a", "edge-b", "op-12", "rel-3", "shop/production", "hold-1"};

// Expanding an expanded line does not change it.
void check_short(std::string_view line) {
  AlertNames const alert{"shop/production", "op-12", "shop.example", "edge-a"};
  auto const once = full_line(line, alert, EntryId{7});
  if (!once) return;
  auto const twice = full_line(once->line, alert, EntryId{7});
  STUDYLAB_CHECK(twice.has_value() && twice->line == once->line);
}

void check_line(std::string_view line) {
  check_short(line);
  auto const parsed = parse_line(line, shown);
  if (!parsed) {
    STUDYLAB_CHECK(parsed.error().text().find('\n') == std::string::npos);
    return;
  }
  if (auto const* help = std::get_if<HelpRequest>(&*parsed)) {
    STUDYLAB_CHECK(!help_text(*help).empty());
    return;
  }
  if (!std::holds_alternative<OperatorCommand>(*parsed)) return;
  auto command = std::get<OperatorCommand>(*parsed);
  auto const text = line_of(command);
  // The added quotes may make the line too long.
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
