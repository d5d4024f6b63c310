// The decisions of the platform, described and evaluated.
#include <map>

#include <fmt/format.h>

#include "command_language/characters.h"
#include "lab/decisions/document.h"
#include "server/api.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

// As text; the decision states what each may be.
std::map<std::string, std::string> texts_of(boost::json::object const& inputs) {
  std::map<std::string, std::string> texts;
  for (auto const& [id, value] : inputs) {
    auto& text = texts[std::string{id}];
    if (auto const* word = value.if_string()) text = std::string_view{*word};
    if (auto const* yes = value.if_bool()) text = *yes ? "true" : "false";
    if (value.is_number()) text = fmt::format("{}", value.to_number<std::uint64_t>());
  }
  return texts;
}

}  // namespace

Reply Api::decisions(Call const&) {
  boost::json::array all;
  for (auto const* one : studylab::decisions::descriptions())
    all.push_back(decisions::document(*one));
  return json_response(all);
}

Reply Api::evaluate(Call const& call) {
  auto const* decision = studylab::decisions::find(call.name);
  if (decision == nullptr) {
    return problem(404, fmt::format("decision '{}' does not exist; /api/v1/decisions lists them",
                                    language::readable(call.name)));
  }
  boost::json::object inputs;
  if (auto const* given = call.body.if_contains("inputs")) inputs = given->get_object();
  auto const values = studylab::decisions::read_values(*decision, texts_of(inputs));
  if (!values) return problem(400, values.error());
  return json_response(studylab::decisions::evaluation(*decision, *values));
}

}  // namespace studylab::server
