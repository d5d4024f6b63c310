#include "server/api.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "command_language/characters.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

constexpr std::string_view prefix = "/api/v1";

// The name in the place of the pattern's braces, if `path` has its form; empty for a pattern
// without braces. None: another form.
std::optional<std::string> match(std::string_view pattern, std::string_view path) {
  auto const begin = pattern.find('{');
  if (begin == std::string_view::npos) {
    return pattern == path ? std::optional{std::string{}} : std::nullopt;
  }
  auto const rest = pattern.substr(pattern.find('}') + 1);
  bool const fits = path.starts_with(pattern.substr(0, begin)) && path.ends_with(rest) &&
                    path.size() > begin + rest.size();
  if (!fits) return std::nullopt;
  auto const name = path.substr(begin, path.size() - begin - rest.size());
  if (name.find('/') != std::string_view::npos) return std::nullopt;
  return std::string{name};
}

std::string_view content_type_of(Route const& route) {
  return route.upload.limit == 0 ? "application/json" : route.upload.content_type;
}

Reply answer_route(Api& api, Route const& route, std::string name, Request const& request,
                   Sender const& sender) {
  if (auto const good = check_query(request.query, route.query); !good) {
    return problem(400, good.error());
  }
  boost::json::object body;
  if (route.method == "POST") {
    auto const type = request.header("content-type");
    auto const wanted = content_type_of(route);
    if (!type.starts_with(wanted)) {
      return problem(415, fmt::format("the body must have the content type {}", wanted));
    }
  }
  if (route.method == "POST" && route.upload.limit == 0) {
    auto read = read_body(request.body, route.body);
    if (!read) return problem(400, read.error());
    body = std::move(*read);
  }
  return (api.*route.answer)({std::move(name), std::move(body), request.query, request, sender});
}

Response not_allowed(Sender const& sender) {
  return problem(403, fmt::format("this operation is not for {}s", to_text(sender.role)));
}

}  // namespace

std::size_t body_limit(std::string_view method, std::string_view path, Role sender,
                       std::size_t usual) {
  if (!path.starts_with(prefix)) return usual;
  path.remove_prefix(prefix.size());
  auto const found = std::ranges::find_if(routes(), [&](Route const& route) {
    return route.method == method && route.path == path && may_use(route.roles, sender);
  });
  return found == routes().end() ? usual : std::max(usual, found->upload.limit);
}

Reply Api::answer(Request const& request, Sender const& sender) {
  std::string_view path = request.path;
  if (!path.starts_with(prefix)) return problem(404, "the API is under /api/v1");
  path.remove_prefix(prefix.size());
  std::string allowed;
  for (auto const& route : routes()) {
    auto name = match(route.path, path);
    if (!name) continue;
    if (route.method != request.method) {
      allowed += (allowed.empty() ? "" : ", ") + std::string{route.method};
      continue;
    }
    if (!may_use(route.roles, sender.role)) return not_allowed(sender);
    if (route.path.starts_with("/runs/") && !may_reach(grants_, sender, *name)) {
      return problem(403, "this token does not give access to that run");
    }
    auto reply = answer_route(*this, route, std::move(*name), request, sender);
    forget_ended();
    return reply;
  }
  if (allowed.empty()) {
    return problem(404, "no such operation; /api/v1/openapi.json describes all of them");
  }
  auto refused = problem(405, "this path accepts " + allowed);
  refused.headers.emplace_back("Allow", allowed);
  return refused;
}

std::shared_ptr<OpenRun> Api::find(std::string const& run) const {
  auto const found = runs_.find(run);
  return found == runs_.end() ? nullptr : found->second;
}

// An event stream that is still being sent keeps its run until its end.
void Api::forget_ended() {
  for (auto const& [name, run] : runs_) {
    if (run->ended() && std::ranges::find(ended_, name) == ended_.end()) ended_.push_back(name);
  }
  for (; ended_.size() > kept_ended_runs_; ended_.pop_front()) runs_.erase(ended_.front());
}

Response Api::not_here(std::string const& run) const {
  bool const sealed = store_.has(run) && store_.summary(run).state == runs::RunState::sealed;
  if (sealed) {
    return problem(409, fmt::format("{0} has ended; /api/v1/runs/{0}/debrief has its result", run));
  }
  return problem(404, fmt::format("no run {} is open here; /api/v1/runs lists the runs",
                                  language::readable(run)));
}

std::size_t Api::open_count() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(runs_, [](auto const& run) { return !run.second->ended(); }));
}

std::expected<void, std::string> Api::tick() {
  auto result = exams_.tick();
  for (auto const& [name, run] : runs_) {
    if (auto ticked = run->tick(); !ticked) result = std::move(ticked);
  }
  forget_ended();
  return result;
}

std::expected<void, std::string> Api::stop() {
  exams_.stop();
  std::expected<void, std::string> result;
  for (auto const& [name, run] : runs_) {
    if (auto finished = run->finish(RunEnding::interrupted); !finished) {
      result = std::move(finished);
    }
  }
  return result;
}

}  // namespace studylab::server
