#pragma once

#include <span>
#include <string_view>

// The drills that are part of the program, made at build time from drills/*.yaml, in the order of
// their names.
namespace studylab::embedded {

struct File {
  std::string_view name;  // without folder and ending: "bad-deploy"
  std::string_view text;
};

std::span<const File> drills();

}  // namespace studylab::embedded
