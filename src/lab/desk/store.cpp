#include "lab/desk/store.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include "evidence/file_ledger.h"
#include "evidence/file_write.h"
#include "lab/desk/store_files.h"

namespace studylab::desk {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view run_prefix = "run-";
constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's: none looks like another
constexpr int id_digits = 10;

std::unexpected<std::string> failure(std::string_view doing, fs::path const& path, int number) {
  return std::unexpected{fmt::format("cannot {} {}: {}", doing, path.string(), std::strerror(number))};
}

std::expected<void, std::string> make_folder(fs::path const& folder) {
  std::error_code failed;
  if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), failed);
  if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return failure("make", folder, errno);
}

// A new file of the run's own. It outlives a kill of this process; what is to outlive the machine's is the
// bundle.
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

// A run that grows is written and not synced: each command would wait for the disk.
evidence::FileCalls unsynced() {
  auto calls = evidence::FileCalls::system();
  calls.sync = [](int) { return 0; };
  return calls;
}

// Milliseconds since 1970 and parts of them: later runs sort after earlier ones until the year 2109.
std::uint64_t now_number() {
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  auto const micros = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  return static_cast<std::uint64_t>(micros / 1000) * 256 + static_cast<std::uint64_t>(micros % 1000) / 4;
}

std::string run_id(std::uint64_t number) {
  std::string id(id_digits, '0');
  for (auto place = id.rbegin(); place != id.rend(); ++place, number /= digits.size()) {
    *place = digits[number % digits.size()];
  }
  return std::string{run_prefix} + id;
}

bool is_run_id(std::string_view text) {
  if (!text.starts_with(run_prefix)) return false;
  text.remove_prefix(run_prefix.size());
  return text.size() == id_digits && text.find_first_not_of(digits) == std::string_view::npos;
}

std::optional<std::string> variable(char const* name) {
  char const* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? std::optional<std::string>{value} : std::nullopt;
}

}  // namespace

fs::path home_folder() {
  if (auto const home = variable("STUDYLAB_HOME")) return *home;
  if (auto const state = variable("XDG_STATE_HOME")) return fs::path{*state} / "studylab";
  auto user = variable("HOME");
  if (!user) {
    auto const* entry = ::getpwuid(::getuid());
    user = entry != nullptr ? entry->pw_dir : "/";
  }
  return fs::path{*user} / ".local" / "state" / "studylab";
}

// --- a run's folder -----------------------------------------------------------------------------------------

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

struct RunFolder::Impl {
  std::string run;
  fs::path path;
  RunLock lock;
  std::unique_ptr<evidence::FileLedger> ledger;
};

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

std::expected<void, std::string> RunFolder::seal(std::string_view bundle, std::string_view debrief_json) {
  // The bundle last: a run that has one is sealed.
  auto written = write_new(impl_->path / debrief_file, debrief_json);
  if (written) written = evidence::write_file(impl_->path / bundle_file, bundle);
  return written;
}

// --- the store ------------------------------------------------------------------------------------------------

std::expected<Store, std::string> Store::open(fs::path home) {
  for (auto const& folder : {home, home / "runs", home / "keys"}) {
    if (auto const made = make_folder(folder); !made) return std::unexpected{made.error()};
  }
  return Store{std::move(home)};
}

std::expected<RunFolder, std::string> Store::create(RunOptions const& options) {
  auto number = now_number();
  fs::path path;
  while (true) {
    path = home_ / "runs" / run_id(number);
    if (::mkdir(path.c_str(), 0700) == 0) break;
    if (errno != EEXIST) return failure("make", path, errno);
    ++number;
  }
  auto impl = std::make_unique<RunFolder::Impl>();
  impl->run = path.filename().string();
  impl->path = path;
  auto lock = RunLock::take(path);
  if (!lock) return std::unexpected{lock.error()};
  if (!*lock) return std::unexpected{fmt::format("{} is held by another process", path.string())};
  impl->lock = std::move(**lock);
  auto const made = write_new(path / options_file, options_to_json(options) + "\n");
  if (!made) return std::unexpected{made.error()};
  auto opened = evidence::FileLedger::open(path / ledger_file, unsynced());
  if (!opened) return std::unexpected{opened.error()};
  impl->ledger = std::move(opened->ledger);
  return RunFolder{std::move(impl)};
}

bool Store::has(std::string_view run) const {
  std::error_code none;
  return is_run_id(run) && fs::is_directory(path_of(run), none);
}

fs::path Store::path_of(std::string_view run) const { return home_ / "runs" / run; }

std::expected<std::vector<std::string>, std::string> Store::ids() const {
  std::vector<std::string> found;
  std::error_code failed;
  auto const folder = home_ / "runs";
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) {
    auto name = at->path().filename().string();
    if (is_run_id(name)) found.push_back(std::move(name));
  }
  if (failed) return failure("read", folder, failed.value());
  std::ranges::sort(found);
  return found;
}

std::expected<std::optional<std::string>, std::string> Store::newest() const {
  auto all = ids();
  if (!all) return std::unexpected{all.error()};
  if (all->empty()) return std::nullopt;
  return std::move(all->back());
}

std::expected<RunOptions, std::string> Store::options_of(std::string_view run) const {
  auto const path = path_of(run) / options_file;
  auto const text = evidence::read_file(path);
  if (!text) return std::unexpected{text.error()};
  auto options = options_from_json(*text);
  if (!options) return std::unexpected{fmt::format("{}: {}", path.string(), options.error())};
  return options;
}

std::expected<std::string, std::string> Store::bundle_of(std::string_view run) const {
  return evidence::read_file(path_of(run) / bundle_file);
}

std::expected<std::string, std::string> Store::debrief_of(std::string_view run) const {
  return evidence::read_file(path_of(run) / debrief_file);
}

namespace {

// The facts of a run's ledger, as far as it goes.
std::expected<std::vector<FactEntry>, std::string> facts_of(evidence::FileLedger const& ledger,
                                                            fs::path const& path) {
  auto const raw = ledger.read(1, static_cast<std::size_t>(ledger.head().size));
  if (!raw) return std::unexpected{raw.error()};
  std::vector<FactEntry> facts;
  facts.reserve(raw->size());
  for (auto const& entry : *raw) {
    auto fact = evidence::decode_fact(entry.kind, entry.version, as_bytes(entry.payload));
    if (!fact || !std::holds_alternative<Fact>(*fact)) {
      return std::unexpected{fmt::format("{}: entry-{} is not of this program's kinds", path.string(),
                                         entry.sequence)};
    }
    facts.push_back({EntryId{static_cast<std::uint32_t>(entry.sequence)}, entry.at,
                     std::get<Fact>(std::move(*fact))});
  }
  return facts;
}

}  // namespace

std::expected<std::vector<CutOffRun>, std::string> Store::cut_off() const {
  std::vector<CutOffRun> found;
  auto const all = ids();
  if (!all) return std::unexpected{all.error()};
  std::error_code none;
  for (auto const& run : *all) {
    auto const path = path_of(run);
    if (fs::exists(path / bundle_file, none) || !fs::exists(path / options_file, none)) continue;
    auto lock = RunLock::take(path);
    if (!lock) return std::unexpected{lock.error()};
    if (!*lock) continue;
    // Ended and sealed by its own process since it was looked at.
    if (fs::exists(path / bundle_file, none)) continue;
    auto options = options_of(run);
    if (!options) return std::unexpected{options.error()};
    auto opened = evidence::FileLedger::open(path / ledger_file, unsynced());
    if (!opened) return std::unexpected{opened.error()};
    auto recorded = facts_of(*opened->ledger, path / ledger_file);
    if (!recorded) return std::unexpected{recorded.error()};
    auto impl = std::make_unique<RunFolder::Impl>();
    *impl = {run, path, std::move(**lock), std::move(opened->ledger)};
    found.push_back({RunFolder{std::move(impl)}, std::move(*options), std::move(*recorded)});
  }
  return found;
}

std::expected<std::vector<RunSummary>, std::string> Store::runs() const {
  auto const all = ids();
  if (!all) return std::unexpected{all.error()};
  std::vector<RunSummary> list;
  for (auto const& run : *all) {
    if (auto const options = options_of(run)) list.push_back(summary_of(run, path_of(run), *options));
  }
  return list;
}

}  // namespace studylab::desk
