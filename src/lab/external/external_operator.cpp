#include "lab/external/external_operator.h"

#include <utility>

namespace studylab::external {

std::expected<std::unique_ptr<ExternalOperator>, std::string> ExternalOperator::started(
    Start const& start, language::Opening const& opening) {
  auto program = Program::start(start);
  if (!program) return std::unexpected(std::move(program.error()));
  std::unique_ptr<ExternalOperator> made{new ExternalOperator{std::move(*program), opening.clock}};
  made->program_.send(language::to_json(opening));
  return made;
}

void ExternalOperator::watch(language::Answer const& answer) {
  clock_ = answer.clock;
  run_ended_ = answer.ended;
  program_.send(language::to_json(answer));
}

std::optional<std::string> ExternalOperator::next() {
  while (auto const line = program_.receive()) {
    auto command = language::command_of_input_line(*line);
    if (command) return std::move(*command);
    program_.send(language::to_json(language::usage_answer(*line, command.error(), clock_)));
  }
  return std::nullopt;
}

Ending ExternalOperator::end(boost::json::object const& debrief) {
  program_.send(language::to_json(language::Debrief{debrief}));
  return end();
}

Ending ExternalOperator::end() {
  auto ending = program_.end();
  if (run_ended_) ending.failure.clear();
  return ending;
}

}  // namespace studylab::external
