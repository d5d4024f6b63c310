// The debrief as one JSON document.
#include <boost/json/array.hpp>

#include "lab/debrief/debrief.h"
#include "lab/debrief/parts.h"
#include "lab/debrief/prohibitions.h"
#include "lab/debrief/timeline.h"
#include "lab/debrief/words.h"

namespace studylab::debrief {
namespace {

namespace json = boost::json;

json::value entry_value(EntryId entry) {
  return entry ? json::value(to_text(entry)) : json::value(nullptr);
}

json::object phases_object(grade::Marks const& marks) {
  json::object phases;
  for (std::size_t i = 0; i < marks.phases.size(); ++i) {
    phases[to_text(static_cast<Phase>(i))] =
        json::object{{"score", marks.phases[i].score}, {"of", marks.phases[i].of}};
  }
  return phases;
}

json::array deductions_array(grade::Marks const& marks) {
  json::array list;
  for (auto const& one : marks.deductions) {
    list.push_back(json::object{{"points", one.points},
                                {"rule", one.rule},
                                {"entry", entry_value(one.entry)},
                                {"why", reason_in_words(one.why)},
                                {"phase", to_text(one.phase)}});
  }
  return list;
}

json::array refusals_array(grade::Marks const& marks) {
  json::array list;
  for (auto const& one : marks.refusals) {
    list.push_back(
        json::object{{"code", one.code}, {"rule", one.rule}, {"entry", entry_value(one.entry)}});
  }
  return list;
}

json::array harms_array(grade::Marks const& marks) {
  json::array list;
  for (auto const& one : marks.harms) {
    list.push_back(
        json::object{{"kind", one.kind}, {"count", one.count}, {"entry", entry_value(one.entry)}});
  }
  return list;
}

json::array steps_array(grade::Marks const& marks) {
  json::array list;
  for (auto const& one : marks.steps) {
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

json::value reference_value(grade::Marks const& marks) {
  if (!marks.reference) return nullptr;
  auto reference = impact_object(marks.reference->measured);
  reference["repair"] = marks.reference->repair;
  return reference;
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
  auto const& told = debrief.counterfactual;
  if (!told) return nullptr;
  json::array commands;
  for (auto const& line : told->commands) commands.push_back(json::value(line));
  return json::object{{"from_entry", entry_value(told->from_entry)},
                      {"instead_of", told->command},
                      {"commands", std::move(commands)},
                      {"score", told->score},
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
  auto const& marks = debrief.marks;
  auto const run = about(debrief);
  json::object told;
  told["run"] = debrief.run;
  told["drill"] = run.drill;
  told["runbook"] = debrief.runbook;
  told["variant"] = run.variant;
  told["seed"] = run.seed;
  told["level"] = to_text(run.level);
  told["world"] = to_text(run.world);
  told["operator"] = debrief.operator_kind;
  told["operator_name"] = run.operator_name;
  told["practice"] = run.practice;
  told["outcome"] = grade::to_text(marks.outcome);
  told["passed"] = marks.outcome == grade::Outcome::passed;
  told["invalid_because"] =
      marks.invalid_because.empty() ? json::value(nullptr) : json::value(marks.invalid_because);
  told["score"] = marks.score;
  told["phases"] = phases_object(marks);
  told["deductions"] = deductions_array(marks);
  told["refusals"] = refusals_array(marks);
  told["harms"] = harms_array(marks);
  told["mended"] = marks.mended;
  told["handed_over"] = marks.handed_over;
  told["repair"] = marks.repair.empty() ? json::value(nullptr) : json::value(marks.repair);
  told["mended_by"] = entry_value(marks.mended_by);
  told["impact"] = impact_object(marks.impact);
  told["reference"] = reference_value(marks);
  told["steps"] = steps_array(marks);
  told["prohibitions"] = prohibitions_array(debrief);
  told["ledger"] = json::object{{"entries", debrief.platform_head.size},
                                {"head", to_text(debrief.platform_head.hash)},
                                {"lab_head", to_text(debrief.lab_head.hash)}};
  told["ended"] = to_text(run.ending);
  told["clock"] = to_text(run.clock);
  told["counterfactual"] = counterfactual_value(debrief);
  told["point_of_no_return"] = debrief.counterfactual
                                   ? entry_value(debrief.counterfactual->point_of_no_return)
                                   : json::value(nullptr);
  told["timeline"] = timeline_array(debrief);
  return told;
}

}  // namespace studylab::debrief
