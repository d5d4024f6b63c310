#pragma once

#include <utility>

#include "evidence/file_ledger.h"
#include "evidence/file_lock.h"
#include "lab/runs/store.h"

// The files of a run's folder.
namespace studylab::runs {

// Locked by the process that operates the run, for as long as it lives.
inline constexpr char const* lock_file = "lock";
inline constexpr char const* options_file = "options.json";
inline constexpr char const* ledger_file = "platform.ledger";
inline constexpr char const* bundle_file = "bundle";
inline constexpr char const* debrief_file = "debrief.json";
inline constexpr char const* unfollowed_file = "unfollowed";

struct RunFolder::Impl {
  std::string run;
  std::filesystem::path path;
  evidence::FileLock lock;                       // on lock_file
  std::unique_ptr<evidence::FileLedger> ledger;  // none before the run is begun
  std::optional<Served> served;

  // Stores the options, with this process as the run's.
  std::expected<void, std::string> keep(console::RunOptions const& options) const;
};

// The file calls of a growing ledger: it is written but not synced, because every command would
// wait for the disk.
evidence::FileCalls unsynced();

// Whether a process operates the run in this folder: judged by the lock, and by the process in its
// options, which also works for a copy of the folder.
bool is_open(std::filesystem::path const& folder, KeptOptions const& kept);
// Why this version of the program cannot replay the run; empty: it can.
std::string why_unfollowed(std::filesystem::path const& folder);

// When the run began, from its id.
std::chrono::sys_seconds began_of(std::string_view run);

// From its options and, if it is sealed, its debrief.
RunSummary summary_of(std::string const& run, std::filesystem::path const& folder,
                      std::expected<KeptOptions, std::string> const& kept);

}  // namespace studylab::runs
