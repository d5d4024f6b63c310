#include "cli/person.h"

#include <unistd.h>

#include "cli/keys.h"
#include "command_language/parse.h"
#include "command_language/verbs.h"
#include "control/control.h"
#include "evidence/file_write.h"
#include "lab/hints/hints.h"

namespace studylab::cli {
namespace {

using language::Answer;

std::string_view trimmed(std::string_view text) {
  auto const begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

std::string field(console::Session const& session, std::string_view key) {
  return language::Record{session.opening().incident}.text(key);
}

language::AlertNames alert_names(console::Session const& session) {
  return {field(session, "environment"), field(session, "operation"), field(session, "route"),
          field(session, "edge"),        field(session, "host"),      field(session, "database")};
}

}  // namespace

Person::Ready Person::read(std::string const& typed) {
  auto const line = trimmed(typed);
  if (line == "clear") {
    if (at_ == At::terminal) evidence::write_all(STDOUT_FILENO, "\x1b[H\x1b[2J");
    return Nothing{};
  }
  bool const repeats = line == "!!" || line.starts_with("!! ");
  if (!repeats) {
    last_line_ = line;
    return make_ready(typed);
  }
  if (last_line_.empty()) {
    return language::usage_answer(typed, {"'!!' repeats the last line", 1, "there is none yet"},
                                  session_.now());
  }
  last_line_ += line.substr(2);
  if (at_ == At::terminal) out_.line(last_line_);
  return make_ready(last_line_);
}

Person::Ready Person::make_ready(std::string const& typed) {
  auto line = language::full_line(typed, alert_names(session_), last_answer_);
  if (!line) return language::usage_answer(typed, line.error(), session_.now());
  bool const watches = line->view.repeat == language::View::Repeat::watch;
  if (watches && at_ == At::stream) {
    return language::usage_answer(typed, {"--watch needs a terminal", 0, "type the query again"},
                                  session_.now());
  }
  return question(std::move(*line), typed);
}

// A hint that matters for passing, or the first repair without a class: neither is refused, and
// both are graded.
std::optional<std::string> Person::warning_for(OperatorCommand const& command) const {
  auto const& state = session_.platform();
  if (std::holds_alternative<Hint>(command.verb)) {
    return hints::hint_warning(session_.opening().runbook, state, session_.chain().entries());
  }
  bool const repairs = command.kind == CommandKind::repair && command.plan == PlanOnly::no &&
                       !language::is_prohibited(command);
  if (at_ != At::terminal || !repairs || state.incident->classified) return std::nullopt;
  // A fence that was just ordered is in force before the command is carried out.
  auto const refusal = control::plan(state, command).refusal;
  if (refusal && refusal->code != RefusalCode::writers_not_fenced) return std::nullopt;
  auto text = std::string{"No class is in force; it should be before the first repair."};
  if (command.because.empty()) text += " --because is missing too.";
  return text + " This is graded. Type the line again to carry it out as it is.";
}

// Warns once before a line that costs more than it looks. At a terminal, asks once before a `close`
// that would not be refused.
Person::Ready Person::question(language::FullLine line, std::string const& typed) {
  auto const parsed = language::parse_command(line.line, session_.shown_names());
  if (parsed && warned_ != line.line) {
    if (auto warning = warning_for(*parsed)) {
      warned_ = line.line;
      Answer answer;
      answer.command = typed;
      answer.text = std::move(*warning);
      answer.clock = session_.now();
      return answer;
    }
  }
  warned_.clear();
  bool const closes = parsed && std::holds_alternative<Close>(parsed->verb) &&
                      parsed->plan == PlanOnly::no && at_ == At::terminal;
  if (!closes || control::plan(session_.platform(), *parsed).refusal) return line;
  auto const reply =
      ask("This ends the run, and it is graded; `close --plan` lists what is missing.\n"
          "Close it? [y/N] ");
  if (reply == Reply::yes) return line;
  Answer answer;
  answer.command = typed;
  answer.text = "not closed: the run goes on";
  answer.clock = session_.now();
  return answer;
}

void Person::answered(Answer const& answer) {
  if (!answer.entries.empty()) last_answer_ = answer.entries.back();
}

}  // namespace studylab::cli
