#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/exit_status.h"
#include "cli/problem.h"
#include "cli/read_drill.h"
#include "cli/serve.h"

// The subcommands of the program. Only the files of this class include CLI11.
namespace studylab::cli {

// Parses the command line and runs one subcommand.
class Program {
 public:
  Program();
  int run(int count, char** words);

 private:
  void add_runbooks();
  void add_drills();
  void add_drill();
  void add_drill_options(CLI::App* command);  // also of `ctl --detach`
  void add_world(CLI::App* command);
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
  Exit control(std::vector<std::string> words);
  Exit detach(std::vector<std::string> words);
  void add_group();
  void add_link();

  // If given, an option must not be empty.
  static void refuse_empty(CLI::App& app);
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
                                results_, bundles_, drill_file_;
  ServeCommand serve_{"127.0.0.1:7070", {}, {}, {}, OpenBrowser::no};
  std::uint32_t jobs_ = 1;
  DrillArgs group_;
  std::string names_, role_;
  bool replay_ = false, every_ = false, browser_ = false, detach_ = false, end_ = false,
       complete_ = false;
};

}  // namespace studylab::cli
