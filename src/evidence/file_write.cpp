#include "evidence/file_write.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace studylab::evidence {
namespace {

namespace fs = std::filesystem;

std::unexpected<std::string> failed(std::string_view doing, fs::path const& path, int number) {
  return std::unexpected(failure(doing, path, number));
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
  // Some file systems report a full disk only at close.
  bool close() { return ::close(std::exchange(file_, -1)) == 0; }

 private:
  int file_;
};

fs::path folder_of(fs::path const& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path{"."};
}

// The target of a path through links, which need not exist yet.
fs::path followed(fs::path path) {
  constexpr int max_links = 40;  // the system's limit
  std::error_code failed_to;
  for (int n = 0; n < max_links && fs::is_symlink(fs::symlink_status(path, failed_to)); ++n) {
    auto const target = fs::read_symlink(path, failed_to);
    if (failed_to) return path;
    path = folder_of(path) / target;
  }
  return path;
}

// A synced temporary file next to `path`, which the caller renames. It gets `mode`, or without one
// `asked` minus the umask.
std::expected<std::string, std::string> written_beside(fs::path const& path, std::string_view bytes,
                                                       std::optional<mode_t> mode, mode_t asked) {
  std::string name;
  int number = -1;
  for (int n = 0; number < 0; ++n) {
    name = (folder_of(path) / fmt::format(".studylab-{}-{}", ::getpid(), n)).string();
    number = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, asked);
    if (number < 0 && errno != EEXIST) return failed("write", path, errno);
  }
  File file{number};
  bool const written = (!mode || ::fchmod(file.number(), *mode) == 0) &&
                       write_all(file.number(), bytes) && ::fsync(file.number()) == 0 &&
                       file.close();
  if (written) return name;
  int const why = errno;
  ::unlink(name.c_str());
  return failed("write", path, why);
}

}  // namespace

std::string failure(std::string_view doing, fs::path const& path, int number) {
  return fmt::format("cannot {} {}: {}", doing, path.string(), std::strerror(number));
}

std::string too_long_text(fs::path const& path, std::uint64_t limit) {
  constexpr std::uint64_t mib = limits::mib;
  auto const text = limit % mib == 0 ? fmt::format("{} MiB", limit / mib)
                                     : fmt::format("{} KiB", limit / limits::kib);
  return fmt::format("{} is too long; the limit is {}", path.string(), text);
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    auto const wrote = ::write(file, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

std::expected<void, std::string> make_folder(fs::path const& folder) {
  std::error_code none;
  if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), none);
  if (::mkdir(folder.c_str(), 0700) == 0) return {};
  int const number = errno;
  if (fs::is_directory(folder, none)) return {};
  return failed("create", folder, number == EEXIST ? ENOTDIR : number);
}

std::expected<void, std::string> sync_folder(fs::path const& folder) {
  File const file{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!file) return failed("open", folder, errno);
  // EINVAL: the file system has nothing to sync.
  if (::fsync(file.number()) != 0 && errno != EINVAL) return failed("sync", folder, errno);
  return {};
}

std::expected<void, std::string> write_file(fs::path const& path, std::string_view bytes,
                                            Readers readers) {
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
  auto const target = followed(path);
  auto const mode = readers == Readers::owner ? std::optional<mode_t>{0600}
                    : there                   ? std::optional<mode_t>{about.st_mode & 0777}
                                              : std::nullopt;
  auto const name = written_beside(target, bytes, mode, readers == Readers::owner ? 0600 : 0666);
  if (!name) return std::unexpected(name.error());
  if (::rename(name->c_str(), target.c_str()) != 0) {
    int const number = errno;
    ::unlink(name->c_str());
    return failed("write", path, number);
  }
  return sync_folder(folder_of(target));
}

std::expected<void, std::string> check_writable(fs::path const& path) {
  struct stat about{};
  bool const there = ::stat(path.c_str(), &about) == 0;
  if (there && S_ISDIR(about.st_mode)) return failed("write", path, EISDIR);
  // With a slash after it, `folder` must be a folder.
  auto const place = there && !S_ISREG(about.st_mode) ? path : folder_of(followed(path)) / "";
  if (::faccessat(AT_FDCWD, place.c_str(), W_OK, AT_EACCESS) != 0)
    return failed("write", path, errno);
  return {};
}

bool same_file(fs::path const& one, fs::path const& other) {
  std::error_code none;
  if (fs::equivalent(one, other, none)) return true;
  auto const place = [](fs::path const& path) {
    std::error_code unknown;
    auto const target = followed(path);
    return fs::weakly_canonical(folder_of(target), unknown) / target.filename();
  };
  return place(one) == place(other);
}

std::expected<Made, std::string> make_secret_file(fs::path const& path, std::string_view bytes) {
  auto const name = written_beside(path, bytes, mode_t{0600}, 0600);
  if (!name) return std::unexpected(name.error());
  // Unlike a rename, a link does not replace a file that another process made in the meantime.
  int const linked = ::link(name->c_str(), path.c_str());
  int const number = errno;
  ::unlink(name->c_str());
  if (linked != 0 && number != EEXIST) return failed("write", path, number);
  if (auto const synced = sync_folder(folder_of(path)); !synced)
    return std::unexpected(synced.error());
  return linked == 0 ? Made::yes : Made::no;
}

std::expected<std::string, ReadFailure> read_file(fs::path const& path, std::size_t limit) {
  using enum ReadFailure::Why;
  auto const too_long_to_read = [&] {
    return std::unexpected(ReadFailure{too_long, too_long_text(path, limit)});
  };
  auto const failed_to_read = [&](int number) {
    return std::unexpected(ReadFailure{unreadable, failure("read", path, number)});
  };
  File const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file) return failed_to_read(errno);
  struct stat about{};
  bool const known = ::fstat(file.number(), &about) == 0 && S_ISREG(about.st_mode);
  if (known && static_cast<std::uint64_t>(about.st_size) > limit) return too_long_to_read();
  std::string bytes;
  char part[1 << 16];
  for (;;) {
    auto const got = ::read(file.number(), part, sizeof part);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed_to_read(errno);
    if (got == 0) return bytes;
    bytes.append(part, static_cast<std::size_t>(got));
    if (bytes.size() > limit) return too_long_to_read();
  }
}

}  // namespace studylab::evidence
