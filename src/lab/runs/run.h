#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lab/console/session.h"
#include "lab/runs/problem.h"
#include "lab/runs/storage.h"

namespace studylab::runs {

// One run from its alert to its end: a session of the platform, and where it is stored. What an
// operator has been answered is always stored. `finish` (finish.h) grades and seals it.
class Run {
 public:
  // Opens the run at its alert and begins to store it.
  static std::expected<Run, Problem> open(console::RunOptions options,
                                          std::unique_ptr<Storage> storage,
                                          console::Text text = console::Text::no);
  // The same for a drill that is not part of the program, in a world that the caller makes; without
  // `make`, in the world that the options name. The drill must outlive the run.
  static std::expected<Run, Problem> open(drill::Drill const& drill, console::RunOptions options,
                                          std::unique_ptr<Storage> storage,
                                          console::Text text = console::Text::no,
                                          console::Session::MakeWorld const& make = {});

  console::Session const& session() const { return *session_; }
  Storage& storage() { return *storage_; }
  // From here on the run is stored there, where it was stored before it was replayed.
  void store_in(std::unique_ptr<Storage> storage) { storage_ = std::move(storage); }

  // Carries out one line and stores its entries; on a wall clock, at this instant. The error is one
  // line: the entries cannot be stored.
  std::expected<language::Answer, std::string> execute(std::string_view line,
                                                       std::optional<Instant> at = {});
  // Later answers are written for this screen.
  void set_screen(console::Screen const& screen) { session_->set_screen(screen); }
  // Carries out a line again whose entry was recorded at `recorded`. Its entries are not stored.
  language::Answer repeat(std::string_view line, Instant recorded) {
    return session_->repeat(line, recorded);
  }
  // Wall clock: lets drill time pass without a command, at most to the time limit. What happens
  // then is stored with the next answer.
  void pass_to(Instant at) { session_->pass_to(at); }

  // The truth of the run is shown to somebody who may be its operator: a run that is still open is
  // practice from here on. The error is one line: that cannot be stored.
  std::expected<void, std::string> show_truth();

  // Ends the run for this reason, unless it has ended. Measures the truth.
  void end(RunEnding ending) { session_->finish(ending); }
  // Adds what the lab finds after the end, before the bundle is made.
  void append_lab(LabFact fact) { session_->append_lab(std::move(fact)); }

 private:
  using Opened = std::expected<std::unique_ptr<console::Session>, std::string>;
  static std::expected<Run, Problem> begun(Opened session, std::unique_ptr<Storage> storage);

  Run(std::unique_ptr<console::Session> session, std::unique_ptr<Storage> storage)
      : session_(std::move(session)), storage_(std::move(storage)) {}

  std::unique_ptr<console::Session> session_;
  std::unique_ptr<Storage> storage_;
};

}  // namespace studylab::runs
