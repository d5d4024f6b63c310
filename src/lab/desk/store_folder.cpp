// One run's folder: its lock, its growing ledger, its seal.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "evidence/file_write.h"
#include "lab/desk/store_files.h"

namespace studylab::desk {

namespace fs = std::filesystem;

std::unexpected<std::string> failure(std::string_view doing, fs::path const& path, int number) {
  return std::unexpected{
      fmt::format("cannot {} {}: {}", doing, path.string(), std::strerror(number))};
}

std::expected<void, std::string> write_new(fs::path const& path, std::string_view bytes) {
  int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return failure("write", path, errno);
  bool written = true;
  while (written && !bytes.empty()) {
    auto const wrote = ::write(file, bytes.data(), bytes.size());
    written = wrote >= 0 || errno == EINTR;
    if (wrote > 0) bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  int const number = errno;
  ::close(file);
  if (!written) return failure("write", path, number);
  return {};
}

evidence::FileCalls unsynced() {
  auto calls = evidence::FileCalls::system();
  calls.sync = [](int) { return 0; };
  return calls;
}

RunLock::RunLock(RunLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
RunLock& RunLock::operator=(RunLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}
RunLock::~RunLock() {
  if (file_ >= 0) ::close(file_);
}

std::expected<std::optional<RunLock>, std::string> RunLock::take(fs::path const& folder) {
  auto const path = folder / "lock";
  int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return failure("open", path, errno);
  RunLock lock{file};
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) return std::nullopt;
  return failure("lock", path, errno);
}

RunFolder::RunFolder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RunFolder::~RunFolder() = default;
RunFolder::RunFolder(RunFolder&&) noexcept = default;
RunFolder& RunFolder::operator=(RunFolder&&) noexcept = default;

std::string const& RunFolder::run() const { return impl_->run; }
fs::path const& RunFolder::path() const { return impl_->path; }

std::expected<void, std::string> RunFolder::save(evidence::Chain const& chain) {
  auto& ledger = *impl_->ledger;
  auto const kept = ledger.head();
  if (kept.size >= chain.size()) return {};
  std::vector<evidence::RawEntry> batch;
  batch.reserve(chain.size() - kept.size);
  for (auto n = static_cast<std::uint32_t>(kept.size) + 1; n <= chain.size(); ++n) {
    batch.push_back(chain.raw(EntryId{n}));
  }
  auto result = ledger.append(kept.hash, batch);
  if (result.appended == evidence::Appended::unknown) {
    auto const settled = ledger.settle();
    if (!settled) return std::unexpected{settled.error()};
    if (settled->size == chain.size()) return {};
    result = ledger.append(kept.hash, batch);
  }
  if (result.appended == evidence::Appended::durable) return {};
  return std::unexpected{fmt::format("{}: {}", impl_->run, result.why)};
}

std::expected<void, std::string> RunFolder::seal(std::string_view bundle,
                                                 std::string_view debrief_json) {
  // The bundle last: a run that has one is sealed.
  auto written = write_new(impl_->path / debrief_file, debrief_json);
  if (written) written = evidence::write_file(impl_->path / bundle_file, bundle);
  return written;
}

}  // namespace studylab::desk
