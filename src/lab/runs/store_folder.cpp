// One run's folder: its lock, its growing ledger, its seal.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/version.h"
#include "evidence/file_keys.h"
#include "evidence/file_write.h"
#include "lab/runs/store_files.h"

namespace studylab::runs {

namespace fs = std::filesystem;

evidence::FileCalls unsynced() {
  auto calls = evidence::FileCalls::system();
  calls.sync = [](int) { return 0; };
  return calls;
}

bool is_open(fs::path const& folder, KeptOptions const& kept) {
  return lives(kept.process) || evidence::FileLock::held(folder / lock_file);
}

std::string why_unfollowed(fs::path const& folder) {
  auto text = evidence::read_file(folder / unfollowed_file).value_or("");
  while (text.ends_with('\n')) text.pop_back();
  // Another version may be able to replay it.
  auto const end = text.find('\n');
  if (end == std::string::npos || text.substr(0, end) != program_version()) return {};
  return text.substr(end + 1);
}

RunFolder::RunFolder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RunFolder::RunFolder(RunFolder&&) noexcept = default;
RunFolder& RunFolder::operator=(RunFolder&&) noexcept = default;

RunFolder::~RunFolder() {
  if (!impl_ || impl_->ledger) return;
  std::error_code none;
  fs::remove_all(impl_->path, none);
}

std::string const& RunFolder::run() const { return impl_->run; }
fs::path const& RunFolder::path() const { return impl_->path; }

void RunFolder::serve(Served const& served) { impl_->served = served; }
std::optional<Served> const& RunFolder::served() const { return impl_->served; }

std::expected<void, std::string> RunFolder::Impl::keep(console::RunOptions const& options) const {
  auto kept = kept_options(options, this_process());
  kept.served = served;
  return evidence::write_file(path / options_file, options_to_json(kept) + "\n",
                              evidence::Readers::owner);
}

std::expected<void, std::string> RunFolder::take_over(console::RunOptions const& options) {
  if (impl_->served) ++impl_->served->continued;
  return impl_->keep(options);
}

std::expected<void, std::string> RunFolder::begin(console::RunOptions const& options,
                                                  evidence::Chain const& chain) {
  auto opened = evidence::FileLedger::open(impl_->path / ledger_file, unsynced());
  if (!opened) return std::unexpected{opened.error()};
  impl_->ledger = std::move(opened->ledger);
  auto begun = save(chain);
  // The options are written last: from then on the folder is a run.
  if (begun) begun = impl_->keep(options);
  if (!begun) impl_->ledger.reset();
  return begun;
}

std::expected<void, std::string> RunFolder::keep(console::RunOptions const& options) {
  return impl_->keep(options);
}

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
    auto const settled = ledger.resolve_unknown();
    if (!settled) return std::unexpected{settled.error()};
    if (settled->size == chain.size()) return {};
    result = ledger.append(kept.hash, batch);
  }
  if (result.appended == evidence::Appended::durable) return {};
  return std::unexpected{fmt::format("{}: {}", impl_->run, result.why)};
}

std::expected<std::optional<EntryId>, std::string> RunFolder::first_other(
    evidence::Chain const& chain) const {
  auto const& ledger = *impl_->ledger;
  auto const size = static_cast<std::uint32_t>(ledger.head().size);
  if (size == chain.size() && ledger.head().hash == chain.head()) return std::nullopt;
  auto const entries = ledger.read(1, size);
  if (!entries) return std::unexpected{entries.error()};
  for (auto n = std::uint32_t{1}; n <= std::min(size, chain.size()); ++n) {
    if ((*entries)[n - 1] != chain.raw(EntryId{n})) return EntryId{n};
  }
  return EntryId{std::min(size, chain.size()) + 1};
}

std::expected<evidence::SigningKey, std::string> RunFolder::key() const {
  return evidence::installation_key(impl_->path.parent_path().parent_path());
}

std::expected<void, std::string> RunFolder::seal(std::string_view bundle,
                                                 std::string_view debrief_json) {
  using evidence::Readers;
  auto sealed = evidence::write_file(impl_->path / bundle_file, bundle, Readers::owner);
  if (!sealed) return sealed;
  // The bundle seals the run. The debrief can be written again, so a full disk does no harm here.
  (void)evidence::write_file(impl_->path / debrief_file, debrief_json, Readers::owner);
  return {};
}

std::expected<void, std::string> RunFolder::leave(std::string_view why) {
  return evidence::write_file(impl_->path / unfollowed_file,
                              fmt::format("{}\n{}\n", program_version(), why),
                              evidence::Readers::owner);
}

}  // namespace studylab::runs
