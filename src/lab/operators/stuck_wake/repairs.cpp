// The accepted repairs, one function for each.
#include "lab/operators/stuck_wake/repairs.h"

#include <algorithm>

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"
#include "lab/operators/stuck_wake/parts.h"

namespace studylab::lab::stuck_wake {
namespace {

using enum FaultClass;
using steps::because;

// --- the next attempt ---

bool is_after(std::string const& entry, std::string const& removed) {
  return steps::entry_number(entry) > steps::entry_number(removed);
}

// An attempt that was under way when the cause was removed can have become ready by itself.
bool is_hot_since(ExpertView const& view, std::string const& removed) {
  return !removed.empty() && is_after(view.notes.operations.queried, removed) &&
         !view.notes.wakes.ready.empty();
}

// The wake's state first, then the verb. `removed`: the entry by which the cause was removed.
Line try_again(ExpertView const& view, std::string_view verb, std::string const& removed) {
  auto const& alert = view.notes.alert;
  auto const wait = fmt::format("wait --for {}", alert.operation);
  if (view.notes.last_code == "operation_running") return wait + " --at-most 5m";
  bool const waited = view.notes.last_command.starts_with(wait);
  if (waited || !is_after(view.notes.operations.queried, removed)) {
    return "show operation " + alert.operation;
  }
  auto const& object = verb == "retry" ? alert.operation : alert.environment;
  return fmt::format("{} {}{}", verb, object,
                     because(view, "what kept it from getting ready is repaired"));
}

bool tried_after(ExpertView const& view, std::string const& removed) {
  bool const tried = !removed.empty() && is_after(view.notes.wakes.retried, removed);
  return tried || is_hot_since(view, removed);
}

bool tried_after_answer(ExpertView const& view) {
  if (view.without(owner_notice)) return !view.notes.wakes.retried.empty();
  return tried_after(view, view.notes.people.answer);
}
bool tried_after_new_host(ExpertView const& view) {
  return tried_after(view, view.notes.people.team_answer);
}
bool tried_after_uncordon(ExpertView const& view) {
  return tried_after(view, view.notes.hosts.uncordoned) || tried_after_new_host(view);
}

// --- by the app owner ---

// What a notice names, by the class.
std::string cause(ExpertView const& view) {
  switch (view.judged->fault_class) {
    case artifact_pull: return "artifact";
    case secrets: {
      auto const& unusable = view.notes.bindings.unusable;
      return "secret " + (unusable.empty() ? view.notes.bindings.first : unusable);
    }
    case bindings: return "binding " + view.judged->binding;
    default: return "readiness";
  }
}

bool notified(ExpertView const& view) {
  auto const& repair = view.notes.people.repair;
  return !repair.empty() && cause(view).starts_with(repair);
}

Line notify(ExpertView const& view) {
  if (view.without(owner_notice) || notified(view)) return std::nullopt;
  return fmt::format("notify-owner {} --repair {}{}", view.notes.alert.environment, cause(view),
                     because(view, "only the owner can repair it"));
}

Line ask_and_retry(ExpertView const& view) {
  if (auto line = notify(view)) return line;
  return try_again(view, "retry", view.notes.people.answer);
}

Line ask_and_wake(ExpertView const& view) {
  if (auto line = notify(view)) return line;
  return try_again(view, "wake", view.notes.people.answer);
}

// --- by an earlier release ---

bool rolling_back(ExpertView const& view) { return steps::operation_requested(view); }

// The owner is notified too: the release stays broken.
Line roll_back(ExpertView const& view) {
  if (rolling_back(view)) return notify(view);
  auto const target = rollback_target(view);
  if (target.empty()) return std::nullopt;
  return fmt::format("rollback {} --to {}{}", view.notes.alert.environment, target,
                     because(view, "it was hot before, and does not need what is broken"));
}

bool rolled_back_and_notified(ExpertView const& view) {
  return rolling_back(view) && (view.without(owner_notice) || notified(view));
}

// --- by a host ---

// There is nothing that the owner could repair.
Line inform(ExpertView const& view) {
  if (view.without(owner_notice) || !view.notes.wakes.informed.empty()) return std::nullopt;
  return fmt::format("notify-owner {}{}", view.notes.alert.environment,
                     because(view, "slots are short; there is nothing for you to repair"));
}

Line bring_host(ExpertView const& view) {
  auto const& people = view.notes.people;
  if (people.team != "capacity") {
    return fmt::format("escalate capacity{}", because(view, "no host has a free slot"));
  }
  if (people.team_answer.empty()) {
    if (view.notes.last_command.starts_with("wait")) return "show incident";
    return fmt::format("wait --for {} --at-most 10m", people.team_notice);
  }
  if (auto line = inform(view)) return line;
  return try_again(view, "retry", people.team_answer);
}

// A healthy host that is cordoned needs its postcheck before it takes allocations again. Without
// one, another is brought.
Line return_host(ExpertView const& view) {
  auto const& hosts = view.notes.hosts;
  if (hosts.cordoned.empty()) return bring_host(view);
  if (!hosts.checked) return "postcheck " + hosts.cordoned;
  if (hosts.passed.empty()) return "show host " + hosts.cordoned;
  if (hosts.uncordoned.empty()) {
    return fmt::format("uncordon {}{}", hosts.cordoned,
                       because(view, "its postcheck passed, and no other host has a slot"));
  }
  if (auto line = inform(view)) return line;
  return try_again(view, "retry", hosts.uncordoned);
}

constexpr std::string_view again[] = {"retry", "wake"};
constexpr std::string_view moves_owner[] = {"rollback"};

constexpr Strategy all[] = {
    {artifact_pull, "owner", "artifact-restored", again, ask_and_retry, tried_after_answer},
    {artifact_pull, "wake-again", "artifact-restored", again, ask_and_wake, tried_after_answer},
    {artifact_pull, "rollback", "earlier-release-owns", moves_owner, roll_back,
     rolled_back_and_notified},
    {secrets, "owner", "secret-restored", again, ask_and_retry, tried_after_answer},
    {secrets, "wake-again", "secret-restored", again, ask_and_wake, tried_after_answer},
    {secrets, "rollback", "earlier-release-owns", moves_owner, roll_back, rolled_back_and_notified},
    {bindings, "owner", "binding-restored", again, ask_and_retry, tried_after_answer},
    {bindings, "wake-again", "binding-restored", again, ask_and_wake, tried_after_answer},
    {readiness, "owner", "readiness-restored", again, ask_and_retry, tried_after_answer},
    {readiness, "wake-again", "readiness-restored", again, ask_and_wake, tried_after_answer},
    {readiness, "rollback", "earlier-release-owns", moves_owner, roll_back,
     rolled_back_and_notified},
    {capacity, "uncordon", "host-returned", again, return_host, tried_after_uncordon},
    {capacity, "escalate", "host-brought", again, bring_host, tried_after_new_host},
};

}  // namespace

std::span<Strategy const> strategies() { return all; }

std::string release_digest(Notes const& notes) {
  for (auto const& [id, release] : notes.releases.all) {
    if (release.serving) return release.digest;
  }
  return notes.wakes.digest;
}

// The one that served last, of those that served without the symptom and are in the store.
std::string rollback_target(ExpertView const& view) {
  std::string best;
  std::uint64_t latest = 0;
  for (auto const& [id, release] : view.notes.releases.all) {
    bool const clean = release.served && !release.symptoms && !release.serving &&
                       release.in_store && release.reads && release.writes;
    if (!clean || release.last_served_epoch < latest) continue;
    best = id;
    latest = release.last_served_epoch;
  }
  return best;
}

}  // namespace studylab::lab::stuck_wake
