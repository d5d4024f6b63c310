#include "lab/grade/outcomes.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "lab/grade/clues.h"
#include "lab/grade/facts/errors.h"
#include "lab/grade/facts/repairs.h"
#include "lab/grade/facts/statements.h"

namespace studylab::grade {
namespace {

Reach reach_of(RepairAct const& act) {
  switch (act.verb) {
    case RepairVerb::rollback:
    case RepairVerb::deploy: return Reach::environment;
    case RepairVerb::rebaseline: return Reach::edge;
    case RepairVerb::restart: return act.allocation ? Reach::allocation : Reach::environment;
    case RepairVerb::notice:
      return act.repair == RepairKind::binding ? Reach::binding : Reach::environment;
    case RepairVerb::uncordon:
    case RepairVerb::replacement:
    case RepairVerb::drain:
    case RepairVerb::rebuild:
    case RepairVerb::drift_record: return Reach::host;
    case RepairVerb::wake: return Reach::environment;
    case RepairVerb::restore_run:
    case RepairVerb::restore_cutover:
    case RepairVerb::reconcile:
    case RepairVerb::unfence:
    case RepairVerb::failover: return Reach::database;
    case RepairVerb::rotation: return Reach::binding;
    case RepairVerb::retry:
    case RepairVerb::escalation: return Reach::none;
  }
  check_failed("a repair's verb", __FILE__, __LINE__);
}

// Judges the repairs one after the other, each by the facts at the time of its command.
class Judge {
 public:
  Judge(Run const& run, AnswerKey const& key) : run_(run), key_(key) {}

  Judged judge(RepairAct const& act) {
    auto judged = verdict_of(act);
    judged.act = &act;
    judged_.push_back(judged);
    return judged;
  }

  // The first repair whose outcome holds at the end; nullptr: none.
  Judged const* taken() const {
    for (auto const& one : judged_) {
      if (one.verdict == Verdict::accepted && still_holds(one, run_.end)) return &one;
    }
    return nullptr;
  }

 private:
  static Judged needless(Healthy healthy) { return {nullptr, Verdict::needless, nullptr, healthy}; }
  static Judged with(Verdict verdict, AcceptedRepair const* repair = nullptr) {
    return {nullptr, verdict, repair, Healthy::no_fault};
  }

  Judged verdict_of(RepairAct const& act) const {
    bool const other =
        act.environment != nullptr && *act.environment != environment_of(*run_.incident->opened);
    if (is_required(act)) return with(Verdict::in_progress);
    auto const healthy = health_of(act);
    if (other) return healthy && act.moved ? needless(*healthy) : with(Verdict::outside);
    if (act.ending == Ending::found_nothing) return needless(Healthy::found_nothing);
    // Each start of a wake is judged by itself.
    if (act.verb == RepairVerb::retry && !wakes(run_, act)) {
      if (auto const begun = begun_by(act)) return *begun;
    }
    auto const* repair = leads_to(act);
    // A repair of what was broken when it was named is correct, even if something else had already
    // removed the symptom.
    bool const due =
        repair != nullptr && (act.condition == Condition::broken || !in_force(act.entry));
    if (due && reach_of(act) > repair->reach) return with(Verdict::too_wide, repair);
    if (due) return with(reached(*repair, act) ? Verdict::accepted : Verdict::in_progress, repair);
    // A repair that moved nothing and does not repair this fault is charged as unaccepted, the
    // dearer row.
    bool const own_row = act.moved || repair != nullptr || nothing_to_repair(key_);
    if (healthy && own_row) return needless(*healthy);
    bool const asks = act.verb == RepairVerb::notice || act.verb == RepairVerb::escalation;
    if (asks && !act.ended) return needless(Healthy::found_nothing);  // never answered
    return with(Verdict::unaccepted);
  }

  // Why the object of the repair needs no repair; none: it may need one.
  std::optional<Healthy> health_of(RepairAct const& act) const {
    if (nothing_to_repair(key_)) return Healthy::no_fault;
    if (act.condition == Condition::broken) return std::nullopt;
    if (in_force(act.entry)) return Healthy::already_repaired;
    if (act.condition == Condition::needs_none) return Healthy::by_facts;
    if (act.symptom == Symptom::absent) return Healthy::symptom_absent;
    if (act.condition == Condition::shown_healthy) return Healthy::shown;
    // Errors of one edge alone are not the release's.
    bool const of_release = act.verb == RepairVerb::rollback || act.verb == RepairVerb::deploy ||
                            act.verb == RepairVerb::restart;
    if (of_release && by_then(shown_at_one_edge(), act.entry)) return Healthy::shown;
    return std::nullopt;
  }

  EntryId shown_at_one_edge() const {
    auto const found = std::ranges::find(run_.clues, &failed_at_one_edge, &ClueSeen::clue);
    return found == run_.clues.end() ? EntryId{} : first_shown(*found);
  }

  // Whether an accepted repair had ended well before this entry and its result still held.
  bool in_force(EntryId entry) const {
    return std::ranges::any_of(judged_, [&](Judged const& one) {
      return one.verdict == Verdict::accepted &&
             by_then(completed_at(*one.repair, *one.act), entry) && still_holds(one, entry);
    });
  }

  // An owner that was moved on again to a release that the key does not accept undoes a repair.
  bool still_holds(Judged const& one, EntryId at) const {
    if (one.repair->is_reached_by_owner == nullptr) return true;
    auto const owner = owner_at(run_, at);
    return std::ranges::any_of(key_.repairs, [&](AcceptedRepair const* repair) {
      return repair->is_reached_by_owner != nullptr && repair->is_reached_by_owner(run_, owner);
    });
  }

  // Whether the key requires this escalation.
  bool is_required(RepairAct const& act) const {
    return act.team && std::ranges::any_of(key_.required, [&](RequiredStep const& step) {
             return step.fact->asks == act.team;
           });
  }

  EntryId completed_at(AcceptedRepair const& repair, RepairAct const& act) const {
    return repair.completed_at == nullptr ? act.ended : repair.completed_at(run_, act);
  }
  bool reached(AcceptedRepair const& repair, RepairAct const& act) const {
    return act.effect && act.ending == Ending::well && completed_at(repair, act);
  }

  // The accepted repair that the command is a step towards; nullptr: it leads to none.
  AcceptedRepair const* leads_to(RepairAct const& act) const {
    auto const found = std::ranges::find_if(key_.repairs, [&](AcceptedRepair const* repair) {
      return repair->is_led_to_by(run_, act);
    });
    return found == key_.repairs.end() ? nullptr : *found;
  }

  // A retry goes on with what its operation does.
  std::optional<Judged> begun_by(RepairAct const& act) const {
    auto const begun = std::ranges::find_if(
        judged_, [&](Judged const& one) { return one.act->operation == act.operation; });
    if (begun == judged_.end()) return std::nullopt;
    bool const leads =
        begun->verdict == Verdict::accepted || begun->verdict == Verdict::in_progress;
    return leads ? with(Verdict::in_progress, begun->repair) : *begun;
  }

  Run const& run_;
  AnswerKey const& key_;
  std::vector<Judged> judged_;
};

std::vector<Unmet> unresolved(Run const& run, AnswerKey const& key, Outcomes const& outcomes) {
  std::vector<Unmet> unmet;
  if (symptom_present(run, run.ended_at)) unmet.push_back(Unmet::symptom_absent);
  // A symptom that ended by itself, or by an unaccepted repair, does not resolve the incident.
  if (!is_reached(outcomes) && !nothing_to_repair(key)) unmet.push_back(Unmet::accepted_repair);
  if (std::ranges::any_of(run.repairs.acts, [](RepairAct const& act) { return !act.ended; })) {
    unmet.push_back(Unmet::repairs_ended);
  }
  // A fence stops every write: keeping it does not resolve the incident, unless the incident was
  // handed over with it.
  bool const handed =
      run.statements.closed != nullptr && run.statements.closed->handed_to.has_value();
  auto const is_open = [&](HoldSeen const& hold) {
    bool const keeps = hold.kept && (hold.kind != HoldKind::fence || handed);
    return !hold.lifted && !keeps;
  };
  if (std::ranges::any_of(run.holds.all, is_open)) unmet.push_back(Unmet::holds_lifted);
  return unmet;
}

// Whether every team that the key requires to ask has answered.
bool teams_answered(Run const& run, AnswerKey const& key) {
  return std::ranges::all_of(key.required, [&](RequiredStep const& step) {
    return !step.fact->asks || std::ranges::any_of(run.repairs.acts, [&](RepairAct const& act) {
      return act.team == step.fact->asks && act.ended;
    });
  });
}

// The right class as `classify` takes it.
std::string class_words(AnswerKey const& key) {
  auto const words = std::string{studylab::to_text(key.fault_class)};
  if (key.scope == Scope::unstated) return words;
  return fmt::format("{} --scope {}", words, studylab::to_text(key.scope));
}

void find_lacked(Run const& run, AnswerKey const& key, Outcomes& outcomes) {
  for (auto const* repair : key.repairs) {
    bool const known = is_reached(outcomes) || !outcomes.lacked.words.empty();
    if (!known && repair->lacked != nullptr) outcomes.lacked = repair->lacked(run);
  }
}

// Waiting counts only for those who knew what for.
void find_waited(Run const& run, AnswerKey const& key, Outcomes& outcomes) {
  for (auto const* repair : key.repairs) {
    if (repair->waited_for == nullptr) continue;
    auto const came = repair->waited_for(run);
    if (!came) continue;
    if (!is_right_class(class_in_force_at(run, came), key)) {
      outcomes.lacked = {"the right class was not in force when the symptom's cause ended",
                         fmt::format("`classify {}` before that, then `wait --until symptom-gone`",
                                     class_words(key))};
      continue;
    }
    outcomes.repair = repair;
    outcomes.waited = came;
    return;
  }
}

bool among(std::vector<Unmet> const& unmet, Unmet one) {
  return std::ranges::find(unmet, one) != unmet.end();
}

}  // namespace

bool nothing_to_repair(AnswerKey const& key) {
  return key.repairs.empty() || key.repairs.front() == &no_repair;
}

Outcomes evaluate(Run const& run, AnswerKey const& key) {
  Outcomes outcomes;
  Judge judge{run, key};
  outcomes.repairs.reserve(run.repairs.acts.size());
  for (auto const& act : run.repairs.acts) outcomes.repairs.push_back(judge.judge(act));
  if (auto const* taken = judge.taken()) {
    outcomes.taken = taken->act;
    outcomes.repair = taken->repair;
  } else {
    find_waited(run, key, outcomes);
    find_lacked(run, key, outcomes);
  }
  outcomes.unresolved = unresolved(run, key, outcomes);
  bool const left_open = among(outcomes.unresolved, Unmet::repairs_ended) ||
                         among(outcomes.unresolved, Unmet::holds_lifted);
  outcomes.handed_over = key.end == End::handed_over && run.statements.closed != nullptr &&
                         run.statements.closed->handed_to.has_value() && !is_reached(outcomes) &&
                         !left_open && teams_answered(run, key);
  return outcomes;
}

}  // namespace studylab::grade
