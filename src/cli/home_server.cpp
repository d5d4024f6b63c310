#include "cli/home_server.h"

#include <utility>

#include <fmt/format.h>

#include "cli/local_server.h"
#include "evidence/file_write.h"

namespace studylab::cli {
namespace {

constexpr char const* lock_file = "server.lock";

Problem already_served(std::filesystem::path const& home) {
  auto const server = LocalServer::of(home);
  // A server that has just started has no address yet.
  auto const name = server ? server->root() : std::string{"another server"};
  return {Exit::missing,
          fmt::format("{} already serves the home {}: press Enter in its terminal for a link, stop "
                      "it with Ctrl-C there, or set STUDYLAB_HOME to another folder",
                      name, home.string())};
}

}  // namespace

std::expected<std::unique_ptr<HomeServer>, Problem> HomeServer::of(
    std::filesystem::path const& home) {
  if (auto const made = evidence::make_folder(home); !made) {
    return std::unexpected(Problem{Exit::missing, made.error()});
  }
  auto lock = evidence::FileLock::take(home / lock_file);
  if (!lock) return std::unexpected(Problem{Exit::missing, lock.error()});
  if (!*lock) return std::unexpected(already_served(home));
  // Of a server that was killed.
  std::error_code none;
  std::filesystem::remove(home / address_file, none);
  return std::unique_ptr<HomeServer>{new HomeServer{home, std::move(**lock)}};
}

HomeServer::~HomeServer() {
  std::error_code none;
  std::filesystem::remove(home_ / address_file, none);
}

void HomeServer::publish(std::string_view address) {
  (void)evidence::write_file(home_ / address_file, address, evidence::Readers::owner);
}

}  // namespace studylab::cli
