#pragma once

#include <utility>

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
  static std::expected<std::optional<RunLock>, std::string> take(std::filesystem::path const& folder);

 private:
  explicit RunLock(int file) : file_(file) {}
  int file_ = -1;
};

// From its options and, once it is sealed, its debrief.
RunSummary summary_of(std::string const& run, std::filesystem::path const& folder,
                      RunOptions const& options);

}  // namespace studylab::desk
