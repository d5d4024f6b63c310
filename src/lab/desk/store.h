#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/desk/options.h"
#include "lab/desk/session.h"

// Where runs are kept: $STUDYLAB_HOME, else $XDG_STATE_HOME/studylab, else ~/.local/state/studylab.
//
//   keys/                    what seals are made with
//   runs/run-…/options.json  what the run was opened with
//   runs/run-…/platform.ledger, lab.ledger   growing, a command at a time
//   runs/run-…/bundle        when the run has ended
//   runs/run-…/debrief.json  likewise
//   runs/run-…/lock          held by the process that runs it
//
// Every error is one line that names the path and what the system said.
namespace studylab::desk {

std::filesystem::path home_folder();

// An open run's folder, held by this process. What a command appended is on its way to the disk when
// `save` returns: a killed process loses nothing that it answered.
class RunFolder {
 public:
  ~RunFolder();
  RunFolder(RunFolder&&) noexcept;
  RunFolder& operator=(RunFolder&&) noexcept;

  std::string const& run() const;
  std::filesystem::path const& path() const;
  // Appends what the session's chains have and the files have not.
  std::expected<void, std::string> save(Session const& session);
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
  bool open = false;         // another process runs it now
  bool sealed = false;
  std::string outcome;       // passed, failed, invalid; empty: not sealed
  std::int64_t score = 0;
  bool practice = false;
  std::string variant;       // told by the debrief
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
  std::expected<std::vector<CutOffRun>, std::string> cut_off();
  // The newest run, or the newest that is not sealed.
  std::expected<std::optional<std::string>, std::string> newest() const;

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
