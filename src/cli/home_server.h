#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

#include "cli/problem.h"
#include "evidence/file_lock.h"

namespace studylab::cli {

// This process as the one server of a home. Another process that wants to be it is refused until
// this one has ended, also if it was killed.
class HomeServer {
 public:
  // The error names the server that the home has already.
  static std::expected<std::unique_ptr<HomeServer>, Problem> of(std::filesystem::path const& home);
  ~HomeServer();  // removes the address
  HomeServer(HomeServer const&) = delete;
  HomeServer& operator=(HomeServer const&) = delete;

  // Writes the address into the home, for `studylab ctl` and for later servers. If it cannot be
  // written, only these do not know it.
  void publish(std::string_view address);

 private:
  HomeServer(std::filesystem::path home, evidence::FileLock lock)
      : lock_(std::move(lock)), home_(std::move(home)) {}

  evidence::FileLock lock_;
  std::filesystem::path home_;
};

}  // namespace studylab::cli
