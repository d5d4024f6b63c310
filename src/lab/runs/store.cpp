#include "lab/runs/store.h"

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
#include "lab/runs/own_drills.h"
#include "lab/runs/store_files.h"

namespace studylab::runs {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view run_prefix = "run-";
constexpr std::string_view digits =
    "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's: without similar characters
constexpr int id_digits = 10;

// Milliseconds since 1970 and a fraction: later runs sort after earlier ones until the year 2109.
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

std::uint64_t number_of(std::string_view run) {
  run.remove_prefix(run_prefix.size());
  std::uint64_t number = 0;
  for (char const digit : run) number = number * digits.size() + digits.find(digit);
  return number;
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

namespace {

std::expected<std::string, std::string> read_long(fs::path const& path) {
  auto text = evidence::read_file(path, limits::bundle);
  if (!text) return std::unexpected{std::move(text.error().text)};
  return std::move(*text);
}

}  // namespace

// --- the store ---

std::expected<Store, std::string> Store::open(fs::path home) {
  for (auto const& folder : {home, home / "runs", home / "keys"}) {
    if (auto const made = evidence::make_folder(folder); !made) {
      return std::unexpected{made.error()};
    }
  }
  return Store{std::move(home)};
}

std::expected<RunFolder, std::string> Store::create() const {
  auto number = now_number();
  fs::path path;
  while (true) {
    path = home_ / "runs" / run_id(number);
    if (::mkdir(path.c_str(), 0700) == 0) break;
    if (errno != EEXIST) return std::unexpected{evidence::failure("create", path, errno)};
    ++number;
  }
  RunFolder folder{std::make_unique<RunFolder::Impl>()};
  folder.impl_->run = path.filename().string();
  folder.impl_->path = path;
  auto lock = evidence::FileLock::take(path / lock_file);
  if (!lock) return std::unexpected{lock.error()};
  if (!*lock) return std::unexpected{fmt::format("{} is held by another process", path.string())};
  folder.impl_->lock = std::move(**lock);
  return folder;
}

std::chrono::sys_seconds began_of(std::string_view run) {
  if (!is_run_id(run)) return {};
  std::chrono::milliseconds const since{static_cast<std::int64_t>(number_of(run) / 256)};
  return std::chrono::floor<std::chrono::seconds>(std::chrono::sys_time{since});
}

bool Store::has(std::string_view run) const {
  std::error_code none;
  if (!is_run_id(run)) return false;
  auto const path = path_of(run);
  return fs::exists(path / options_file, none) || fs::exists(path / bundle_file, none);
}

fs::path Store::path_of(std::string_view run) const { return home_ / "runs" / run; }

std::expected<std::vector<std::string>, std::string> Store::ids() const {
  std::vector<std::string> found;
  std::error_code failed;
  auto const folder = home_ / "runs";
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) {
    auto name = at->path().filename().string();
    if (has(name)) found.push_back(std::move(name));
  }
  if (failed && failed != std::errc::no_such_file_or_directory) {
    return std::unexpected{evidence::failure("read", folder, failed.value())};
  }
  std::ranges::sort(found);
  return found;
}

std::expected<KeptOptions, std::string> Store::options_of(std::string_view run) const {
  auto const path = path_of(run) / options_file;
  auto const text = evidence::read_file(path);
  if (!text) return std::unexpected{text.error().text};
  auto options = options_from_json(*text);
  if (!options) return std::unexpected{fmt::format("{}: {}", path.string(), options.error())};
  return options;
}

std::expected<std::string, std::string> Store::bundle_of(std::string_view run) const {
  return read_long(path_of(run) / bundle_file);
}

std::expected<std::string, std::string> Store::debrief_of(std::string_view run) const {
  return read_long(path_of(run) / debrief_file);
}

std::expected<void, std::string> Store::keep_debrief(std::string_view run,
                                                     std::string_view debrief_json) const {
  return evidence::write_file(path_of(run) / debrief_file, debrief_json, evidence::Readers::owner);
}

namespace {

// The facts of a run's ledger, as far as it can be read.
std::expected<std::vector<FactEntry>, std::string> facts_of(evidence::FileLedger const& ledger,
                                                            fs::path const& path) {
  auto const raw = ledger.read(1, static_cast<std::size_t>(ledger.head().size));
  if (!raw) return std::unexpected{raw.error()};
  std::vector<FactEntry> facts;
  facts.reserve(raw->size());
  for (auto const& entry : *raw) {
    auto fact = evidence::decode_fact(entry.kind, entry.version, as_bytes(entry.payload));
    if (!fact || !std::holds_alternative<Fact>(*fact)) {
      return std::unexpected{
          fmt::format("{}: entry-{} is of a kind that this program does not know", path.string(),
                      entry.sequence)};
    }
    facts.push_back({EntryId{static_cast<std::uint32_t>(entry.sequence)}, entry.at,
                     std::get<Fact>(std::move(*fact))});
  }
  return facts;
}

}  // namespace

// None: the run is sealed, open, or marked as unfollowed.
std::expected<std::optional<CutOffRun>, std::string> Store::cut_off_run(
    std::string const& run, std::optional<Hash> const& salt) const {
  std::error_code none;
  auto const path = path_of(run);
  if (fs::exists(path / bundle_file, none) || ::access(path.c_str(), W_OK) != 0) {
    return std::nullopt;
  }
  auto const kept = options_of(run);
  if (!kept) return std::unexpected{kept.error()};
  if (is_open(path, *kept) || !why_unfollowed(path).empty()) return std::nullopt;
  auto options = kept->with(salt);
  if (!options) return std::nullopt;
  know_drill(home_, options->drill, options->own_drill);
  auto lock = evidence::FileLock::take(path / lock_file);
  if (!lock) return std::unexpected{lock.error()};
  // Locked or sealed by another process in the meantime.
  if (!*lock || fs::exists(path / bundle_file, none)) return std::nullopt;
  auto const stopped =
      of_this_boot(kept->process) ? evidence::Stopped::process : evidence::Stopped::machine;
  auto opened = evidence::FileLedger::open(path / ledger_file, unsynced(), stopped);
  if (!opened) return std::unexpected{opened.error()};
  auto recorded = facts_of(*opened->ledger, path / ledger_file);
  if (!recorded) return std::unexpected{recorded.error()};
  auto impl = std::make_unique<RunFolder::Impl>();
  *impl = {run, path, std::move(**lock), std::move(opened->ledger), kept->served};
  return CutOffRun{RunFolder{std::move(impl)}, std::move(*options), std::move(*recorded),
                   stopped == evidence::Stopped::machine};
}

std::expected<CutOff, std::string> Store::cut_off(std::optional<Hash> const& salt) const {
  auto const all = ids();
  if (!all) return std::unexpected{all.error()};
  CutOff found;
  for (auto const& run : *all) {
    auto cut = cut_off_run(run, salt);
    if (!cut) {
      found.left.push_back({run, cut.error()});
    } else if (*cut) {
      found.runs.push_back(std::move(**cut));
    }
  }
  return found;
}

RunSummary Store::summary(std::string const& run) const {
  return summary_of(run, path_of(run), options_of(run));
}

std::expected<std::vector<RunSummary>, std::string> Store::runs() const {
  auto const all = ids();
  if (!all) return std::unexpected{all.error()};
  std::vector<RunSummary> list;
  for (auto const& run : *all) list.push_back(summary(run));
  return list;
}

}  // namespace studylab::runs
