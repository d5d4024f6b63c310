#include "cli/run_drill.h"

#include <functional>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <unistd.h>
#include <boost/json/serialize.hpp>

#include "base/limits.h"
#include "cli/keys.h"
#include "cli/line_reader.h"
#include "cli/open_store.h"
#include "cli/pager.h"
#include "cli/person.h"
#include "cli/prompt.h"
#include "cli/script.h"
#include "cli/terminal.h"
#include "command_language/message.h"
#include "command_language/verbs.h"
#include "command_language/wrap.h"
#include "evidence/file_keys.h"
#include "evidence/file_write.h"
#include "lab/console/render/alert.h"
#include "lab/console/render/styled.h"
#include "lab/console/render/units.h"
#include "lab/external/external_operator.h"
#include "lab/operators/catalogue.h"
#include "lab/runs/finish.h"
#include "lab/runs/sealed.h"
#include "lab/runs/wall_clock.h"

namespace studylab::cli {
namespace {

// Operates one run: reads lines, prints answers, saves after each.
class RunLoop {
 public:
  // `repeated`: the answers of a beginning that the run has repeated.
  RunLoop(DrillCommand const& command, runs::Store const& store, runs::Run& run,
          std::vector<lab::ScriptLine> script, std::vector<language::Answer> repeated)
      : command_(command),
        store_(store),
        run_(run),
        session_(run.session()),
        script_(std::move(script)),
        repeated_(std::move(repeated)),
        wall_(session_.now(), command.speed) {}

  // The error is one line; the run is sealed anyway, if possible.
  std::expected<Exit, std::string> go();

 private:
  using NextLine = std::function<std::optional<std::string>()>;

  std::expected<NextLine, std::string> lines();
  std::expected<NextLine, std::string> external_lines();
  void end_program(runs::Ended const& ended);
  void open();
  void print_repeated();
  void show(language::Answer const& answer);
  bool paging() const;
  console::Screen screen() const;
  void print(std::string const& text);
  void print_replies();
  void note_announced(std::string_view line);
  std::expected<void, std::string> operate(NextLine const& next);
  std::expected<void, std::string> take(std::string const& typed);
  std::expected<void, std::string> carry_out(std::string const& line);
  std::expected<void, std::string> watch(std::string const& line);
  std::expected<std::string, language::UsageError> read_command(std::string_view typed) const;
  std::expected<language::Answer, std::string> execute(std::string const& line);
  void name_bad_line(language::Answer const& answer);
  void follow_wall_clock();
  void print_debrief(std::string const& text);
  Exit report(runs::Ended const& ended);
  // Writes the requested files.
  std::expected<void, std::string> write_outputs(runs::Ended const& ended) const;

  DrillCommand const& command_;
  runs::Store const& store_;
  runs::Run& run_;
  console::Session const& session_;
  Out out_;
  LineReader in_{STDIN_FILENO};
  std::unique_ptr<Prompt> prompt_;
  std::optional<Person> person_;  // the person who types; none for a program or a script
  language::View view_;           // of the answer that is printed
  std::unique_ptr<lab::Operator> operator_;
  external::ExternalOperator* program_ = nullptr;  // that operator_ is, if it is one
  std::vector<lab::ScriptLine> script_;
  std::vector<language::Answer> repeated_;
  std::size_t script_at_ = 0;
  std::uint64_t input_size_ = 0;  // of the last line of standard input
  bool bad_input_ = false;        // a script has a line that is not a command, or a line of input
                                  // does not end
  std::set<NoticeId> reported_;   // notices whose answer was announced
  runs::WallClock wall_;
};

// Whether the commands come from standard input: from a person, or from a program.
bool reads_input(std::string_view kind) { return kind == "human" || kind == "program"; }

bool quiet_run(DrillCommand const& command) { return command.json; }

void RunLoop::open() {
  if (quiet_run(command_)) return;
  if (command_.io == Io::jsonl) {
    out_.line(language::to_json(session_.opening()));
  } else {
    out_.styled(console::alert_text(session_, out_.screen()));
  }
  if (session_.options().repeated) print_repeated();
}

// What the repeated beginning has shown: its commands for a person, who can `recall` the answers;
// its answers for a program.
void RunLoop::print_repeated() {
  if (command_.io == Io::jsonl) {
    for (auto const& answer : repeated_) out_.line(language::to_json(answer));
    return;
  }
  auto const& beginning = *session_.options().repeated;
  out_.line("");
  out_.line(fmt::format("Repeated from {}, up to {}:", beginning.run, to_text(beginning.entry)));
  for (auto const& answer : repeated_) {
    auto const shown = console::in_short(answer.clock - session_.alert());
    out_.line(fmt::format("  +{:<6}  {}", shown, answer.command));
  }
  out_.line(
      "Go on from here; `recall` prints what was shown. What was lost so far is not counted.");
}

// What the answer to this line has said of notices needs no announcement of its own.
void RunLoop::note_announced(std::string_view line) {
  for (auto const& [id, notice] : session_.platform().notices) {
    bool const said = line.starts_with("show incident") || line.contains(to_text(id));
    if (notice.answer_entry && said) reported_.insert(id);
  }
}

// On the wall clock, people answer while the operator types; this announces their answers.
void RunLoop::print_replies() {
  if (session_.options().clock != ClockKind::wall) return;
  for (auto const& [id, notice] : session_.platform().notices) {
    if (!notice.answer_entry || !reported_.insert(id).second) continue;
    out_.line(fmt::format("{} has an answer; `show incident` prints it", to_text(id)));
  }
}

void RunLoop::show(language::Answer const& answer) {
  if (quiet_run(command_)) return;
  if (command_.io == Io::jsonl) return out_.line(language::to_json(answer));
  if (!prompt_) out_.line("> " + answer.command);
  // The answer to a carried-out or recalled command is styled for this screen; help and usage
  // errors are not.
  if (!answer.entries.empty() || !answer.data.empty()) return print(answer.text);
  bool const wraps = out_.terminal() || answer.kind == language::AnswerKind::done;
  auto const text = wraps ? language::wrapped(answer.text, out_.width()) : answer.text;
  print(console::printable(text, out_.screen()));
}

bool RunLoop::paging() const {
  return prompt_ && command_.paging == Paging::yes && view_.paging == language::View::Paging::usual;
}

// Of an answer that goes through the pager, no row is left out.
console::Screen RunLoop::screen() const {
  auto screen = out_.screen();
  if (paging()) screen.paged_from = paged_from();
  return screen;
}

// A long text goes through the pager of a person at a terminal.
void RunLoop::print(std::string const& text) {
  bool const pages = paging() && exceeds_screen(text);
  if (!pages || !page(text + "\n", "back to the drill")) return out_.styled(text);
  // The entry that `.` refers to, also if the pager was left before the end.
  auto const last = std::string_view{text}.substr(text.rfind('\n') + 1);
  if (last.contains("entry ") && last.contains(", as of ")) out_.styled(last);
}

std::expected<RunLoop::NextLine, std::string> RunLoop::lines() {
  auto const& kind = command_.options.operator_kind;
  if (command_.script) {
    return [this]() -> std::optional<std::string> {
      if (script_at_ == script_.size()) return std::nullopt;
      return script_[script_at_++].text;
    };
  }
  if (command_.program) return external_lines();
  if (!reads_input(kind)) {
    auto made = lab::make_operator(kind, session_.opening(),
                                   Seed{session_.options().seed, session_.options().salt});
    if (!made) return std::unexpected(made.error());
    operator_ = std::move(*made);
    return [this] { return operator_->next(); };
  }
  if (command_.io == Io::text && stdin_is_terminal()) {
    prompt_ = std::make_unique<Prompt>(session_, store_.home() / "prompt-history");
    if (!prompt_->works()) prompt_.reset();
  }
  if (command_.io == Io::text) {
    person_.emplace(session_, out_, prompt_ ? Person::At::terminal : Person::At::stream);
  }
  if (prompt_) return [this] { return prompt_->next(); };
  return [this]() -> std::optional<std::string> {
    auto line = in_.next();
    if (!line) return std::nullopt;
    input_size_ = line->size;
    return std::move(line->text);
  };
}

// A program of the user's, kept from the files that show what happens in the run.
std::expected<RunLoop::NextLine, std::string> RunLoop::external_lines() {
  std::vector<std::filesystem::path> hidden{store_.home()};
  for (auto const& path :
       {command_.drill_file, command_.salt_file, command_.evidence, command_.report}) {
    if (path) hidden.push_back(*path);
  }
  auto started = external::ExternalOperator::started(
      {*command_.program, external::Limits{}, std::filesystem::current_path(), std::move(hidden)},
      session_.opening());
  if (!started) return std::unexpected(std::move(started.error()));
  program_ = started->get();
  operator_ = std::move(*started);
  return [this] { return operator_->next(); };
}

// Sends the debrief, and prints what the program wrote to its standard error.
void RunLoop::end_program(runs::Ended const& ended) {
  if (program_ == nullptr) return;
  auto const ending = program_->end(ended.document);
  for (auto rest = std::string_view{ending.errors}; !rest.empty();) {
    auto const line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    print_error(fmt::format("the program: {}", line));
  }
  if (!ending.failure.empty()) print_error(fmt::format("the program failed: {}", ending.failure));
}

// Reports an invalid line of a script with its place. The run continues, because such a line
// changes nothing.
void RunLoop::name_bad_line(language::Answer const& answer) {
  if (script_.empty() || answer.kind != language::AnswerKind::usage || answer.ended) return;
  bad_input_ = true;
  print_error(fmt::format("{}:{}: {}", command_.script->string(), script_[script_at_ - 1].number,
                          answer.text.substr(0, answer.text.find('\n'))));
}

// On the wall clock, drill time continues without commands.
void RunLoop::follow_wall_clock() {
  if (session_.options().clock != ClockKind::wall) return;
  auto const at = wall_.now();
  if (at > session_.now()) run_.pass_to(at);
}

std::expected<language::Answer, std::string> RunLoop::execute(std::string const& line) {
  // A program is answered as with jsonl.
  if (command_.io == Io::text && !command_.program) run_.set_screen(screen());
  if (session_.options().clock != ClockKind::wall) return run_.execute(line);
  auto const at = std::max(session_.now(), wall_.now());
  auto answer = run_.execute(line, at);
  // A wait takes its drill time at once; the wall clock continues from its end. What takes no time,
  // as help does, does not stop the clock while it is typed.
  if (session_.now() > at) wall_.continue_from(session_.now());
  return answer;
}

std::expected<std::string, language::UsageError> RunLoop::read_command(
    std::string_view typed) const {
  if (input_size_ > typed.size()) return std::unexpected(language::line_too_long(input_size_));
  return language::command_of_input_line(typed);
}

std::expected<void, std::string> RunLoop::operate(NextLine const& next) {
  while (!session_.ended() && !out_.broken() && !interrupted()) {
    if (prompt_) {
      follow_wall_clock();
      print_replies();
    }
    auto const typed = next();
    if (!typed || interrupted()) break;
    if (auto taken = take(*typed); !taken) return taken;
  }
  if (in_.stopped()) {
    bad_input_ = true;
    print_error(fmt::format("standard input: a line is longer than {} MiB; the rest is not read",
                            limits::endless_line / limits::mib));
  }
  return {};
}

// Handles one line of input. With jsonl, each line gets an answer.
std::expected<void, std::string> RunLoop::take(std::string const& typed) {
  std::string line = typed;
  if (reads_input(command_.options.operator_kind) && !prompt_) {
    auto command = read_command(typed);
    if (!command) {
      show(language::usage_answer(typed, command.error(), session_.now()));
      return {};
    }
    line = std::move(*command);
  }
  if (command_.io == Io::text && !command_.program && lab::is_skipped(line)) return {};
  if (!person_) return carry_out(line);
  auto ready = person_->read(line);
  if (auto const* answer = std::get_if<language::Answer>(&ready)) show(*answer);
  auto const* full = std::get_if<language::FullLine>(&ready);
  if (full == nullptr) return {};
  view_ = full->view;
  auto const done =
      view_.repeat == language::View::Repeat::watch ? watch(full->line) : carry_out(full->line);
  view_ = {};
  return done;
}

std::expected<void, std::string> RunLoop::carry_out(std::string const& line) {
  auto const answer = execute(line);
  if (!answer) return std::unexpected(answer.error());
  if (operator_) operator_->watch(*answer);
  if (person_) person_->answered(*answer);
  note_announced(line);
  show(*answer);
  name_bad_line(*answer);
  return {};
}

// Repeats a query until a key is pressed. Each repetition costs time and leaves its entry.
std::expected<void, std::string> RunLoop::watch(std::string const& line) {
  using std::chrono::milliseconds;
  auto const every = std::chrono::duration_cast<milliseconds>(
      language::cost_of(CommandKind::query) / std::max<std::uint32_t>(1, command_.speed));
  view_.paging = language::View::Paging::none;
  SingleKeys keys;
  while (true) {
    out_.line(fmt::format("{} (every {}; press a key to stop)", line,
                          to_text(language::cost_of(CommandKind::query))));
    auto const size = session_.chain().size();
    if (auto carried = carry_out(line); !carried) return carried;
    bool const refused = session_.chain().size() == size;  // a usage error repeats nothing
    if (refused || session_.ended() || out_.broken()) return {};
    if (keys.pressed_within(every)) return {};
  }
}

// Printed from the top, because the verdict comes first.
void RunLoop::print_debrief(std::string const& text) {
  bool const person = command_.options.operator_kind == "human" && stdin_is_terminal();
  bool const pages =
      person && command_.paging == Paging::yes && !interrupted() && exceeds_screen(text);
  if (!pages || !page(text + "\n", "end of the debrief")) out_.styled(text);
}

Exit RunLoop::report(runs::Ended const& ended) {
  if (command_.json) {
    out_.line(boost::json::serialize(ended.document));
  } else if (command_.io == Io::jsonl) {
    out_.line(language::to_json(language::Debrief{ended.document}));
  } else {
    print_debrief(debrief::text(ended.debrief, out_.screen()));
  }
  switch (ended.debrief.score.outcome) {
    case grade::Outcome::passed: return Exit::done;
    case grade::Outcome::failed: return Exit::failed;
    case grade::Outcome::invalid: return Exit::missing;
  }
  return Exit::missing;
}

std::expected<void, std::string> RunLoop::write_outputs(runs::Ended const& ended) const {
  if (command_.evidence) {
    if (auto kept = evidence::write_file(*command_.evidence, ended.bundle); !kept) return kept;
  }
  if (!command_.report) return {};
  return evidence::write_file(*command_.report, debrief::report(ended.debrief));
}

std::expected<Exit, std::string> RunLoop::go() {
  auto next = lines();
  if (!next) return std::unexpected(next.error());
  wall_.continue_from(session_.now());
  open();
  if (person_ && !repeated_.empty()) person_->answered(repeated_.back());
  if (auto operated = operate(*next); !operated) return std::unexpected(operated.error());
  prompt_.reset();
  auto const ended =
      runs::finish(run_, interrupted() ? RunEnding::interrupted : RunEnding::end_of_input);
  if (!ended) return std::unexpected(ended.error());
  end_program(*ended);
  auto const outputs_written = write_outputs(*ended);
  auto const exit = report(*ended);
  if (!outputs_written) return std::unexpected(outputs_written.error());
  if (out_.broken()) {
    return std::unexpected(
        fmt::format("cannot write standard output: {}; {} is kept and "
                    "sealed",
                    lost_output(), session_.run()));
  }
  if (interrupted()) print_error(fmt::format("interrupted; {} is kept and sealed", session_.run()));
  return bad_input_ ? Exit::usage : exit;
}

// Checks in advance for what would otherwise fail at the end and lose the debrief.
std::expected<void, Problem> check_outputs(DrillCommand const& command) {
  if (command.evidence && command.report &&
      evidence::same_file(*command.evidence, *command.report)) {
    return std::unexpected(Problem{
        Exit::usage, fmt::format("--evidence and --report both name {}; use two different files",
                                 command.report->string())});
  }
  for (auto const& [option, path] :
       {std::pair{"--evidence", command.evidence}, std::pair{"--report", command.report}}) {
    if (!path) continue;
    if (auto const good = evidence::check_writable(*path); !good) {
      return std::unexpected(Problem{Exit::missing, fmt::format("{}: {}", option, good.error())});
    }
  }
  return {};
}

// The beginning that the run repeats, with its options; without --from, nothing is repeated.
std::expected<runs::Beginning, Problem> beginning_for(DrillCommand const& command,
                                                      runs::Store const& store) {
  if (!command.from) return runs::Beginning{command.options, {}};
  auto const salt = command.options.salt;
  auto const bundle = runs::sealed_bundle(store, command.from->run);
  if (!bundle) return std::unexpected(in_cli(bundle.error()));
  auto beginning = runs::beginning_of(*bundle, command.from->entry,
                                      salt == Hash{} ? std::nullopt : std::optional{salt});
  if (!beginning) {
    auto problem = in_cli(beginning.error());
    return std::unexpected(Problem{problem.exit, "--from: " + problem.text});
  }
  beginning->options.operator_kind = command.options.operator_kind;
  return *beginning;
}

std::expected<Exit, Problem> play(DrillCommand const& command) {
  auto const missing = [](std::string text) {
    return std::unexpected(Problem{Exit::missing, std::move(text)});
  };
  std::vector<lab::ScriptLine> script;
  if (command.script) {
    auto lines = read_script(*command.script);
    if (!lines) return std::unexpected(lines.error());
    script = std::move(*lines);
  }
  if (auto const good = check_outputs(command); !good) return std::unexpected(good.error());
  auto const salt = command.options.salt;
  auto store = open_store(Opening::playing, salt == Hash{} ? std::nullopt : std::optional{salt});
  if (!store) return std::unexpected(store.error());
  if (auto const key = evidence::installation_key(store->home()); !key) return missing(key.error());
  if (command.own_drill) {
    if (auto const kept = runs::keep_drill(store->home(), *command.own_drill); !kept) {
      return missing(kept.error());
    }
  }

  auto const beginning = beginning_for(command, *store);
  if (!beginning) return std::unexpected(beginning.error());
  auto folder = store->create();
  if (!folder) return missing(folder.error());
  auto run =
      runs::Run::open(beginning->options, std::make_unique<runs::RunFolder>(std::move(*folder)),
                      command.json && !command.program ? console::Text::no : console::Text::yes);
  if (!run) return std::unexpected(in_cli(run.error()));
  auto answers = runs::repeat(*run, *beginning);
  if (!answers) return missing(answers.error());
  auto const exit = RunLoop{command, *store, *run, std::move(script), std::move(*answers)}.go();
  if (!exit) return missing(exit.error());
  return *exit;
}

}  // namespace

Exit run_drill(DrillCommand const& command) {
  auto const exit = play(command);
  return exit ? *exit : fail(exit.error());
}

}  // namespace studylab::cli
