#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/file_write.h"
#include "lab/exam/exam.h"

namespace studylab::exam {

// What an exam of a home is, and how far it is.
struct HomeExam {
  std::string name;  // exam-3
  // As the first line of its results has them.
  std::string title, operator_kind, version;
  std::uint64_t planned = 0;  // runs
  std::uint64_t done = 0;     // those in its results
  bool complete = false;      // its document is stored
  std::chrono::sys_seconds began{};
};

// The exams that a home keeps: those that were started through the API.
//
//   exams/exam-N/exam.yaml          the exam file, as it was sent
//   exams/exam-N/exam.yaml.results  its results so far; a folder without this file is not an exam
//   exams/exam-N/document.json      what it found; written once all runs are in the results
//
// `studylab exam` on that exam.yaml continues it like any other exam. Every error is one line.
class HomeExams {
 public:
  explicit HomeExams(std::filesystem::path home) : folder_(std::move(home) / "exams") {}

  // Oldest first. Reads only what was added to the results since the last call.
  std::vector<HomeExam> all();
  // None: the home has no exam of that name.
  std::optional<HomeExam> find(std::string_view name);

  // Keeps a new exam, without results; returns its name. `text` is the exam's file.
  std::expected<std::string, std::string> add(Exam const& exam, std::string_view text);
  std::filesystem::path file(std::string const& name) const;

  // The document of an exam that is complete.
  std::expected<std::string, std::string> document(std::string const& name) const;
  std::expected<void, std::string> keep_document(std::string const& name,
                                                 std::string_view document) const;

 private:
  // What was read of a results file.
  struct Read {
    HomeExam exam;
    std::uint64_t bytes = 0;  // up to the end of the last whole line
  };
  std::vector<std::uint64_t> numbers() const;
  std::filesystem::path document_file(std::string const& name) const;
  static bool read_more(std::filesystem::path const& results, Read& read);

  std::filesystem::path folder_;
  std::map<std::string, Read, std::less<>> read_;
};

}  // namespace studylab::exam
