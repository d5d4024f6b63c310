// Opening and operating runs.
#include <fmt/format.h>
#include <boost/json/array.hpp>

#include "lab/runs/documents.h"
#include "lab/runs/repeat.h"
#include "server/api.h"
#include "server/body.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

namespace json = boost::json;

Response problem_with(runs::Problem const& why) {
  switch (why.kind) {
    case runs::Problem::Kind::usage: return problem(400, why.text);
    case runs::Problem::Kind::missing: return problem(409, why.text);
    case runs::Problem::Kind::failed: return problem(500, why.text);
  }
  return problem(500, why.text);
}

Response too_many_runs() {
  return problem(503, fmt::format("{} runs are open; end one first", max_open_runs));
}

// The answer to a request that opens a run.
Response alert_of(std::expected<std::shared_ptr<OpenRun>, Response> const& opened) {
  return opened ? alert_response(**opened) : opened.error();
}

}  // namespace

Response alert_response(OpenRun const& run) {
  Response response{201, "application/json", run.events().front().data, {}};
  response.headers.emplace_back("Location", "/api/v1/runs/" + run.session().run());
  return response;
}

Reply Api::open_run(Call const& call) {
  auto const speed = speed_in(call.body);
  if (auto const from = text_in(call.body, "from"); !from.empty()) {
    for (auto const& [name, value] : call.body) {
      if (name == "from" || name == "speed") continue;
      return problem(400, fmt::format("{}: a run that repeats another has its options; send `from` "
                                      "and `speed` alone",
                                      std::string_view{name}));
    }
    return alert_of(open_repeated(from, speed));
  }
  if (!call.body.contains("drill")) {
    return problem(400, "drill is missing: the drill, as /drills lists it");
  }
  // The pages log in with a cookie, programs with the token.
  bool const by_program = !call.request.header("authorization").empty();
  auto const options = options_in(call.body, by_program ? "program" : "human", store_.home());
  if (!options) return options.error();
  return alert_of(open_new(*options, speed, AfterKill::continued));
}

Api::Opened Api::open_new(console::RunOptions const& options, std::uint32_t speed,
                          AfterKill after_kill) {
  if (open_count() >= max_open_runs) return std::unexpected(too_many_runs());
  auto folder = store_.create();
  if (!folder) return std::unexpected(problem(500, folder.error()));
  if (after_kill == AfterKill::continued) folder->serve({speed, 0});
  auto run = runs::Run::open(options, std::make_unique<runs::RunFolder>(std::move(*folder)),
                             console::Text::yes);
  if (!run) return std::unexpected(problem(500, run.error().text));
  return keep({std::move(*run), {speed, 0}, {}});
}

Api::Opened Api::open_repeated(std::string const& from, std::uint32_t speed) {
  auto const place = runs::parse_place(from);
  if (!place) return std::unexpected(problem(400, "from: " + place.error()));
  if (open_count() >= max_open_runs) return std::unexpected(too_many_runs());
  auto const bundle = runs::sealed_bundle(store_, place->run);
  if (!bundle) return std::unexpected(problem_with(bundle.error()));
  auto beginning = runs::beginning_of(*bundle, place->entry, {});
  if (!beginning) return std::unexpected(problem_with(beginning.error()));
  beginning->options.operator_kind = "human";
  auto folder = store_.create();
  if (!folder) return std::unexpected(problem(500, folder.error()));
  folder->serve({speed, 0});
  auto run =
      runs::Run::open(beginning->options, std::make_unique<runs::RunFolder>(std::move(*folder)),
                      console::Text::yes);
  if (!run) return std::unexpected(problem(500, run.error().text));
  auto const answers = runs::repeat(*run, *beginning);
  if (!answers) return std::unexpected(problem(500, answers.error()));
  return keep({std::move(*run), {speed, 0}, std::move(*answers)});
}

void Api::go_on(runs::ContinuedRun run) { keep(std::move(run)); }

std::shared_ptr<OpenRun> Api::keep(runs::ContinuedRun opened) {
  auto& [run, served, answers] = opened;
  auto const name = run.session().run();
  runs::WallClock const clock{run.session().now(), served.speed, now_};
  auto const kept = std::make_shared<OpenRun>(++opened_, std::move(run), clock, answers,
                                              served.continued * max_events);
  runs_.insert_or_assign(name, kept);
  if (listener_) listener_(name, *kept);
  return kept;
}

Reply Api::command(Call const& call) {
  auto const run = find(call.name);
  if (run == nullptr || run->ended()) return not_here(call.name);
  console::Screen screen;
  screen.width = number_in(call.body, "width", usual_columns);
  if (is_set_in(call.body, "colour")) screen.colour = console::Colour::yes;
  auto const input = is_set_in(call.body, "typed") ? Input::typed : Input::full;
  auto const answer = run->execute(text_in(call.body, "command"), input, screen);
  if (!answer) return problem(500, answer.error());
  return Response{200, "application/json", language::to_json(*answer), {}};
}

Reply Api::expand(Call const& call) {
  auto const run = find(call.name);
  if (run == nullptr) return not_here(call.name);
  auto const line = run->full_line(call.query.at("line"));
  if (!line) return problem(400, line.error().what);
  return json_response(json::object{{"line", *line}});
}

Reply Api::complete(Call const& call) {
  auto const run = find(call.name);
  if (run == nullptr) return not_here(call.name);
  json::array found;
  for (auto const& [word, note] : run->completions(call.query.at("line"))) {
    found.push_back(json::object{{"word", word}, {"note", note}});
  }
  return json_response(found);
}

Reply Api::picture(Call const& call) {
  auto const run = find(call.name);
  if (run == nullptr) return not_here(call.name);
  auto const given = call.query.find("word");
  auto const word = given == call.query.end() ? std::string_view{} : given->second;
  auto const& session = run->session();
  return json_response(language::json_of(session.picture()->data(word, session.now())));
}

Reply Api::finish(Call const& call) {
  auto const run = find(call.name);
  if (run == nullptr || run->ended()) return not_here(call.name);
  if (auto const finished = run->finish(RunEnding::end_of_input); !finished) {
    return problem(500, finished.error());
  }
  return json_response(run->result()->document);
}

// The id of the last event that the client has.
std::size_t last_event(Call const& call) {
  // A browser that lost its connection states it in a header.
  auto const last = call.request.header("last-event-id");
  bool const digits = !last.empty() && last.size() < 10 &&
                      last.find_first_not_of("0123456789") == std::string_view::npos;
  if (digits) return std::stoul(std::string{last});
  auto const after = call.query.find("after");
  return after == call.query.end() ? 0 : std::stoul(after->second);
}

Reply Api::events(Call const& call) {
  auto const after = last_event(call);
  if (auto run = find(call.name)) return EventStream{run, run->known_after(after)};
  // Of a run that is no longer in memory, the debrief is left.
  auto const bundle = runs::sealed_bundle(store_, call.name);
  if (!bundle) return not_here(call.name);
  auto const result = runs::debrief_of(*bundle, {});
  if (!result) return not_here(call.name);
  auto document = runs::debrief_document(store_, *result);
  return Response{
      200,
      "text/event-stream",
      event_text({after + 1, "debrief", language::to_json(language::Debrief{std::move(document)})}),
      {}};
}

}  // namespace studylab::server
