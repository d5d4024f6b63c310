#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "lab/external/program.h"
#include "lab/operators/operator.h"

namespace studylab::external {

// `--operator exec:COMMAND`.
inline constexpr std::string_view prefix = "exec:";

// A program that operates a run. It reads and writes exactly the messages of `--io jsonl`: the
// alert, an answer to each of its lines, the debrief.
class ExternalOperator final : public lab::Operator {
 public:
  // Starts the program and sends the alert. The error is one line: why it cannot be started.
  static std::expected<std::unique_ptr<ExternalOperator>, std::string> started(
      Start const& start, language::Opening const& opening);

  void watch(language::Answer const& answer) override;
  // None: its output has ended, or it failed. A line that is not a command is answered here.
  std::optional<std::string> next() override;

  // The run has ended, with this debrief: sends it and ends the program. How it ends does not
  // matter any more if it has closed the run.
  Ending end(boost::json::object const& debrief);
  // The same for a run that has no debrief.
  Ending end();

 private:
  ExternalOperator(Program program, Instant clock) : program_(std::move(program)), clock_(clock) {}

  Program program_;
  Instant clock_;  // of the last message
  bool run_ended_ = false;
};

}  // namespace studylab::external
