// Carries out a line: the line is parsed, the clock advances, the console executes it.
#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "command_language/runbooks.h"
#include "command_language/verbs.h"
#include "control/restores/restores.h"
#include "lab/console/name_kinds.h"
#include "lab/console/session_impl.h"
#include "lab/hints/hints.h"

namespace studylab::console {
namespace {

using language::Answer;

bool asks(OperatorCommand const& command) {
  auto const* query = std::get_if<Query>(&command.verb);
  return query != nullptr && asks_edges(*query);
}

}  // namespace

InputContext Session::Impl::timing_of(OperatorCommand const& command,
                                      std::optional<Instant> at) const {
  bool const asking = asks(command) || orders_report(command);
  auto const now = world->now();
  if (!at) {
    auto const answered = now + language::cost_of(command);
    return {asking ? answered - asking_time : answered, answered};
  }
  auto const answered = std::max(*at, now);
  if (!asking) return {answered, answered};
  auto const asked = std::max(now, answered - asking_time);
  return {asked, asked + asking_time};
}

Answer Session::Impl::run_command(OperatorCommand const& command, InputContext const& turn) {
  world->advance_to(turn.asked_at);
  if (asks(command)) {
    if (auto const* query = std::get_if<Query>(&command.verb); query && asks_gates(*query)) {
      world->ask_gates(EnvironmentName{query->object});
    } else {
      world->ask_views();
    }
    world->advance_to(turn.answered_at);
  }
  if (only_plans(command) && !language::is_prohibited(command)) return console.plan(command);
  if (auto const* query = std::get_if<Query>(&command.verb)) {
    return console.query(command, *query, asks(command) ? turn.asked_at : Instant{});
  }
  if (std::holds_alternative<Hint>(command.verb)) return console.hint(command);
  return console.act(command, turn.answered_at);
}

// Advances from `from` until the awaited event, or to `until`. If the run's time limit comes first,
// the wait ends there.
Answer Session::Impl::wait(OperatorCommand const& command, Wait const& wait, Instant from,
                           Instant until) {
  world->advance_to(from);
  auto const limit = std::min(until, deadline);
  bool reached = true;
  auto what = WaitFor::time;
  if (wait.symptom_gone) {
    what = WaitFor::symptom_gone;
    // Read again each time: a restarted control plane builds a new state.
    auto const read = [&] { return control::symptom_of(state(), *state().incident, world->now()); };
    auto const cannot_end = [&] {
      return control::fence_over_threshold(state(), *state().incident, world->now()) != nullptr;
    };
    auto symptom = read();
    while (symptom.present && world->now() < limit && !cannot_end()) {
      auto const next = symptom.absent_from.value_or(world->now() + std::chrono::seconds{1});
      auto const last = state().last_entry;
      world->advance_to(std::min(limit, next));
      // Such a symptom ends with a report.
      bool const unreported = !symptom.absent_from && state().last_entry == last;
      if (!unreported) symptom = read();
    }
    reached = !symptom.present;
  } else if (auto const id = parse_id<OperationId>(wait.operation)) {
    what = WaitFor::operation;
    if (!state().operations.contains(*id)) return no_such_wait(command, wait);
    auto const has_ended = [&](control::State const& then, Instant) {
      auto const& operation = then.operations.at(*id);
      // A restore that only a command moves on is not waited for.
      return studylab::ended(operation.stage) || control::awaits_operator(operation);
    };
    reached = has_ended(state(), world->now()) || world->advance_until(has_ended, limit);
  } else if (auto const notice = parse_id<NoticeId>(wait.operation)) {
    what = WaitFor::notice;
    if (!state().notices.contains(*notice)) return no_such_wait(command, wait);
    auto const is_answered = [&](control::State const& then, Instant) {
      return static_cast<bool>(then.notices.at(*notice).answer_entry);
    };
    reached = is_answered(state(), world->now()) || world->advance_until(is_answered, limit);
  } else {
    world->advance_to(limit);
    reached = until < deadline;
  }
  using enum Console::CutShort;
  return console.waited(command, what, reached ? WaitResult::reached : WaitResult::at_most,
                        !reached && world->now() >= deadline ? yes : no);
}

Answer Session::Impl::no_such_wait(OperatorCommand const& command, Wait const& wait) {
  return console.refuse(command,
                        {RefusalCode::no_such_thing,
                         fmt::format("{} is neither an operation nor a notice", wait.operation),
                         "`show operations` and `show incident` list them"});
}

std::optional<language::UsageError> Session::Impl::not_now(OperatorCommand const& command) const {
  language::IsOfKind const kind = [this](std::string_view name, language::NameForm form) {
    return console::is_of_kind(state(), name, form);
  };
  if (auto unknown = language::name_not_shown(command, state().shown_names, kind)) return unknown;
  if (std::holds_alternative<Hint>(command.verb) &&
      !hints::next_hint(drill.runbook, state(), world->chain().entries())) {
    return language::UsageError{"this phase has no further hint", 0, "`help` lists the verbs"};
  }
  return std::nullopt;
}

std::string Session::Impl::limit_reached() const {
  return fmt::format("the run ended at its time limit of {}", studylab::to_text(drill.limits.time));
}

Answer Session::Impl::out_of_time(std::string_view line) {
  world->advance_to(deadline);
  finish(RunEnding::time_limit);
  auto answer = console.usage(line, {limit_reached(), 0, "the debrief follows"});
  answer.ended = true;
  return answer;
}

Answer Session::Impl::inform(std::string_view line, language::ParsedLine const& request) const {
  if (auto const* help = std::get_if<language::HelpRequest>(&request)) {
    return console.help(line, *help);
  }
  Answer answer;
  answer.command = line;
  answer.clock = world->now();
  if (auto const* recall = std::get_if<language::RecallRequest>(&request)) {
    if (!picture) return answer;
    answer.text = recall->word.empty() ? picture->list(console.screen(), world->now())
                                       : picture->recall(recall->word, world->now());
    answer.data = picture->data(recall->word, world->now());
  } else {
    auto const* runbook = language::find_runbook(drill.runbook);
    STUDYLAB_CHECK(runbook != nullptr);
    answer.text = language::runbook_page(*runbook);
  }
  return answer;
}

// Without an instant the clock advances by the cost of the line.
Answer Session::Impl::carry_out(std::string_view line, std::optional<Instant> at, Given given) {
  if (ended()) {
    auto answer = console.usage(line, {"the run has ended", 0, "the debrief exists already"});
    answer.ended = true;
    return answer;
  }
  auto parsed = language::parse_line(line, state().shown_names, drill.runbook);
  if (!parsed) return console.usage(line, parsed.error());
  auto* command = std::get_if<OperatorCommand>(&*parsed);
  if (command == nullptr) return inform(line, *parsed);
  if (auto const error = not_now(*command)) return console.usage(line, *error);
  auto answer = operate(line, *command, at, given);
  if (picture) picture->see(*command, answer);
  return answer;
}

Answer Session::Impl::operate(std::string_view line, OperatorCommand& command,
                              std::optional<Instant> at, Given given) {
  bool const recorded = given == Given::recorded;
  // Every run's ledger names the operator.
  command.by = PersonName{options.operator_name.empty() ? "operator" : options.operator_name};
  if (at && !recorded) at = std::max(*at, last_command + Duration{1});
  // A recorded time may have any value; the run must not continue past its end.
  if (at) at = std::min(*at, deadline);

  auto const* waits = std::get_if<Wait>(&command.verb);
  // Constructed in place, because an assignment would copy the answer's data.
  std::optional<Answer> answer;
  if (waits != nullptr) {
    auto const from = at ? std::max(*at, world->now()) : world->now();
    auto const until = recorded && at ? from : from + language::cost_of(command);
    if (from >= deadline && !recorded) return out_of_time(line);
    answer.emplace(wait(command, *waits, from, until));
  } else {
    if (at && recorded && orders_report(command)) *at += asking_time;
    auto const turn = timing_of(command, at);
    if (turn.answered_at >= deadline) return out_of_time(line);
    answer.emplace(run_command(command, turn));
  }
  last_command = world->now();
  if (state().incident->closed_entry) finish(RunEnding::closed);
  if (!ended() && world->now() >= deadline) {
    finish(RunEnding::time_limit);
    if (!answer->text.empty()) answer->text += "\n" + limit_reached();
  }
  answer->ended = ended();
  return std::move(*answer);
}

Answer Session::execute(std::string_view line) {
  return impl_->carry_out(line, std::nullopt, Given::now);
}
Answer Session::execute(std::string_view line, Instant at) {
  return impl_->carry_out(line, at, Given::now);
}
Answer Session::repeat(std::string_view line, Instant recorded) {
  if (impl_->options.clock == ClockKind::commands) return execute(line);
  // Input from outside may have any time, but time never goes backwards.
  return impl_->carry_out(line, std::max(recorded, now()), Given::recorded);
}

void Session::pass_to(Instant at) {
  if (ended()) return;
  if (at > now()) impl_->world->advance_to(std::min(at, impl_->deadline));
  if (now() >= impl_->deadline) impl_->finish(RunEnding::time_limit);
}

}  // namespace studylab::console
