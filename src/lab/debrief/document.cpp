// The debrief as one JSON document.
#include <boost/json/array.hpp>

#include "lab/debrief/advice.h"
#include "lab/debrief/debrief.h"
#include "lab/debrief/parts.h"
#include "lab/debrief/prohibitions.h"
#include "lab/debrief/timeline.h"

namespace studylab::debrief {
namespace {

namespace json = boost::json;

json::value entry_value(EntryId entry) {
  return entry ? json::value(to_text(entry)) : json::value(nullptr);
}

json::value text_value(std::string const& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object phases_object(grade::Score const& score) {
  json::object phases;
  for (std::size_t i = 0; i < score.phases.size(); ++i) {
    phases[to_text(static_cast<Phase>(i))] =
        json::object{{"score", score.phases[i].score}, {"of", score.phases[i].of}};
  }
  return phases;
}

json::array deductions_array(Debrief const& debrief, std::vector<grade::Deduction> const& lost) {
  json::array list;
  for (auto const& one : lost) {
    list.push_back(json::object{{"points", one.points},
                                {"rule", one.rule},
                                {"entry", entry_value(one.entry)},
                                {"why", why_lost(one, debrief)},
                                {"next_time", advice(one, debrief)},
                                {"phase", to_text(one.phase)}});
  }
  return list;
}

json::value repeated_value(About const& run) {
  if (!run.repeated) return nullptr;
  return json::object{{"run", run.repeated->run}, {"entry", entry_value(run.repeated->entry)}};
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
    list.push_back(json::object{
        {"id", one.id}, {"how", in_words(one.how)}, {"entry", entry_value(one.entry)}});
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
          {"failed_seconds", seconds(measured.failed_time)},
          {"writes_given_up", measured.writes_given_up},
          {"refused_seconds", seconds(measured.refused_time)}};
}

json::value reference_value(grade::Score const& score) {
  if (!score.reference) return nullptr;
  auto reference = impact_object(score.reference->measured);
  reference["repair"] = score.reference->repair;
  return reference;
}

// The incident at the time limit, if the symptom was still present when the run ended.
json::value untouched_value(Debrief const& debrief) {
  if (!debrief.untouched) return nullptr;
  auto object = impact_object(debrief.untouched->measured);
  object["until"] = to_text(debrief.untouched->until);
  object["symptom_present"] = debrief.untouched->symptom_present != 0;
  return object;
}

json::object saves_object(Saves const& saves) {
  return {{"points", saves.points},
          {"failed_requests", saves.failed_requests},
          {"minutes", seconds(saves.failed_time) / 60},
          {"seconds", seconds(saves.failed_time)}};
}

json::value counterfactual_value(Debrief const& debrief) {
  if (!debrief.counterfactual) return nullptr;
  auto const& counterfactual = *debrief.counterfactual;
  json::array commands, answered;
  for (auto const& command : counterfactual.commands) {
    commands.push_back(json::value(command.line));
    answered.push_back(json::value(to_text(command.at)));
  }
  return json::object{{"from_entry", entry_value(counterfactual.from_entry)},
                      {"instead_of", counterfactual.command},
                      {"commands", std::move(commands)},
                      {"answered", std::move(answered)},
                      {"score", counterfactual.score},
                      {"saves", saves_object(counterfactual.saves)}};
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
  json::object fields;
  fields["run"] = debrief.run;
  fields["drill"] = run.drill;
  fields["runbook"] = debrief.runbook;
  fields["variant"] = run.variant;
  fields["seed"] = run.seed;
  fields["level"] = to_text(run.level);
  fields["world"] = to_text(run.world);
  fields["operator"] = debrief.operator_kind;
  fields["operator_name"] = run.operator_name;
  fields["practice"] = run.practice;
  fields["outcome"] = grade::to_text(score.outcome);
  fields["passed"] = score.outcome == grade::Outcome::passed;
  fields["invalid_because"] =
      score.invalid_because.empty() ? json::value(nullptr) : json::value(score.invalid_because);
  fields["score"] = score.score;
  fields["phases"] = phases_object(score);
  fields["unmet"] = unmet_array(score);
  fields["cost_most"] = text_value(cost_most(debrief));
  fields["next_time"] = text_value(next_time(debrief));
  fields["deductions"] = deductions_array(debrief, score.deductions);
  fields["repeated"] = repeated_value(run);
  fields["truth_shown"] = entry_value(run.truth_shown);
  fields["repeated_deductions"] = deductions_array(debrief, score.repeated);
  fields["refusals"] = refusals_array(score);
  fields["harms"] = harms_array(score);
  fields["resolved"] = score.resolved;
  fields["handed_over"] = score.handed_over;
  fields["repair"] = score.repair.empty() ? json::value(nullptr) : json::value(score.repair);
  fields["resolved_by"] = entry_value(score.resolved_by);
  fields["impact"] = impact_object(score.impact);
  fields["untouched"] = untouched_value(debrief);
  fields["reference"] = reference_value(score);
  fields["steps"] = steps_array(score);
  fields["prohibitions"] = prohibitions_array(debrief);
  fields["ledger"] = json::object{{"entries", debrief.platform_head.size},
                                  {"head", to_text(debrief.platform_head.hash)},
                                  {"lab_head", to_text(debrief.lab_head.hash)}};
  fields["ended"] = to_text(run.ending);
  fields["clock"] = to_text(run.clock);
  auto const* alert = alert_of(debrief.platform);
  fields["alert"] = alert == nullptr ? json::value(nullptr) : json::value(to_text(alert->at));
  fields["counterfactual"] = counterfactual_value(debrief);
  fields["point_of_no_return"] = debrief.counterfactual
                                     ? entry_value(debrief.counterfactual->point_of_no_return)
                                     : json::value(nullptr);
  fields["timeline"] = timeline_array(debrief);
  return fields;
}

}  // namespace studylab::debrief
