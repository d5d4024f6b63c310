#include "server/open_run.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include "command_language/prefixes.h"

namespace studylab::server {
namespace {

std::string field(console::Session const& session, std::string_view key) {
  return language::Record{session.opening().incident}.text(key);
}

}  // namespace

std::string event_text(Event const& event) {
  return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", event.id, event.name, event.data);
}

OpenRun::OpenRun(std::uint64_t number, runs::Run run, runs::WallClock clock,
                 std::vector<language::Answer> const& repeated, std::size_t sent)
    : number_(number), run_(std::move(run)), clock_(std::move(clock)), sent_(sent) {
  record("opening", language::to_json(session().opening()));
  for (auto const& answer : repeated) record_answer(answer);
  record_replies();
}

void OpenRun::record_answer(language::Answer const& answer) {
  if (!answer.entries.empty()) {
    if (language::answers_with_facts(answer.command)) last_answer_ = answer.entries.back();
    last_command_ = answer.command;
  }
  record("answer", language::to_json(answer));
}

void OpenRun::record(std::string name, std::string data) {
  events_.push_back({sent_ + events_.size() + 1, std::move(name), std::move(data)});
  if (listener_) listener_();
}

std::expected<std::string, language::UsageError> OpenRun::full_line(std::string_view typed) const {
  auto const line = language::full_line(
      typed,
      {field(session(), "environment"), field(session(), "operation"), field(session(), "route"),
       field(session(), "edge"), field(session(), "host"), field(session(), "database")},
      last_answer_);
  if (!line) return std::unexpected(line.error());
  if (line->view.repeat == language::View::Repeat::watch) {
    return std::unexpected(
        language::UsageError{"--watch needs a terminal", 0, "send the query again"});
  }
  return line->line;
}

std::expected<language::Answer, std::string> OpenRun::execute(std::string_view line, Input input,
                                                              console::Screen const& screen) {
  auto full = input == Input::typed ? full_line(line)
                                    : std::expected<std::string, language::UsageError>{line};
  if (!full) return language::usage_answer(line, full.error(), session().now());
  run_.set_screen(screen);
  bool const wall = session().options().clock == ClockKind::wall;
  auto const at = std::max(session().now(), clock_.now());
  auto answer = wall ? run_.execute(*full, at) : run_.execute(*full);
  if (!answer) return answer;
  if (wall && session().now() > at) clock_.continue_from(session().now());
  record_answer(*answer);
  record_replies();
  if (session().ended()) {
    if (auto const finished = finish(RunEnding::closed); !finished) {
      return std::unexpected(finished.error());
    }
  }
  return answer;
}

void OpenRun::record_replies() {
  if (session().options().clock != ClockKind::wall) return;
  for (auto const& [id, notice] : session().platform().notices) {
    if (!notice.answer_entry || !reported_.insert(id).second) continue;
    record("reply", boost::json::serialize(boost::json::object{{"notice", to_text(id)}}));
  }
}

std::expected<void, std::string> OpenRun::tick() {
  if (ended() || session().options().clock != ClockKind::wall) return {};
  auto const at = clock_.now();
  if (at > session().now()) run_.pass_to(at);
  record_replies();
  if (!session().ended()) return {};
  return finish(RunEnding::time_limit);
}

std::expected<void, std::string> OpenRun::finish(RunEnding ending) {
  if (ended()) return {};
  auto finished = runs::finish(run_, ending);
  if (!finished) return std::unexpected(finished.error());
  ended_ = std::move(*finished);
  record("debrief", language::to_json(language::Debrief{ended_->document}));
  return {};
}

std::vector<console::Completion> OpenRun::completions(std::string_view line) const {
  auto const& session = this->session();
  auto const kind = [&](std::string_view name, language::NameForm form) {
    return session.is_of_kind(name, form);
  };
  return console::completions(
      line, {session.shown_names(), kind, session.opening().runbook, session.picture()});
}

}  // namespace studylab::server
