#pragma once

#include "lab/console/console.h"
#include "lab/console/picture.h"
#include "lab/drill/setup.h"

namespace studylab::console {

// When the clock of a command advances: a process that must report gets the last second before the
// answer.
struct InputContext {
  Instant asked_at;
  Instant answered_at;
};

// The meaning of an instant that comes with a line: the present on a wall clock, or the time of the
// recorded entry.
enum class Given : std::uint8_t { now, recorded };

struct Session::Impl {
  Impl(RunOptions given, std::string run_id, Text with_text, drill::Drill const& of,
       Seed const& seed, drill::DrawnRun drawn_run, MakeWorld const& make);

  RunOptions options;
  std::string run;
  drill::Drill const& drill;
  std::function<bool(Fact const& fact)> is_witness;
  std::size_t statements;  // that people make when the alert opens
  Hash nonce;
  evidence::LabChain lab;
  std::unique_ptr<world::World> world;
  Console console;
  language::Opening opening;
  std::optional<Picture> picture;  // from the alert on, where answers have text
  Instant alert{};
  Instant deadline{};
  Instant last_command{};  // on a wall clock, no two commands have the same instant

  control::State const& state() const { return world->platform(); }
  bool ended() const { return state().ended.has_value(); }

  void open_chains(drill::DrawnRun& drawn);
  // Advances to the alert with this text; false if there is no alert.
  bool reach_alert(std::string_view in_words);

  language::Answer carry_out(std::string_view line, std::optional<Instant> at, Given given);
  // Requests that take no time and are not recorded.
  language::Answer inform(std::string_view line, language::ParsedLine const& request) const;
  language::Answer operate(std::string_view line, OperatorCommand& command,
                           std::optional<Instant> at, Given given);
  InputContext timing_of(OperatorCommand const& command, std::optional<Instant> at) const;
  language::Answer run_command(OperatorCommand const& command, InputContext const& turn);
  language::Answer wait(OperatorCommand const& command, Wait const& wait, Instant from,
                        Instant until);
  language::Answer no_such_wait(OperatorCommand const& command, Wait const& wait);
  std::optional<language::UsageError> not_now(OperatorCommand const& command) const;
  std::string limit_reached() const;
  language::Answer out_of_time(std::string_view line);
  void finish(RunEnding ending);
  void record_truth(world::Truth const& truth);
};

}  // namespace studylab::console
