#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

#include <sys/types.h>

namespace studylab::server {

// How `studylab exam` has ended.
struct ExamEnding {
  int status = 0;      // as waitpid returns it
  std::string output;  // the document, if all runs were run
  std::string error;   // the last line that it wrote to standard error, without the program's name
};

// `studylab exam FILE --json` in a process of its own, which runs with a lower priority than the
// server and is interrupted when the server ends, also by a kill. The destructor ends it.
class ExamProcess {
 public:
  // `program` is started with STUDYLAB_HOME=`home`. The error is one line.
  static std::expected<ExamProcess, std::string> start(std::filesystem::path const& program,
                                                       std::filesystem::path const& home,
                                                       std::filesystem::path const& exam_file);
  ~ExamProcess();
  ExamProcess(ExamProcess&& other) noexcept;
  ExamProcess& operator=(ExamProcess&&) = delete;

  // None: it still runs.
  std::optional<ExamEnding> ending();
  // It then ends soon, and the same command continues the exam.
  void interrupt() const;

 private:
  ExamProcess(pid_t process, int output, int errors)
      : process_(process), output_(output), errors_(errors) {}

  pid_t process_ = -1;  // -1: it has ended
  // Files in memory.
  int output_ = -1;
  int errors_ = -1;
};

}  // namespace studylab::server
