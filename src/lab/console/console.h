#pragma once

#include <functional>

#include "command_language/parse.h"
#include "control/control.h"
#include "lab/console/queries/queries.h"
#include "lab/console/render/sheet.h"
#include "lab/console/session.h"
#include "world/sim/sim_world.h"

// The operator's console: what a parsed command does to a world once the clock has moved.
namespace studylab::console {

// Processes that are asked answer within a second, or not.
inline constexpr Duration asking_time = std::chrono::seconds{1};

// Whether the command orders a report from a process: it is given `asking_time` before its answer.
bool orders_report(OperatorCommand const& command);

class Console {
 public:
  Console(sim::SimWorld& world, Text text, language::HelpSetting help)
      : world_(world), text_(text), help_(help) {}

  // Queries at the clock's present; the edges were asked at `asked_at` (zero: they were not).
  language::Answer query(OperatorCommand const& command, Query const& asked, Instant asked_at);
  language::Answer plan(OperatorCommand const& command);
  language::Answer hint(OperatorCommand const& command);
  // Gives the control plane the command, goes on to `answered_at` and answers.
  language::Answer act(OperatorCommand const& command, Instant answered_at);
  // A wait that began before and ends now; `cut_short`: by the run's time limit.
  enum class CutShort : std::uint8_t { no, yes };
  language::Answer waited(OperatorCommand const& command, WaitFor until, WaitResult result,
                          CutShort cut_short);
  language::Answer refuse(OperatorCommand const& command, Refusal const& refusal);
  language::Answer usage(std::string_view line, language::UsageError const& error) const;
  language::Answer help(std::string_view line, language::HelpRequest const& request) const;
  bool writes_text() const { return text_ == Text::yes; }

  // Answers are written for this screen from now on.
  void set_screen(Screen const& screen) { screen_ = screen; }

 private:
  QueryContext context(Instant asked_at = {}) const;
  EntryId next_entry() const { return EntryId{world_.chain().size() + 1}; }
  std::expected<Act, Refusal> act_of(OperatorCommand const& command) const;
  Moment moment(EntryId own) const;
  // The text that `write` makes for the screen, where there is somebody to read it.
  template <class Write>
  std::string text(EntryId own, Write const& write) const {
    return text_ == Text::yes ? write(moment(own), screen_) : std::string{};
  }
  language::Answer done(OperatorCommand const& command, boost::json::object data, std::string text,
                        std::vector<EntryId> entries) const;
  std::vector<FactEntry> brought_about(OperatorCommand const& command, std::uint32_t size,
                                       EdgeId edge) const;

  sim::SimWorld& world_;
  Text text_;
  Screen screen_;
  language::HelpSetting help_;
};

}  // namespace studylab::console
