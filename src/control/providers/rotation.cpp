// A new credential for a binding: only if a fact shows that the present one is at fault.
#include <algorithm>

#include <fmt/format.h>

#include "base/planted.h"
#include "control/decision.h"
#include "control/operations/operations.h"
#include "control/plan_lines.h"
#include "control/providers/health.h"
#include "control/providers/providers.h"

namespace studylab::control::providers {
namespace {

Operation const* open_rotation(State const& state, BindingName const& binding) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    auto const* rotation = std::get_if<kinds::Rotation>(&operation.as);
    if (rotation != nullptr && rotation->binding == binding) return &operation;
  }
  return nullptr;
}

// The secret of an environment that sleeps is its owner's to replace.
std::optional<Refusal> owners_secret(Binding const& binding) {
  if (!binding.secret || binding.secret->state == SecretState::present) return std::nullopt;
  auto const& name = binding.declared.binding.value();
  return Refusal{RefusalCode::nothing_of_this_kind,
                 fmt::format("the secret of {} is {}, and its owner has to replace it", name,
                             to_text(binding.secret->state)),
                 fmt::format("`notify-owner {} --repair secret {}`",
                             binding.declared.environment.value(), name)};
}

}  // namespace

Decision decide(State const& state, RotateSecret const& verb, Act const& act, Instant now) {
  auto const found = state.bindings.find(verb.binding);
  if (found == state.bindings.end()) {
    return refuse(
        RefusalCode::rotation_without_cause,
        fmt::format("binding '{}' does not exist, so it cannot be at fault", verb.binding.value()),
        "`show bindings` lists them");
  }
  auto const& binding = found->second;
  if (auto refusal = owners_secret(binding)) return std::unexpected(*refusal);
  if (!binding.declared.provider.value().empty() && !is_watched(state) && !planted(Guard::pon3)) {
    return refuse(
        RefusalCode::rotation_without_cause,
        fmt::format("no fact shows that the credential of {} is at fault", verb.binding.value()),
        "`show bindings ENV` shows which bindings answer");
  }
  if (auto const* open = open_rotation(state, verb.binding)) {
    return refuse(RefusalCode::operation_running,
                  fmt::format("{} is issuing one", to_text(open->id)),
                  fmt::format("`wait --for {}`", to_text(open->id)));
  }
  auto const fault = credential_fault(state, binding, now);
  if (!fault && !planted(Guard::pon3)) {
    return refuse(RefusalCode::rotation_without_cause, fault.error(),
                  fmt::format("`show provider {}` has the counts of every credential",
                              binding.declared.provider.value()));
  }
  requests::Rotation request{binding.declared.environment, verb.binding,
                             fault ? fault->entry : EntryId{}};
  return single(operations::requested(state, std::move(request), act));
}

void react(Operation const& rotation, EffectList& effects) {
  effects.add(OrderRotation{rotation.id}, rotation.id.number);
}

void plan(State const& state, RotateSecret const& verb, Plan& plan) {
  auto const found = state.bindings.find(verb.binding);
  if (found == state.bindings.end() || !found->second.counted) return;
  auto const& count = *found->second.counted;
  auto const entry = found->second.counted_entry;
  add(plan, "calls", fmt::format("{}, {} rejected", count.calls, count.rejected), entry);
  add(plan, "credential", fmt::format("{} by its provider", to_text(count.secret)), entry);
  for (auto const& [name, other] : state.bindings) {
    if (name == verb.binding || other.declared.provider != count.provider || !other.counted) {
      continue;
    }
    add(plan, "other credential",
        fmt::format("{}: {} calls, {} rejected", name.value(), other.counted->calls,
                    other.counted->rejected),
        other.counted_entry);
  }
}

}  // namespace studylab::control::providers
