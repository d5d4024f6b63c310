#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace studylab::evidence {

// An empty folder that the destructor removes.
class Folder {
 public:
  Folder() {
    auto name = (std::filesystem::temp_directory_path() / "studylab-test-XXXXXX").string();
    if (::mkdtemp(name.data())) path_ = name;
  }
  ~Folder() {
    std::error_code none;
    std::filesystem::remove_all(path_, none);
  }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;

  std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace studylab::evidence
