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
#include "lab/runs/kept_options.h"
#include "lab/runs/storage.h"

// Where runs are stored: $STUDYLAB_HOME, else $XDG_STATE_HOME/studylab, else
// ~/.local/state/studylab.
//
//   drills/                      copies of users' own drills (own_drills.h)
//   exams/                       exams that clients started (lab/exam/home_exams.h)
//   keys/                        the key for seals
//   runs/run-…/lock              held by the process that operates the run
//   runs/run-…/platform.ledger   grows with each command
//   runs/run-…/options.json      the run's options and its process; a folder without this file is
//                                not a run
//   runs/run-…/bundle            written when the run has ended: the run is then sealed
//   runs/run-…/debrief.json      derived from the bundle, for lists; it can be written again
//   runs/run-…/unfollowed        why an interrupted run was not sealed
//
// The lab chain is not stored before the seal, because it would reveal the fault to every reader of
// the folder. It is computed again from options, salt and recorded lines.
//
// Every error is one line with the path and the system's reason.
namespace studylab::runs {

std::filesystem::path home_folder();

// A run's folder, locked by this process. What `save` has written survives a kill of the process;
// the sealed bundle survives a crash of the machine.
class RunFolder final : public Storage {
 public:
  ~RunFolder() override;  // removes a folder in which no run was begun
  RunFolder(RunFolder&&) noexcept;
  RunFolder& operator=(RunFolder&&) noexcept;

  std::string const& run() const override;
  std::filesystem::path const& path() const;
  // A server operates the run for the owner of the home. Called before the run is begun.
  void serve(Served const& served);
  Result begin(console::RunOptions const& options, evidence::Chain const& chain) override;
  // This process continues the run of these options, which a killed server operated.
  Result take_over(console::RunOptions const& options);
  // None: not operated by a server for the owner.
  std::optional<Served> const& served() const;
  Result keep(console::RunOptions const& options) override;
  Result save(evidence::Chain const& chain) override;
  // The first entry that differs between the file and this chain; none: they are equal.
  std::expected<std::optional<EntryId>, std::string> first_other(
      evidence::Chain const& chain) const;
  // The installation's.
  std::expected<evidence::SigningKey, std::string> key() const override;
  Result seal(std::string_view bundle, std::string_view debrief_json) override;
  // Records why the run cannot be replayed: this version does not try again.
  std::expected<void, std::string> leave(std::string_view why);

 private:
  friend class Store;
  struct Impl;
  explicit RunFolder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

enum class RunState : std::uint8_t {
  open,        // a process operates it
  cut_off,     // its process has ended, and it is not sealed
  sealed,      //
  unreadable,  // neither options nor debrief can be read
};

// One run as `history` lists it.
struct RunSummary {
  std::string run;
  RunState state = RunState::open;
  std::string note;  // why it is not sealed, or what cannot be read
  std::chrono::sys_seconds began{};
  std::string drill;
  Level level = Level::normal;
  bool practice = false;
  std::string operator_kind;
  std::string operator_name;
};

// An interrupted run that can be replayed.
struct CutOffRun {
  RunFolder folder;
  console::RunOptions options;
  std::vector<FactEntry> recorded;  // its platform chain, as far as it can be read
  bool machine_stopped = false;     // the machine has restarted since; the last writes may be lost
};

// A run that cannot be read.
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
  // Creates missing folders.
  static std::expected<Store, std::string> open(std::filesystem::path home);
  // For reading: creates nothing. A missing home has no runs.
  static Store of(std::filesystem::path home) { return Store{std::move(home)}; }

  std::filesystem::path const& home() const { return home_; }

  // A folder and an id for a new run, locked. Ids are `run-` and ten characters, ascending with
  // time.
  std::expected<RunFolder, std::string> create() const;
  // All runs, oldest first, including unreadable ones.
  std::expected<std::vector<RunSummary>, std::string> runs() const;
  // Interrupted runs with their locks. `replayed` replays each, and it is continued, or sealed as
  // `crashed`. Runs with another salt, runs marked as unfollowed, and all runs in a folder without
  // write access are left out.
  std::expected<CutOff, std::string> cut_off(std::optional<Hash> const& salt = {}) const;
  // Every run's id, ascending.
  std::expected<std::vector<std::string>, std::string> ids() const;

  bool has(std::string_view run) const;
  RunSummary summary(std::string const& run) const;
  std::filesystem::path path_of(std::string_view run) const;
  std::expected<KeptOptions, std::string> options_of(std::string_view run) const;
  std::expected<std::string, std::string> bundle_of(std::string_view run) const;   // its bytes
  std::expected<std::string, std::string> debrief_of(std::string_view run) const;  // its JSON
  // Stores the new debrief of a sealed run.
  std::expected<void, std::string> keep_debrief(std::string_view run,
                                                std::string_view debrief_json) const;

 private:
  explicit Store(std::filesystem::path home) : home_(std::move(home)) {}
  std::expected<std::optional<CutOffRun>, std::string> cut_off_run(
      std::string const& run, std::optional<Hash> const& salt) const;

  std::filesystem::path home_;
};

}  // namespace studylab::runs
