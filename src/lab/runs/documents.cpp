#include "lab/runs/documents.h"

#include <ctime>

#include <fmt/chrono.h>
#include <boost/json/parse.hpp>

#include "base/version.h"
#include "command_language/characters.h"
#include "command_language/classes.h"
#include "lab/debrief/parts.h"
#include "lab/drill/own.h"
#include "lab/operators/catalogue.h"
#include "model/refusals.h"

namespace studylab::runs {

namespace json = boost::json;

namespace {

// The refusals that guard a line.
json::array refusals_of(std::string_view line) {
  json::array refusals;
  for (auto const& row : refusal_rows()) {
    if (row.rule != line) continue;
    refusals.push_back(json::object{{"code", row.text}, {"meaning", row.meaning}});
  }
  return refusals;
}

// The points that each rule cost.
json::object points_lost(grade::Score const& score) {
  json::object lost;
  for (auto const& one : score.deductions) {
    auto& points = lost[one.rule];
    points = (points.is_uint64() ? points.get_uint64() : 0) + one.points;
  }
  return lost;
}

std::string_view why_word(practice::Why why) {
  switch (why) {
    case practice::Why::never_practised: return "never-practised";
    case practice::Why::failed_last: return "failed-last";
    case practice::Why::due: return "due";
    case practice::Why::weakest: return "weakest";
  }
  return {};
}

// Whether each required step was done.
json::object steps_done(grade::Score const& score) {
  json::object done;
  for (auto const& one : score.steps) {
    if (one.due) done[one.id] = one.done;
  }
  return done;
}

}  // namespace

json::object document(language::Runbook const& runbook) {
  json::array lines;
  for (auto const& line : runbook.lines) {
    lines.push_back(
        json::object{{"id", line.id},
                     {"kind", line.kind == language::LineKind::step ? "step" : "prohibition"},
                     {"by", language::by_text(line.by)},
                     {"words", line.words},
                     {"meaning", line.meaning},
                     {"verbs", line.verbs},
                     {"refusals", refusals_of(line.id)}});
  }
  json::array classes;
  for (auto const one : language::classes_of(runbook.id)) classes.emplace_back(to_text(one));
  return {{"id", runbook.id},
          {"title", runbook.title},
          {"about", runbook.about},
          {"classes", classes},
          {"lines", lines}};
}

json::object document(drill::Drill const& drill) {
  json::array variants, worlds, operators;
  for (auto const& variant : drill.variants) variants.emplace_back(variant.name);
  for (auto const world : drill.worlds) worlds.emplace_back(to_text(world));
  for (auto const& one : lab::operator_kinds(drill.runbook)) operators.emplace_back(one.row.kind);
  return {{"id", drill.id},
          {"title", drill.title},
          {"runbook", drill.runbook},
          {"variants", variants},
          {"worlds", worlds},
          {"operators", operators},
          {"own", drill::is_own(drill)}};
}

json::array document(std::vector<drill::Mistake> const& mistakes) {
  json::array all;
  for (auto const& mistake : mistakes) {
    all.push_back(json::object{{"line", mistake.line},
                               {"column", mistake.column},
                               {"key", language::readable(mistake.key)},
                               {"what", language::readable(mistake.what)},
                               {"expected", language::readable(mistake.right)}});
  }
  return all;
}

json::object document(practice::Proposal const& proposal, practice::Day now) {
  json::object object{{"drill", proposal.drill},
                      {"why", why_word(proposal.why)},
                      {"reason", practice::reason(proposal, now)}};
  bool const never = proposal.why == practice::Why::never_practised;
  object["score"] = never ? json::value{} : json::value{proposal.score};
  object["passes"] = proposal.passes;
  object["last"] = never ? json::value{} : json::value{fmt::format("{:%FT%TZ}", proposal.last)};
  object["due"] = never ? json::value{} : json::value{fmt::format("{:%FT%TZ}", proposal.due)};
  return object;
}

std::string_view state_word(ListedRun const& run) {
  switch (run.summary.state) {
    case RunState::open: return "open";
    case RunState::cut_off: return "cut off";
    case RunState::unreadable: return "unreadable";
    case RunState::sealed: break;
  }
  return run.result ? grade::to_text(run.result->score.outcome) : "unverified";
}

std::optional<Duration> time_to_mitigate(ListedRun const& run) {
  if (!run.result || !run.result->score.resolved) return std::nullopt;
  return run.result->score.impact.time_to_mitigate;
}

json::object document(ListedRun const& run) {
  auto const& summary = run.summary;
  auto const began = fmt::gmtime(std::chrono::system_clock::to_time_t(summary.began));
  json::object fields{{"run", summary.run},
                      {"began", fmt::format("{:%FT%TZ}", began)},
                      {"drill", summary.drill},
                      {"level", to_text(summary.level)},
                      {"state", state_word(run)},
                      {"verified", run.result.has_value()},
                      {"note", nullptr},
                      {"ended", nullptr},
                      {"score", nullptr},
                      {"points_lost", json::object{}},
                      {"steps", json::object{}},
                      {"practice", summary.practice},
                      {"variant", nullptr},
                      {"seed", nullptr},
                      {"operator", summary.operator_kind},
                      {"operator_name", summary.operator_name},
                      {"seconds_to_mitigate", nullptr}};
  if (!summary.note.empty()) fields["note"] = summary.note;
  if (!run.result) return fields;
  auto const about = debrief::about(*run.result);
  fields["drill"] = about.drill;
  fields["level"] = to_text(about.level);
  fields["ended"] = to_text(about.ending);
  fields["score"] = run.result->score.score;
  fields["points_lost"] = points_lost(run.result->score);
  fields["steps"] = steps_done(run.result->score);
  fields["practice"] = about.practice;
  fields["variant"] = about.variant;
  fields["seed"] = about.seed;
  fields["operator"] = run.result->operator_kind;
  fields["operator_name"] = about.operator_name;
  if (auto const time = time_to_mitigate(run)) {
    fields["seconds_to_mitigate"] = debrief::seconds(*time);
  }
  return fields;
}

json::object debrief_document(DebriefResult const& result) {
  auto document = debrief::document(result.debrief);
  if (result.version != program_version()) {
    document["other_version"] = language::readable(result.version);
  }
  return document;
}

json::object debrief_document(Store const& store, DebriefResult const& result) {
  auto document = debrief_document(result);
  if (result.whole()) return document;
  auto const kept = store.debrief_of(result.debrief.run);
  boost::system::error_code bad;
  auto const value = kept ? json::parse(*kept, bad) : json::value{};
  auto const* object = value.if_object();
  if (object == nullptr) return document;
  json::array unverified;
  for (auto const* key : {"counterfactual", "point_of_no_return"}) {
    auto const* field = object->if_contains(key);
    if (field == nullptr) continue;
    document[key] = *field;
    unverified.emplace_back(key);
  }
  document["unverified"] = std::move(unverified);
  return document;
}

}  // namespace studylab::runs
