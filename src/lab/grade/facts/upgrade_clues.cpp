// Clues about the host of an incident.
#include <algorithm>

#include "lab/grade/facts/upgrades.h"
#include "lab/grade/run.h"
#include "model/refusals.h"

namespace studylab::grade {
namespace {

using Carries = bool (*)(Run const& run, FactEntry const& entry);

bool is_due_host(Run const& run, std::string_view object) {
  return incident_host(run) && object == to_text(incident_host(run));
}

Checked const* check_of_host(Run const& run, FactEntry const& entry) {
  auto const* checked = fact_if<Checked>(entry.fact);
  return checked != nullptr && is_due_host(run, checked->object) ? checked : nullptr;
}

bool is_plan_of(Run const& run, FactEntry const& entry, std::string_view verb) {
  auto const* checked = check_of_host(run, entry);
  return checked != nullptr && checked->verb == verb;
}

bool finds(FactEntry const& check, RefusalCode code) {
  return fact_if<Checked>(check.fact)->finding == to_text(code);
}

// The host's postcheck, or a plan of something that would be done to it, printed a carrier.
bool check_prints(Run const& run, FactEntry const& entry, Carries carries) {
  auto const* checked = check_of_host(run, entry);
  return checked != nullptr && std::ranges::any_of(checked->shown, [&](EntryId id) {
           auto const* shown = find_entry(run, id);
           return shown != nullptr && carries(run, *shown);
         });
}

bool prints_host(Run const& run, Queried const& queried) {
  return queried.query == "hosts" || (queried.query == "host" && is_due_host(run, queried.object));
}

bool holds_always(Run const&) { return true; }
bool prints_nothing(Run const&, Queried const&) { return false; }

// --- what a check found ---

PostcheckSeen const* find_postcheck(Run const& run, FactEntry const& entry) {
  auto const& all = run.upgrade.postchecks;
  auto const found = std::ranges::find(all, entry.id, &PostcheckSeen::entry);
  return found == all.end() ? nullptr : &*found;
}

bool is_old(PostcheckSeen const& seen) { return !seen.declared_image && !seen.drift; }

bool any_old(Run const& run) { return std::ranges::any_of(run.upgrade.postchecks, is_old); }

bool shows_old(Run const& run, FactEntry const& entry) {
  auto const* seen = find_postcheck(run, entry);
  return seen != nullptr && is_old(*seen);
}

bool any_drift(Run const& run) { return !run.upgrade.drift.empty(); }

bool shows_drift(Run const& run, FactEntry const& entry) {
  auto const& drift = run.upgrade.drift;
  if (std::ranges::find(drift, entry.id) != drift.end()) return true;
  auto const* seen = find_postcheck(run, entry);
  return seen != nullptr && seen->drift;
}

bool first_passed(Run const& run) {
  return !run.upgrade.postchecks.empty() && run.upgrade.postchecks.front().passed;
}

bool shows_passed(Run const& run, FactEntry const& entry) {
  auto const* seen = find_postcheck(run, entry);
  return first_passed(run) && seen != nullptr && seen->passed;
}

bool check_shows_old(Run const& run, FactEntry const& entry, ClueSeen&) {
  return check_prints(run, entry, shows_old);
}
bool check_shows_drift(Run const& run, FactEntry const& entry, ClueSeen&) {
  return check_prints(run, entry, shows_drift);
}
bool check_shows_passed(Run const& run, FactEntry const& entry, ClueSeen&) {
  return check_prints(run, entry, shows_passed);
}

// --- quorum and slots ---

bool any_member_down(Run const& run) { return has_ended_process(run, AllocationId{}); }

bool is_quorum(FactEntry const& entry) {
  auto const* queried = fact_if<Queried>(entry.fact);
  return queried != nullptr && queried->query == "quorum";
}

bool finds_fit(Run const& run, FactEntry const& entry) {
  if (!is_plan_of(run, entry, "drain")) return false;
  return fact_if<Checked>(entry.fact)->finding == "fits" ||
         finds(entry, RefusalCode::replacements_missing) ||
         finds(entry, RefusalCode::deadline_below_policy);
}

bool finds_slots(Run const& run, FactEntry const& entry) {
  return is_plan_of(run, entry, "headroom") && fact_if<Checked>(entry.fact)->finding == "enough";
}

bool finds_short(Run const& run, FactEntry const& entry) {
  bool const plan = is_plan_of(run, entry, "drain") || is_plan_of(run, entry, "replace");
  if (plan) return finds(entry, RefusalCode::no_headroom);
  return is_plan_of(run, entry, "headroom") && fact_if<Checked>(entry.fact)->finding == "short";
}

// A plan of the drain weighs both; else the quorum is one half, and the headroom the other.
bool shows_fit(Run const& run, FactEntry const& entry, ClueSeen& seen) {
  if (finds_fit(run, entry)) return true;
  auto& [quorum, slots] = seen.halves;
  bool const of_quorum = is_quorum(entry) && !any_member_down(run);
  bool const of_slots = finds_slots(run, entry);
  if (of_quorum && !quorum) quorum = entry.id;
  if (of_slots && !slots) slots = entry.id;
  return (of_quorum || of_slots) && quorum && slots;
}
bool shows_short(Run const& run, FactEntry const& entry, ClueSeen&) {
  return finds_short(run, entry);
}

// --- other members, other drains ---

bool is_member_down(Run const& run, FactEntry const& entry) {
  auto const* failed = fact_if<AllocationFailed>(entry.fact);
  return failed != nullptr && failed->stage == AllocationStage::ready &&
         std::ranges::find(run.processes.all, failed->allocation, &ProcessSeen::allocation) !=
             run.processes.all.end();
}

bool prints_members(Run const& run, Queried const& queried) {
  auto const& query = queried.query;
  return query.starts_with("allocation") || query.starts_with("host") || query == "quorum" ||
         query == "sessions" || (query == "environment" && at_incident(run, queried.object));
}

// The count of what is ready, or of what a drain would leave.
bool shows_shortage(Run const& run, FactEntry const& entry, ClueSeen&) {
  if (!any_member_down(run)) return false;
  bool const refuses = is_plan_of(run, entry, "drain") && finds(entry, RefusalCode::below_quorum);
  return is_quorum(entry) || refuses;
}

bool is_open(DrainSeen const& seen) { return !seen.ended; }

bool any_other_drain(Run const& run) { return std::ranges::any_of(run.upgrade.drains, is_open); }

bool is_other_drain(Run const& run, FactEntry const& entry) {
  return std::ranges::find(run.upgrade.drains, entry.id, &DrainSeen::recorded) !=
         run.upgrade.drains.end();
}

bool prints_operations(Run const&, Queried const& queried) {
  return queried.query.starts_with("operation");
}

// The stage of a host in its drain, or of an allocation that leaves it.
bool prints_draining(Run const& run, Queried const& queried) {
  auto const& query = queried.query;
  if (query == "hosts") return true;
  bool const of_host = std::ranges::any_of(run.upgrade.drains, [&](DrainSeen const& seen) {
    return is_open(seen) && queried.object == to_text(seen.host);
  });
  if (query == "host") return of_host;
  if (query == "sessions") return of_host || at_incident(run, queried.object);
  return query == "allocations" && (queried.object.empty() || at_incident(run, queried.object));
}

// The plan of a drain names the other one.
bool shows_drain(Run const& run, FactEntry const& entry, ClueSeen&) {
  if (!any_other_drain(run)) return false;
  auto const* queried = fact_if<Queried>(entry.fact);
  if (queried != nullptr) return prints_draining(run, *queried);
  return check_prints(run, entry, is_other_drain);
}

bool no_drain_open(Run const& run) { return !any_other_drain(run); }

bool is_drain_end(Run const& run, FactEntry const& entry) {
  return std::ranges::find(run.upgrade.drains, entry.id, &DrainSeen::ended) !=
         run.upgrade.drains.end();
}

// A list of all operations, or of all hosts with their stage; a plan names every open drain.
bool shows_none_open(Run const& run, FactEntry const& entry, ClueSeen&) {
  if (any_other_drain(run)) return false;
  auto const* queried = fact_if<Queried>(entry.fact);
  if (queried == nullptr) return is_plan_of(run, entry, "drain");
  return queried->query == "operations" || queried->query == "hosts";
}

// --- sessions ---

bool is_past(AgesSeen const& seen) { return seen.past_drain_time > 0; }

bool any_old_session(Run const& run) { return std::ranges::any_of(run.upgrade.ages, is_past); }
bool no_old_session(Run const& run) { return !run.upgrade.ages.empty() && !any_old_session(run); }

AgesSeen const* find_ages(Run const& run, FactEntry const& entry) {
  auto const found = std::ranges::find(run.upgrade.ages, entry.id, &AgesSeen::entry);
  return found == run.upgrade.ages.end() ? nullptr : &*found;
}

bool shows_old_session(Run const& run, FactEntry const& entry) {
  auto const* seen = find_ages(run, entry);
  return seen != nullptr && is_past(*seen);
}

bool shows_young_session(Run const& run, FactEntry const& entry) {
  return no_old_session(run) && find_ages(run, entry) != nullptr;
}

bool prints_sessions(Run const& run, Queried const& queried) {
  return queried.query == "sessions" &&
         (is_due_host(run, queried.object) || at_incident(run, queried.object));
}

bool plan_shows_old(Run const& run, FactEntry const& entry, ClueSeen&) {
  return check_prints(run, entry, shows_old_session);
}
bool plan_shows_young(Run const& run, FactEntry const& entry, ClueSeen&) {
  return check_prints(run, entry, shows_young_session);
}

// What a clue and its opposite are about: the same question, and so the same words.
constexpr std::string_view drains_words =
    "whether another drain is open (`show operations`, `drain HOST --deadline DUR --plan`)";
constexpr std::string_view drains_command = "show operations";
constexpr std::string_view ages_words = "how old the host's sessions are (`show sessions HOST`)";
constexpr std::string_view ages_command = "show sessions HOST";

}  // namespace

constexpr Clue image_old{.name = "image-old",
                         .words = "which image the host runs (`postcheck HOST`, `show host HOST`)",
                         .command = "postcheck HOST",
                         .holds = any_old,
                         .carried_by = shows_old,
                         .printed_by = prints_host,
                         .also_shown_by = check_shows_old};

constexpr Clue drift_found{
    .name = "drift-found",
    .words = "which files of the host were changed (`postcheck HOST`, `show host HOST`)",
    .command = "postcheck HOST",
    .holds = any_drift,
    .carried_by = shows_drift,
    .printed_by = prints_host,
    .also_shown_by = check_shows_drift};

constexpr Clue image_declared{
    .name = "image-declared",
    .words = "whether the host runs its declared image (`postcheck HOST`, `show host HOST`)",
    .command = "postcheck HOST",
    .holds = first_passed,
    .carried_by = shows_passed,
    .printed_by = prints_host,
    .also_shown_by = check_shows_passed};

constexpr Clue drain_fits{
    .name = "drain-fits",
    .words =
        "whether quorum and slots suffice (`show quorum` and `headroom HOST`, or "
        "`drain HOST --deadline DUR --plan`)",
    .command = "drain HOST --deadline DUR --plan",
    .holds = holds_always,
    .carried_by = finds_fit,
    .printed_by = prints_nothing,
    .also_shown_by = shows_fit};

constexpr Clue headroom_short{
    .name = "headroom-short",
    .words = "whether the other hosts have enough slots (`headroom HOST`)",
    .command = "headroom HOST",
    .holds = holds_always,
    .carried_by = finds_short,
    .printed_by = prints_nothing,
    .also_shown_by = shows_short};

constexpr Clue member_down{
    .name = "member-down",
    .words = "whether another member of the environment is down (`show allocations ENV`)",
    .command = "show allocations ENV",
    .holds = any_member_down,
    .carried_by = is_member_down,
    .printed_by = prints_members,
    .also_shown_by = shows_shortage};

constexpr Clue other_drain_open{.name = "other-drain-open",
                                .words = drains_words,
                                .command = drains_command,
                                .holds = any_other_drain,
                                .carried_by = is_other_drain,
                                .printed_by = prints_operations,
                                .also_shown_by = shows_drain};

constexpr Clue no_other_drain{.name = "no-other-drain",
                              .words = drains_words,
                              .command = drains_command,
                              .holds = no_drain_open,
                              .carried_by = is_drain_end,
                              .printed_by = prints_operations,
                              .also_shown_by = shows_none_open};

constexpr Clue sessions_young{.name = "sessions-young",
                              .words = ages_words,
                              .command = ages_command,
                              .holds = no_old_session,
                              .carried_by = shows_young_session,
                              .printed_by = prints_sessions,
                              .also_shown_by = plan_shows_young};

constexpr Clue sessions_old{.name = "sessions-old",
                            .words = ages_words,
                            .command = ages_command,
                            .holds = any_old_session,
                            .carried_by = shows_old_session,
                            .printed_by = prints_sessions,
                            .also_shown_by = plan_shows_old};

}  // namespace studylab::grade
