#pragma once

#include <utility>

#include "evidence/file_ledger.h"
#include "lab/console/store.h"

// What lies in a run's folder.
namespace studylab::console {

inline constexpr char const* options_file = "options.json";
inline constexpr char const* ledger_file = "platform.ledger";
inline constexpr char const* bundle_file = "bundle";
inline constexpr char const* debrief_file = "debrief.json";
inline constexpr char const* unfollowed_file = "unfollowed";

// Held by the process that plays the run, as long as it lives.
class RunLock {
 public:
  RunLock() = default;
  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&& other) noexcept;
  ~RunLock();

  // None: another process holds it.
  static std::expected<std::optional<RunLock>, std::string> take(
      std::filesystem::path const& folder);
  // Whether a process holds it; changes nothing and needs no leave to write.
  static bool held(std::filesystem::path const& folder);

 private:
  explicit RunLock(int file) : file_(file) {}
  int file_ = -1;
};

struct RunFolder::Impl {
  std::string run;
  std::filesystem::path path;
  RunLock lock;
  std::unique_ptr<evidence::FileLedger> ledger;  // none before the run is begun
};

// The calls of a ledger that grows: it is written and not synced, for each command would wait for
// the disk.
evidence::FileCalls unsynced();

// Whether a process plays the run of this folder: by its lock, and by the process that it names,
// which holds for a copy of the folder as well.
bool is_open(std::filesystem::path const& folder, KeptOptions const& kept);
// Why this version of the program leaves the run as it is; empty: it does not.
std::string why_unfollowed(std::filesystem::path const& folder);

// When a run was begun, which its id says.
std::chrono::sys_seconds began_of(std::string_view run);

// From its options and, once it is sealed, its debrief.
RunSummary summary_of(std::string const& run, std::filesystem::path const& folder,
                      std::expected<KeptOptions, std::string> const& kept);

}  // namespace studylab::console
