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
#include "cli/commands.h"
#include "cli/fuzz.h"
#include "cli/read_drill.h"
#include "cli/run_drill.h"
#include "cli/run_store.h"
#include "cli/terminal.h"
#include "command_language/names.h"

namespace studylab::cli {
namespace {

// Commands of the contract that this version has not.
constexpr std::array<std::string_view, 12> not_there_yet{"ctl",    "exam",     "next",    "serve",
                                                         "mcp",    "live",     "control", "edge",
                                                         "runner", "provider", "people",  "relay"};

// What is wrong with the words that should name a command; none: nothing.
std::optional<std::string> wrong_command(CLI::App& app, std::span<char* const> words) {
  if (words.empty() || words.front()[0] == '-') return std::nullopt;
  std::vector<std::string> names;
  for (auto const* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (names.empty()) return std::nullopt;
  std::string_view const word = words.front();
  if (std::ranges::find(names, word) != names.end()) {
    return wrong_command(*app.get_subcommand(std::string{word}), words.subspan(1));
  }
  if (std::ranges::find(not_there_yet, word) != not_there_yet.end()) {
    return fmt::format(
        "'{}' is not there yet: it is no part of this version; `--help` lists what "
        "is",
        word);
  }
  std::vector<std::string_view> const known{names.begin(), names.end()};
  auto const near = language::nearest(word, known);
  return fmt::format("there is no command '{}'{}; `--help` lists them", word,
                     near ? fmt::format("; did you mean '{}'?", *near) : std::string{});
}

// `entry-57` or `57`; none where nothing was given. The error is only that it is neither.
std::expected<std::optional<std::uint32_t>, Exit> read_entry(std::string_view text) {
  if (text.empty()) return std::nullopt;
  constexpr std::string_view prefix = "entry-";
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  std::uint32_t number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::unexpected(Exit::usage);
  }
  return number;
}

// An option that is given says something.
void refuse_empty(CLI::App& app) {
  auto const check = [](std::string const& word) {
    return word.empty() ? std::string{"an empty word says nothing"} : std::string{};
  };
  for (auto* option : app.get_options({})) {
    if (option->get_expected_max() > 0) option->check(check);
  }
  for (auto* command : app.get_subcommands({})) refuse_empty(*command);
}

// One subcommand: its words and what it leads to.
class Program {
 public:
  Program();
  int run(int count, char** words);

 private:
  void add_runbooks();
  void add_drills();
  void add_drill();
  void add_history();
  void add_replay();
  void add_evidence();
  void add_fuzz();
  void add_bench();

  static Exit refuse(std::string why) { return fail({Exit::usage, std::move(why)}); }
  Json json() const { return json_ ? Json::yes : Json::no; }
  void add_json(CLI::App* command) {
    command->add_flag("--json", json_, "One document on standard output, and nothing else there");
  }

  void add_salt(CLI::App* command) {
    command->add_option("--salt-file", salt_file_, "The examiner's file, where the run had one");
  }

  CLI::App app_{
      "Study Lab: practise operating an application platform: find the truth, classify the risk,\n"
      "take the smallest correct action, leave evidence."};
  Exit exit_ = Exit::done;
  bool json_ = false;
  DrillArgs drill_;
  std::string id_, file_, run_, seeds_ = "1..100", part_, salt_file_, key_, at_;
  std::uint32_t jobs_ = 1;
  bool replay_ = false, every_ = false;
};

Program::Program() {
  app_.require_subcommand(1);
  app_.set_version_flag("--version", std::string{program_version()});
  app_.footer(
      "State lies under $STUDYLAB_HOME, by default $XDG_STATE_HOME/studylab.\n"
      "Exit status: 0 done (a drill: passed), 1 it did not come about, 2 wrong usage or bad "
      "input,\n"
      "3 something needed is missing or broken.\n\n"
      "Begin with:  studylab drill bad-deploy");
  add_runbooks();
  add_drills();
  add_drill();
  add_history();
  add_replay();
  add_evidence();
  add_fuzz();
  add_bench();
  refuse_empty(app_);
}

void Program::add_runbooks() {
  auto* command = app_.add_subcommand(
      "runbooks",
      "The runbooks in their own words; of bad-deploy also what each line means, by which verb");
  command->add_option("ID", id_, "bad-deploy, stuck-wake, …");
  add_json(command);
  command->footer("Examples:\n  studylab runbooks\n  studylab runbooks bad-deploy");
  command->callback([this] { exit_ = show_runbooks(id_, json()); });
}

void Program::add_drills() {
  auto* command = app_.add_subcommand(
      "drills", "The drills: id, runbook, variants, worlds; `check FILE` lints one");
  add_json(command);
  command->footer("Examples:\n  studylab drills\n  studylab drills check my-drill.yaml");
  auto* check =
      command->add_subcommand("check", "Lint a drill file, and let the expert play it on 50 seeds");
  check->add_option("FILE", file_, "A drill file")->required();
  add_json(check);
  check->footer("Example:\n  studylab drills check my-drill.yaml");
  check->callback([this] { exit_ = check_drill_file(file_, json()); });
  command->callback([this, check] {
    if (!check->parsed()) exit_ = show_drills(json());
  });
}

void Program::add_drill() {
  auto* command = app_.add_subcommand("drill", "Operate one incident, and be told how you did");
  command->add_option("ID", drill_.id, "The drill, as `studylab drills` lists it")->required();
  command->add_option("--seed", drill_.seed,
                      "All that chance chooses, 0 to 2^53 - 1; drawn where none is given");
  command->add_option("--variant", drill_.variant,
                      "Pin the fault, for practice; such a run is never ranked");
  command->add_option("--level", drill_.level, "easy, normal or hard")->capture_default_str();
  command->add_option("--world", drill_.world, "simulated")->capture_default_str();
  command->add_option("--topology", drill_.topology, "drawn, or live: 2 edges and 3 hosts")
      ->capture_default_str();
  command
      ->add_option("--operator", drill_.by,
                   "human, expert, idle, random, reckless, cheat:NAME, script:FILE")
      ->capture_default_str();
  command->add_option("--io", drill_.io, "text, or jsonl: one message a line, for programs")
      ->capture_default_str();
  command->add_option(
      "--clock", drill_.clock,
      "wall, or commands: only commands move it. At a terminal wall, else commands");
  command->add_option("--speed", drill_.speed, "Drill seconds in one second of the wall clock")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  command->add_option("--as", drill_.as, "Your name, as the ledger keeps it");
  command->add_flag("--json", drill_.json, "Only the debrief, as one document");
  command->add_flag("--no-pager", drill_.no_pager,
                    "Print long answers straight to the terminal, not through $PAGER or less");
  command->add_option("--evidence", drill_.evidence, "Write the sealed bundle to this file");
  command->add_option("--report", drill_.report, "Write a post-mortem in Markdown to this file");
  command->add_option("--salt-file", drill_.salt_file,
                      "Mixed into every draw: without it the seed tells nothing");
  command->footer(
      "Examples:\n"
      "  studylab drill bad-deploy\n"
      "  studylab drill bad-deploy --seed 7 --operator expert --report post-mortem.md\n"
      "  coproc studylab drill bad-deploy --io jsonl   (bash: an agent has both ends of it)\n"
      "    read -r call <&${COPROC[0]}; echo 'show incident' >&${COPROC[1]}; read -r answer "
      "<&${COPROC[0]}");
  command->callback([this] {
    auto const read = read_drill_command(drill_);
    exit_ = read ? run_drill(*read) : fail(read.error());
  });
}

void Program::add_history() {
  auto* command = app_.add_subcommand(
      "history", "Past runs with score and time; one run's debrief again; its state at an entry");
  command->add_option("RUN", run_, "run-…");
  command->add_option("--at", at_, "The platform's state when entry-N was the newest (needs RUN)");
  add_salt(command);
  add_json(command);
  command->footer(
      "Examples:\n  studylab history\n  studylab history run-0123456789\n  studylab history "
      "run-0123456789 --at entry-57");
  command->callback([this] {
    auto const at = read_entry(at_);
    if (!at) {
      exit_ = refuse(fmt::format("--at: '{}' is no entry; right would be entry-57, or 57", at_));
    } else if (*at && run_.empty()) {
      exit_ = refuse("--at: of which run? `studylab history RUN --at N`");
    } else if (auto const salt = read_salt(salt_file_)) {
      exit_ = show_history(run_, *at, *salt, json());
    } else {
      exit_ = fail(salt.error());
    }
  });
}

void Program::add_replay() {
  auto* command =
      app_.add_subcommand("replay", "A run again from seed and commands: is every entry equal?");
  command->add_option("RUN", run_, "run-…")->required();
  add_salt(command);
  add_json(command);
  command->footer("Example:\n  studylab replay run-0123456789");
  command->callback([this] {
    auto const salt = read_salt(salt_file_);
    exit_ = salt ? replay_run(run_, *salt, json()) : fail(salt.error());
  });
}

void Program::add_evidence() {
  auto* command = app_.add_subcommand("evidence", "Bundles of evidence");
  command->require_subcommand(1);
  auto* verify =
      command->add_subcommand("verify", "Is a bundle whole, and does the run lead to it?");
  verify->add_option("FILE", file_, "A bundle, as `drill --evidence` writes it")->required();
  verify->add_flag("--replay", replay_, "Run it again from seed and commands, and compare");
  verify->add_option("--key", key_, "The key file that should have sealed it");
  add_salt(verify);
  add_json(verify);
  verify->footer("Example:\n  studylab evidence verify run.bundle --replay");
  verify->callback([this] {
    auto const salt = read_salt(salt_file_);
    if (!salt) {
      exit_ = fail(salt.error());
      return;
    }
    VerifyCommand command{file_, replay_, {}, *salt, json()};
    if (!key_.empty()) command.key = key_;
    exit_ = verify_evidence(command);
  });
}

void Program::add_fuzz() {
  auto* command = app_.add_subcommand(
      "fuzz", "Play many seeds under faults of every kind, and check every invariant");
  command->add_option("--seeds", seeds_, "A..B, both included")->capture_default_str();
  command->add_option("--drill", id_, "A drill, or all")->default_str("all");
  command->add_flag("--every", every_, "Every row of the grader's table on every seed");
  command->add_option("--jobs", jobs_, "Processes")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  add_json(command);
  command->footer("Example:\n  studylab fuzz --drill bad-deploy --seeds 1..10000 --jobs 2");
  command->callback([this] {
    auto const seeds = read_seeds(seeds_);
    if (!seeds) {
      exit_ = refuse(seeds.error());
      return;
    }
    if (!id_.empty() && id_ != "all") {
      if (auto const known = check_drill_id(id_); !known) {
        exit_ = fail(known.error());
        return;
      }
    }
    exit_ = run_fuzz(FuzzCommand{*seeds, id_.empty() ? "all" : id_, every_, jobs_, json()});
  });
}

void Program::add_bench() {
  auto* command = app_.add_subcommand("bench", "How fast it is, beside the goals");
  command->add_option("PART", part_,
                      "drills, simulator, ledger, process or counts; all where none is given");
  add_json(command);
  command->footer("Examples:\n  studylab bench\n  studylab bench ledger");
  command->callback([this] { exit_ = run_bench(part_, json()); });
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
    print_error(fmt::format("{}; `--help` says what is right", text.substr(0, text.find('\n'))));
    return static_cast<int>(Exit::usage);
  }
  return static_cast<int>(exit_);
}

}  // namespace

int run_program(int count, char** words) {
  reserve_std_streams();
  watch_signals();
  auto const status = Program{}.run(count, words);
  auto const missing = static_cast<int>(Exit::missing);
  if (lost_output().empty() || status == missing) return status;
  print_error(fmt::format("standard output cannot be written: {}", lost_output()));
  return missing;
}

}  // namespace studylab::cli
