#include "cli/ctl.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "cli/local_server.h"
#include "cli/problem.h"
#include "cli/terminal.h"
#include "command_language/characters.h"
#include "command_language/tokenizer.h"
#include "command_language/wrap.h"
#include "lab/runs/sealed.h"
#include "lab/runs/store.h"

namespace studylab::cli {
namespace {

namespace json = boost::json;

using Result = std::expected<Exit, Problem>;

std::string text_at(json::value const& document, std::string_view key) {
  auto const* object = document.if_object();
  auto const* value = object == nullptr ? nullptr : object->if_contains(key);
  auto const* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string{*text};
}

bool is_true(json::value const& document, std::string_view key) {
  auto const* object = document.if_object();
  auto const* value = object == nullptr ? nullptr : object->if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::expected<LocalServer, Problem> own_server() { return LocalServer::of(runs::home_folder()); }

// The run that the server opened last, of those that are open.
std::expected<std::string, Problem> newest_run(LocalServer const& server) {
  auto const open = server.get("/runs?state=open");
  if (!open) return std::unexpected(open.error());
  auto const* all = open->if_array();
  if (all == nullptr || all->empty()) {
    return std::unexpected(
        Problem{Exit::usage, fmt::format("no run is open in the server; start one with `studylab "
                                         "ctl --detach {}`",
                                         example_drill())});
  }
  return text_at(all->front(), "run");
}

std::string path_of(std::string_view run, std::string_view operation) {
  return fmt::format("/runs/{}/{}", encoded_word(run), operation);
}

std::string line_of(std::vector<std::string> const& words) {
  std::string line;
  for (auto const& word : words) {
    // An option stays bare; the shell has removed the quotes of all other words.
    auto const text = word.starts_with("--") ? word : language::as_word(word);
    line += (line.empty() ? "" : " ") + text;
  }
  return line;
}

// The debrief of a run that has just ended, as `drill` prints it.
Result print_debrief(std::string const& run, Json as_json) {
  auto const store = runs::Store::of(runs::home_folder());
  auto const bundle = runs::sealed_bundle(store, run);
  if (!bundle) return std::unexpected(in_cli(bundle.error()));
  auto const result = runs::debrief_of(*bundle, {});
  if (!result) return std::unexpected(in_cli(result.error()));
  Out out;
  if (as_json == Json::yes) {
    out.line(json::serialize(debrief::document(result->debrief)));
  } else {
    out.styled(debrief::text(result->debrief, out.screen()));
  }
  switch (result->debrief.score.outcome) {
    case grade::Outcome::passed: return Exit::done;
    case grade::Outcome::failed: return Exit::failed;
    case grade::Outcome::invalid: return Exit::missing;
  }
  return Exit::missing;
}

void print_answer(json::value const& answer, Json as_json) {
  Out out;
  if (as_json == Json::yes) return out.line(json::serialize(answer));
  auto const text = text_at(answer, "text");
  auto const& fields = answer.get_object();
  // As at the prompt: what was carried out is written for this screen, help and errors are not.
  bool const styled =
      !fields.at("entries").get_array().empty() || !fields.at("data").get_object().empty();
  out.styled(styled ? text : language::readable(language::wrapped(text, out.width())));
}

Result give(CtlCommand const& command) {
  auto const server = own_server();
  if (!server) return std::unexpected(server.error());
  auto const run =
      command.run.empty() ? newest_run(*server) : std::expected<std::string, Problem>{command.run};
  if (!run) return std::unexpected(run.error());
  if (command.end == Ending::yes) {
    if (auto const ended = server->post(path_of(*run, "end"), {}); !ended) {
      return std::unexpected(ended.error());
    }
    return print_debrief(*run, command.json);
  }
  if (command.words.empty()) {
    return std::unexpected(
        Problem{Exit::usage, "a command is missing, for example: studylab ctl show incident"});
  }
  auto const screen = Out{}.screen();
  bool const person = command.json == Json::no;
  auto const answer = server->post(path_of(*run, "commands"),
                                   {{"command", line_of(command.words)},
                                    {"typed", person},
                                    {"width", std::clamp<std::uint64_t>(screen.width, 40, 400)},
                                    {"colour", person && screen.colour == console::Colour::yes}});
  if (!answer) return std::unexpected(answer.error());
  if (!answer->is_object()) return std::unexpected(Problem{Exit::missing, "no answer"});
  print_answer(*answer, command.json);
  auto const kind = text_at(*answer, "kind");
  if (is_true(*answer, "ended")) {
    return print_debrief(*run, command.json);
  }
  if (kind == "refused") return Exit::failed;
  return kind == "usage" ? Exit::usage : Exit::done;
}

Exit status_of(Result const& result) { return result ? *result : fail(result.error()); }

Result print_completions(std::string const& named, std::vector<std::string> const& words) {
  auto const server = own_server();
  if (!server) return std::unexpected(server.error());
  auto const run = named.empty() ? newest_run(*server) : std::expected<std::string, Problem>{named};
  if (!run) return std::unexpected(run.error());
  // The last word is unfinished and may be empty.
  auto before = words;
  auto const last = before.empty() ? std::string{} : before.back();
  if (!before.empty()) before.pop_back();
  auto const line = before.empty() ? last : line_of(before) + " " + last;
  auto const found =
      server->get(path_of(*run, fmt::format("completions?line={}", encoded_word(line))));
  if (!found) return std::unexpected(found.error());
  Out out;
  if (auto const* all = found->if_array()) {
    for (auto const& one : *all) out.line(text_at(one, "word"));
  }
  return Exit::done;
}

// What the server needs of the arguments of `drill`.
std::expected<json::object, Problem> body_of(DrillArgs const& words) {
  if (!words.by.empty() && words.by != "human") {
    return std::unexpected(
        Problem{Exit::usage,
                "--detach: a person or a program operates the run with `studylab ctl`; "
                "--operator does not apply"});
  }
  if (!words.evidence.empty() || !words.report.empty() || !words.salt_file.empty()) {
    return std::unexpected(
        Problem{Exit::usage,
                "--detach: --evidence, --report and --salt-file do not apply to a run in the "
                "server"});
  }
  auto const command = read_drill_command(words);
  if (!command) return std::unexpected(command.error());
  json::object body{{"speed", command->speed}};
  if (!words.from.empty()) {
    body["from"] = words.from;
    return body;
  }
  auto const& options = command->options;
  body["drill"] = options.drill;
  body["seed"] = options.seed;
  if (options.variant) body["variant"] = *options.variant;
  body["level"] = to_text(options.level);
  body["topology"] = console::topology_text(options.topology);
  body["clock"] = to_text(options.clock);
  body["as"] = options.operator_name;
  return body;
}

Result detach(DrillArgs const& words) {
  auto const body = body_of(words);
  if (!body) return std::unexpected(body.error());
  auto const server = own_server();
  if (!server) return std::unexpected(server.error());
  auto const opening = server->post("/runs", *body);
  if (!opening) return std::unexpected(opening.error());
  Out out;
  if (words.json || words.io == "jsonl") {
    out.line(json::serialize(*opening));
    return Exit::done;
  }
  auto const run = text_at(*opening, "run");
  out.line(fmt::format("{} · {} is open", text_at(*opening, "runbook"), run));
  out.line(fmt::format("ALERT  {}", text_at(*opening, "clock")));
  out.line(language::wrapped(text_at(opening->get_object().at("incident"), "alert"), out.width()));
  out.line(fmt::format("operate it with: studylab ctl --run {} show incident", run));
  out.line(fmt::format("or in the browser: {}/#/practise/{}", server->root(), run));
  return Exit::done;
}

Result invite(DrillArgs const& words, std::string const& names, Json as_json) {
  auto body = body_of(words);
  if (!body) return std::unexpected(body.error());
  body->erase("as");
  (*body)["names"] = names;
  auto const server = own_server();
  if (!server) return std::unexpected(server.error());
  auto const group = server->post("/groups", *body);
  if (!group) return std::unexpected(group.error());
  Out out;
  if (as_json == Json::yes) {
    out.line(json::serialize(*group));
    return Exit::done;
  }
  auto const& fields = group->get_object();
  out.line("Each link works once, in one browser; a program uses the token instead.");
  out.line(
      fmt::format("instructor: {}{}", server->root(), text_at(fields.at("instructor"), "link")));
  for (auto const& one : fields.at("participants").get_array()) {
    out.line(fmt::format("{}: {}{}", text_at(one, "name"), server->root(), text_at(one, "link")));
    out.line(fmt::format("  token {}", text_at(one, "token")));
  }
  return Exit::done;
}

Result print_link(std::string const& role, std::string const& run, Json as_json) {
  auto const server = own_server();
  if (!server) return std::unexpected(server.error());
  json::object body{{"role", role}};
  if (!run.empty()) body["run"] = run;
  auto const link = server->post("/links", body);
  if (!link) return std::unexpected(link.error());
  Out out;
  if (as_json == Json::yes) {
    out.line(json::serialize(*link));
    return Exit::done;
  }
  out.line(server->root() + text_at(*link, "link"));
  out.line("The link works once, in one browser.");
  return Exit::done;
}

}  // namespace

Exit give_command(CtlCommand const& command) { return status_of(give(command)); }

Exit complete_command(std::string const& run, std::vector<std::string> const& words) {
  return status_of(print_completions(run, words));
}

Exit open_detached(DrillArgs const& words) { return status_of(detach(words)); }

Exit open_group(DrillArgs const& words, std::string const& names, Json as_json) {
  return status_of(invite(words, names, as_json));
}

Exit make_link(std::string const& role, std::string const& run, Json as_json) {
  return status_of(print_link(role, run, as_json));
}

}  // namespace studylab::cli
