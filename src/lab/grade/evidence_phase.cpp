#include <algorithm>

#include "lab/grade/clues.h"
#include "lab/grade/grading.h"

namespace studylab::grade {
namespace {

constexpr std::uint32_t max_without_reason = 4;

std::uint64_t distance(std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; }

bool users_within(std::uint32_t stated, std::uint32_t shown) {
  if (distance(stated, shown) <= 5) return true;
  return std::uint64_t{stated} * 2 <= std::uint64_t{shown} * 3 &&
         std::uint64_t{shown} * 2 <= std::uint64_t{stated} * 3;
}

bool minutes_within(std::uint32_t stated, std::uint32_t shown) {
  auto const off = distance(stated, shown);
  return off <= 2 || off * 5 <= shown;
}

void grade_impact(GradingInput const& input, Deductions& deductions) {
  auto const& run = input.run;
  auto const rule = input.runbook.impact_rule;
  if (run.statements.impacts.empty()) {
    deductions.take(6, rule, Phase::evidence, run.statements.closed_entry, ImpactNotStated{});
    return;
  }
  auto const& last = run.statements.impacts.back();
  bool const users = users_within(last.stated->users, last.users);
  bool const minutes = minutes_within(last.stated->minutes, last.minutes);
  if (users && minutes) return;
  deductions.take(6, rule, Phase::evidence, last.entry,
                  ImpactOff{last.stated->users, last.stated->minutes, last.users, last.minutes});
}

// A check plans or prepares a command: `close --plan` shows nothing of what a repair did, and the
// check that a `resume` records is the repair's own.
bool is_query(QuerySeen const& query) { return query.checked == nullptr; }

bool is_symptom_query(Run const& run, QuerySeen const& query) {
  if (query.waited != nullptr) return true;
  return is_query(query) && prints_symptom(run, *query.queried);
}

// An entry about what was repaired: of its operation or notice, of its edge, of its bindings.
bool is_about(Run const& run, RepairAct const& act, FactEntry const& entry) {
  auto const& fact = entry.fact;
  if (entry.id == act.entry || entry.id == act.effect || entry.id == act.ended) return true;
  if (auto const* subject = std::get_if<OperationFact>(&fact)) {
    return act.operation &&
           std::visit([&](auto const& f) { return f.operation == act.operation; }, *subject);
  }
  if (entry.id < act.effect) return false;
  if (auto const* view = fact_if<EdgeViewReported>(fact)) return act.edge && view->edge == act.edge;
  if (auto const* probed = fact_if<BindingsProbed>(fact)) {
    return act.notice && probed->environment == environment_of(*run.incident->opened);
  }
  return false;
}

bool shows_repaired(Run const& run, RepairAct const& act, QuerySeen const& query) {
  if (query.queried == nullptr) return false;
  return std::ranges::any_of(query.queried->shown, [&](EntryId id) {
    auto const* entry = find_entry(run, id);
    return entry != nullptr && is_about(run, act, *entry);
  });
}

// The operation, or the fact, that resolved the incident.
bool is_repairing_fact(RepairAct const& act, FactEntry const& entry) {
  if (entry.id == act.entry || entry.id == act.effect || entry.id == act.ended) return true;
  if (auto const* subject = std::get_if<OperationFact>(&entry.fact)) {
    return act.operation &&
           std::visit([&](auto const& f) { return f.operation == act.operation; }, *subject);
  }
  auto const* resumed = fact_if<EdgeResumed>(entry.fact);
  return resumed != nullptr && act.edge && resumed->edge == act.edge;
}

// Whether this repair resolved the incident, by itself or with the one that completed it.
bool resolved(Run const& run, Judged const& one) {
  if (one.verdict == Verdict::accepted) return true;
  auto const* repair = one.repair;
  return repair != nullptr && repair->is_resolved_by != nullptr &&
         repair->is_resolved_by(run, *one.act);
}

// The same, or a query that printed it once it had taken effect.
bool is_repairing(Run const& run, RepairAct const& act, FactEntry const& entry) {
  if (is_repairing_fact(act, entry)) return true;
  auto const* queried = fact_if<Queried>(entry.fact);
  if (queried == nullptr || entry.id < act.effect) return false;
  return std::ranges::any_of(queried->shown, [&](EntryId id) {
    auto const* shown = find_entry(run, id);
    return shown != nullptr && is_repairing_fact(act, *shown);
  });
}

template <class Wanted>
bool any_query(Run const& run, EntryId after, Wanted wanted) {
  return std::ranges::any_of(
      run.queries, [&](QuerySeen const& query) { return query.entry > after && wanted(query); });
}

template <class Wanted>
bool refers_to_query(Run const& run, EntryId after, Wanted wanted) {
  auto const& refs = run.statements.closed->act.refs;
  return any_query(run, after, [&](QuerySeen const& query) {
    return std::ranges::find(refs, query.entry) != refs.end() && wanted(query);
  });
}

bool shows(Run const& run, EvidenceRef const& wanted, EntryId ref) {
  auto const* entry = find_entry(run, ref);
  if (entry == nullptr) return false;
  if (wanted.is_shown_by(run, *entry)) return true;
  auto const* queried = fact_if<Queried>(entry->fact);
  auto const* checked = fact_if<Checked>(entry->fact);
  if (queried == nullptr && checked == nullptr) return false;
  return std::ranges::any_of(queried != nullptr ? queried->shown : checked->shown, [&](EntryId id) {
    auto const* shown = find_entry(run, id);
    return shown != nullptr && wanted.is_shown_by(run, *shown);
  });
}

// Follow-up queries must come after this entry: the last movement, or the last repair requested.
EntryId last_repair(GradingInput const& input) {
  EntryId last;
  for (auto const& one : input.outcomes.repairs) {
    last = std::max({last, one.act->entry, one.act->moved, one.act->effect});
  }
  return last;
}

// If nothing was repaired, or the incident was handed over, a query of the symptom after the class
// takes the place of a query of what was repaired.
void grade_close_without_repair(GradingInput const& input, Deductions& deductions) {
  auto const& run = input.run;
  auto const since = run.statements.classes.empty() ? run.end : run.statements.classes.back().entry;
  auto const symptom = [&](QuerySeen const& query) { return is_symptom_query(run, query); };
  auto const take = [&](Reason reason) {
    deductions.take(4, "OP4", Phase::evidence, run.statements.closed_entry, std::move(reason));
  };
  if (!any_clue(run, run.statements.closed->act.refs, run.statements.closed_entry)) {
    deductions.take(2, "OP4", Phase::evidence, run.statements.closed_entry,
                    CloseLacks{CloseRef::clue});
  }
  if (!refers_to_query(run, since, symptom)) take(CloseLacks{CloseRef::symptom_after_class});
  if (!any_query(run, since, symptom)) take(NotQueriedAfter{Followup::symptom_after_class});
}

// The accepted repair that moved something last; nullptr: none did.
RepairAct const* last_accepted(Outcomes const& outcomes) {
  RepairAct const* last = nullptr;
  for (auto const& one : outcomes.repairs) {
    if (one.verdict != Verdict::accepted) continue;
    if (last == nullptr || one.act->effect > last->effect) last = one.act;
  }
  return last;
}

void grade_close_refs(GradingInput const& input, Deductions& deductions) {
  auto const& run = input.run;
  auto const take = [&](Reason reason) {
    deductions.take(2, "OP4", Phase::evidence, run.statements.closed_entry, std::move(reason));
  };
  if (!any_clue(run, run.statements.closed->act.refs, run.statements.closed_entry)) {
    take(CloseLacks{CloseRef::clue});
  }
  auto const* taken = input.outcomes.taken;
  bool const refers = std::ranges::any_of(run.statements.closed->act.refs, [&](EntryId ref) {
    auto const* entry = find_entry(run, ref);
    return entry != nullptr && std::ranges::any_of(input.outcomes.repairs, [&](Judged const& one) {
             return resolved(run, one) && is_repairing(run, *one.act, *entry);
           });
  });
  if (!refers) take(CloseLacks{CloseRef::repair});
  auto const since = taken != nullptr ? taken->effect : last_repair(input);
  if (!refers_to_query(run, since, is_query)) take(CloseLacks{CloseRef::query_after_repair});
}

// What the runbook itself wants as evidence.
void grade_own_evidence(GradingInput const& input, Deductions& deductions) {
  for (auto const* wanted : input.runbook.evidence) {
    if (first_reference(input.run, *wanted)) continue;
    deductions.take(2, input.runbook.evidence_rule, Phase::evidence,
                    input.run.statements.closed_entry, EvidenceLacks{wanted});
  }
}

void grade_queries_after_repair(GradingInput const& input, Deductions& deductions) {
  auto const& run = input.run;
  auto const take = [&](Reason reason) {
    deductions.take(2, "OP4", Phase::evidence, run.statements.closed_entry, std::move(reason));
  };
  auto const last = last_repair(input);
  auto const* act = last_accepted(input.outcomes);
  if (act == nullptr) act = &run.repairs.acts.back();
  auto const of_it = [&](QuerySeen const& query) { return shows_repaired(run, *act, query); };
  auto const symptom = [&](QuerySeen const& query) { return is_symptom_query(run, query); };
  if (!any_query(run, last, of_it)) take(NotQueriedAfter{Followup::repaired_thing});
  if (!any_query(run, last, symptom)) take(NotQueriedAfter{Followup::symptom});
}

void grade_close(GradingInput const& input, Deductions& deductions) {
  auto const& run = input.run;
  // If nothing was at fault, a repair is charged as needless; its missing effect is not charged
  // again.
  bool const without = run.repairs.acts.empty() || nothing_to_repair(input.key) ||
                       input.outcomes.waited || input.outcomes.handed_over;
  if (without) return grade_close_without_repair(input, deductions);
  if (input.runbook.evidence.empty()) {
    grade_close_refs(input, deductions);
  } else {
    grade_own_evidence(input, deductions);
  }
  grade_queries_after_repair(input, deductions);
}

void grade_reasons(GradingInput const& input, Deductions& deductions) {
  auto const& without = input.run.commands.without_reason;
  auto const most = std::min<std::size_t>(without.size(), max_without_reason);
  for (std::size_t i = 0; i < most; ++i) {
    deductions.take(1, "OP4", Phase::evidence, without[i], WithoutBecause{});
  }
}

std::string_view hint_rule(RunbookGrading const& runbook, Phase phase) {
  switch (phase) {
    case Phase::truth: return "OP1";
    case Phase::classification: return runbook.class_rule;
    case Phase::action: return "OP3";
    case Phase::evidence: return "OP4";
  }
  return "OP1";
}

}  // namespace

EntryId first_reference(Run const& run, EvidenceRef const& wanted) {
  auto const refers = [&](std::vector<EntryId> const& refs) {
    return std::ranges::any_of(refs, [&](EntryId ref) { return shows(run, wanted, ref); });
  };
  for (auto const& note : run.statements.notes) {
    if (refers(note.noted->act.refs)) return note.entry;
  }
  auto const* closed = run.statements.closed;
  return closed != nullptr && refers(closed->act.refs) ? run.statements.closed_entry : EntryId{};
}

void grade_evidence(GradingInput const& input, Deductions& deductions) {
  if (input.run.statements.closed == nullptr) {
    deductions.take(20, "OP4", Phase::evidence, input.run.end, NotClosed{});
    return;
  }
  grade_impact(input, deductions);
  grade_close(input, deductions);
  grade_reasons(input, deductions);
}

// Hints alone never cost more than half a phase: a run that took them all can still pass.
void grade_hints(GradingInput const& input, Deductions& deductions) {
  std::array<std::uint32_t, phase_points.size()> left = phase_points;
  for (auto& points : left) points /= 2;
  for (auto const& [entry, hint] : input.run.commands.hints) {
    auto& of_phase = left[static_cast<std::size_t>(hint->phase)];
    auto const points = std::min(5U, of_phase);
    of_phase -= points;
    if (points == 0) continue;
    deductions.take(points, hint_rule(input.runbook, hint->phase), hint->phase, entry, HintTaken{});
  }
}

}  // namespace studylab::grade
