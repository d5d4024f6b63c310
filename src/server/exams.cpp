#include "server/exams.h"

#include <utility>

#include <fmt/format.h>
#include <sys/wait.h>

namespace studylab::server {
namespace {

std::string problem_with(ExamEnding const& ending) {
  if (!ending.error.empty()) return ending.error;
  if (WIFSIGNALED(ending.status)) {
    return fmt::format("its process was ended by signal {}", WTERMSIG(ending.status));
  }
  return fmt::format("its process ended with status {}", WEXITSTATUS(ending.status));
}

}  // namespace

std::expected<exam::Exam, std::vector<drill::Mistake>> Exams::read(std::string_view text,
                                                                   std::string const& file) const {
  return exam::load_exam(text, file, {home_, exam::Outside::no, max_exam_runs});
}

std::string Exams::problem_of(std::string_view name) const {
  return running_ == name ? problem_ : std::string{};
}

std::expected<std::string, std::string> Exams::start(exam::Exam const& exam,
                                                     std::string_view text) {
  auto name = kept_.add(exam, text);
  if (!name) return name;
  if (auto started = start_again(*name); !started) return std::unexpected(started.error());
  return name;
}

std::expected<void, std::string> Exams::start_again(std::string const& name) {
  auto process = ExamProcess::start(program_, home_, kept_.file(name));
  if (!process) return std::unexpected(process.error());
  process_.emplace(std::move(*process));
  running_ = name;
  interrupted_ = false;
  problem_.clear();
  return {};
}

void Exams::interrupt() {
  if (!process_) return;
  interrupted_ = true;
  process_->interrupt();
}

std::expected<void, std::string> Exams::tick() {
  if (!process_) return {};
  auto const ending = process_->ending();
  if (!ending) return {};
  process_.reset();
  // It prints its document once all runs are in the results; some of them may be invalid.
  if (ending->output.ends_with('\n')) return kept_.keep_document(running_, ending->output);
  if (!interrupted_) problem_ = problem_with(*ending);
  return {};
}

}  // namespace studylab::server
