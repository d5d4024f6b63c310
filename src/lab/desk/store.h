#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/chain.h"
#include "lab/desk/options.h"

// Where runs are kept: $STUDYLAB_HOME, else $XDG_STATE_HOME/studylab, else ~/.local/state/studylab.
//
//   keys/                    what seals are made with
//   runs/run-…/options.json  what the run was opened with
//   runs/run-…/platform.ledger   growing, a command at a time
//   runs/run-…/debrief.json  when the run has ended
//   runs/run-…/bundle        likewise, and last: with it the run is sealed
//   runs/run-…/lock          held by the process that runs it
//
// The lab's chain is in no file before the seal: it would tell the fault to whoever reads the
// folder. Options and recorded lines make it again.
//
// Every error is one line that names the path and what the system said.
namespace studylab::desk {

std::filesystem::path home_folder();

// An open run's folder, held by this process. What `save` has written outlives a kill of the
// process; the sealed bundle outlives the machine's.
class RunFolder {
 public:
  ~RunFolder();
  RunFolder(RunFolder&&) noexcept;
  RunFolder& operator=(RunFolder&&) noexcept;

  std::string const& run() const;
  std::filesystem::path const& path() const;
  // Appends what the run's platform chain has and the file has not.
  std::expected<void, std::string> save(evidence::Chain const& chain);
  // The sealed bundle and the debrief of a run that has ended.
  std::expected<void, std::string> seal(std::string_view bundle, std::string_view debrief_json);

 private:
  friend class Store;
  struct Impl;
  explicit RunFolder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// One run as `history` lists it.
struct RunSummary {
  std::string run;
  std::string drill;
  Level level = Level::normal;
  bool open = false;  // another process runs it now
  bool sealed = false;
  std::string outcome;  // passed, failed, invalid; empty: not sealed
  std::int64_t score = 0;
  bool practice = false;
  std::string variant;  // told by the debrief
  std::optional<std::uint64_t> seed;
  std::string operator_name;
  std::int64_t seconds_to_mitigate = 0;
};

// A run that was found cut off: nobody runs it and it is not sealed.
struct CutOffRun {
  RunFolder folder;
  RunOptions options;
  std::vector<FactEntry> recorded;  // its platform chain, as far as it reads
};

class Store {
 public:
  // Makes the folders where they are not there.
  static std::expected<Store, std::string> open(std::filesystem::path home);

  std::filesystem::path const& home() const { return home_; }
  std::filesystem::path keys() const { return home_ / "keys"; }

  // A new run with its folder and lock. Ids are `run-` and ten characters, ascending with time.
  std::expected<RunFolder, std::string> create(RunOptions const& options);
  // All runs, oldest first.
  std::expected<std::vector<RunSummary>, std::string> runs() const;
  // Runs that were cut off, with their locks. `replayed` follows them; they are sealed as
  // `crashed`.
  std::expected<std::vector<CutOffRun>, std::string> cut_off() const;
  // The newest run; none where there is none.
  std::expected<std::optional<std::string>, std::string> newest() const;
  // Every run's id, ascending.
  std::expected<std::vector<std::string>, std::string> ids() const;

  bool has(std::string_view run) const;
  std::filesystem::path path_of(std::string_view run) const;
  std::expected<RunOptions, std::string> options_of(std::string_view run) const;
  std::expected<std::string, std::string> bundle_of(std::string_view run) const;   // its bytes
  std::expected<std::string, std::string> debrief_of(std::string_view run) const;  // its JSON

 private:
  explicit Store(std::filesystem::path home) : home_(std::move(home)) {}
  std::filesystem::path home_;
};

}  // namespace studylab::desk
