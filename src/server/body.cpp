#include "server/body.h"

#include <fmt/format.h>
#include <boost/json/value.hpp>

#include "base/limits.h"
#include "command_language/characters.h"
#include "lab/runs/documents.h"
#include "lab/runs/own_drills.h"
#include "lab/runs/requested.h"
#include "server/api.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

namespace json = boost::json;

constexpr unsigned unprocessable_file = 422;

}  // namespace

std::string shown_name(std::map<std::string, std::string> const& query) {
  auto const given = query.find("file");
  if (given == query.end() || given->second.empty()) return "the file";
  return language::readable_line(given->second, limits::message / 16);
}

Response mistakes_in(std::string const& file, std::vector<drill::Mistake> const& mistakes) {
  auto const what =
      mistakes.size() == 1 ? "a mistake" : fmt::format("{} mistakes", mistakes.size());
  return problem(unprocessable_file, fmt::format("{} has {}", file, what),
                 {{"mistakes", runs::document(mistakes)}});
}

std::string text_in(json::object const& body, std::string_view name) {
  auto const* value = body.if_contains(name);
  return value == nullptr ? std::string{} : std::string{value->get_string()};
}

bool is_set_in(json::object const& body, std::string_view name) {
  auto const* value = body.if_contains(name);
  return value != nullptr && value->get_bool();
}

std::uint64_t number_in(json::object const& body, std::string_view name, std::uint64_t usual) {
  auto const* value = body.if_contains(name);
  return value == nullptr ? usual : value->to_number<std::uint64_t>();
}

std::expected<console::RunOptions, Response> options_in(json::object const& body,
                                                        std::string_view operator_kind,
                                                        std::filesystem::path const& home) {
  runs::RequestedRun requested;
  requested.operator_kind = operator_kind;
  requested.drill = text_in(body, "drill");
  requested.found = runs::named_drill(home, requested.drill);
  if (requested.found == nullptr) {
    return std::unexpected(
        problem(400, fmt::format("drill: '{}' is not a valid drill; expected one of{}",
                                 language::readable(requested.drill), runs::drill_names(home))));
  }
  if (body.contains("seed")) requested.seed = std::to_string(number_in(body, "seed", 0));
  requested.variant = text_in(body, "variant");
  if (body.contains("level")) requested.level = text_in(body, "level");
  if (body.contains("topology")) requested.topology = text_in(body, "topology");
  requested.clock = text_in(body, "clock");
  requested.operator_name = text_in(body, "as");
  auto const options = runs::run_options(requested, ClockKind::commands);
  if (options) return *options;
  return std::unexpected(
      problem(400, fmt::format("{}: {}", options.error().option, options.error().text)));
}

console::Screen screen_in(std::map<std::string, std::string> const& query) {
  console::Screen screen;
  screen.width = usual_columns;
  screen.colour = console::Colour::yes;
  auto const given = query.find("width");
  if (given != query.end()) screen.width = std::stoul(given->second);
  return screen;
}

std::uint32_t speed_in(json::object const& body) {
  return static_cast<std::uint32_t>(number_in(body, "speed", 1));
}

}  // namespace studylab::server
