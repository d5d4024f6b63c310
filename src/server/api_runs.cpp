// Opening and operating runs.
#include <fmt/format.h>
#include <boost/json/array.hpp>

#include "lab/runs/requested.h"
#include "server/api.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

namespace json = boost::json;

constexpr std::uint64_t max_speed = 3600;

std::string text_of(json::object const& body, std::string_view name) {
  auto const* value = body.if_contains(name);
  return value == nullptr ? std::string{} : std::string{value->get_string()};
}

bool is_set(json::object const& body, std::string_view name) {
  auto const* value = body.if_contains(name);
  return value != nullptr && value->get_bool();
}

std::uint64_t number_of(json::object const& body, std::string_view name, std::uint64_t usual) {
  auto const* value = body.if_contains(name);
  return value == nullptr ? usual : value->to_number<std::uint64_t>();
}

Response unknown_run(std::string const& run) {
  return problem(404, fmt::format("no run {} is open here; /api/v1/runs lists the runs", run));
}

Response ended_run(std::string const& run) {
  return problem(409, fmt::format("{0} has ended; /api/v1/runs/{0}/debrief has its result", run));
}

// The pages log in with a cookie, programs with the token.
runs::RequestedRun requested_run(Call const& call) {
  auto const& body = call.body;
  runs::RequestedRun requested;
  if (!call.request.header("authorization").empty()) requested.operator_kind = "program";
  requested.drill = text_of(body, "drill");
  if (body.contains("seed")) requested.seed = std::to_string(number_of(body, "seed", 0));
  requested.variant = text_of(body, "variant");
  if (body.contains("level")) requested.level = text_of(body, "level");
  if (body.contains("topology")) requested.topology = text_of(body, "topology");
  requested.clock = text_of(body, "clock");
  requested.operator_name = text_of(body, "as");
  return requested;
}

}  // namespace

Reply Api::open_run(Call const& call) {
  auto const options = runs::run_options(requested_run(call), ClockKind::commands);
  if (!options) {
    return problem(400, fmt::format("{}: {}", options.error().option, options.error().text));
  }
  auto const speed = number_of(call.body, "speed", 1);
  if (speed < 1 || speed > max_speed) {
    return problem(400, fmt::format("speed: expected a whole number from 1 to {}", max_speed));
  }
  if (open_count() >= max_open_runs) {
    return problem(503, fmt::format("{} runs are open; end one first", max_open_runs));
  }
  auto folder = store_.create();
  if (!folder) return problem(500, folder.error());
  auto run = runs::Run::open(*options, std::make_unique<runs::RunFolder>(std::move(*folder)),
                             console::Text::yes);
  if (!run) return problem(500, run.error().text);
  auto const name = run->session().run();
  runs::WallClock const clock{run->session().now(), static_cast<std::uint32_t>(speed), now_};
  auto& opened = *runs_.insert_or_assign(name, std::make_unique<OpenRun>(std::move(*run), clock))
                      .first->second;
  if (listener_) listener_(name, opened);
  Response response{201, "application/json", opened.events().front().data, {}};
  response.headers.emplace_back("Location", "/api/v1/runs/" + name);
  return response;
}

Reply Api::command(Call const& call) {
  auto* run = find(call.run);
  if (run == nullptr) return unknown_run(call.run);
  if (run->ended()) return ended_run(call.run);
  auto const width = number_of(call.body, "width", usual_columns);
  if (width < min_columns || width > max_columns) {
    return problem(
        400, fmt::format("width: expected a whole number from {} to {}", min_columns, max_columns));
  }
  console::Screen screen;
  screen.width = width;
  if (is_set(call.body, "colour")) screen.colour = console::Colour::yes;
  auto const input = is_set(call.body, "typed") ? Input::typed : Input::full;
  auto const answer = run->execute(text_of(call.body, "command"), input, screen);
  if (!answer) return problem(500, answer.error());
  return Response{200, "application/json", language::to_json(*answer), {}};
}

Reply Api::expand(Call const& call) {
  auto* run = find(call.run);
  if (run == nullptr) return unknown_run(call.run);
  auto const line = run->full_line(call.query.at("line"));
  if (!line) return problem(400, line.error().what);
  return json_response(json::object{{"line", *line}});
}

Reply Api::complete(Call const& call) {
  auto* run = find(call.run);
  if (run == nullptr) return unknown_run(call.run);
  json::array found;
  for (auto const& [word, note] : run->completions(call.query.at("line"))) {
    found.push_back(json::object{{"word", word}, {"note", note}});
  }
  return json_response(found);
}

Reply Api::picture(Call const& call) {
  auto* run = find(call.run);
  if (run == nullptr) return unknown_run(call.run);
  auto const given = call.query.find("word");
  auto const word = given == call.query.end() ? std::string_view{} : given->second;
  auto const& session = run->session();
  return json_response(language::json_of(session.picture()->data(word, session.now())));
}

Reply Api::finish(Call const& call) {
  auto* run = find(call.run);
  if (run == nullptr) return unknown_run(call.run);
  if (run->ended()) return ended_run(call.run);
  if (auto const finished = run->finish(RunEnding::end_of_input); !finished) {
    return problem(500, finished.error());
  }
  return json_response(run->result()->document);
}

Reply Api::events(Call const& call) {
  auto* run = find(call.run);
  if (run == nullptr) return unknown_run(call.run);
  auto after = call.query.find("after");
  EventStream stream{call.run, 0};
  if (after != call.query.end()) stream.after = std::stoul(after->second);
  // A browser that lost its connection states the last event in a header.
  auto const last = call.request.header("last-event-id");
  bool const digits = !last.empty() && last.size() < 10 &&
                      last.find_first_not_of("0123456789") == std::string_view::npos;
  if (digits) stream.after = std::stoul(std::string{last});
  return stream;
}

}  // namespace studylab::server
