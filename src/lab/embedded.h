#pragma once

#include <span>
#include <string_view>

// The drills that are part of the program, generated at build time from drills/*.yaml and ordered
// by name. Like the lists of runbooks, a test program can have its own.
namespace studylab::embedded {

struct File {
  std::string_view name;  // without folder and extension
  std::string_view text;
};

std::span<const File> drills();

}  // namespace studylab::embedded
