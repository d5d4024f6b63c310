#include "lab/exam/run_item.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "command_language/characters.h"
#include "evidence/file_write.h"
#include "lab/debrief/parts.h"
#include "lab/debrief/timeline.h"
#include "lab/external/external_operator.h"
#include "lab/operators/catalogue.h"
#include "lab/operators/script.h"
#include "lab/runs/drive.h"
#include "lab/runs/finish.h"
#include "lab/runs/not_stored.h"

namespace studylab::exam {
namespace {

bool is_external(Exam const& exam) { return exam.operator_kind.starts_with(external::prefix); }

console::RunOptions options_of(Exam const& exam, Item const& item) {
  console::RunOptions options;
  console::choose_drill(options, *item.drill);
  options.seed = item.seed;
  options.level = item.level;
  options.operator_kind = language::readable_line(exam.operator_kind, limits::message);
  options.salt = exam.salt;
  return options;
}

// Runs the operators of the program itself.
std::expected<void, std::string> drive_inner(Exam const& exam, runs::Run& run) {
  if (!script_of(exam.operator_kind).empty()) {
    lab::ScriptOperator script{exam.script};
    runs::drive(run, script, {}, exam.script.size());
    return {};
  }
  auto const& session = run.session();
  auto const by = lab::make_operator(exam.operator_kind, session.opening(),
                                     Seed{session.options().seed, exam.salt});
  if (!by) return std::unexpected(by.error());
  runs::drive(run, **by);
  return {};
}

void take_debrief(Result& result, drill::Drill const& drill, debrief::Debrief const& debrief) {
  auto const& score = debrief.score;
  auto const about = debrief::about(debrief);
  result.variant = about.variant;
  auto const* variant = drill.find(about.variant);
  if (variant != nullptr) result.fault_class = to_text(variant->fault_class);
  result.outcome = score.outcome;
  result.invalid_because = score.invalid_because;
  result.score = score.score;
  for (auto const& one : score.deductions) result.lost[one.rule] += one.points;
  result.head = to_text(debrief.platform_head.hash);
  result.lab_head = to_text(debrief.lab_head.hash);
  if (auto const* alert = debrief::alert_of(debrief.platform)) {
    result.seconds = debrief::seconds(debrief.platform.back().at - alert->at);
  }
  if (score.resolved) {
    result.seconds_to_mitigate = debrief::seconds(score.impact.time_to_mitigate);
  }
}

void take_ending(Result& result, external::Ending ending) {
  result.program_failure = std::move(ending.failure);
  result.program_errors = std::move(ending.errors);
}

Result invalid(Result result, std::string why) {
  result.outcome = grade::Outcome::invalid;
  result.invalid_because = std::move(why);
  return result;
}

using MaybeProgram = std::unique_ptr<external::ExternalOperator>;

std::expected<MaybeProgram, std::string> drive_external(Conduct const& conduct, runs::Run& run) {
  auto const& exam = conduct.exam;
  auto hidden = conduct.hidden;
  hidden.insert(hidden.end(), exam.hidden.begin(), exam.hidden.end());
  auto program =
      external::ExternalOperator::started({exam.operator_kind.substr(external::prefix.size()),
                                           exam.limits, exam.folder, std::move(hidden)},
                                          run.session().opening());
  if (program) runs::drive(run, **program, {}, external::max_lines + 1);  // it fails past them
  return program;
}

}  // namespace

std::string bundle_name(Item const& item) {
  return fmt::format("{}-{}-{}.bundle", item.drill->id, to_text(item.level), item.seed);
}

std::string run_id(Exam const& exam, Item const& item) {
  constexpr std::size_t characters = 10;
  auto const name = fmt::format("{} {}", to_hex(exam.digest.bytes), bundle_name(item));
  auto const hash = keyed_blake2b(exam.salt.bytes, as_bytes(name));
  return "run-" + to_hex(hash.bytes).substr(0, characters);
}

std::expected<Result, std::string> run_item(Conduct const& conduct, Item const& item) {
  auto const& exam = conduct.exam;
  Result result;
  result.drill = item.drill->id;
  result.level = item.level;
  result.seed = item.seed;
  auto run = runs::Run::open(*item.drill, options_of(exam, item),
                             runs::not_stored(run_id(exam, item), conduct.key),
                             is_external(exam) ? console::Text::yes : console::Text::no);
  if (!run) return invalid(std::move(result), run.error().text);
  MaybeProgram program;
  if (is_external(exam)) {
    auto driven = drive_external(conduct, *run);
    if (!driven) return std::unexpected(std::move(driven.error()));
    program = std::move(*driven);
  } else if (auto driven = drive_inner(exam, *run); !driven) {
    return invalid(std::move(result), std::move(driven.error()));
  }
  auto const ended = runs::finish(*run, RunEnding::end_of_input);
  if (program) {
    take_ending(result, ended ? program->end(ended->document) : program->end());
  }
  if (!ended) return invalid(std::move(result), ended.error());
  take_debrief(result, *item.drill, ended->debrief);
  if (conduct.bundles) {
    auto const written = evidence::write_file(*conduct.bundles / bundle_name(item), ended->bundle);
    if (!written) return std::unexpected(written.error());
  }
  return result;
}

}  // namespace studylab::exam
