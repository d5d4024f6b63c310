#include "lab/desk/store.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include "evidence/file_write.h"
#include "lab/desk/store_files.h"

namespace studylab::desk {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view run_prefix = "run-";
constexpr std::string_view digits =
    "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's: none looks like another
constexpr int id_digits = 10;

std::expected<void, std::string> make_folder(fs::path const& folder) {
  std::error_code failed;
  if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), failed);
  if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return failure("make", folder, errno);
}

// Milliseconds since 1970 and parts of them: later runs sort after earlier ones until the year
// 2109.
std::uint64_t now_number() {
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  auto const micros = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  return static_cast<std::uint64_t>(micros / 1000) * 256 +
         static_cast<std::uint64_t>(micros % 1000) / 4;
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

// --- the store ---

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
      return std::unexpected{fmt::format("{}: entry-{} is not of this program's kinds",
                                         path.string(), entry.sequence)};
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
    if (auto const options = options_of(run))
      list.push_back(summary_of(run, path_of(run), *options));
  }
  return list;
}

}  // namespace studylab::desk
