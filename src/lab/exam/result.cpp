#include "lab/exam/result.h"

#include <array>
#include <stdexcept>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace studylab::exam {
namespace {

namespace json = boost::json;

constexpr std::array<std::pair<std::string_view, std::string Result::*>, 8> result_texts{{
    {"drill", &Result::drill},
    {"variant", &Result::variant},
    {"class", &Result::fault_class},
    {"invalid_because", &Result::invalid_because},
    {"head", &Result::head},
    {"lab_head", &Result::lab_head},
    {"program_failure", &Result::program_failure},
    {"program_errors", &Result::program_errors},
}};

std::string string_at(json::object const& from, std::string_view key) {
  return std::string{from.at(key).as_string()};
}

grade::Outcome outcome_at(json::object const& from) {
  auto const word = string_at(from, "outcome");
  for (auto const outcome :
       {grade::Outcome::passed, grade::Outcome::failed, grade::Outcome::invalid}) {
    if (grade::to_text(outcome) == word) return outcome;
  }
  throw std::out_of_range("unknown word");
}

Result read_result(json::object const& from) {
  Result result;
  for (auto const& [key, field] : result_texts) result.*field = string_at(from, key);
  auto const level = parse_enum<Level>(string_at(from, "level"));
  if (!level) throw std::out_of_range("unknown word");
  result.level = *level;
  result.seed = from.at("seed").to_number<std::uint64_t>();
  result.outcome = outcome_at(from);
  result.score = from.at("score").to_number<std::uint32_t>();
  for (auto const& [rule, points] : from.at("lost").as_object()) {
    result.lost[std::string{rule}] = points.to_number<std::uint32_t>();
  }
  result.seconds = from.at("seconds").to_number<std::int64_t>();
  auto const& mitigated = from.at("seconds_to_mitigate");
  if (!mitigated.is_null()) result.seconds_to_mitigate = mitigated.to_number<std::int64_t>();
  return result;
}

}  // namespace

std::string to_json(Result const& result) {
  json::object lost;
  for (auto const& [rule, points] : result.lost) lost[rule] = points;
  json::object fields{{"drill", result.drill},     {"level", to_text(result.level)},
                      {"seed", result.seed},       {"outcome", grade::to_text(result.outcome)},
                      {"score", result.score},     {"lost", std::move(lost)},
                      {"seconds", result.seconds}, {"seconds_to_mitigate", nullptr}};
  if (result.seconds_to_mitigate) fields["seconds_to_mitigate"] = *result.seconds_to_mitigate;
  for (auto const& [key, field] : result_texts) fields[key] = result.*field;
  return json::serialize(fields);
}

std::expected<Result, std::string> result_from_json(std::string_view line) {
  json::error_code bad;
  auto const value = json::parse(json::string_view{line.data(), line.size()}, bad);
  if (bad) return std::unexpected("not a line of JSON: " + bad.message());
  if (!value.is_object()) return std::unexpected(std::string{"not a JSON object"});
  try {
    return read_result(value.get_object());
  } catch (std::exception const&) {
    return std::unexpected(std::string{"not the result of a run"});
  }
}

}  // namespace studylab::exam
