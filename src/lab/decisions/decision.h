#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Decisions of the platform that an operator must be able to predict, each with its inputs as typed
// controls. An evaluation calls the function that the platform itself calls.
namespace studylab::decisions {

enum class ControlKind : std::uint8_t {
  yes_no,    // 0 or 1
  choice,    // the index of one of the choices
  duration,  // whole seconds
  count,     // a whole number
};

// One input. Its values are `least`, `least` + `step`, … up to `greatest`.
struct Control {
  std::string_view id;     // of words with underscores, unique in its decision
  std::string_view label;  // a statement or a noun, for people
  ControlKind kind = ControlKind::yes_no;
  std::span<std::string_view const> choices = {};  // of a choice
  std::uint32_t least = 0;
  std::uint32_t greatest = 1;
  std::uint32_t step = 1;
  std::uint32_t initial = 0;
};

Control yes_no(std::string_view id, std::string_view label, bool initial = false);
Control choice(std::string_view id, std::string_view label,
               std::span<std::string_view const> choices, std::uint32_t initial = 0);
// In whole seconds.
struct Seconds {
  std::uint32_t least = 0;
  std::uint32_t greatest = 0;
  std::uint32_t step = 1;
  std::uint32_t initial = 0;
};
Control duration(std::string_view id, std::string_view label, Seconds const& range);
Control count(std::string_view id, std::string_view label, std::uint32_t least,
              std::uint32_t greatest, std::uint32_t initial);

// A value for each control, in their order.
using Values = std::vector<std::uint32_t>;

// The values of one evaluation, by the ids of their controls. An id that does not exist is a bug.
class Inputs {
 public:
  Inputs(std::span<Control const> controls, std::span<std::uint32_t const> values)
      : controls_(controls), values_(values) {}

  bool yes(std::string_view id) const { return at(id) != 0; }
  std::uint32_t count(std::string_view id) const { return at(id); }
  std::uint32_t index(std::string_view id) const { return at(id); }
  std::string_view word(std::string_view id) const;
  std::chrono::seconds duration(std::string_view id) const { return std::chrono::seconds{at(id)}; }

 private:
  std::uint32_t at(std::string_view id) const;

  std::span<Control const> controls_;
  std::span<std::uint32_t const> values_;
};

// One of the answers that a decision can give.
struct Answer {
  std::string_view id;  // a refusal code, or a word of the function's own result
  std::string words;    // what it means, in one sentence without its full stop
};

struct Outcome {
  std::string answer;                // the id of one of the decision's answers
  std::vector<std::string> reasons;  // sentences or values; the first one decided
};

enum class DecisionKind : std::uint8_t {
  decision,  // one that every runbook builds on
  guard,     // what guards lines of runbooks: a command and a state, accepted or refused
};

struct Description {
  std::string_view id;  // of words with hyphens
  DecisionKind kind = DecisionKind::decision;
  std::string_view title;
  std::string_view about;     // what it decides, in one or two sentences
  std::string_view function;  // the function that decides, and its header
  std::vector<Control> controls;
  std::vector<Answer> answers;
  Outcome (*evaluate)(Inputs const& inputs) = nullptr;
};

// A line of a runbook, and the decision that shows it.
struct ShownLine {
  std::string_view line;
  std::string_view decision;  // the id of its description
};

// What one runbook adds.
struct RunbookDecisions {
  std::string_view runbook;
  std::span<Description const> (*guards)() = nullptr;
  std::span<ShownLine const> lines;
};
std::span<RunbookDecisions const* const> runbooks();  // in runbooks.cpp

// Those that every runbook builds on, then the guards that several use.
std::span<Description const> shared_descriptions();

// Every description: the shared ones, then those of each runbook.
std::vector<Description const*> descriptions();
Description const* find(std::string_view id);  // nullptr: none
// The runbook that adds it; empty: it is shared.
std::string_view runbook_of(Description const& description);
// The lines that it shows, in the order of the runbooks.
std::vector<std::string_view> lines_shown_by(std::string_view decision);
// The decisions that show a line, in the order of the runbook's list.
std::vector<std::string_view> decisions_that_show(std::string_view line);

Values initial_values(Description const& description);
// As people write them: true or false (also yes or no), a choice, a whole number; a duration as
// `90s` or as whole seconds. The error is one line that says what is accepted.
std::expected<std::uint32_t, std::string> parse_value(Control const& control,
                                                      std::string_view text);
// The initial values with those that are given by id. The error names the input that is wrong.
std::expected<Values, std::string> read_values(Description const& description,
                                               std::map<std::string, std::string> const& given);
// `yes`, a choice, `90s` or a number.
std::string value_text(Control const& control, std::uint32_t value);

Outcome evaluate(Description const& description, Values const& values);
// The words of an answer; the id must be one of the description's.
std::string_view words_of(Description const& description, std::string_view answer);

// A change of one input alone that changes the answer. Neighbouring values with one answer are one
// change.
struct Flip {
  Control const* control = nullptr;
  std::uint32_t from = 0;
  std::uint32_t to = 0;  // not below `from`
  std::string answer;
};
// Every such change: each value of each control is tried.
std::vector<Flip> flips(Description const& description, Values const& values);
// `maximum age from 2m to 10m`, `the edge has a gap: no`.
std::string text_of(Flip const& flip);

}  // namespace studylab::decisions
