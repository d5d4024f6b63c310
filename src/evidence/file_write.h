#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace studylab::evidence {

// Writes a whole file: afterwards `path` holds all of `bytes`, or what it held before, and nothing
// in between, also when the disk is full or the machine stops. What is no regular file (a pipe, a
// terminal) is written as it is. New files have mode 0644. The error is one line with the path and
// the reason.
std::expected<void, std::string> write_file(std::filesystem::path const& path,
                                            std::string_view bytes);

// The same, mode 0600, and only where there is no such file yet: `path` then holds what it held.
enum class Made : bool { no, yes };
std::expected<Made, std::string> make_secret_file(std::filesystem::path const& path,
                                                  std::string_view bytes);

std::expected<std::string, std::string> read_file(std::filesystem::path const& path);

}  // namespace studylab::evidence
