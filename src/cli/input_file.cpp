#include "cli/input_file.h"

#include <utility>

#include <fmt/format.h>

#include "evidence/file_write.h"

namespace studylab::cli {

std::expected<std::string, Problem> read_input_file(std::string_view option,
                                                    std::filesystem::path const& path,
                                                    std::size_t limit) {
  auto text = evidence::read_file(path, limit);
  if (text) return std::move(*text);
  auto const& [why, what] = text.error();
  bool const too_long = why == evidence::ReadFailure::Why::too_long;
  return std::unexpected(Problem{too_long ? Exit::usage : Exit::missing,
                                 fmt::format("{}{}{}", option, option.empty() ? "" : ": ", what)});
}

}  // namespace studylab::cli
