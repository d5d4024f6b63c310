#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "lab/drill/load.h"
#include "lab/external/keeper.h"
#include "lab/runs/own_drills.h"

// Exams: many runs by one operator, and what they show about it.
namespace studylab::exam {

inline constexpr std::size_t max_runs = 1'000'000;

// One run of an exam.
struct Item {
  drill::Drill const* drill = nullptr;
  Level level = Level::normal;
  std::uint64_t seed = 0;
};

// An exam file that was read, with the files that it names.
struct Exam {
  std::string title;
  Digest digest;                    // of the exam file
  std::string operator_kind;        // as given: expert, script:FILE, exec:COMMAND
  std::vector<std::string> script;  // the commands of script:FILE
  // Of that file, or of the files in the command of exec:; all zero: none.
  Hash operator_digest{};
  Hash salt{};                                // all zero: none
  external::Limits limits;                    // of each run of exec:COMMAND
  std::filesystem::path folder;               // from which the command of exec: may take files
  std::vector<std::filesystem::path> hidden;  // files that show what is asked: its own, the salt
  std::vector<runs::OwnDrill> own_drills;     // users' own, with names of their own
  std::vector<Item> items;                    // in the order of the file; each once
};

// Whether an exam may name programs and files of this machine.
enum class Outside : bool { no, yes };

// What an exam may contain.
struct Accepted {
  std::filesystem::path home;  // whose own drills it may name; empty: none
  Outside outside = Outside::yes;
  std::size_t max_runs = exam::max_runs;
};

// Reads the exam file `file`, whose content is `text`, and the files that it names, from the folder
// that it lies in. All mistakes are reported at once.
std::expected<Exam, std::vector<drill::Mistake>> load_exam(std::string_view text,
                                                           std::filesystem::path const& file,
                                                           Accepted const& accepted = {});

// What is wrong with an operator, and what is accepted.
struct WrongOperator {
  std::string what, right;
};
// Lets `kind` operate the exam's runs. A script, and the files of a command, are relative to
// `folder`; without `outside`, both are refused.
std::expected<void, WrongOperator> choose_operator(Exam& exam, std::string const& kind,
                                                   std::filesystem::path const& folder,
                                                   Outside outside = Outside::yes);

// Why an exam that may name nothing outside is refused if it does.
inline constexpr std::string_view named_outside =
    "an exam that the server runs may not name programs or files; `studylab exam FILE` accepts "
    "them";

// `script:FILE` without its prefix, or nothing.
std::string_view script_of(std::string_view operator_kind);

}  // namespace studylab::exam
