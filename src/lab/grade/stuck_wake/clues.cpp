#include "lab/grade/stuck_wake/clues.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade::stuck_wake {
namespace {

// --- secrets ---

bool all_present(SecretsProbed const& probed) {
  return std::ranges::all_of(probed.secrets, [](ProbedSecret const& secret) {
    return secret.state == SecretState::present;
  });
}

SecretsProbed const* own_secrets(Run const& run, FactEntry const& entry) {
  auto const* probed = fact_if<SecretsProbed>(entry.fact);
  bool const own = probed != nullptr && is_incident(run, probed->environment);
  return own ? probed : nullptr;
}

bool failed_at_secrets(Run const& run) {
  return std::ranges::any_of(run.wakes.attempts, [](AttemptSeen const& attempt) {
    return attempt.end == AttemptEnd::failed && attempt.stage == AllocationStage::secrets;
  });
}

bool any_unusable(Run const& run) {
  auto const* latest = run.bindings.latest_secrets;
  return failed_at_secrets(run) || (latest != nullptr && !all_present(*latest));
}

bool says_unusable(Run const& run, FactEntry const& entry) {
  if (auto const* probed = own_secrets(run, entry)) return !all_present(*probed);
  auto const* failed = fact_if<AllocationFailed>(entry.fact);
  return failed != nullptr && failed->stage == AllocationStage::secrets &&
         is_of_attempt(run, entry);
}

bool all_valid(Run const& run) {
  auto const* latest = run.bindings.latest_secrets;
  return latest != nullptr && all_present(*latest);
}

bool says_valid(Run const& run, FactEntry const& entry) {
  auto const* probed = own_secrets(run, entry);
  return probed != nullptr && all_present(*probed);
}

// --- bindings ---

BindingsProbed const* own_bindings(Run const& run, FactEntry const& entry) {
  auto const* probed = fact_if<BindingsProbed>(entry.fact);
  bool const own = probed != nullptr && is_incident(run, probed->environment);
  return own ? probed : nullptr;
}

bool any_gone(Run const& run) {
  return run.bindings.latest != nullptr && !none_gone(*run.bindings.latest);
}

bool says_gone(Run const& run, FactEntry const& entry) {
  auto const* probed = own_bindings(run, entry);
  return probed != nullptr && !none_gone(*probed);
}

bool all_answer(Run const& run) {
  return run.bindings.latest != nullptr && none_gone(*run.bindings.latest);
}

bool says_answering(Run const& run, FactEntry const& entry) {
  auto const* probed = own_bindings(run, entry);
  return probed != nullptr && none_gone(*probed);
}

bool prints_bindings(Run const& run, Queried const& queried) {
  auto const& object = queried.object;
  return queried.query == "bindings" && (object.empty() || at_incident(run, object));
}

bool prints_secrets(Run const& run, Queried const& queried) {
  auto const& query = queried.query;
  return prints_bindings(run, queried) || query.starts_with("operation") ||
         query.starts_with("allocation");
}

}  // namespace

constexpr Clue secret_unusable{
    .name = "secret-unusable",
    .words = "which secret is missing or has expired (`show bindings ENV`)",
    .command = "show bindings ENV",
    .holds = any_unusable,
    .carried_by = says_unusable,
    .printed_by = prints_secrets};

constexpr Clue secrets_valid{.name = "secrets-valid",
                             .words = "whether the secrets are valid (`show bindings ENV`)",
                             .command = "show bindings ENV",
                             .holds = all_valid,
                             .carried_by = says_valid,
                             .printed_by = prints_bindings};

constexpr Clue binding_unresolved{.name = "binding-unresolved",
                                  .words = "which binding points to nothing (`show bindings ENV`)",
                                  .command = "show bindings ENV",
                                  .holds = any_gone,
                                  .carried_by = says_gone,
                                  .printed_by = prints_bindings};

constexpr Clue bindings_answer{.name = "bindings-answer",
                               .words = "whether the bindings answer (`show bindings ENV`)",
                               .command = "show bindings ENV",
                               .holds = all_answer,
                               .carried_by = says_answering,
                               .printed_by = prints_bindings};

}  // namespace studylab::grade::stuck_wake
