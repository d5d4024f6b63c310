// The results of an exam as one JSON document.
#include <cmath>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "base/version.h"
#include "lab/console/options.h"
#include "lab/exam/report.h"
#include "lab/exam/tally.h"

namespace studylab::exam {
namespace {

namespace json = boost::json;

// Digits past these say nothing about the operator.
double rounded(double number) {
  constexpr double parts = 10'000;
  return std::round(number * parts) / parts;
}

json::object share_object(std::uint64_t successes, std::uint64_t of) {
  if (of == 0) return {{"value", nullptr}, {"low", nullptr}, {"high", nullptr}};
  auto const interval = wilson_interval(successes, of);
  return {{"value", rounded(static_cast<double>(successes) / static_cast<double>(of))},
          {"low", rounded(interval.low)},
          {"high", rounded(interval.high)}};
}

json::object mean_object(Sample const& sample) {
  if (sample.count() == 0) return {{"mean", nullptr}, {"low", nullptr}, {"high", nullptr}};
  auto const interval = mean_interval(sample);
  return {{"mean", rounded(mean(sample))},
          {"low", rounded(interval.low)},
          {"high", rounded(interval.high)}};
}

void put_group(json::object& fields, Group const& group) {
  fields["runs"] = group.runs;
  fields["passed"] = group.passed;
  fields["pass_rate"] = share_object(group.passed, group.runs);
  fields["score"] = mean_object(group.scores);
}

json::array drills_array(Tally const& tally) {
  json::array list;
  for (auto const& [key, group] : tally.drills) {
    json::object fields{{"drill", key.first}, {"level", to_text(key.second)}};
    put_group(fields, group);
    fields["invalid"] = group.invalid;
    list.push_back(std::move(fields));
  }
  return list;
}

json::array classes_array(Tally const& tally) {
  json::array list;
  for (auto const& [key, group] : tally.classes) {
    json::object fields{{"drill", key.first}, {"class", key.second}};
    put_group(fields, group);
    fields["invalid"] = group.invalid;
    list.push_back(std::move(fields));
  }
  return list;
}

json::array rules_array(Tally const& tally) {
  json::array list;
  for (auto const& [rule, losses] : tally.rules) {
    json::object fields{{"rule", rule}};
    put_group(fields, losses.group);
    fields["of"] = losses.of;
    fields["share"] = share_object(losses.group.runs, losses.of);
    fields["points_lost"] = losses.points.sum();
    fields["points_per_run"] = mean_object(losses.points);
    list.push_back(std::move(fields));
  }
  return list;
}

json::object run_object(Result const& result, std::string_view why) {
  return {{"drill", result.drill},
          {"level", to_text(result.level)},
          {"seed", result.seed},
          {"why", json::string_view{why.data(), why.size()}}};
}

}  // namespace

json::object document(Exam const& exam, std::span<Result const> results) {
  auto const tally = tally_of(results);
  auto const digest = console::digest_of_salt(exam.salt);
  json::object fields{{"exam", exam.title},
                      {"file", to_hex(exam.digest.bytes)},
                      {"version", program_version()},
                      {"salt", nullptr},
                      {"operator", exam.operator_kind},
                      {"planned", exam.items.size()},
                      {"complete", results.size() == exam.items.size()},
                      {"confidence", 0.95}};
  if (exam.salt != Hash{}) fields["salt"] = to_text(digest);
  put_group(fields, tally.all);
  fields["drills"] = drills_array(tally);
  fields["classes"] = classes_array(tally);
  fields["rules"] = rules_array(tally);
  json::array invalid, programs;
  for (auto const* one : tally.invalid) invalid.push_back(run_object(*one, one->invalid_because));
  for (auto const* one : tally.failed_programs) {
    programs.push_back(run_object(*one, one->program_failure));
  }
  fields["invalid_runs"] = std::move(invalid);
  fields["failed_programs"] = std::move(programs);
  return fields;
}

}  // namespace studylab::exam
