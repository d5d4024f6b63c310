// What can be read at any time: drills, runbooks, and runs with their results.
#include <algorithm>
#include <chrono>
#include <functional>

#include <fmt/format.h>
#include <boost/json/array.hpp>

#include "command_language/characters.h"
#include "control/state_machines.h"
#include "lab/runs/documents.h"
#include "lab/runs/own_drills.h"
#include "lab/runs/platform_at.h"
#include "lab/runs/practised.h"
#include "server/api.h"
#include "server/board.h"
#include "server/body.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

namespace json = boost::json;

Response problem_of(runs::Problem const& why) {
  switch (why.kind) {
    case runs::Problem::Kind::usage: return problem(404, why.text);
    case runs::Problem::Kind::missing: return problem(409, why.text);
    case runs::Problem::Kind::failed: return problem(500, why.text);
  }
  return problem(500, why.text);
}

// Which beginning the run repeats, as a place; null: none.
json::value repeated_place(console::RunOptions const& options) {
  if (!options.repeated) return nullptr;
  return json::value(fmt::format("{}@{}", options.repeated->run, to_text(options.repeated->entry)));
}

}  // namespace

Reply Api::openapi(Call const&) { return json_response(openapi_document()); }

Reply Api::drills(Call const&) {
  json::array all;
  for (auto const* drill : runs::all_drills(store_.home())) all.push_back(runs::document(*drill));
  return json_response(all);
}

Reply Api::next(Call const&) {
  auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  auto const order = runs::proposals(store_, now);
  if (!order) return problem(500, order.error());
  json::array all;
  for (auto const& one : *order) all.push_back(runs::document(one, now));
  return json_response(all);
}

Reply Api::runbooks(Call const&) {
  json::array all;
  for (auto const& runbook : language::runbooks()) all.push_back(runs::document(runbook));
  return json_response(all);
}

Reply Api::operator_path(Call const&) {
  return json_response(runs::document(language::operator_path_section()));
}

Reply Api::life_cycles(Call const&) {
  json::array all;
  for (auto const& machine : control::state_machines()) {
    json::array rows;
    for (auto const& [from, event, to] : machine.rows) {
      rows.push_back(json::object{{"from", from}, {"event", event}, {"to", to}});
    }
    all.push_back(
        json::object{{"name", machine.name}, {"first", machine.first}, {"rows", std::move(rows)}});
  }
  return json_response(all);
}

Reply Api::list_runs(Call const& call) {
  auto const state = call.query.find("state");
  if (state != call.query.end()) {
    if (state->second != "open") return problem(400, "state: expected open");
    std::vector<OpenRun const*> open;
    for (auto const& [name, run] : runs_) {
      if (!run->ended()) open.push_back(run.get());
    }
    std::ranges::sort(open, std::ranges::greater{}, &OpenRun::number);
    json::array rows;
    for (auto const* run : open) rows.push_back(run_row(*run));
    return json_response(rows);
  }
  auto const listed = runs::listed_runs(store_);
  if (!listed) return problem(500, listed.error());
  json::array all;
  for (auto const& run : *listed) all.push_back(runs::document(run));
  return json_response(all);
}

Reply Api::run_state(Call const& call) {
  if (auto const run = find(call.name)) {
    auto const& session = run->session();
    return json_response(json::object{{"run", call.name},
                                      {"open", !run->ended()},
                                      {"incident", language::json_of(session.opening().incident)},
                                      {"runbook", session.opening().runbook},
                                      {"drill", session.options().drill},
                                      {"level", to_text(session.options().level)},
                                      {"practice", console::is_practice(session.options())},
                                      {"repeated", repeated_place(session.options())},
                                      {"clock_kind", to_text(session.options().clock)},
                                      {"speed", run->speed()},
                                      {"clock", to_text(session.now())},
                                      {"deadline", to_text(session.deadline())},
                                      {"events", run->events().size()}});
  }
  if (!store_.has(call.name)) {
    return problem(404, fmt::format("run '{}' does not exist; /api/v1/runs lists the runs",
                                    language::readable(call.name)));
  }
  auto const summary = store_.summary(call.name);
  return json_response(json::object{{"run", call.name},
                                    {"open", summary.state == runs::RunState::open},
                                    {"drill", summary.drill},
                                    {"operator", summary.operator_kind}});
}

Reply Api::debrief(Call const& call) {
  auto const run = find(call.name);
  if (run != nullptr && run->ended()) return json_response(run->result()->document);
  auto const bundle = runs::sealed_bundle(store_, call.name);
  if (!bundle) return problem_of(bundle.error());
  auto const result = runs::debrief_of(*bundle, {});
  if (!result) return problem_of(result.error());
  return json_response(runs::debrief_document(store_, *result));
}

Reply Api::platform(Call const& call) {
  auto const bundle = runs::sealed_bundle(store_, call.name);
  if (!bundle) return problem_of(bundle.error());
  auto const entry = static_cast<std::uint32_t>(std::stoul(call.query.at("entry")));
  auto const platform = runs::platform_at(*bundle, entry);
  if (!platform) return problem_of(platform.error());
  return json_response(runs::document(*platform, screen_in(call.query)));
}

Reply Api::report(Call const& call) {
  auto const bundle = runs::sealed_bundle(store_, call.name);
  if (!bundle) return problem_of(bundle.error());
  auto const result = runs::debrief_of(*bundle, {});
  if (!result) return problem_of(result.error());
  return Response{200, "text/markdown; charset=utf-8", debrief::report(result->debrief), {}};
}

Reply Api::bundle(Call const& call) {
  auto const bundle = runs::sealed_bundle(store_, call.name);
  if (!bundle) return problem_of(bundle.error());
  auto bytes = store_.bundle_of(call.name);
  if (!bytes) return problem(500, bytes.error());
  Response response{200, "application/octet-stream", std::move(*bytes), {}};
  response.headers.emplace_back("Content-Disposition",
                                fmt::format("attachment; filename=\"{}.bundle\"", call.name));
  return response;
}

}  // namespace studylab::server
