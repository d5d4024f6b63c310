#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

namespace studylab::evidence {

// A lock on a file, held until the object or its process ends, however that happens.
class FileLock {
 public:
  FileLock() = default;
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

  // Creates the file if it is missing, mode 0600. None: another process holds the lock. The error
  // is one line with the path and the reason.
  static std::expected<std::optional<FileLock>, std::string> take(
      std::filesystem::path const& path);
  // Whether a process holds it; needs no write permission.
  static bool held(std::filesystem::path const& path);

 private:
  explicit FileLock(int file) : file_(file) {}
  int file_ = -1;
};

}  // namespace studylab::evidence
