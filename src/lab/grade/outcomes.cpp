#include "lab/grade/outcomes.h"

#include <algorithm>

#include "base/check.h"
#include "lab/grade/clues.h"

namespace studylab::grade {
namespace {

using drill::RepairOutcome;

Reach reach_of(RepairAct const& act) {
  switch (act.verb) {
    case RepairVerb::rollback:
    case RepairVerb::deploy: return Reach::environment;
    case RepairVerb::rebaseline: return Reach::edge;
    case RepairVerb::restart: return act.allocation ? Reach::allocation : Reach::environment;
    case RepairVerb::notice:
      return act.repair == RepairKind::binding ? Reach::binding : Reach::environment;
    case RepairVerb::retry:
    case RepairVerb::escalation: return Reach::none;
  }
  check_failed("a repair's verb", __FILE__, __LINE__);
}

// Judges the repairs one after the other, each by the facts at the time of its command.
class Judge {
 public:
  Judge(Run const& run, drill::AnswerKey const& key) : run_(run), key_(key) {}

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
  static Judged needless(Healthy healthy) {
    return {nullptr, Verdict::needless, RepairOutcome::nothing, healthy};
  }
  static Judged with(Verdict verdict, RepairOutcome outcome = RepairOutcome::nothing) {
    return {nullptr, verdict, outcome, Healthy::no_fault};
  }
  bool accepts(RepairOutcome outcome) const {
    return std::ranges::find(key_.repairs, outcome) != key_.repairs.end();
  }

  Judged verdict_of(RepairAct const& act) const {
    bool const other =
        act.environment != nullptr && *act.environment != environment_of(*run_.incident->opened);
    auto const healthy = health_of(act);
    if (other) return healthy && act.moved ? needless(*healthy) : with(Verdict::outside);
    if (act.ending == Ending::found_nothing) return needless(Healthy::found_nothing);
    if (act.verb == RepairVerb::retry) {
      if (auto const begun = begun_by(act)) return *begun;
    }
    auto const outcome = leads_to(act);
    // A repair of what was broken when it was named is correct, even if something else had already
    // removed the symptom.
    bool const due = outcome && (act.condition == Condition::broken || !in_force(act.entry));
    if (due && reach_of(act) > drill::reach_of(*outcome)) return with(Verdict::too_wide, *outcome);
    if (due) return with(reached(act) ? Verdict::accepted : Verdict::in_progress, *outcome);
    // A repair that moved nothing and does not repair this fault is charged as unaccepted, the
    // dearer row.
    bool const own_row = act.moved || outcome || nothing_to_repair(key_);
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
    if (act.symptom == Symptom::absent) return Healthy::symptom_absent;
    if (act.condition == Condition::shown_healthy) return Healthy::shown;
    // Errors of one edge alone are not the release's.
    bool const of_release = act.verb == RepairVerb::rollback || act.verb == RepairVerb::deploy ||
                            act.verb == RepairVerb::restart;
    if (of_release && by_then(shown_at_one_edge(), act.entry)) return Healthy::shown;
    return std::nullopt;
  }

  EntryId shown_at_one_edge() const {
    auto const found =
        std::ranges::find(run_.clues, drill::ClueKind::failed_at_one_edge, &ClueSeen::fact);
    return found == run_.clues.end() ? EntryId{} : first_shown(*found);
  }

  // Whether an accepted repair had ended well before this entry and its result still held.
  bool in_force(EntryId entry) const {
    return std::ranges::any_of(judged_, [&](Judged const& one) {
      return one.verdict == Verdict::accepted && by_then(one.act->ended, entry) &&
             still_holds(one, entry);
    });
  }

  // An owner that was moved on again to a release that the key does not accept undoes a repair.
  bool still_holds(Judged const& one, EntryId at) const {
    if (drill::reach_of(one.outcome) != Reach::environment) return true;
    ReleaseId owner;
    for (auto const& [entry, release] : run_.owners) {
      if (entry <= at) owner = release;
    }
    auto const outcome = outcome_of_owner(owner);
    return outcome && accepts(*outcome);
  }

  static bool reached(RepairAct const& act) { return act.effect && act.ending == Ending::well; }

  // The accepted outcome that the repair is a step towards; none: it leads to none.
  std::optional<RepairOutcome> leads_to(RepairAct const& act) const {
    auto const outcome = outcome_of(act);
    return outcome && accepts(*outcome) ? outcome : std::nullopt;
  }

  std::optional<RepairOutcome> outcome_of(RepairAct const& act) const {
    switch (act.verb) {
      case RepairVerb::rollback:
      case RepairVerb::deploy:
        if (act.effect && act.verdict != DatabaseVerdict::compatible) return std::nullopt;
        return outcome_of_owner(act.release);
      case RepairVerb::rebaseline:
        if (act.condition != Condition::broken) return std::nullopt;
        return RepairOutcome::edge_has_new_baseline;
      case RepairVerb::notice: return outcome_of_notice(act);
      case RepairVerb::restart:
      case RepairVerb::retry:
      case RepairVerb::escalation: return std::nullopt;
    }
    check_failed("a repair's verb", __FILE__, __LINE__);
  }

  // The outcome that this release would give as route owner: an earlier release, or a fix.
  std::optional<RepairOutcome> outcome_of_owner(ReleaseId id) const {
    auto const* seen = find_release(run_, id);
    if (seen == nullptr) return std::nullopt;
    auto const& release = *seen->registered;
    if (release.environment != environment_of(*run_.incident->opened)) return std::nullopt;
    if (release.digest == run_.incident->digest) return std::nullopt;
    if (seen->served) {
      bool const well = std::ranges::all_of(
          release.served, [](Service const& service) { return service.symptoms == 0; });
      return well ? std::optional{RepairOutcome::earlier_release_owns} : std::nullopt;
    }
    bool const brought = std::ranges::any_of(
        run_.repairs, [&](RepairAct const& act) { return act.brought && act.brought == id; });
    if (brought) return RepairOutcome::brought_fix_owns;
    if (seen->entry < run_.incident->entry) return RepairOutcome::listed_fix_owns;
    return std::nullopt;
  }

  std::optional<RepairOutcome> outcome_of_notice(RepairAct const& act) const {
    if (act.repair == RepairKind::migration) return RepairOutcome::brought_fix_owns;
    bool const gone_one = act.repair == RepairKind::binding && run_.gone != nullptr &&
                          *act.name == run_.gone->value() && act.condition == Condition::broken;
    return gone_one ? std::optional{RepairOutcome::binding_answers} : std::nullopt;
  }

  // A retry goes on with what its operation does.
  std::optional<Judged> begun_by(RepairAct const& act) const {
    auto const begun = std::ranges::find_if(
        judged_, [&](Judged const& one) { return one.act->operation == act.operation; });
    if (begun == judged_.end()) return std::nullopt;
    bool const leads =
        begun->verdict == Verdict::accepted || begun->verdict == Verdict::in_progress;
    return leads ? with(Verdict::in_progress, begun->outcome) : *begun;
  }

  Run const& run_;
  drill::AnswerKey const& key_;
  std::vector<Judged> judged_;
};

std::vector<Unmet> unresolved(Run const& run, drill::AnswerKey const& key,
                              Outcomes const& outcomes) {
  std::vector<Unmet> unmet;
  if (symptom_present(run, run.ended_at)) unmet.push_back(Unmet::symptom_absent);
  // A symptom that ended by itself, or by an unaccepted repair, does not resolve the incident.
  if (outcomes.taken == nullptr && !nothing_to_repair(key)) unmet.push_back(Unmet::accepted_repair);
  if (std::ranges::any_of(run.repairs, [](RepairAct const& act) { return !act.ended; })) {
    unmet.push_back(Unmet::repairs_ended);
  }
  auto const is_open = [](HoldSeen const& hold) { return !hold.lifted && !hold.kept; };
  if (std::ranges::any_of(run.holds, is_open)) unmet.push_back(Unmet::holds_lifted);
  return unmet;
}

bool among(std::vector<Unmet> const& unmet, Unmet one) {
  return std::ranges::find(unmet, one) != unmet.end();
}

}  // namespace

bool nothing_to_repair(drill::AnswerKey const& key) {
  return key.repairs.empty() || key.repairs.front() == RepairOutcome::nothing;
}

Outcomes evaluate(Run const& run, drill::AnswerKey const& key) {
  Outcomes outcomes;
  Judge judge{run, key};
  outcomes.repairs.reserve(run.repairs.size());
  for (auto const& act : run.repairs) outcomes.repairs.push_back(judge.judge(act));
  if (auto const* taken = judge.taken()) {
    outcomes.taken = taken->act;
    outcomes.repair = taken->outcome;
  }
  outcomes.unresolved = unresolved(run, key, outcomes);
  bool const left_open = among(outcomes.unresolved, Unmet::repairs_ended) ||
                         among(outcomes.unresolved, Unmet::holds_lifted);
  outcomes.handed_over = key.end == drill::End::handed_over && run.closed != nullptr &&
                         run.closed->handed_to.has_value() && outcomes.taken == nullptr &&
                         !left_open;
  return outcomes;
}

}  // namespace studylab::grade
