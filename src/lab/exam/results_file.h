#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "lab/exam/exam.h"
#include "lab/exam/result.h"
#include "lab/runs/problem.h"

namespace studylab::exam {

// Whether the exam also writes the sealed bundle of each run.
enum class Bundles : bool { no, yes };

// The results of an exam, in one file of JSON lines: the first identifies the exam, each other one
// is a run, in the order in which they ended. Opened again after an interruption, it continues: a
// line that was only partly written is dropped. One process at a time has it open.
class ResultsFile {
 public:
  // Creates the file, or reads it. The error is `usage` if it has the results of another exam, and
  // `missing` if it cannot be read or written, or another process has it open.
  static std::expected<ResultsFile, runs::Problem> open(std::filesystem::path path,
                                                        Exam const& exam, Bundles bundles);
  ~ResultsFile();
  ResultsFile(ResultsFile&& other) noexcept;
  ResultsFile& operator=(ResultsFile&&) = delete;

  // The positions in exam.items of the runs that are missing.
  std::vector<std::size_t> missing() const;
  // Those that are present, in the order of the exam.
  std::vector<Result> in_order() const;
  std::size_t size() const { return results_.size(); }

  // Writes the run, at once. The error is one line.
  std::expected<void, std::string> append(Result result);
  // Afterwards the results survive a stop of the machine.
  std::expected<void, std::string> sync() const;
  // For a child process: gives up the file without the lock.
  void forget();

 private:
  using Key = std::tuple<std::string, Level, std::uint64_t>;

  ResultsFile(std::filesystem::path path, Exam const& exam, int file)
      : path_(std::move(path)), exam_(&exam), file_(file) {}
  static Key key_of(Item const& item) { return {item.drill->id, item.level, item.seed}; }
  std::expected<void, runs::Problem> read(std::string const& header);
  std::expected<void, runs::Problem> take(std::string_view line, std::size_t number);
  std::expected<void, std::string> write(std::string line);

  std::filesystem::path path_;
  Exam const* exam_;
  int file_ = -1;
  std::map<Key, Result> results_;
};

// The first line, without its end.
std::string header_line(Exam const& exam, Bundles bundles);

}  // namespace studylab::exam
