// Exams: many runs by one operator of the program.
#include <ctime>

#include <fmt/chrono.h>
#include <boost/json/array.hpp>

#include "command_language/characters.h"
#include "server/api.h"
#include "server/body.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

namespace json = boost::json;

Response no_exam(std::string_view name) {
  return problem(404, fmt::format("this home has no exam {}; /api/v1/exams lists the exams",
                                  language::readable_line(name, limits::message / 16)));
}

// The state of an exam that this server does not run.
std::string_view resting_state(exam::HomeExam const& exam) {
  return exam.complete ? "complete" : "interrupted";
}

json::object exam_document(exam::HomeExam const& exam, Exams const& exams) {
  auto const began = fmt::gmtime(std::chrono::system_clock::to_time_t(exam.began));
  return {{"exam", exam.name},
          {"title", language::readable(exam.title)},
          {"operator", language::readable(exam.operator_kind)},
          {"version", language::readable(exam.version)},
          {"began", fmt::format("{:%FT%TZ}", began)},
          {"state", exams.is_running(exam.name) ? "running" : resting_state(exam)},
          {"done", exam.done},
          {"planned", exam.planned},
          {"problem", exams.problem_of(exam.name)}};
}

}  // namespace

Reply Api::exam_or_missing(std::string const& name) {
  auto const exam = exams_.find(name);
  if (!exam) return no_exam(name);
  return json_response(exam_document(*exam, exams_));
}

std::optional<Response> Api::cannot_start_exam() const {
  if (exams_.running().empty()) return std::nullopt;
  return problem(409, fmt::format("{} is running; a server runs one exam at a time: wait for its "
                                  "end, or interrupt it",
                                  exams_.running()));
}

Reply Api::list_exams(Call const&) {
  json::array all;
  for (auto const& exam : exams_.all()) all.push_back(exam_document(exam, exams_));
  return json_response(all);
}

Reply Api::start_exam(Call const& call) {
  auto const file = shown_name(call.query);
  auto const exam = exams_.read(call.request.body, file);
  if (!exam) return mistakes_in(file, exam.error());
  if (auto busy = cannot_start_exam()) return std::move(*busy);
  auto const name = exams_.start(*exam, call.request.body);
  if (!name) return problem(500, name.error());
  auto reply = exam_or_missing(*name);
  auto& response = std::get<Response>(reply);
  response.status = 201;
  response.headers.emplace_back("Location", "/api/v1/exams/" + *name);
  return reply;
}

Reply Api::exam_state(Call const& call) { return exam_or_missing(call.name); }

Reply Api::exam_results(Call const& call) {
  auto const exam = exams_.find(call.name);
  if (!exam) return no_exam(call.name);
  if (!exam->complete) {
    return problem(409, fmt::format("{} of {} runs of {} are done; its results are counted once "
                                    "all are",
                                    exam->done, exam->planned, exam->name));
  }
  auto document = exams_.document(exam->name);
  if (!document) return problem(500, document.error());
  return Response{200, "application/json", std::move(*document), {}};
}

Reply Api::interrupt_exam(Call const& call) {
  auto const exam = exams_.find(call.name);
  if (!exam) return no_exam(call.name);
  if (!exams_.is_running(exam->name)) {
    return problem(409, fmt::format("{} is {}, not running", exam->name, resting_state(*exam)));
  }
  exams_.interrupt();
  return exam_or_missing(call.name);
}

Reply Api::continue_exam(Call const& call) {
  auto const exam = exams_.find(call.name);
  if (!exam) return no_exam(call.name);
  if (auto busy = cannot_start_exam()) return std::move(*busy);
  if (exam->complete) return problem(409, fmt::format("{} is complete", exam->name));
  if (auto const started = exams_.start_again(exam->name); !started) {
    return problem(500, started.error());
  }
  return exam_or_missing(call.name);
}

}  // namespace studylab::server
