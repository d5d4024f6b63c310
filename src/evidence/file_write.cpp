#include "evidence/file_write.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace studylab::evidence {
namespace {

namespace fs = std::filesystem;

std::unexpected<std::string> failed(std::string_view doing, fs::path const& path, int number) {
  return std::unexpected(
      fmt::format("cannot {} {}: {}", doing, path.string(), std::strerror(number)));
}

class File {
 public:
  explicit File(int file) : file_(file) {}
  ~File() {
    if (file_ >= 0) ::close(file_);
  }
  File(File const&) = delete;
  File& operator=(File const&) = delete;
  explicit operator bool() const { return file_ >= 0; }
  int number() const { return file_; }
  // Whether the last of it was taken too: some file systems say only now that there was no room.
  bool close() { return ::close(std::exchange(file_, -1)) == 0; }

 private:
  int file_;
};

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    auto const wrote = ::write(file, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

fs::path folder_of(fs::path const& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path{"."};
}

void sync_folder(fs::path const& folder) {
  File const file{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (file) ::fsync(file.number());
}

// A synced file with a name of its own beside `path`, which the caller moves there.
std::expected<std::string, std::string> written_beside(fs::path const& path, std::string_view bytes,
                                                       mode_t mode) {
  std::string name = (folder_of(path) / ("." + path.filename().string() + ".XXXXXX")).string();
  File file{::mkostemp(name.data(), O_CLOEXEC)};
  if (!file) return failed("write", path, errno);
  bool const written = ::fchmod(file.number(), mode) == 0 && write_all(file.number(), bytes) &&
                       ::fsync(file.number()) == 0 && file.close();
  if (written) return name;
  int const number = errno;
  ::unlink(name.c_str());
  return failed("write", path, number);
}

}  // namespace

std::expected<void, std::string> write_file(fs::path const& path, std::string_view bytes) {
  struct stat about{};
  bool const there = ::stat(path.c_str(), &about) == 0;
  if (there && S_ISDIR(about.st_mode)) return failed("write", path, EISDIR);
  if (there && !S_ISREG(about.st_mode)) {
    File file{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
    if (!file || !write_all(file.number(), bytes) || !file.close()) {
      return failed("write", path, errno);
    }
    return {};
  }
  // A link keeps pointing where it does: the file it leads to is what is written.
  std::error_code none;
  auto const target = there ? fs::canonical(path, none) : path;
  auto const name = written_beside(target, bytes, there ? about.st_mode & 0777 : 0644);
  if (!name) return std::unexpected(name.error());
  if (::rename(name->c_str(), target.c_str()) != 0) {
    int const number = errno;
    ::unlink(name->c_str());
    return failed("write", path, number);
  }
  sync_folder(folder_of(target));
  return {};
}

std::expected<Made, std::string> make_secret_file(fs::path const& path, std::string_view bytes) {
  auto const name = written_beside(path, bytes, 0600);
  if (!name) return std::unexpected(name.error());
  // Unlike a rename, a link does not replace a file that another process made in the meantime.
  int const linked = ::link(name->c_str(), path.c_str());
  int const number = errno;
  ::unlink(name->c_str());
  if (linked != 0 && number != EEXIST) return failed("write", path, number);
  sync_folder(folder_of(path));
  return linked == 0 ? Made::yes : Made::no;
}

std::expected<std::string, std::string> read_file(fs::path const& path) {
  File const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file) return failed("read", path, errno);
  std::string bytes;
  char part[1 << 16];
  for (;;) {
    auto const got = ::read(file.number(), part, sizeof part);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("read", path, errno);
    if (got == 0) return bytes;
    bytes.append(part, static_cast<std::size_t>(got));
  }
}

}  // namespace studylab::evidence
