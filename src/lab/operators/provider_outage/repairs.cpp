// What is done in each class, and the holds around it.
#include "lab/operators/provider_outage/repairs.h"

#include <algorithm>

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"
#include "lab/operators/notes/notes.h"
#include "lab/operators/provider_outage/parts.h"

namespace studylab::lab::provider_outage {
namespace {

using enum FaultClass;
using steps::because;

// --- repairs ---

// A failover only if every proof holds; otherwise the provider's recovery is waited for.
bool may_fail_over(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  return notes.proven && notes.database_provider == notes.sick;
}

bool was_refused(ExpertView const& view) {
  return view.notes.last_command.starts_with("failover ") && !view.notes.last_code.empty();
}

Line fail_over(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  if (!may_fail_over(view) || was_refused(view)) return std::nullopt;
  return fmt::format("failover {} --to {}{}", notes.database, notes.region,
                     because(view, "every proof is fresh and holds"));
}

bool is_moving(ExpertView const& view) {
  return !may_fail_over(view) || steps::operation_requested(view) || was_refused(view);
}

Line rotate(ExpertView const& view) {
  return fmt::format("rotate-secret {}{}", view.notes.providers.rejected,
                     because(view, "this credential is rejected, and others are accepted"));
}

Line wait_only(ExpertView const&) { return std::nullopt; }
bool has_begun(ExpertView const&) { return true; }

constexpr std::string_view failovers[] = {"failover"};
constexpr std::string_view rotations[] = {"rotate-secret"};

constexpr Strategy all[] = {
    {database, "failover", "failed-over", failovers, fail_over, is_moving},
    {database, "wait", "provider-recovered", failovers, wait_only, has_begun},
    {object_store, "wait", "provider-recovered", failovers, wait_only, has_begun},
    {queue, "wait", "provider-recovered", failovers, wait_only, has_begun},
    {payment, "wait", "provider-recovered", failovers, wait_only, has_begun},
    {credential, "rotate", "secret-rotated", rotations, rotate, steps::operation_requested},
};

// --- holds ---

std::vector<std::string> to_inform(ExpertView const& view) {
  auto environments = view.notes.providers.affected;
  if (view.without(status)) environments.clear();
  if (view.without(one_status) && environments.size() > 1) environments.pop_back();
  return environments;
}

bool has_failed_over(ExpertView const& view) {
  auto const operation = steps::repair_operation(view);
  return !operation.empty() && view.notes.operations.ended.contains(operation);
}

// Whether the outage is over for this environment.
bool is_over(ExpertView const& view, std::string const& environment) {
  if (view.without(Part::wait) || !view.notes.providers.sick_now) return true;
  return environment == view.notes.alert.environment && has_failed_over(view);
}

Line resolve_next(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  if (view.without(resolve)) return std::nullopt;
  for (auto const& environment : notes.published) {
    if (notes.resolved.contains(environment) || !is_over(view, environment)) continue;
    return fmt::format("status resolve {}{}", environment,
                       because(view, "calls of its programs are answered again"));
  }
  return std::nullopt;
}

}  // namespace

std::span<Strategy const> strategies() { return all; }

bool is_outage(FaultClass fault_class) {
  return fault_class == database || fault_class == object_store || fault_class == queue ||
         fault_class == payment;
}

Line hold(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  if (!is_outage(view.judged->fault_class)) return std::nullopt;
  if (!notes.was_paused && !view.without(pause) && !view.without(Part::freeze)) {
    return fmt::format("pause {}{}", view.notes.alert.environment,
                       because(view, "its migration and jobs would fail"));
  }
  for (auto const& environment : to_inform(view)) {
    if (notes.published.contains(environment)) continue;
    return fmt::format("status publish {} --cause provider:{} --says \"calls to it fail\"{}",
                       environment, notes.sick, because(view, "its owner has to know"));
  }
  return std::nullopt;
}

Line lift(ExpertView const& view) {
  auto const& notes = view.notes.providers;
  bool const open = notes.resolved.size() < notes.published.size() || notes.paused;
  bool const stale = notes.sick_now && !view.without(Part::wait);
  auto const& line = view.notes.last_command;
  // What was last seen of the provider is older than the end of the symptom.
  if (open && stale && !has_failed_over(view)) {
    return line == "show providers" ? "wait 30s" : "show providers";
  }
  if (notes.paused) {
    return fmt::format("unpause {}{}", view.notes.alert.environment,
                       because(view, "what they need is well again"));
  }
  if (auto next = resolve_next(view)) return next;
  bool const waits = notes.resolved.size() < notes.published.size() && stale;
  if (!waits || view.without(resolve)) return std::nullopt;
  return line == "show providers" ? "wait 60s" : "show providers";
}

}  // namespace studylab::lab::provider_outage
