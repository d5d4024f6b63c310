#pragma once

#include <span>
#include <string_view>

// The built pages, which are part of the program. Empty if it was built without them.
namespace studylab::server {

struct PageFile {
  std::string_view path;  // `/assets/index.js`
  std::string_view bytes;
};
std::span<PageFile const> page_files();

}  // namespace studylab::server
