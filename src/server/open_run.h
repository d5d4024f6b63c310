#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "command_language/message.h"
#include "lab/console/completion.h"
#include "lab/runs/finish.h"
#include "lab/runs/wall_clock.h"

namespace studylab::server {

// One message about a run, as `--io jsonl` writes it. Ids ascend.
struct Event {
  std::size_t id = 0;
  std::string name;  // opening, answer, reply, debrief
  std::string data;  // one line of JSON
};

// The event as server-sent events write it.
std::string event_text(Event const& event);

// Whether a line is in full words, or may be short as at the prompt.
enum class Input : std::uint8_t { full, typed };

// A run that an operator operates through the API, with everything that was answered so far: a page
// that is loaded again shows all of it.
class OpenRun {
 public:
  // `number`: higher than that of every run that the server opened before. `repeated`: the answers
  // of a beginning that the run has repeated. `sent`: events of earlier servers have at most this
  // id.
  OpenRun(std::uint64_t number, runs::Run run, runs::WallClock clock,
          std::vector<language::Answer> const& repeated = {}, std::size_t sent = 0);

  // Carries out one line and records the answer as an event. A run that this ends is finished, and
  // the debrief is the last event. The error is one line: the run cannot be stored.
  std::expected<language::Answer, std::string> execute(std::string_view line, Input input,
                                                       console::Screen const& screen);
  // On a wall clock, drill time passes without commands: records the answers of people, and
  // finishes the run at its time limit.
  std::expected<void, std::string> tick();
  // The truth of the run is shown to somebody who may be its operator.
  std::expected<void, std::string> show_truth() { return run_.show_truth(); }
  // Ends the run for this reason, unless it has ended.
  std::expected<void, std::string> finish(RunEnding ending);

  std::vector<console::Completion> completions(std::string_view line) const;
  // The full command of a typed line.
  std::expected<std::string, language::UsageError> full_line(std::string_view typed) const;

  std::uint64_t number() const { return number_; }
  console::Session const& session() const { return run_.session(); }
  // Drill seconds per second on the wall clock.
  std::uint32_t speed() const { return clock_.speed(); }
  std::vector<Event> const& events() const { return events_; }
  // How many events a client has whose last one has this id: none, if an earlier server sent it.
  std::size_t known_after(std::size_t id) const { return id > sent_ ? id - sent_ : 0; }
  bool ended() const { return ended_.has_value(); }
  // None: the run is still open.
  std::optional<runs::Ended> const& result() const { return ended_; }

  // The last command that was carried out; empty: none.
  std::string const& last_command() const { return last_command_; }

  // Called after each new event.
  void on_event(std::function<void()> listener) { listener_ = std::move(listener); }

 private:
  void record(std::string name, std::string data);
  void record_answer(language::Answer const& answer);
  void record_replies();

  std::uint64_t number_;
  runs::Run run_;
  runs::WallClock clock_;
  std::size_t sent_;
  EntryId last_answer_;
  std::string last_command_;
  std::set<NoticeId> reported_;  // notices whose answer was recorded
  std::vector<Event> events_;
  std::optional<runs::Ended> ended_;
  std::function<void()> listener_;
};

}  // namespace studylab::server
