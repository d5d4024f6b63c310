#include "cli/exam.h"

#include <utility>

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include "cli/exam_jobs.h"
#include "cli/input_file.h"
#include "cli/problem.h"
#include "cli/terminal.h"
#include "evidence/file_keys.h"
#include "evidence/file_write.h"
#include "lab/exam/report.h"
#include "lab/runs/own_drills.h"
#include "lab/runs/store.h"

namespace studylab::cli {
namespace {

std::unexpected<Problem> missing_problem(std::string text) {
  return std::unexpected(Problem{Exit::missing, std::move(text)});
}

// The exam, or none: its mistakes were printed.
std::expected<std::optional<exam::Exam>, Problem> read_exam(ExamCommand const& command) {
  auto const text = read_input_file("", command.file);
  if (!text) return std::unexpected(text.error());
  auto exam = exam::load_exam(*text, command.file, {.home = runs::home_folder()});
  if (!exam) {
    for (auto const& mistake : exam.error()) print_error(to_text(mistake));
    return std::nullopt;
  }
  if (command.operator_kind.empty()) return std::move(*exam);
  auto const chosen =
      exam::choose_operator(*exam, command.operator_kind, std::filesystem::current_path());
  if (chosen) return std::move(*exam);
  return std::unexpected(Problem{
      Exit::usage,
      fmt::format("--operator: {}; expected {}", chosen.error().what, chosen.error().right)});
}

std::expected<exam::Conduct, Problem> conduct_of(exam::Exam const& exam, ExamCommand const& command,
                                                 std::filesystem::path const& results) {
  auto const home = runs::Store::open(runs::home_folder());
  if (!home) return missing_problem(home.error());
  auto key = evidence::installation_key(home->home());
  if (!key) return missing_problem(key.error());
  for (auto const& own : exam.own_drills) {
    if (auto const kept = runs::keep_drill(home->home(), own); !kept) {
      return missing_problem(kept.error());
    }
  }
  exam::Conduct conduct{exam, std::move(*key), command.bundles, {home->home(), results}};
  if (!command.bundles) return conduct;
  if (auto const made = evidence::make_folder(*command.bundles); !made) {
    return missing_problem("--bundles: " + made.error());
  }
  conduct.hidden.push_back(*command.bundles);
  return conduct;
}

Exit print_found(ExamCommand const& command, exam::Exam const& exam,
                 exam::ResultsFile const& results) {
  auto const all = results.in_order();
  if (command.json == Json::yes) {
    Out{}.line(boost::json::serialize(exam::document(exam, all)));
  } else {
    Out{}.line(exam::text(exam, all));
  }
  for (auto const& one : all) {
    if (one.outcome == grade::Outcome::invalid) return Exit::missing;
  }
  return Exit::done;
}

std::expected<Exit, Problem> conduct_exam(ExamCommand const& command) {
  auto const exam = read_exam(command);
  if (!exam) return std::unexpected(exam.error());
  if (!*exam) return Exit::usage;
  auto const path = command.results.empty()
                        ? std::filesystem::path{command.file.string() + ".results"}
                        : command.results;
  auto const conduct = conduct_of(**exam, command, path);
  if (!conduct) return std::unexpected(conduct.error());
  auto results = exam::ResultsFile::open(path, **exam,
                                         command.bundles ? exam::Bundles::yes : exam::Bundles::no);
  if (!results) return std::unexpected(in_cli(results.error()));
  if (auto const known = results->size(); known > 0) {
    print_error(
        fmt::format("{} of {} runs are in {} already; remove it, or name another file with "
                    "--results, to run them again",
                    known, (*exam)->items.size(), path.string()));
  }
  auto const done = run_in_jobs(*conduct, *results, command.jobs);
  if (auto const synced = results->sync(); !synced) return missing_problem(synced.error());
  if (!done) {
    return missing_problem(fmt::format("{}; {} of {} runs are in {}; the same command continues",
                                       done.error(), results->size(), (*exam)->items.size(),
                                       path.string()));
  }
  return print_found(command, **exam, *results);
}

}  // namespace

Exit run_exam(ExamCommand const& command) {
  auto const exit = conduct_exam(command);
  return exit ? *exit : fail(exit.error());
}

}  // namespace studylab::cli
