#pragma once

#include <functional>

#include "command_language/parse.h"
#include "control/control.h"
#include "lab/console/queries/queries.h"
#include "lab/console/render/sheet.h"
#include "lab/console/session.h"
#include "world/world.h"

// The operator's console: carries out a parsed command after the clock has advanced.
namespace studylab::console {

// A process answers within a second, or not at all.
inline constexpr Duration asking_time = std::chrono::seconds{1};

// Whether the command only asks what would be, which the control plane's state answers: a plan, or
// the headroom of a host.
bool only_plans(OperatorCommand const& command);
// Whether the command orders a report from a process; the process then has `asking_time` to report
// before the command is answered.
bool orders_report(OperatorCommand const& command);

class Console {
 public:
  Console(world::World& world, Text text, language::HelpSetting help)
      : world_(world), text_(text), help_(help) {}

  // Queries at the present time; the edges were asked for their views at `asked_at` (zero: they
  // were not).
  language::Answer query(OperatorCommand const& command, Query const& asked, Instant asked_at);
  language::Answer plan(OperatorCommand const& command);
  language::Answer hint(OperatorCommand const& command);
  // Passes the command to the control plane, advances to `answered_at` and answers.
  language::Answer act(OperatorCommand const& command, Instant answered_at);
  // The answer to a wait that ends now; `cut_short`: the run's time limit ended it.
  enum class CutShort : std::uint8_t { no, yes };
  language::Answer waited(OperatorCommand const& command, WaitFor until, WaitResult result,
                          CutShort cut_short);
  language::Answer refuse(OperatorCommand const& command, Refusal const& refusal);
  language::Answer usage(std::string_view line, language::UsageError const& error) const;
  language::Answer help(std::string_view line, language::HelpRequest const& request) const;
  bool writes_text() const { return text_ == Text::yes; }

  // Later answers are written for this screen.
  void set_screen(Screen const& screen) { screen_ = screen; }
  Screen const& screen() const { return screen_; }

 private:
  QueryContext context(Instant asked_at = {}) const;
  // Records a fact of the console; none if the control plane does not confirm it in time.
  EntryId record(Fact fact);
  // The control plane has not answered in time.
  language::Answer unanswered(OperatorCommand const& command) const;
  std::expected<Act, Refusal> act_of(OperatorCommand const& command) const;
  Moment moment(EntryId own) const;
  // The text that `write` makes for the screen; empty if answers have no text.
  template <class Write>
  std::string text(EntryId own, Write const& write) const {
    return text_ == Text::yes ? write(moment(own), screen_) : std::string{};
  }
  language::Answer done(OperatorCommand const& command, language::Data data, std::string text,
                        std::vector<EntryId> entries) const;
  std::vector<FactEntry> brought_about(OperatorCommand const& command, std::uint32_t size) const;

  world::World& world_;
  Text text_;
  Screen screen_;
  language::HelpSetting help_;
};

}  // namespace studylab::console
