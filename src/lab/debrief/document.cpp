// The debrief as one JSON document.
#include <boost/json/array.hpp>

#include "lab/debrief/debrief.h"
#include "lab/debrief/parts.h"
#include "lab/debrief/phrases.h"
#include "lab/debrief/prohibitions.h"
#include "lab/debrief/timeline.h"

namespace studylab::debrief {
namespace {

namespace json = boost::json;

json::value entry_value(EntryId entry) {
  return entry ? json::value(to_text(entry)) : json::value(nullptr);
}

json::object phases_object(grade::Score const& score) {
  json::object phases;
  for (std::size_t i = 0; i < score.phases.size(); ++i) {
    phases[to_text(static_cast<Phase>(i))] =
        json::object{{"score", score.phases[i].score}, {"of", score.phases[i].of}};
  }
  return phases;
}

json::array deductions_array(grade::Score const& score) {
  json::array list;
  for (auto const& one : score.deductions) {
    list.push_back(json::object{{"points", one.points},
                                {"rule", one.rule},
                                {"entry", entry_value(one.entry)},
                                {"why", grade::to_text(one.reason)},
                                {"phase", to_text(one.phase)}});
  }
  return list;
}

json::array unmet_array(grade::Score const& score) {
  json::array list;
  for (auto const& one : score.unmet) list.push_back(json::value(grade::to_text(one)));
  return list;
}

json::array refusals_array(grade::Score const& score) {
  json::array list;
  for (auto const& one : score.refusals) {
    list.push_back(
        json::object{{"code", one.code}, {"rule", one.rule}, {"entry", entry_value(one.entry)}});
  }
  return list;
}

json::array harms_array(grade::Score const& score) {
  json::array list;
  for (auto const& one : score.harms) {
    list.push_back(
        json::object{{"kind", one.kind}, {"count", one.count}, {"entry", entry_value(one.entry)}});
  }
  return list;
}

json::array steps_array(grade::Score const& score) {
  json::array list;
  for (auto const& one : score.steps) {
    list.push_back(json::object{{"id", one.id},
                                {"by", one.by},
                                {"due", one.due},
                                {"done", one.done},
                                {"entry", entry_value(one.entry)}});
  }
  return list;
}

json::array prohibitions_array(Debrief const& debrief) {
  json::array list;
  for (auto const& one : prohibitions(debrief)) {
    list.push_back(
        json::object{{"id", one.id}, {"how", to_text(one.how)}, {"entry", entry_value(one.entry)}});
  }
  return list;
}

json::object impact_object(Measured const& measured) {
  return {{"failed_requests", measured.failed_requests},
          {"refused_requests", measured.refused_requests},
          {"lost_writes", measured.lost_writes},
          {"killed_sessions", measured.killed_sessions},
          {"seconds_to_mitigate", seconds(measured.time_to_mitigate)},
          {"doubled_writes", measured.doubled_writes},
          {"wrong_release_answers", measured.wrong_release_answers},
          {"failed_seconds", seconds(measured.failed_time)}};
}

json::value reference_value(grade::Score const& score) {
  if (!score.reference) return nullptr;
  auto reference = impact_object(score.reference->measured);
  reference["repair"] = score.reference->repair;
  return reference;
}

// What the incident had come to at the time limit, where the symptom outlasted the run.
json::value untouched_value(Debrief const& debrief) {
  if (!debrief.untouched) return nullptr;
  auto object = impact_object(debrief.untouched->measured);
  object["until"] = to_text(debrief.untouched->until);
  object["symptom_present"] = debrief.untouched->symptom_present != 0;
  return object;
}

// What the run cost less than is known is absent.
json::object saves_object(Debrief const& debrief) {
  auto const& saves = debrief.counterfactual->saves;
  if (!costs_compare(debrief)) {
    return {{"points", saves.points},
            {"failed_requests", nullptr},
            {"minutes", nullptr},
            {"seconds", nullptr}};
  }
  return {{"points", saves.points},
          {"failed_requests", saves.failed_requests},
          {"minutes", seconds(saves.failed_time) / 60},
          {"seconds", seconds(saves.failed_time)}};
}

json::value counterfactual_value(Debrief const& debrief) {
  auto const& debrief_result = debrief.counterfactual;
  if (!debrief_result) return nullptr;
  json::array commands;
  for (auto const& line : debrief_result->commands) commands.push_back(json::value(line));
  return json::object{{"from_entry", entry_value(debrief_result->from_entry)},
                      {"instead_of", debrief_result->command},
                      {"commands", std::move(commands)},
                      {"score", debrief_result->score},
                      {"saves", saves_object(debrief)}};
}

json::array timeline_array(Debrief const& debrief) {
  json::array list;
  for (auto const& row : timeline(debrief.platform)) {
    list.push_back(json::object{{"entry", to_text(row.entry)},
                                {"at", to_text(row.at)},
                                {"by_operator", row.by_operator},
                                {"what", row.what}});
  }
  return list;
}

}  // namespace

json::object document(Debrief const& debrief) {
  auto const& score = debrief.score;
  auto const run = about(debrief);
  json::object debrief_result;
  debrief_result["run"] = debrief.run;
  debrief_result["drill"] = run.drill;
  debrief_result["runbook"] = debrief.runbook;
  debrief_result["variant"] = run.variant;
  debrief_result["seed"] = run.seed;
  debrief_result["level"] = to_text(run.level);
  debrief_result["world"] = to_text(run.world);
  debrief_result["operator"] = debrief.operator_kind;
  debrief_result["operator_name"] = run.operator_name;
  debrief_result["practice"] = run.practice;
  debrief_result["outcome"] = grade::to_text(score.outcome);
  debrief_result["passed"] = score.outcome == grade::Outcome::passed;
  debrief_result["invalid_because"] =
      score.invalid_because.empty() ? json::value(nullptr) : json::value(score.invalid_because);
  debrief_result["score"] = score.score;
  debrief_result["phases"] = phases_object(score);
  debrief_result["unmet"] = unmet_array(score);
  debrief_result["deductions"] = deductions_array(score);
  debrief_result["refusals"] = refusals_array(score);
  debrief_result["harms"] = harms_array(score);
  debrief_result["resolved"] = score.resolved;
  debrief_result["handed_over"] = score.handed_over;
  debrief_result["repair"] =
      score.repair.empty() ? json::value(nullptr) : json::value(score.repair);
  debrief_result["resolved_by"] = entry_value(score.resolved_by);
  debrief_result["impact"] = impact_object(score.impact);
  debrief_result["untouched"] = untouched_value(debrief);
  debrief_result["reference"] = reference_value(score);
  debrief_result["steps"] = steps_array(score);
  debrief_result["prohibitions"] = prohibitions_array(debrief);
  debrief_result["ledger"] = json::object{{"entries", debrief.platform_head.size},
                                          {"head", to_text(debrief.platform_head.hash)},
                                          {"lab_head", to_text(debrief.lab_head.hash)}};
  debrief_result["ended"] = to_text(run.ending);
  debrief_result["clock"] = to_text(run.clock);
  debrief_result["counterfactual"] = counterfactual_value(debrief);
  debrief_result["point_of_no_return"] =
      debrief.counterfactual ? entry_value(debrief.counterfactual->point_of_no_return)
                             : json::value(nullptr);
  debrief_result["timeline"] = timeline_array(debrief);
  return debrief_result;
}

}  // namespace studylab::debrief
