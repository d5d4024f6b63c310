#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "lab/console/session.h"
#include "lab/debrief/debrief.h"
#include "lab/runs/problem.h"
#include "lab/runs/storage.h"

namespace studylab::runs {

// The results of a run that has ended.
struct Ended {
  debrief::Debrief debrief;
  boost::json::object document;
  std::string bundle;  // its bytes
};

// One run from its alert to its seal: a session of the platform, and where it is stored. What an
// operator has been answered is always stored.
class Run {
 public:
  // Opens the run at its alert and begins to store it.
  static std::expected<Run, Problem> open(console::RunOptions options,
                                          std::unique_ptr<Storage> storage,
                                          console::Text text = console::Text::no);
  // A run that has been stored, whose session has been replayed.
  Run(std::unique_ptr<console::Session> session, std::unique_ptr<Storage> storage)
      : session_(std::move(session)), storage_(std::move(storage)) {}

  console::Session& session() { return *session_; }
  console::Session const& session() const { return *session_; }

  // Carries out one line and stores its entries; on a wall clock, at this instant. The error is one
  // line: the entries cannot be stored.
  std::expected<language::Answer, std::string> execute(std::string_view line,
                                                       std::optional<Instant> at = {});

  // Ends the run for this reason, unless it has ended; measures the reference, grades, seals,
  // debriefs, and stores the results.
  std::expected<Ended, std::string> finish(RunEnding ending);

 private:
  std::unique_ptr<console::Session> session_;
  std::unique_ptr<Storage> storage_;
};

}  // namespace studylab::runs
