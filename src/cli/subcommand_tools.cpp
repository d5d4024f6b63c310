// Exams, fuzzing, measuring, and the server with the commands that speak to it.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/bench.h"
#include "cli/bench_levels.h"
#include "cli/ctl.h"
#include "cli/exam.h"
#include "cli/fuzz.h"
#include "cli/own_drill.h"
#include "cli/subcommands.h"

namespace studylab::cli {

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
  command->add_option("PART", part_,
                      "drills, simulator, environments, ledger, edge, gate, process, server or "
                      "counts; default: all; or levels: how difficult each level is");
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
  command
      ->add_option("--listen", serve_.listen,
                   "HOST:PORT; port 0 chooses a free port. An address that other machines can "
                   "reach requires TLS")
      ->capture_default_str();
  command->add_option("--tls-certificate", serve_.certificate,
                      "PEM file with the server's certificate, then those that vouch for it");
  command->add_option("--tls-key", serve_.key,
                      "PEM file with the key of that certificate, readable for you alone");
  command->add_option(
      "--name", serve_.name,
      "The host name in links; default: the address, if the certificate names it, or "
      "else its first name");
  command->add_flag("--browser", browser_, "Open the login link, if there is a desktop");
  command->footer(
      "Examples (the server prints where its token is):\n  studylab serve\n  curl -H "
      "\"Authorization: Bearer $(cat ~/.local/state/studylab/token)\" "
      "http://127.0.0.1:7070/api/v1/drills\n"
      "  studylab serve --listen 0.0.0.0:7070 --tls-certificate class.pem --tls-key class.key\n"
      "Enter in the server's terminal, or SIGUSR1, prints a new login link.");
  command->callback([this] {
    if (browser_) serve_.open = OpenBrowser::yes;
    exit_ = serve_api(serve_);
  });
}

void Program::add_ctl() {
  auto* command = app_.add_subcommand(
      "ctl", "Give one command to an open run of the running server: an operator's command line");
  auto* run = command->add_option("--run", run_, "run-…; default: the newest open run");
  auto* detached = command->add_flag(
      "--detach", detach_,
      "Open a run in the server: the drill and the options of `studylab drill` follow");
  auto* end =
      command->add_flag("--end", end_, "End the run without `close`, and print its debrief");
  auto* complete =
      command->add_flag("--complete", complete_,
                        "Print what can complete the last word, for the completion of a shell");
  detached->excludes(run, end, complete);
  add_json(command);
  command->prefix_command();
  command->footer(fmt::format(
      "The words after the options are the command. Words may be short as at the prompt, except "
      "with --json.\n"
      "Exit status: 0 done, 1 refused, 2 usage error; of `close` and --end that of a drill.\n\n"
      "Examples:\n"
      "  studylab serve &\n"
      "  studylab ctl --detach {} --seed 7\n"
      "  studylab ctl show errors --since 2m\n"
      "  studylab ctl note \"it began with op-24\" --ref 107 op-24\n"
      "  studylab ctl --run run-0123456789 close --summary \"rolled back\" --ref 130",
      example_drill()));
  command->callback([this, command] {
    auto words = command->remaining();
    exit_ = detach_ ? detach(std::move(words)) : control(std::move(words));
  });
}

Exit Program::control(std::vector<std::string> words) {
  if (!words.empty() && words.front().starts_with('-')) {
    return refuse(
        fmt::format("'{}' is not an option of `studylab ctl`; before the command it accepts --run, "
                    "--detach, --end, --complete and --json",
                    words.front()));
  }
  auto const end = end_ ? Ending::yes : Ending::no;
  return complete_ ? complete_command(run_, words)
                   : give_command({run_, std::move(words), end, json()});
}

// Opens a run as `drill --detach` does.
Exit Program::detach(std::vector<std::string> words) {
  CLI::App command{"", "ctl --detach"};
  add_drill_options(&command);
  refuse_empty(command);
  std::ranges::reverse(words);  // CLI11 takes them from the end
  command.parse(std::move(words));
  drill_.json = drill_.json || json_;
  return open_detached(drill_);
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
      "A run of yours whose truth is read through an instructor's link before its end is "
      "practice.\n\n"
      "Examples:\n  studylab link observer --run run-0123456789\n  studylab link instructor");
  command->callback([this] { exit_ = make_link(role_, run_, json()); });
}

}  // namespace studylab::cli
