// The only file that includes CLI11.
#include "face/command_line.h"

#include <charconv>
#include <limits>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/version.h"
#include "evidence/file_write.h"
#include "face/bench.h"
#include "face/commands.h"
#include "face/fuzz.h"
#include "face/run_drill.h"
#include "face/run_store.h"
#include "face/terminal.h"
#include "lab/drill/load.h"
#include "lab/operators/catalogue.h"

namespace studylab::face {
namespace {

// What the words of `drill` were before they are made sense of.
struct DrillWords {
  std::string id, seed, variant, level = "normal", world = "simulated", topology = "drawn",
                                 by = "human", io = "text", clock, as, evidence, report, salt_file;
  std::uint32_t speed = 1;
  bool json = false;
};

std::unexpected<std::string> wrong(std::string text) { return std::unexpected(std::move(text)); }

std::expected<std::uint64_t, std::string> read_seed(std::string const& text) {
  std::uint64_t seed = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc{} || end != text.data() + text.size() || seed > desk::largest_seed) {
    return wrong(fmt::format("--seed: '{}' is no seed; a whole number from 0 to {}", text,
                             desk::largest_seed));
  }
  return seed;
}

template <class E>
std::expected<E, std::string> read_word(std::string_view option, std::string const& text) {
  if (auto const value = parse_enum<E>(text)) return *value;
  std::string known;
  for (std::uint32_t n = 0; n < enum_size<E>; ++n)
    known += fmt::format(" {}", to_text(static_cast<E>(n)));
  return wrong(fmt::format("{}: '{}' is none of{}", option, text, known));
}

std::expected<drill::Drill const*, std::string> read_drill(std::string const& id) {
  if (auto const* drill = drill::find_drill(id)) return drill;
  std::string known;
  for (auto const& drill : drill::drills()) known += fmt::format(" {}", drill.id);
  return wrong(fmt::format("there is no drill '{}'; there are{}", id, known));
}

std::expected<void, std::string> check_operator(std::string const& kind) {
  if (kind == "human" || kind.starts_with("script:")) return {};
  for (auto const& row : lab::operator_rows()) {
    if (row.kind == kind) return {};
  }
  std::string known = " human script:FILE";
  for (auto const& row : lab::operator_rows()) known += fmt::format(" {}", row.kind);
  return wrong(fmt::format("--operator: there is no '{}'; there are{}", kind, known));
}

std::expected<DrillCommand, std::string> read_drill_command(DrillWords const& words) {
  DrillCommand command;
  auto& options = command.options;
  auto const drill = read_drill(words.id);
  if (!drill) return wrong(drill.error());
  options.drill = words.id;
  if (!words.variant.empty()) {
    if ((*drill)->find(words.variant) == nullptr) {
      std::string known;
      for (auto const& variant : (*drill)->variants) known += fmt::format(" {}", variant.name);
      return wrong(fmt::format("--variant: {} has no variant '{}'; it has{}", words.id,
                               words.variant, known));
    }
    options.variant = words.variant;
  }
  options.seed = desk::drawn_seed();
  if (!words.seed.empty()) {
    auto const seed = read_seed(words.seed);
    if (!seed) return wrong(seed.error());
    options.seed = *seed;
  }
  auto const level = read_word<Level>("--level", words.level);
  if (!level) return wrong(level.error());
  options.level = *level;
  auto const world = read_word<World>("--world", words.world);
  if (!world) return wrong(world.error());
  if (*world == World::live)
    return wrong("--world: the live platform is not part of this version; `simulated` is");
  if (words.topology != "drawn" && words.topology != "live") {
    return wrong(fmt::format("--topology: '{}' is none of drawn live", words.topology));
  }
  options.topology = words.topology == "live" ? desk::Topology::live : desk::Topology::drawn;
  if (auto const known = check_operator(words.by); !known) return wrong(known.error());
  options.operator_kind = words.by;
  options.operator_name = words.as;
  if (words.io != "text" && words.io != "jsonl") {
    return wrong(fmt::format("--io: '{}' is none of text jsonl", words.io));
  }
  command.io = words.io == "jsonl" ? Io::jsonl : Io::text;
  bool const person = words.by == "human" && command.io == Io::text && In::terminal();
  options.clock = person ? ClockKind::wall : ClockKind::commands;
  if (!words.clock.empty()) {
    auto const clock = read_word<ClockKind>("--clock", words.clock);
    if (!clock) return wrong(clock.error());
    options.clock = *clock;
  }
  command.speed = words.speed;
  command.json = words.json;
  if (!words.evidence.empty()) command.evidence = words.evidence;
  if (!words.report.empty()) command.report = words.report;
  if (!words.salt_file.empty()) {
    auto const salt = evidence::read_file(words.salt_file);
    if (!salt) return wrong("--salt-file: " + salt.error());
    options.salt = desk::salt_of(*salt);
  }
  return command;
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

  static Exit refuse(std::string const& why) {
    complain(why);
    return Exit::usage;
  }
  Json json() const { return json_ ? Json::yes : Json::no; }
  void add_json(CLI::App* command) {
    command->add_flag("--json", json_, "One document on standard output, and nothing else there");
  }

  CLI::App app_{
      "Study Lab: practise operating an application platform: find the truth, classify the risk,\n"
      "take the smallest correct action, leave evidence."};
  Exit exit_ = Exit::done;
  bool json_ = false;
  DrillWords drill_;
  std::string id_, file_, run_, seeds_ = "1..100", part_, salt_file_, key_;
  std::uint32_t at_ = 0, jobs_ = 1;
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
}

void Program::add_runbooks() {
  auto* command = app_.add_subcommand(
      "runbooks", "The runbooks in their own words, or one with what each line means");
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
  check->callback([this] { exit_ = check_drill_file(file_); });
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
  command->add_option("--evidence", drill_.evidence, "Write the sealed bundle to this file");
  command->add_option("--report", drill_.report, "Write a post-mortem in Markdown to this file");
  command->add_option("--salt-file", drill_.salt_file,
                      "Mixed into every draw: without it the seed tells nothing");
  command->footer(
      "Examples:\n"
      "  studylab drill bad-deploy\n"
      "  studylab drill bad-deploy --seed 7 --operator expert --report post-mortem.md\n"
      "  my-agent | studylab drill bad-deploy --io jsonl");
  command->callback([this] {
    auto const read = read_drill_command(drill_);
    exit_ = read ? run_drill(*read) : refuse(read.error());
  });
}

void Program::add_history() {
  auto* command = app_.add_subcommand(
      "history", "Past runs with score and time; one run's debrief again; its state at an entry");
  command->add_option("RUN", run_, "run-…");
  command->add_option("--at", at_, "The platform's state when entry-N was the newest (needs RUN)");
  add_json(command);
  command->footer(
      "Examples:\n  studylab history\n  studylab history run-0123456789\n  studylab history "
      "run-0123456789 --at 57");
  command->callback([this, command] {
    bool const at = command->count("--at") > 0;
    if (at && run_.empty()) {
      exit_ = refuse("--at: of which run? `studylab history RUN --at N`");
      return;
    }
    exit_ = show_history(run_, at ? std::optional{at_} : std::nullopt, json());
  });
}

void Program::add_replay() {
  auto* command =
      app_.add_subcommand("replay", "A run again from seed and commands: is every entry equal?");
  command->add_option("RUN", run_, "run-…")->required();
  command->add_option("--salt-file", salt_file_, "The examiner's file, where the run had one");
  add_json(command);
  command->footer("Example:\n  studylab replay run-0123456789");
  command->callback([this] {
    exit_ = replay_run(
        run_, salt_file_.empty() ? std::nullopt : std::optional<std::filesystem::path>{salt_file_},
        json());
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
  verify->add_option("--salt-file", salt_file_, "The examiner's file, where the run had one");
  add_json(verify);
  verify->footer("Example:\n  studylab evidence verify run.bundle --replay");
  verify->callback([this] {
    VerifyCommand command{file_, replay_, {}, {}, json()};
    if (!key_.empty()) command.key = key_;
    if (!salt_file_.empty()) command.salt_file = salt_file_;
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
    if (!id_.empty() && id_ != "all" && drill::find_drill(id_) == nullptr) {
      exit_ = refuse(read_drill(id_).error());
      return;
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
  try {
    app_.parse(count, words);
  } catch (CLI::Success const& help) {
    return app_.exit(help);
  } catch (CLI::ParseError const& error) {
    std::string_view text = error.what();
    complain(fmt::format("{}; `--help` says what is right", text.substr(0, text.find('\n'))));
    return static_cast<int>(Exit::usage);
  }
  return static_cast<int>(exit_);
}

}  // namespace

int run_program(int count, char** words) {
  watch_signals();
  return Program{}.run(count, words);
}

}  // namespace studylab::face
