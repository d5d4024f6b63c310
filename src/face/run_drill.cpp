#include "face/run_drill.h"

#include <functional>
#include <memory>

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include "evidence/file_write.h"
#include "face/prompt.h"
#include "face/run_store.h"
#include "face/terminal.h"
#include "lab/operators/catalogue.h"
#include "language/message.h"

namespace studylab::face {
namespace {

// One run while it is operated: where lines come from, where answers go, what is kept after each.
class Run {
 public:
  Run(DrillCommand const& command, desk::Store& store, desk::RunFolder& folder,
      desk::Session& session)
      : command_(command), store_(store), folder_(folder), session_(session) {}

  // The error is one line, and the run is sealed all the same where that is possible.
  std::expected<Exit, std::string> go();

 private:
  using NextLine = std::function<std::optional<std::string>()>;

  std::expected<NextLine, std::string> lines();
  void open();
  void show(language::Answer const& answer);
  std::expected<void, std::string> operate(NextLine const& next);
  language::Answer execute(std::string const& line);
  void follow_wall_clock();
  Exit tell(Ended const& ended);

  DrillCommand const& command_;
  desk::Store& store_;
  desk::RunFolder& folder_;
  desk::Session& session_;
  Out out_;
  In in_;
  std::unique_ptr<Prompt> prompt_;
  std::unique_ptr<lab::Operator> operator_;
  std::vector<std::string> script_;
  std::size_t script_at_ = 0;
  std::chrono::steady_clock::time_point wall_began_ = std::chrono::steady_clock::now();
  Instant drill_began_{};
};

bool quiet_run(DrillCommand const& command) { return command.json; }

// What a person reads first.
std::string call_text(desk::Session const& session) {
  auto const& opened = session.platform().incident->opened;
  auto const& call = session.opening().incident;
  std::string text;
  if (auto const* said = call.if_contains("call"); said != nullptr && said->is_string()) {
    text = std::string{std::string_view{said->get_string()}};
  }
  return fmt::format(
      "{} · {}\n\nTHE CALL  {}\n{}\n"
      "  environment {}   route {}   last operation {}   seen by {}\n"
      "  errors {}.{}% of requests, threshold {}.{}%\n\n"
      "Find the truth, classify the risk, take the smallest correct action, leave evidence.\n"
      "`show incident` begins; `help` lists the verbs, `hint` helps for 5 points; the end of input "
      "ends the run.",
      session.opening().runbook, session.run(), to_text(session.call()), text,
      to_text(opened.environment), to_text(opened.route), to_text(opened.operation),
      to_text(opened.edge), opened.observed.value() / 10, opened.observed.value() % 10,
      opened.threshold.value() / 10, opened.threshold.value() % 10);
}

std::expected<std::vector<std::string>, std::string> script_lines(
    std::filesystem::path const& path) {
  auto const text = evidence::read_file(path);
  if (!text) return std::unexpected(text.error());
  std::vector<std::string> lines;
  std::size_t from = 0;
  while (from < text->size()) {
    auto const end = std::min(text->find('\n', from), text->size());
    auto line = text->substr(from, end - from);
    from = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string::npos || line.starts_with('#')) continue;
    lines.push_back(std::move(line));
  }
  return lines;
}

void Run::open() {
  if (quiet_run(command_)) return;
  if (command_.io == Io::jsonl) return out_.line(language::to_json(session_.opening()));
  out_.line(call_text(session_));
}

void Run::show(language::Answer const& answer) {
  if (quiet_run(command_)) return;
  if (command_.io == Io::jsonl) return out_.line(language::to_json(answer));
  if (!prompt_) out_.line("> " + answer.command);
  out_.line(answer.text);
}

std::expected<Run::NextLine, std::string> Run::lines() {
  auto const& kind = command_.options.operator_kind;
  if (kind.starts_with("script:")) {
    auto lines = script_lines(kind.substr(7));
    if (!lines) return std::unexpected(lines.error());
    script_ = std::move(*lines);
    return [this]() -> std::optional<std::string> {
      if (script_at_ == script_.size()) return std::nullopt;
      return script_[script_at_++];
    };
  }
  if (kind != "human") {
    auto made = lab::make_operator(kind, session_.opening(),
                                   Seed{session_.options().seed, session_.options().salt});
    if (!made) return std::unexpected(made.error());
    operator_ = std::move(*made);
    return [this] { return operator_->next(); };
  }
  if (command_.io == Io::text && In::terminal()) {
    prompt_ = std::make_unique<Prompt>(session_, store_.home() / "prompt-history");
    return [this] { return prompt_->next(); };
  }
  return [this]() -> std::optional<std::string> {
    std::string line;
    if (!in_.next(line)) return std::nullopt;
    return line;
  };
}

// On the wall clock drill time goes on while nobody types.
void Run::follow_wall_clock() {
  if (session_.options().clock != ClockKind::wall) return;
  auto const passed =
      std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - wall_began_);
  auto const at = drill_began_ + passed * command_.speed;
  if (at > session_.now()) session_.pass_to(at);
}

language::Answer Run::execute(std::string const& line) {
  if (session_.options().clock != ClockKind::wall) return session_.execute(line);
  auto const passed =
      std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - wall_began_);
  auto const at = std::max(session_.now(), drill_began_ + passed * command_.speed);
  auto answer = session_.execute(line, at);
  // A wait takes its drill time at once; the wall clock goes on from where it ended.
  wall_began_ = std::chrono::steady_clock::now();
  drill_began_ = session_.now();
  return answer;
}

std::expected<void, std::string> Run::operate(NextLine const& next) {
  while (!session_.ended() && !out_.broken() && !interrupted()) {
    if (prompt_) follow_wall_clock();
    auto const typed = next();
    if (!typed || interrupted()) break;
    std::string line = *typed;
    if (command_.options.operator_kind == "human" && !prompt_) {
      auto command = language::command_of_input_line(*typed);
      if (!command) {
        show(language::usage_answer(*typed, command.error(), session_.now()));
        continue;
      }
      line = std::move(*command);
    }
    if (prompt_ && line.find_first_not_of(' ') == std::string::npos) continue;
    auto const answer = execute(line);
    if (operator_) operator_->watch(answer);
    // Kept before it is told: what the operator has read is not lost.
    if (auto saved = folder_.save(session_.chain()); !saved) return saved;
    show(answer);
  }
  return {};
}

Exit Run::tell(Ended const& ended) {
  if (command_.json) {
    out_.line(boost::json::serialize(ended.document));
  } else if (command_.io == Io::jsonl) {
    out_.line(language::to_json(language::Debrief{ended.document}));
  } else {
    out_.line(debrief::text(ended.debrief));
  }
  switch (ended.debrief.marks.outcome) {
    case grade::Outcome::passed: return Exit::done;
    case grade::Outcome::failed: return Exit::failed;
    case grade::Outcome::invalid: return Exit::missing;
  }
  return Exit::missing;
}

std::expected<Exit, std::string> Run::go() {
  if (auto saved = folder_.save(session_.chain()); !saved) return std::unexpected(saved.error());
  auto next = lines();
  if (!next) return std::unexpected(next.error());
  drill_began_ = session_.now();
  open();
  if (auto operated = operate(*next); !operated) return std::unexpected(operated.error());
  prompt_.reset();
  session_.finish(interrupted() ? RunEnding::interrupted : RunEnding::end_of_input);
  auto const ended = seal_run(store_, folder_, session_);
  if (!ended) return std::unexpected(ended.error());
  if (command_.evidence) {
    if (auto kept = evidence::write_file(*command_.evidence, ended->bundle); !kept)
      return std::unexpected(kept.error());
  }
  if (command_.report) {
    auto const report = debrief::report(ended->debrief);
    if (auto kept = evidence::write_file(*command_.report, report); !kept)
      return std::unexpected(kept.error());
  }
  auto const exit = tell(*ended);
  if (out_.broken()) {
    return std::unexpected(fmt::format(
        "nobody reads standard output any more; {} is kept and sealed", session_.run()));
  }
  if (interrupted()) complain(fmt::format("interrupted; {} is kept and sealed", session_.run()));
  return exit;
}

std::expected<void, Exit> check_script(DrillCommand const& command) {
  auto const& kind = command.options.operator_kind;
  if (kind.starts_with("script:")) {
    if (auto const lines = script_lines(kind.substr(7)); !lines) {
      complain("--operator: " + lines.error());
      return std::unexpected(Exit::usage);
    }
  }
  return {};
}

}  // namespace

Exit run_drill(DrillCommand const& command) {
  if (auto const checked = check_script(command); !checked) return checked.error();
  auto store = open_store();
  if (!store) {
    complain(store.error());
    return Exit::missing;
  }
  auto const text = command.json ? desk::Text::no : desk::Text::yes;
  // Wrong options are found before a run is begun for them.
  auto folder = store->create(command.options);
  if (!folder) {
    complain(folder.error());
    return Exit::missing;
  }
  auto session = desk::Session::open(command.options, folder->run(), text);
  if (!session) {
    complain(session.error());
    return Exit::usage;
  }
  auto const exit = Run{command, *store, *folder, **session}.go();
  if (exit) return *exit;
  complain(exit.error());
  return Exit::missing;
}

}  // namespace studylab::face
