#pragma once

#include <utility>

#include "evidence/file_ledger.h"
#include "lab/desk/store.h"

// What lies in a run's folder.
namespace studylab::desk {

inline constexpr char const* options_file = "options.json";
inline constexpr char const* ledger_file = "platform.ledger";
inline constexpr char const* bundle_file = "bundle";
inline constexpr char const* debrief_file = "debrief.json";

// Held by the process that runs the run, as long as it lives.
class RunLock {
 public:
  RunLock() = default;
  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&& other) noexcept;
  ~RunLock();

  // None: another process holds it.
  static std::expected<std::optional<RunLock>, std::string> take(
      std::filesystem::path const& folder);

 private:
  explicit RunLock(int file) : file_(file) {}
  int file_ = -1;
};

struct RunFolder::Impl {
  std::string run;
  std::filesystem::path path;
  RunLock lock;
  std::unique_ptr<evidence::FileLedger> ledger;
};

// `cannot DOING PATH: what the system said`.
std::unexpected<std::string> failure(std::string_view doing, std::filesystem::path const& path,
                                     int number);

// A file of the run's own. It outlives a kill of this process; what is to outlive the machine's is
// the bundle.
std::expected<void, std::string> write_new(std::filesystem::path const& path,
                                           std::string_view bytes);

// The calls of a ledger that grows: it is written and not synced, for each command would wait for
// the disk.
evidence::FileCalls unsynced();

// From its options and, once it is sealed, its debrief.
RunSummary summary_of(std::string const& run, std::filesystem::path const& folder,
                      RunOptions const& options);

}  // namespace studylab::desk
