#pragma once

#include <span>
#include <string_view>

// The drills that are part of the program, generated at build time from drills/*.yaml and ordered
// by name.
namespace studylab::embedded {

struct File {
  std::string_view name;  // without folder and extension
  std::string_view text;
};

std::span<const File> drills();

}  // namespace studylab::embedded
