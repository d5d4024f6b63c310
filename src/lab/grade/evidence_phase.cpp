#include <algorithm>

#include <fmt/format.h>

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
  if (run.impacts.empty()) {
    deductions.take(6, "OP4", Phase::evidence, run.closed_entry, "the impact was not stated");
    return;
  }
  auto const& last = run.impacts.back();
  bool const users = users_within(last.stated->users, last.users);
  bool const minutes = minutes_within(last.stated->minutes, last.minutes);
  if (users && minutes) return;
  deductions.take(6, "OP4", Phase::evidence, last.entry,
                  fmt::format("stated {} users and {} minutes where {} and {} were shown",
                              last.stated->users, last.stated->minutes, last.users, last.minutes));
}

bool is_symptom_query(Run const& run, QuerySeen const& query) {
  if (query.waited != nullptr) return true;
  if (query.queried == nullptr) return false;
  auto const& queried = *query.queried;
  if (queried.query == "incident") return true;
  bool const prints = queried.query == "errors" || queried.query == "environment";
  return prints && queried.object == run.incident->opened->environment.value();
}

// An entry about what was mended: of its operation or notice, of its edge, of its bindings.
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
    return act.notice && probed->environment == run.incident->opened->environment;
  }
  return false;
}

bool shows_resolved(Run const& run, RepairAct const& act, QuerySeen const& query) {
  if (query.waited != nullptr) return false;
  auto const& shown = query.queried != nullptr ? query.queried->shown : query.checked->shown;
  return std::ranges::any_of(shown, [&](EntryId id) {
    return id && id.number <= run.entries.size() && is_about(run, act, run.entries[id.number - 1]);
  });
}

// The operation, or the fact, that mended it.
bool is_repairing(RepairAct const& act, FactEntry const& entry) {
  if (entry.id == act.entry || entry.id == act.effect || entry.id == act.ended) return true;
  if (auto const* subject = std::get_if<OperationFact>(&entry.fact)) {
    return act.operation &&
           std::visit([&](auto const& f) { return f.operation == act.operation; }, *subject);
  }
  auto const* resumed = fact_if<EdgeResumed>(entry.fact);
  return resumed != nullptr && act.edge && resumed->edge == act.edge;
}

template <class Wanted>
bool any_query(Run const& run, EntryId after, Wanted wanted) {
  return std::ranges::any_of(
      run.queries, [&](QuerySeen const& query) { return query.entry > after && wanted(query); });
}

template <class Wanted>
bool refers_to_query(Run const& run, EntryId after, Wanted wanted) {
  auto const& refs = run.closed->act.refs;
  return any_query(run, after, [&](QuerySeen const& query) {
    return std::ranges::find(refs, query.entry) != refs.end() && wanted(query);
  });
}

// The act that all else is to come after: what moved last, or was last asked for.
EntryId last_repair(GradingInput const& input) {
  EntryId last;
  for (auto const& one : input.outcomes.repairs) {
    last = std::max({last, one.act->entry, one.act->effect});
  }
  return last;
}

void grade_close(GradingInput const& input, Deductions& deductions) {
  auto const& run = input.run;
  auto const& refs = run.closed->act.refs;
  auto const take = [&](std::uint32_t points, std::string why) {
    deductions.take(points, "OP4", Phase::evidence, run.closed_entry, std::move(why));
  };
  if (!any_clue(run, refs, run.closed_entry)) take(2, "close refers to no telling fact");
  auto const any = [](QuerySeen const&) { return true; };
  auto const symptom = [&](QuerySeen const& query) { return is_symptom_query(run, query); };

  // What mended it cannot be named where nothing was to be mended; a needless repair is marked so.
  if (run.repairs.empty() || nothing_to_repair(input.key)) {
    auto const since = run.classes.empty() ? run.end : run.classes.back().entry;
    if (!refers_to_query(run, since, symptom)) {
      take(4, "close refers to no look at the symptom after the class");
    }
    if (!any_query(run, since, symptom)) take(4, "the symptom was not looked at after the class");
    return;
  }

  auto const* taken = input.outcomes.taken;
  auto const resolved = std::ranges::any_of(refs, [&](EntryId ref) {
    return taken != nullptr && ref && ref.number <= run.entries.size() &&
           is_repairing(*taken, run.entries[ref.number - 1]);
  });
  if (!resolved) take(2, "close does not refer to what mended it");
  auto const since = taken != nullptr ? taken->effect : last_repair(input);
  if (!refers_to_query(run, since, any)) take(2, "close refers to no look after the repair");

  auto const last = last_repair(input);
  auto const* act = taken != nullptr ? taken : &run.repairs.back();
  auto const looks_at_it = [&](QuerySeen const& query) { return shows_resolved(run, *act, query); };
  if (!any_query(run, last, looks_at_it)) {
    take(2, "what was mended was not looked at after the last repair");
  }
  if (!any_query(run, last, symptom)) {
    take(2, "the symptom was not looked at after the last repair");
  }
}

void grade_reasons(GradingInput const& input, Deductions& deductions) {
  auto const& without = input.run.without_reason;
  auto const most = std::min<std::size_t>(without.size(), max_without_reason);
  for (std::size_t i = 0; i < most; ++i) {
    deductions.take(1, "OP4", Phase::evidence, without[i], "a hold or repair without --because");
  }
}

std::string_view hint_rule(drill::AnswerKey const& key, Phase phase) {
  switch (phase) {
    case Phase::truth: return "OP1";
    case Phase::classification: return class_rule(key);
    case Phase::action: return "OP3";
    case Phase::evidence: return "OP4";
  }
  return "OP1";
}

}  // namespace

void grade_evidence(GradingInput const& input, Deductions& deductions) {
  if (input.run.closed == nullptr) {
    deductions.take(20, "OP4", Phase::evidence, input.run.end, "the incident was not closed");
    return;
  }
  grade_impact(input, deductions);
  grade_close(input, deductions);
  grade_reasons(input, deductions);
}

void grade_hints(GradingInput const& input, Deductions& deductions) {
  for (auto const& [entry, hint] : input.run.hints) {
    deductions.take(5, hint_rule(input.key, hint->phase), hint->phase, entry, "a hint was taken");
  }
}

}  // namespace studylab::grade
