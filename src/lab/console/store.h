#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/chain.h"
#include "lab/console/options.h"

// Where runs are kept: $STUDYLAB_HOME, else $XDG_STATE_HOME/studylab, else ~/.local/state/studylab.
//
//   keys/                        what seals are made with
//   runs/run-…/lock              held by the process that plays the run
//   runs/run-…/platform.ledger   growing, a command at a time
//   runs/run-…/options.json      what the run was opened with, and who plays it; from here on it is
//                                a run: a folder without it was never begun
//   runs/run-…/bundle            when the run has ended: with it the run is sealed
//   runs/run-…/debrief.json      what the bundle leads to, for lists; it can be made again
//   runs/run-…/unfollowed        why a run that was cut off is not sealed
//
// The lab's chain is in no file before the seal: it would tell the fault to whoever reads the
// folder. Options, salt and recorded lines make it again.
//
// Every error is one line that names the path and what the system said.
namespace studylab::console {

std::filesystem::path home_folder();

// A run's folder, held by this process. What `save` has written outlives a kill of the process; the
// sealed bundle outlives the machine's.
class RunFolder {
 public:
  ~RunFolder();  // a folder in which no run was begun goes
  RunFolder(RunFolder&&) noexcept;
  RunFolder& operator=(RunFolder&&) noexcept;

  std::string const& run() const;
  std::filesystem::path const& path() const;
  // From here on it is a run, opened with these options, and `chain` its platform chain so far.
  std::expected<void, std::string> begin(RunOptions const& options, evidence::Chain const& chain);
  // Appends what the run's platform chain has and the file has not.
  std::expected<void, std::string> save(evidence::Chain const& chain);
  // The first entry that is not the same in the file and in this chain; none: both are equal.
  std::expected<std::optional<EntryId>, std::string> first_other(
      evidence::Chain const& chain) const;
  // The sealed bundle and the debrief of a run that has ended.
  std::expected<void, std::string> seal(std::string_view bundle, std::string_view debrief_json);
  // Why the run cannot be followed and is left as it is: it is not tried again by this version.
  std::expected<void, std::string> leave(std::string_view why);

 private:
  friend class Store;
  struct Impl;
  explicit RunFolder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

enum class RunState : std::uint8_t {
  open,        // a process plays it
  cut_off,     // none does any more, and it is not sealed
  sealed,      //
  unreadable,  // neither options nor debrief read
};

// One run as `history` lists it.
struct RunSummary {
  std::string run;
  RunState state = RunState::open;
  std::string note;  // why it is not sealed, or what does not read
  std::chrono::sys_seconds began{};
  std::string drill;
  Level level = Level::normal;
  bool practice = false;
  std::string operator_kind;
  std::string operator_name;
  // Told by the debrief; nothing of it before the run is sealed, or where the debrief does not
  // read.
  std::string outcome;  // passed, failed, invalid
  std::string ended;    // closed, interrupted …
  std::int64_t score = 0;
  std::string variant;
  std::optional<std::uint64_t> seed;
  std::optional<std::int64_t> seconds_to_mitigate;  // none: it was not
};

// Reads into a summary what a debrief (its JSON) tells. False: it is none of this run.
bool read_debrief(RunSummary& summary, std::string_view debrief_json);

// A run that was found cut off, and can be followed.
struct CutOffRun {
  RunFolder folder;
  RunOptions options;
  std::vector<FactEntry> recorded;  // its platform chain, as far as it reads
  bool machine_stopped = false;     // since: what was written last may be lost
};

// One that does not read.
struct LeftRun {
  std::string run;
  std::string why;
};

struct CutOff {
  std::vector<CutOffRun> runs;
  std::vector<LeftRun> left;
};

class Store {
 public:
  // Makes the folders where they are not there.
  static std::expected<Store, std::string> open(std::filesystem::path home);
  // For reading: makes nothing. A home that is not there has no runs.
  static Store of(std::filesystem::path home) { return Store{std::move(home)}; }

  std::filesystem::path const& home() const { return home_; }

  // A folder and an id for a new run, locked. Ids are `run-` and ten characters, ascending with
  // time.
  std::expected<RunFolder, std::string> create() const;
  // All runs, oldest first, and those that do not read among them.
  std::expected<std::vector<RunSummary>, std::string> runs() const;
  // Runs that were cut off, with their locks: `replayed` follows them, and they are sealed as
  // `crashed`. Left out are those whose salt this is not, those that are marked as left, and all of
  // a folder that cannot be written.
  std::expected<CutOff, std::string> cut_off(std::optional<Hash> const& salt = {}) const;
  // Every run's id, ascending.
  std::expected<std::vector<std::string>, std::string> ids() const;

  bool has(std::string_view run) const;
  RunSummary summary(std::string const& run) const;
  std::filesystem::path path_of(std::string_view run) const;
  std::expected<KeptOptions, std::string> options_of(std::string_view run) const;
  std::expected<std::string, std::string> bundle_of(std::string_view run) const;   // its bytes
  std::expected<std::string, std::string> debrief_of(std::string_view run) const;  // its JSON
  // Keeps a sealed run's debrief that was made again.
  std::expected<void, std::string> keep_debrief(std::string_view run,
                                                std::string_view debrief_json) const;

 private:
  explicit Store(std::filesystem::path home) : home_(std::move(home)) {}
  std::expected<std::optional<CutOffRun>, std::string> cut_off_run(
      std::string const& run, std::optional<Hash> const& salt) const;

  std::filesystem::path home_;
};

}  // namespace studylab::console
