// The only file that includes CLI11.
#include "cli/command_line.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <sstream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/version.h"
#include "cli/bench.h"
#include "cli/bench_levels.h"
#include "cli/commands.h"
#include "cli/ctl.h"
#include "cli/exam.h"
#include "cli/fuzz.h"
#include "cli/own_drill.h"
#include "cli/problem.h"
#include "cli/read_drill.h"
#include "cli/resources.h"
#include "cli/run_drill.h"
#include "cli/serve.h"
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

// If given, the option must not be empty.
void refuse_empty(CLI::App& app) {
  auto const check = [](std::string const& word) {
    return word.empty() ? std::string{"the value must not be empty"} : std::string{};
  };
  for (auto* option : app.get_options({})) {
    if (option->get_expected_max() > 0) option->check(check);
  }
  for (auto* command : app.get_subcommands({})) refuse_empty(*command);
}

// Parses the command line and runs one subcommand.
class Program {
 public:
  Program();
  int run(int count, char** words);

 private:
  void add_runbooks();
  void add_drills();
  void add_drill();
  void add_outputs(CLI::App* command);  // of a drill
  void add_history();
  void add_next();
  void add_replay();
  void add_evidence();
  void add_exam();
  void add_fuzz();
  void add_bench();
  Exit measure_levels();
  void add_serve();
  void add_ctl();
  void add_group();
  void add_link();

  static Exit refuse(std::string why) { return fail({Exit::usage, std::move(why)}); }
  Json json() const { return json_ ? Json::yes : Json::no; }
  void add_json(CLI::App* command) {
    command->add_flag("--json", json_,
                      "Print one JSON document on standard output, and nothing else");
  }

  void add_drill_file(CLI::App* command) {
    command->add_option("--drill-file", drill_file_,
                        "The file of the run's drill, if it is your own and the home has no copy");
  }

  void add_salt(CLI::App* command) {
    command->add_option("--salt-file", salt_file_, "The examiner's file, if the run had one");
  }

  CLI::App app_{
      "Study Lab: practise incident response on an application platform. Find the truth, classify\n"
      "the risk, take the smallest correct action, leave evidence."};
  Exit exit_ = Exit::done;
  bool json_ = false;
  DrillArgs drill_;
  std::string id_, file_, run_, seeds_ = "1..100", part_, salt_file_, key_, at_, report_, by_,
                                results_, bundles_, drill_file_, listen_ = "127.0.0.1:7070";
  std::uint32_t jobs_ = 1;
  DrillArgs group_;
  std::string names_, role_;
  bool replay_ = false, every_ = false, browser_ = false, detach_ = false, end_ = false,
       complete_ = false;
};

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
  auto* check =
      command->add_subcommand("check", "Check a drill file, then run the expert on 50 seeds");
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

void Program::add_drill() {
  auto* command = app_.add_subcommand("drill", "Operate one incident; the run is graded");
  auto* id = command->add_option(
      "ID", drill_.id, "The drill, as `studylab drills` lists it, or the file of your own drill");
  auto* seed = command->add_option("--seed", drill_.seed,
                                   "Random seed, 0 to 2^53 - 1; chosen at random if omitted");
  auto* variant = command->add_option("--variant", drill_.variant,
                                      "Select the fault; the run is then marked as practice");
  auto* level = command
                    ->add_option("--level", drill_.level,
                                 "How fast people answer and how many decoys there are: easy, "
                                 "normal or hard")
                    ->capture_default_str();
  auto* from = command->add_option(
      "--from", drill_.from,
      "RUN@entry-N: practise from there; its commands before the entry are repeated, and what they "
      "lost is not counted. RUN: from where it diverged from the expert");
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
  auto* clock = command->add_option("--clock", drill_.clock,
                                    "What advances drill time: wall (default at a terminal) or "
                                    "commands");
  command->add_option("--speed", drill_.speed, "Drill seconds per second of wall time")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  auto* as = command->add_option("--as", drill_.as, "Your name in the ledger");
  from->excludes(id, seed, variant, level, clock, as);
  command->add_flag("--detach", detach_,
                    "Open the run in the running server, and operate it with `studylab ctl`");
  add_outputs(command);
  command->add_option("--salt-file", drill_.salt_file,
                      "Mixed into every random choice: the seed alone then reveals nothing");
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
      "Drills that were never practised come first, then those that are due, the weakest first. A\n"
      "drill is due again at once after a failure, and 1, 2, 4, … days after each pass in a row.\n"
      "Runs of a chosen variant and of built-in operators do not count.\n\n"
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

void Program::add_exam() {
  auto* command = app_.add_subcommand(
      "exam", "Let one operator run many drills and seeds, and print what it scored");
  command->add_option("FILE", file_, "An exam file: drills, seeds, levels, operator")->required();
  command->add_option("--operator", by_, "Who operates, instead of the file's operator");
  command->add_option("--results", results_,
                      "The file that keeps the result of each run; default: FILE.results");
  command->add_option("--bundles", bundles_, "Write the sealed bundle of each run to this folder");
  command->add_option("--jobs", jobs_, "Processes")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  add_json(command);
  command->footer(
      "An interrupted exam continues where it was, with the same command.\n\n"
      "Examples:\n"
      "  studylab exam weekly.yaml --jobs 2\n"
      "  studylab exam weekly.yaml --operator 'exec:python3 $OPERATOR_DIR/agent.py' --json\n"
      "  studylab exam weekly.yaml --results weekly-2.results --bundles evidence");
  command->callback([this] {
    ExamCommand command{file_, by_, results_, {}, jobs_, json()};
    if (!bundles_.empty()) command.bundles = bundles_;
    exit_ = run_exam(command);
  });
}

void Program::add_fuzz() {
  auto* command = app_.add_subcommand(
      "fuzz", "Run many seeds under every kind of fault, and check every invariant");
  command->add_option("--seeds", seeds_, "A..B, both included")->capture_default_str();
  command->add_option("--drill", id_, "A drill, the file of one, or all")->default_str("all");
  command->add_flag("--every", every_, "Every row of the grader's table on every seed");
  command->add_option("--jobs", jobs_, "Processes")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  add_json(command);
  command->footer(fmt::format("Example:\n  studylab fuzz --drill {} --seeds 1..10000 --jobs 2",
                              example_drill()));
  command->callback([this] {
    auto const seeds = read_seeds(seeds_);
    if (!seeds) {
      exit_ = refuse(seeds.error());
      return;
    }
    auto drills = read_drills(id_);
    if (!drills) {
      exit_ = fail(drills.error());
      return;
    }
    exit_ = run_fuzz(FuzzCommand{*seeds, std::move(*drills), every_, jobs_, json()});
  });
}

void Program::add_bench() {
  auto* command = app_.add_subcommand("bench", "Measure speed and compare it with the goals");
  command->add_option(
      "PART", part_,
      "drills, simulator, ledger, edge, process or counts; default: all; or levels: "
      "how difficult each level is");
  command->add_option("--seeds", seeds_, "Of levels: A..B, both included")->capture_default_str();
  command->add_option("--drill", id_, "Of levels: a drill, or all")->default_str("all");
  add_json(command);
  command->footer(
      "Examples:\n  studylab bench\n  studylab bench ledger\n"
      "  studylab bench levels --seeds 1..1000");
  command->callback(
      [this] { exit_ = part_ == "levels" ? measure_levels() : run_bench(part_, json()); });
}

Exit Program::measure_levels() {
  auto const seeds = read_seeds(seeds_);
  if (!seeds) return refuse(seeds.error());
  if (!id_.empty() && id_ != "all") {
    if (auto const known = read_drills(id_); !known) return fail(known.error());
  }
  return bench_levels({*seeds, id_.empty() ? "all" : id_, json()});
}

void Program::add_serve() {
  auto* command = app_.add_subcommand(
      "serve", "Serve the pages for a browser and the HTTP API on this machine");
  command->add_option("--listen", listen_, "HOST:PORT; port 0 chooses a free port")
      ->capture_default_str();
  command->add_flag("--browser", browser_, "Open the login link, if there is a desktop");
  command->footer(
      "Examples (the server prints where its token is):\n  studylab serve\n  curl -H "
      "\"Authorization: Bearer $(cat ~/.local/state/studylab/token)\" "
      "http://127.0.0.1:7070/api/v1/drills\n"
      "Enter in the server's terminal, or SIGUSR1, prints a new login link.");
  command->callback(
      [this] { exit_ = serve_api(listen_, browser_ ? OpenBrowser::yes : OpenBrowser::no); });
}

void Program::add_ctl() {
  auto* command = app_.add_subcommand(
      "ctl", "Give one command to an open run of the running server: an operator's command line");
  command->add_option("--run", run_, "run-…; default: the only open run");
  command->add_flag("--end", end_, "End the run without `close`, and print its debrief");
  command->add_flag("--complete", complete_,
                    "Print what can complete the last word, for the completion of a shell");
  add_json(command);
  command->prefix_command();
  command->footer(fmt::format(
      "The words after the options are the command. Words may be short as at the prompt, except "
      "with --json.\n"
      "Exit status: 0 done, 1 refused, 2 usage error; of `close` and --end that of a drill.\n\n"
      "Examples:\n"
      "  studylab serve &\n"
      "  studylab drill {} --detach\n"
      "  studylab ctl show errors --since 2m\n"
      "  studylab ctl classify app-only --because \"it began with op-24\" --ref 107 op-24\n"
      "  studylab ctl --run run-0123456789 close --summary \"rolled back\" --ref 130",
      example_drill()));
  command->callback([this, command] {
    auto words = command->remaining();
    // `--` may separate the options from the command.
    if (!words.empty() && words.front() == "--") words.erase(words.begin());
    auto const end = end_ ? Ending::yes : Ending::no;
    exit_ = complete_ ? complete_command(run_, words) : give_command({run_, words, end, json()});
  });
}

void Program::add_group() {
  auto* command = app_.add_subcommand(
      "group",
      "Invite people to practise the same incident in the running server, each in a run "
      "of their own");
  command->add_option("ID", group_.id, "The drill, as `studylab drills` lists it")->required();
  command->add_option("--names", names_, "The participants, separated by commas")->required();
  command->add_option("--seed", group_.seed, "The seed of every run; chosen at random if omitted");
  command->add_option("--variant", group_.variant, "Select the fault");
  command->add_option("--level", group_.level, "easy, normal or hard")->capture_default_str();
  command->add_option("--clock", group_.clock, "wall or commands; default: wall at a terminal");
  command->add_option("--speed", group_.speed, "Drill seconds per second of wall time")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  add_json(command);
  command->footer(fmt::format(
      "Prints a link for the instructor, whose board shows every run, and a link and a token for\n"
      "each participant. They are valid until the server stops.\n\n"
      "Example:\n  studylab group {} --names ada,ben,cem --clock wall",
      example_drill()));
  command->callback([this] { exit_ = open_group(group_, names_, json()); });
}

void Program::add_link() {
  auto* command = app_.add_subcommand(
      "link", "Print a link to the running server for an observer or an instructor");
  command
      ->add_option("ROLE", role_,
                   "observer: reads the platform chain of one run; instructor: reads every run "
                   "of the server, and its truth")
      ->required();
  command->add_option("--run", run_, "The open run of an observer");
  add_json(command);
  command->footer(
      "Examples:\n  studylab link observer --run run-0123456789\n  studylab link instructor");
  command->callback([this] { exit_ = make_link(role_, run_, json()); });
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

}  // namespace

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
