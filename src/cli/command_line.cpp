// Reading runbooks, drills and runs; subcommand_tools.cpp has the other subcommands.
#include "cli/command_line.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <sstream>

#include <fmt/format.h>

#include "base/version.h"
#include "cli/commands.h"
#include "cli/ctl.h"
#include "cli/own_drill.h"
#include "cli/problem.h"
#include "cli/read_drill.h"
#include "cli/resources.h"
#include "cli/run_drill.h"
#include "cli/subcommands.h"
#include "cli/terminal.h"
#include "command_language/names.h"
#include "command_language/runbooks.h"

namespace studylab::cli {
namespace {

// Planned commands that this version does not have.
constexpr std::array<std::string_view, 8> not_available{"mcp",    "live",     "control", "edge",
                                                        "runner", "provider", "people",  "relay"};

// The error about the words in place of a command; none if they name one.
std::optional<std::string> wrong_command(CLI::App& app, std::span<char* const> words) {
  if (words.empty() || words.front()[0] == '-') return std::nullopt;
  std::vector<std::string> names;
  for (auto const* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (names.empty()) return std::nullopt;
  std::string_view const word = words.front();
  if (std::ranges::find(names, word) != names.end()) {
    return wrong_command(*app.get_subcommand(std::string{word}), words.subspan(1));
  }
  if (std::ranges::find(not_available, word) != not_available.end()) {
    return fmt::format("'{}' is not available in this version; see `--help`", word);
  }
  std::vector<std::string_view> const known{names.begin(), names.end()};
  auto const near = language::nearest(word, known);
  return fmt::format("'{}' is not a command; {}`--help` lists them", word,
                     near ? fmt::format("did you mean '{}'? ", *near) : std::string{});
}

// `entry-57` or `57`; none if it is neither.
std::optional<std::uint32_t> read_entry(std::string_view text) {
  constexpr std::string_view prefix = "entry-";
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  std::uint32_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

Program::Program() {
  app_.require_subcommand(1);
  app_.set_version_flag("--version", std::string{program_version()});
  app_.footer(fmt::format(
      "Runs are stored in $STUDYLAB_HOME, by default $XDG_STATE_HOME/studylab\n"
      "or ~/.local/state/studylab.\n"
      "Exit status: 0 success (a drill: passed), 1 failed, 2 usage error or bad input,\n"
      "3 something required is missing or broken.\n\n"
      "To begin:  studylab drill {}",
      example_drill()));
  add_runbooks();
  add_drills();
  add_drill();
  add_history();
  add_next();
  add_replay();
  add_evidence();
  add_exam();
  add_fuzz();
  add_bench();
  add_serve();
  add_ctl();
  add_group();
  add_link();
  refuse_empty(app_);
}

void Program::add_runbooks() {
  auto* command = app_.add_subcommand(
      "runbooks",
      "Print the runbooks; with ID, explain each line and name its verbs; operator-path has the "
      "rules of every drill, OP1 to OP4");
  auto const all = language::runbooks();
  command->add_option("ID", id_, fmt::format("{}, {}, …", all[0].id, all[1].id));
  add_json(command);
  command->footer(
      fmt::format("Examples:\n  studylab runbooks\n  studylab runbooks {}", all.front().id));
  command->callback([this] { exit_ = show_runbooks(id_, json()); });
}

void Program::add_drills() {
  auto* command =
      app_.add_subcommand("drills", "List the drills; `check FILE` checks a drill file");
  add_json(command);
  command->footer("Examples:\n  studylab drills\n  studylab drills check my-drill.yaml");
  auto* check = command->add_subcommand(
      "check", "Check a drill file, then run the expert and idle on 50 seeds");
  check->add_option("FILE", file_, "A drill file")->required();
  add_json(check);
  check->footer("Example:\n  studylab drills check my-drill.yaml");
  check->callback([this] { exit_ = check_drill_file(file_, json()); });
  command->callback([this, check] {
    if (!check->parsed()) exit_ = show_drills(json());
  });
}

void Program::add_outputs(CLI::App* command) {
  command->add_flag("--json", drill_.json, "Print only the debrief, as one JSON document");
  command->add_flag("--no-pager", drill_.no_pager,
                    "Print long answers directly to the terminal, not through $PAGER or less");
  command->add_option("--evidence", drill_.evidence, "Write the sealed bundle to this file");
  command->add_option("--report", drill_.report, "Write a post-mortem in Markdown to this file");
}

// Where a drill runs, and who operates it how.
void Program::add_world(CLI::App* command) {
  command->add_option("--world", drill_.world, "Where the drill runs: simulated")
      ->capture_default_str();
  command
      ->add_option("--topology", drill_.topology,
                   "Size of the platform: drawn from the seed, or live (2 edges and 3 hosts)")
      ->capture_default_str();
  command
      ->add_option(
          "--operator", drill_.by,
          "Who operates: human, program, expert, idle, random, reckless, cheat:NAME, script:FILE, "
          "exec:COMMAND")
      ->default_str("human; with --io jsonl: program");
  command
      ->add_option(
          "--io", drill_.io,
          "Form of input and output: text, or jsonl (one JSON message per line, for programs)")
      ->capture_default_str();
}

void Program::add_drill_options(CLI::App* command) {
  auto* id = command->add_option(
      "ID", drill_.id, "The drill, as `studylab drills` lists it, or the file of your own drill");
  auto* seed = command->add_option("--seed", drill_.seed,
                                   "Random seed, 0 to 2^53 - 1; chosen at random if omitted");
  auto* variant = command->add_option("--variant", drill_.variant,
                                      "Select the fault; the run is then marked as practice");
  auto* level = command
                    ->add_option("--level", drill_.level,
                                 "How difficult the run is: easy, "
                                 "normal or hard")
                    ->capture_default_str();
  auto* from = command->add_option(
      "--from", drill_.from,
      "RUN@entry-N: practise from there; its commands before the entry are repeated, and what they "
      "lost is not counted. RUN: from where it diverged from the expert");
  add_world(command);
  auto* clock = command->add_option("--clock", drill_.clock,
                                    "What advances drill time: wall (default at a terminal) or "
                                    "commands");
  command->add_option("--speed", drill_.speed, "Drill seconds per second of wall time")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  auto* as = command->add_option("--as", drill_.as, "Your name in the ledger");
  from->excludes(id, seed, variant, level, clock, as);
  add_outputs(command);
  command->add_option("--salt-file", drill_.salt_file,
                      "Mixed into every random choice: the seed alone then reveals nothing");
}

void Program::add_drill() {
  auto* command = app_.add_subcommand("drill", "Operate one incident; the run is graded");
  add_drill_options(command);
  command->add_flag("--detach", detach_,
                    "Open the run in the running server, and operate it with `studylab ctl`");
  command->footer(fmt::format(
      "Examples:\n"
      "  studylab drill {0}\n"
      "  studylab drill {0} --seed 7 --operator expert --report post-mortem.md\n"
      "  studylab drill --from run-0123456789@entry-57\n"
      "  studylab drill my-drill.yaml\n"
      "  coproc studylab drill {0} --io jsonl   (bash: an agent holds both ends)\n"
      "    read -r alert <&${{COPROC[0]}}; echo 'show incident' >&${{COPROC[1]}}; read -r answer "
      "<&${{COPROC[0]}}",
      example_drill()));
  command->callback([this] {
    if (detach_) return static_cast<void>(exit_ = open_detached(drill_));
    auto const read = read_drill_command(drill_);
    exit_ = read ? run_drill(*read) : fail(read.error());
  });
}

void Program::add_history() {
  auto* command = app_.add_subcommand(
      "history",
      "List past runs; with RUN, print its debrief; with --at, the platform at an entry");
  command->add_option("RUN", run_, "run-…");
  command->add_option("--report", report_, "Write RUN's post-mortem to this file (requires RUN)");
  command->add_option("--at", at_, "Print the platform's state at entry-N (requires RUN)");
  add_drill_file(command);
  add_salt(command);
  add_json(command);
  command->footer(
      "Examples:\n  studylab history\n  studylab history run-0123456789\n  studylab history "
      "run-0123456789 --at entry-57");
  command->callback([this] {
    auto const at = read_entry(at_);
    if (!at_.empty() && !at) {
      exit_ = refuse(fmt::format(
          "--at: '{}' is not a valid entry; expected a number such as 57 or entry-57", at_));
    } else if (!report_.empty() && run_.empty()) {
      exit_ = refuse("--report requires RUN: studylab history RUN --report FILE.md");
    } else if (!drill_file_.empty() && run_.empty()) {
      exit_ = refuse("--drill-file requires RUN: studylab history RUN --drill-file FILE");
    } else if (at && run_.empty()) {
      exit_ = refuse("--at requires RUN: studylab history RUN --at N");
    } else if (auto const salt = read_salt(salt_file_)) {
      HistoryCommand command{run_, at, {}, *salt, drill_file_, json()};
      if (!report_.empty()) command.report = report_;
      exit_ = show_history(command);
    } else {
      exit_ = fail(salt.error());
    }
  });
}

void Program::add_next() {
  auto* command = app_.add_subcommand(
      "next", "Propose what to practise next, from the runs of this home, and say why");
  add_json(command);
  command->footer(
      "Drills without a graded run come first, then those that are due, the weakest first. A\n"
      "drill is due again at once after a failure, and 1, 2, 4, … days after each pass in a row.\n"
      "Runs with a chosen variant, runs that repeat another, and runs that no person operated\n"
      "do not count.\n\n"
      "Example:\n  studylab next");
  command->callback([this] { exit_ = show_next(json()); });
}

void Program::add_replay() {
  auto* command = app_.add_subcommand(
      "replay", "Run a stored run again from seed and commands, and compare every entry");
  command->add_option("RUN", run_, "run-…")->required();
  add_drill_file(command);
  add_salt(command);
  add_json(command);
  command->footer("Example:\n  studylab replay run-0123456789");
  command->callback([this] {
    auto const salt = read_salt(salt_file_);
    exit_ = salt ? replay_run(run_, *salt, drill_file_, json()) : fail(salt.error());
  });
}

void Program::add_evidence() {
  auto* command = app_.add_subcommand("evidence", "Work with evidence bundles");
  command->require_subcommand(1);
  auto* verify =
      command->add_subcommand("verify", "Verify a bundle; with --replay, run it again and compare");
  verify->add_option("FILE", file_, "A bundle, written by `drill --evidence`")->required();
  verify->add_flag("--replay", replay_, "Run it again from seed and commands, and compare");
  verify->add_option("--key", key_, "The key file that must have sealed it");
  add_drill_file(verify);
  add_salt(verify);
  add_json(verify);
  verify->footer("Example:\n  studylab evidence verify run.bundle --replay");
  verify->callback([this] {
    auto const salt = read_salt(salt_file_);
    if (!salt) {
      exit_ = fail(salt.error());
      return;
    }
    VerifyCommand command{file_, replay_, {}, *salt, drill_file_, json()};
    if (!key_.empty()) command.key = key_;
    exit_ = verify_evidence(command);
  });
}

void Program::refuse_empty(CLI::App& app) {
  auto const check = [](std::string const& word) {
    return word.empty() ? std::string{"the value must not be empty"} : std::string{};
  };
  for (auto* option : app.get_options({})) {
    if (option->get_expected_max() > 0) option->check(check);
  }
  for (auto* command : app.get_subcommands({})) refuse_empty(*command);
}

int Program::run(int count, char** words) {
  if (auto const wrong = wrong_command(app_, {words + std::min(count, 1), words + count})) {
    return static_cast<int>(refuse(*wrong));
  }
  try {
    app_.parse(count, words);
  } catch (CLI::Success const& help) {
    std::ostringstream text;
    app_.exit(help, text, text);
    Out{}.print(text.str());
  } catch (CLI::ParseError const& error) {
    std::string_view text = error.what();
    print_error(fmt::format("{}; see `--help`", text.substr(0, text.find('\n'))));
    return static_cast<int>(Exit::usage);
  }
  return static_cast<int>(exit_);
}

int run_program(int count, char** words) {
  reserve_std_streams();
  watch_signals();
  auto const status = with_resources([&] { return Program{}.run(count, words); });
  auto const missing = static_cast<int>(Exit::missing);
  if (lost_output().empty() || status == missing) return status;
  print_error(fmt::format("cannot write standard output: {}", lost_output()));
  return missing;
}

}  // namespace studylab::cli
