#include "lab/grade/stuck_wake/clues.h"

#include <algorithm>

#include "lab/grade/run.h"

namespace studylab::grade::stuck_wake {
namespace {

// Whether a text names the binding, and not only one whose name begins or ends with it.
bool names(std::string_view text, std::string_view binding) {
  auto const in_name = [](char c) {
    return c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  for (auto at = text.find(binding); at != text.npos; at = text.find(binding, at + 1)) {
    auto const end = at + binding.size();
    bool const begins = at == 0 || !in_name(text[at - 1]);
    bool const ends = end == text.size() || !in_name(text[end]);
    if (begins && ends) return true;
  }
  return false;
}

bool names_any(std::string_view text, std::vector<BindingName const*> const& bindings) {
  return std::ranges::any_of(
      bindings, [&](BindingName const* binding) { return names(text, binding->value()); });
}

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

// An expired secret may surface at the binding that refuses it.
bool was_refused(Run const& run, StageFailure const& failure) {
  return failure.stage == AllocationStage::binding &&
         names_any(failure.seen, run.bindings.unusable);
}

bool says_unusable(Run const& run, FactEntry const& entry) {
  if (auto const* probed = own_secrets(run, entry)) return !all_present(*probed);
  auto const failure = failure_in(run, entry);
  return failure && (failure->stage == AllocationStage::secrets || was_refused(run, *failure));
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
  if (auto const* probed = own_bindings(run, entry)) return !none_gone(*probed);
  auto const failure = failure_in(run, entry);
  return failure && failure->stage == AllocationStage::binding &&
         names_any(failure->seen, run.bindings.gone);
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

bool prints_failures(Queried const& queried) {
  return queried.query.starts_with("operation") || queried.query.starts_with("allocation");
}

bool prints_secrets(Run const& run, Queried const& queried) {
  return prints_bindings(run, queried) || prints_failures(queried);
}

// The provider of a binding that is gone prints that binding too.
bool prints_gone(Run const& run, Queried const& queried) {
  if (prints_bindings(run, queried) || prints_failures(queried)) return true;
  auto const* latest = run.bindings.latest;
  if (queried.query != "provider" || latest == nullptr) return false;
  return std::ranges::any_of(latest->bindings, [&](ProbedBinding const& binding) {
    return binding.state == BindingState::gone && binding.provider.value() == queried.object;
  });
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
                                  .printed_by = prints_gone};

constexpr Clue bindings_answer{.name = "bindings-answer",
                               .words = "whether the bindings answer (`show bindings ENV`)",
                               .command = "show bindings ENV",
                               .holds = all_answer,
                               .carried_by = says_answering,
                               .printed_by = prints_bindings};

}  // namespace studylab::grade::stuck_wake
