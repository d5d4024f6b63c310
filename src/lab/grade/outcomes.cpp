#include "lab/grade/outcomes.h"

#include <algorithm>

#include "base/check.h"

namespace studylab::grade {
namespace {

using drill::RepairOutcome;

class Judge {
 public:
  Judge(Run const& run, drill::AnswerKey const& key) : run_(run), key_(key) {}

  Judged judge(RepairAct const& act, std::vector<Judged> const& before) const {
    if (act.environment != nullptr && *act.environment != run_.incident->opened->environment) {
      return {&act, Verdict::oversize, RepairOutcome::nothing};
    }
    switch (act.verb) {
      case RepairVerb::rollback:
      case RepairVerb::deploy: return judge_owner(act, before);
      case RepairVerb::rebaseline: return judge_edge(act);
      case RepairVerb::restart: return unaccepted(act);
      case RepairVerb::retry: return judge_retry(act, before);
      case RepairVerb::notice: return judge_notice(act, before);
      case RepairVerb::escalation:
        return act.found_nothing || !act.ended ? needless(act) : unaccepted(act);
    }
    check_failed("a repair's verb", __FILE__, __LINE__);
  }

 private:
  static Judged needless(RepairAct const& act) {
    return {&act, Verdict::needless, RepairOutcome::nothing};
  }
  static Judged unaccepted(RepairAct const& act) {
    return {&act, Verdict::unaccepted, RepairOutcome::nothing};
  }
  bool accepts(RepairOutcome outcome) const {
    return std::ranges::find(key_.repairs, outcome) != key_.repairs.end();
  }

  // What the route's owner would be: an earlier release that served well, or a fix.
  std::optional<RepairOutcome> outcome_of_owner(ReleaseId id) const {
    auto const seen = std::ranges::find_if(
        run_.releases, [&](ReleaseSeen const& one) { return one.registered->release == id; });
    if (seen == run_.releases.end()) return std::nullopt;
    auto const& release = *seen->registered;
    if (release.environment != run_.incident->opened->environment) return std::nullopt;
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

  Judged judge_owner(RepairAct const& act, std::vector<Judged> const& before) const {
    auto const outcome = outcome_of_owner(act.release);
    if (!outcome || !accepts(*outcome)) return unaccepted(act);
    if (already_well(act, before)) return needless(act);
    bool const checked = act.verdict == DatabaseVerdict::compatible;
    if (act.effect && !checked) return unaccepted(act);
    bool const owns = act.effect && act.healthy && run_.owner == act.release;
    return {&act, owns ? Verdict::accepted : Verdict::in_progress, *outcome};
  }

  Judged judge_edge(RepairAct const& act) const {
    if (!act.edge_behind) return needless(act);
    if (!accepts(RepairOutcome::edge_has_new_baseline)) return unaccepted(act);
    bool const reached = act.effect && act.healthy;
    return {&act, reached ? Verdict::accepted : Verdict::in_progress,
            RepairOutcome::edge_has_new_baseline};
  }

  // A retry goes on with what its operation does.
  Judged judge_retry(RepairAct const& act, std::vector<Judged> const& before) const {
    auto const begun = std::ranges::find_if(
        before, [&](Judged const& one) { return one.act->operation == act.operation; });
    if (begun == before.end() || begun->act->operation == OperationId{}) return unaccepted(act);
    bool const leads =
        begun->verdict == Verdict::accepted || begun->verdict == Verdict::in_progress;
    return {&act, leads ? Verdict::in_progress : begun->verdict, begun->outcome};
  }

  Judged judge_notice(RepairAct const& act, std::vector<Judged> const& before) const {
    if (act.found_nothing) return needless(act);
    bool const the_gone_one = act.repair == RepairKind::binding && run_.gone != nullptr &&
                              *act.name == run_.gone->value();
    if (the_gone_one && accepts(RepairOutcome::binding_answers)) {
      if (already_well(act, before)) return needless(act);
      return {&act, act.effect ? Verdict::accepted : Verdict::in_progress,
              RepairOutcome::binding_answers};
    }
    if (act.repair == RepairKind::migration && accepts(RepairOutcome::brought_fix_owns)) {
      return {&act, Verdict::in_progress, RepairOutcome::brought_fix_owns};
    }
    return act.ended ? unaccepted(act) : needless(act);
  }

  // An accepted repair had ended well before this one was asked for.
  static bool already_well(RepairAct const& act, std::vector<Judged> const& before) {
    return std::ranges::any_of(before, [&](Judged const& one) {
      return one.verdict == Verdict::accepted && one.act->ended && one.act->ended < act.entry;
    });
  }

  Run const& run_;
  drill::AnswerKey const& key_;
};

bool open_repair(Run const& run) {
  return std::ranges::any_of(run.repairs, [](RepairAct const& act) { return !act.ended; });
}

bool open_hold(Run const& run) {
  return std::ranges::any_of(run.holds,
                             [](HoldSeen const& hold) { return hold.open && !hold.kept; });
}

}  // namespace

bool nothing_to_repair(drill::AnswerKey const& key) {
  return key.repairs.empty() || key.repairs.front() == RepairOutcome::nothing;
}

Outcomes judge(Run const& run, drill::AnswerKey const& key) {
  Outcomes outcomes;
  Judge const judge{run, key};
  outcomes.repairs.reserve(run.repairs.size());
  for (auto const& act : run.repairs) {
    auto const judged = judge.judge(act, outcomes.repairs);
    outcomes.repairs.push_back(judged);
    bool const earlier = outcomes.taken == nullptr || act.effect < outcomes.taken->effect;
    if (judged.verdict == Verdict::accepted && earlier) {
      outcomes.taken = &act;
      outcomes.repair = judged.outcome;
    }
  }
  bool const well = !symptom_present(run, run.ended_at);
  // A symptom that went by itself, or by what the sheet does not accept, is not mended.
  bool const repaired = outcomes.taken != nullptr || nothing_to_repair(key);
  outcomes.resolved = well && repaired && !open_repair(run) && !open_hold(run);
  outcomes.handed_over = key.end == drill::End::handed_over && run.closed != nullptr &&
                         run.closed->handed_to.has_value() && outcomes.taken == nullptr &&
                         !open_repair(run) && !open_hold(run);
  return outcomes;
}

std::optional<RepairOutcome> repair_begun(Outcomes const& outcomes) {
  if (outcomes.taken != nullptr) return outcomes.repair;
  std::optional<RepairOutcome> begun;
  for (auto const& one : outcomes.repairs) {
    if (one.verdict == Verdict::in_progress) begun = one.outcome;
  }
  return begun;
}

}  // namespace studylab::grade
