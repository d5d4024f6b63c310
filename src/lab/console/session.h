#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "command_language/message.h"
#include "command_language/names.h"
#include "control/state.h"
#include "evidence/bundle.h"
#include "evidence/chain.h"
#include "lab/console/options.h"
#include "lab/console/render/screen.h"
#include "world/plan.h"
#include "world/world.h"

namespace studylab::drill {
struct Drill;
}

namespace studylab::console {

class Picture;

// Whether answers have text for people: the command line prints it; built-in operators read `data`.
enum class Text : std::uint8_t { no, yes };

// One run, from the alert to the seal: turns lines into answers. Deterministic: a session with the
// same options and the same lines (on a wall clock: at the same instants) has the same chains. It
// uses no file, clock or thread.
class Session {
 public:
  // Draws the world and advances to the alert. The error is a usage error: an unknown drill or
  // variant, or a world that this program does not have.
  static std::expected<std::unique_ptr<Session>, std::string> open(RunOptions options,
                                                                   std::string run,
                                                                   Text text = Text::no);
  // The same for a drill that is not part of the program, in a world that the caller makes; without
  // `make`, in the world that the options name. The drill must outlive the session.
  using MakeWorld = std::function<std::unique_ptr<world::World>(world::Plan)>;
  static std::expected<std::unique_ptr<Session>, std::string> open(drill::Drill const& drill,
                                                                   RunOptions options,
                                                                   std::string run,
                                                                   Text text = Text::no,
                                                                   MakeWorld const& make = {});
  ~Session();
  Session(Session const&) = delete;
  Session& operator=(Session const&) = delete;

  RunOptions const& options() const;
  drill::Drill const& drill() const;
  std::string const& run() const;
  language::Opening const& opening() const;

  // Carries out one line of the operator. With the command clock, the clock first advances by the
  // cost of the line. On a wall clock the line is carried out at `at` (not before now()), and a
  // wait takes its drill time at once: the caller that keeps the wall clock continues from now().
  // If the time limit comes first, the run ends and the answer says so.
  language::Answer execute(std::string_view line);
  language::Answer execute(std::string_view line, Instant at);
  // Later answers are written for this screen; the initial screen is a stream of the usual width.
  void set_screen(Screen const& screen);
  // Carries out a line again whose entry was recorded at `recorded`.
  language::Answer repeat(std::string_view line, Instant recorded);
  // Wall clock: lets drill time pass without a command, at most to the time limit.
  void pass_to(Instant at);

  // The truth of the run was shown after `last` to somebody who may be its operator. The run is
  // open, and its truth was not shown before.
  void show_truth(EntryId last);
  // Ends the run for this reason; no effect if it has ended. Measures the truth.
  void finish(RunEnding ending);
  bool ended() const;
  std::optional<RunEnding> ending() const;

  // Adds the lab's own facts after the end (ReferenceMeasured, LabFailed), before the bundle is
  // made.
  void append_lab(LabFact fact);
  // Both chains of a run that has ended, not signed yet.
  evidence::Bundle bundle() const;

  Instant now() const;
  Instant alert() const;     // when the incident opened
  Instant deadline() const;  // the time limit
  control::State const& platform() const;
  evidence::Chain const& chain() const;
  evidence::LabChain const& lab_chain() const;
  // Names that the operator was shown, for completion and suggestions.
  language::ShownNames const& shown_names() const;
  // Whether a shown name is of the kind that this place in a command accepts.
  bool is_of_kind(std::string_view name, language::NameForm form) const;
  // What the operator has been shown so far; null if answers have no text.
  Picture const* picture() const;

 private:
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace studylab::console
