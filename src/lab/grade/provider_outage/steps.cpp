#include "lab/grade/provider_outage/steps.h"

#include <algorithm>

#include "lab/grade/grading.h"
#include "lab/grade/provider_outage/outage.h"
#include "lab/grade/run.h"

namespace studylab::grade::provider_outage {
namespace {

EntryId truth_known(GradingInput const& input) {
  auto const& run = input.run;
  auto const by = finding_due(run);
  EntryId providers, bindings;
  for (auto const& query : run.queries) {
    if (query.entry > by) break;
    if (query.queried == nullptr) continue;
    auto const& what = query.queried->query;
    // One provider's own page lists its bindings.
    if (what == "provider") return query.entry;
    if (what == "providers" || what == "status") providers = query.entry;
    if (what == "bindings") bindings = query.entry;
  }
  return providers && bindings ? std::max(providers, bindings) : EntryId{};
}

// --- pause ---

// The first report that a migration or job failed; none: none did.
EntryId first_failed_job(Run const& run) {
  for (auto const& entry : run.entries) {
    auto const* ended = fact_if<JobEnded>(entry.fact);
    if (ended != nullptr && ended->result == JobResult::failed) return entry.id;
  }
  return EntryId{};
}

EntryId paused_while_it_mattered(GradingInput const& input) {
  auto const& run = input.run;
  auto const until = outage_over_at(run);
  auto const failed = first_failed_job(run);
  for (auto const& hold : run.holds.all) {
    bool const own = hold.kind == HoldKind::pause && hold.environment != nullptr &&
                     is_incident(run, *hold.environment);
    bool const in_time = hold.entry < until && (!failed || hold.entry < failed);
    bool const lifted = hold.lifted && hold.lifted < until;
    if (own && in_time && !lifted) return hold.entry;
  }
  return EntryId{};
}

std::string failed_work(GradingInput const& input) {
  std::string names;
  for (auto const& entry : input.run.entries) {
    auto const* ended = fact_if<JobEnded>(entry.fact);
    if (ended == nullptr || ended->result != JobResult::failed) continue;
    names += (names.empty() ? "" : ", ") + to_text(ended->operation);
  }
  return names;
}

// --- status ---

std::string cause_of(Run const& run) {
  auto const* failed = failed_provider(run);
  return failed == nullptr ? std::string{} : "provider:" + failed->value();
}

// In time, and resolved only once the outage was over for this environment. Where it was not over
// at the end, the status stays.
EntryId status_as_due(Run const& run, EnvironmentName const& environment) {
  auto const recovered = recovered_at(run);
  auto const moved = is_incident(run, environment) ? failed_over_at(run) : EntryId{};
  auto over = recovered;
  if (moved && (!over || moved < over)) over = moved;
  auto const cause = cause_of(run);
  for (auto const& status : run.providers.statuses) {
    auto const& published = *status.published;
    if (published.environment != environment || published.cause != cause) continue;
    bool const in_time = !over || status.entry < over;
    bool const resolved = status.resolved && over && status.resolved > over;
    bool const left = !status.resolved && !over;
    if (in_time && (resolved || left)) return status.entry;
  }
  return EntryId{};
}

EntryId all_informed(GradingInput const& input) {
  EntryId last;
  for (auto const& environment : affected_environments(input.run)) {
    auto const status = status_as_due(input.run, environment);
    if (!status) return EntryId{};
    last = std::max(last, status);
  }
  return last;
}

std::string not_informed(GradingInput const& input) {
  std::string names;
  for (auto const& environment : affected_environments(input.run)) {
    if (status_as_due(input.run, environment)) continue;
    names += (names.empty() ? "" : ", ") + environment.value();
  }
  return names;
}

// --- proofs ---

EntryId proofs_before_failover(GradingInput const& input) {
  auto const& run = input.run;
  auto const* taken = input.outcomes.taken;
  auto const by = taken != nullptr ? taken->entry : run.end;
  EntryId shown;
  for (auto const& query : run.queries) {
    if (query.entry >= by) break;
    bool const planned = query.checked != nullptr && query.checked->verb == "failover";
    bool const listed = query.queried != nullptr && query.queried->query == "regions";
    if (planned || listed) shown = query.entry;
  }
  return shown;
}

}  // namespace

bool is_informed(Run const& run, EnvironmentName const& environment, EntryId at) {
  auto const cause = cause_of(run);
  return std::ranges::any_of(run.providers.statuses, [&](ProviderStatusSeen const& status) {
    auto const& published = *status.published;
    bool const withdrawn = status.resolved && status.resolved < at;
    return published.environment == environment && published.cause == cause && status.entry < at &&
           !withdrawn;
  });
}

bool is_paused(Run const& run, EntryId at) {
  return std::ranges::any_of(run.holds.all, [&](HoldSeen const& hold) {
    bool const own = hold.kind == HoldKind::pause && hold.environment != nullptr &&
                     is_incident(run, *hold.environment);
    bool const lifted = hold.lifted && hold.lifted < at;
    return own && hold.entry < at && !lifted;
  });
}

constexpr RequiredFact provider_and_bindings{
    .name = "provider-and-bindings",
    .words = "the providers and the bindings before logs and before the first repair",
    .advice = "begin with `show providers` and `show bindings ENV`",
    .phase = Phase::truth,
    .done_at = truth_known};

constexpr RequiredFact work_paused{
    .name = "work-paused",
    .words = "a pause of migrations and jobs until the provider was well again (`pause ENV`)",
    .advice = "`pause ENV` once the class is stated, and `unpause ENV` after the recovery",
    .phase = Phase::action,
    .done_at = paused_while_it_mattered,
    .left_out = failed_work};

constexpr RequiredFact owners_informed{
    .name = "owners-informed",
    .words =
        "a status for every environment that uses the provider, resolved after its recovery "
        "(`status publish`, `status resolve`)",
    .advice =
        "`show provider PROVIDER` lists the environments; `status publish ENV --cause "
        "provider:PROVIDER --says \"...\"` for each, and `status resolve ENV` after the recovery",
    .phase = Phase::action,
    .done_at = all_informed,
    .left_out = not_informed};

constexpr RequiredFact proofs_first{
    .name = "proofs-first",
    .words =
        "the proofs of the other region before the failover (`failover DB --to REGION --plan`)",
    .advice = "`failover DB --to REGION --plan` before the failover itself",
    .phase = Phase::action,
    .done_at = proofs_before_failover};

}  // namespace studylab::grade::provider_outage
