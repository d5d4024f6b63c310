#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/exam/home_exams.h"
#include "server/exam_process.h"

namespace studylab::server {

// Runs of one exam that a client starts; `studylab exam FILE` accepts more.
inline constexpr std::size_t max_exam_runs = 10'000;
// Bytes of its file.
inline constexpr std::size_t max_exam_file = 64 * limits::kib;

// The exams of a home, of which this server runs at most one at a time.
class Exams {
 public:
  // `program` has the subcommand `exam`.
  Exams(std::filesystem::path home, std::filesystem::path program)
      : home_(std::move(home)), program_(std::move(program)), kept_(home_) {}

  // Reads an exam that a client has sent: it may name nothing outside of this program and home.
  std::expected<exam::Exam, std::vector<drill::Mistake>> read(std::string_view text,
                                                              std::string const& file) const;

  std::vector<exam::HomeExam> all() { return kept_.all(); }
  std::optional<exam::HomeExam> find(std::string_view name) { return kept_.find(name); }
  bool is_running(std::string_view name) const { return process_ && running_ == name; }
  // The exam that is running; empty: none.
  std::string running() const { return process_ ? running_ : std::string{}; }
  // Why the exam that ran last ended before its end; empty: it did not, or a client wanted it to.
  std::string problem_of(std::string_view name) const;

  // Keeps a new exam and starts it; returns its name. None may be running.
  std::expected<std::string, std::string> start(exam::Exam const& exam, std::string_view text);
  // Starts one again: it continues after the runs that it has.
  std::expected<void, std::string> start_again(std::string const& name);
  // The one that is running ends soon.
  void interrupt();
  std::expected<std::string, std::string> document(std::string const& name) const {
    return kept_.document(name);
  }

  // Notices that the exam has ended. The error is one line: its document cannot be stored.
  std::expected<void, std::string> tick();
  // Interrupts the one that is running, and waits for its end.
  void stop() { process_.reset(); }

 private:
  std::filesystem::path home_;
  std::filesystem::path program_;
  exam::HomeExams kept_;
  std::optional<ExamProcess> process_;
  std::string running_;  // the exam of the process that runs, or of the last one
  bool interrupted_ = false;
  std::string problem_;
};

}  // namespace studylab::server
