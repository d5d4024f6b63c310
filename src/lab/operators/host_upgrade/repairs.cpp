// The upgrade of the host, and what has to be done first in each class.
#include "lab/operators/host_upgrade/repairs.h"

#include <algorithm>

#include <fmt/format.h>

#include "lab/operators/expert_steps.h"
#include "lab/operators/host_upgrade/parts.h"
#include "lab/operators/notes/notes.h"

namespace studylab::lab::host_upgrade {
namespace {

using enum FaultClass;
using steps::because;

// The latest operation that was requested with this verb for the host; empty: none.
std::string requested(ExpertView const& view, std::string_view verb) {
  auto const& all = view.notes.operations.requested;
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    if (one->verb != verb) continue;
    // One that failed is requested again.
    bool const failed = view.notes.operations.failed.contains(one->operation);
    return failed ? std::string{} : one->operation;
  }
  return {};
}

std::string const& host_of(ExpertView const& view) { return view.notes.alert.host; }

// After a verb that another operation still holds back.
Line wait_for(ExpertView const& view, std::string const& operation) {
  auto line = fmt::format("wait --for {} --at-most 20m", operation);
  if (view.notes.last_command == line) return "show operation " + operation;
  return line;
}

bool has_ended(ExpertView const& view, std::string const& operation) {
  return view.notes.operations.ended.contains(operation);
}

// One step that is an operation: requested, then waited for.
Line operate(ExpertView const& view, std::string_view verb, std::string const& line) {
  auto const operation = requested(view, verb);
  if (operation.empty()) return line;
  if (!has_ended(view, operation)) return wait_for(view, operation);
  return std::nullopt;
}

Line record_drift(ExpertView const& view) {
  auto const& drift = view.notes.upgrades.drift;
  if (drift.empty() || view.without(record)) return std::nullopt;
  return fmt::format("record-drift {} --path {}{}", host_of(view), drift.front(),
                     because(view, "somebody edited it; the rebuild would wipe it"));
}

std::string drain_line(ExpertView const& view) {
  auto const& least = view.notes.upgrades.min_deadline;
  return fmt::format("drain {} --deadline {}{}", host_of(view), least.empty() ? "6m" : least,
                     because(view, "the replacements are ready; this is the declared time"));
}

// The postcheck after the rebuild, until its runner has answered.
Line check_again(ExpertView const& view) {
  auto const& checks = view.notes.upgrades.checks;
  auto const rebuild = view.notes.operations.ended.find(requested(view, "rebuild"));
  auto const found = checks.find(host_of(view));
  bool const fresh =
      found != checks.end() && rebuild != view.notes.operations.ended.end() &&
      steps::entry_number(found->second.entry) > steps::entry_number(rebuild->second);
  if (fresh) return std::nullopt;
  if (view.notes.last_command.starts_with("postcheck ")) return "show host " + host_of(view);
  return "postcheck " + host_of(view);
}

Line upgrade(ExpertView const& view) {
  auto const& host = host_of(view);
  if (auto line = record_drift(view)) return line;
  auto const replace = fmt::format("replace {}{}", host, because(view, "its allocations stay up"));
  if (auto line = operate(view, "replace", replace)) return line;
  if (auto line = operate(view, "drain", drain_line(view))) return line;
  auto const rebuild = fmt::format("rebuild {}{}", host, because(view, "nothing is left on it"));
  if (auto line = operate(view, "rebuild", rebuild)) return line;
  if (auto line = check_again(view)) return line;
  if (view.without(cordon)) return std::nullopt;
  return fmt::format("uncordon {}{}", host, because(view, "its postcheck passed"));
}

// A host that was never cordoned is in service again once its check has passed.
bool upgraded(ExpertView const& view) {
  if (!view.notes.upgrades.returned.empty()) return true;
  return view.without(cordon) && !requested(view, "rebuild").empty() &&
         has_ended(view, requested(view, "rebuild")) && !check_again(view);
}

// --- what must come first ---

Line restart_member(ExpertView const& view) {
  auto const& member = view.notes.upgrades.member_down;
  if (member.empty()) return std::nullopt;
  auto const line = fmt::format("restart {}{}", member, because(view, "its process has ended"));
  return operate(view, "restart", line);
}

// The other drain, then the member that is down.
Line restart_then_upgrade(ExpertView const& view) {
  auto const& other = view.notes.upgrades.other_drain;
  if (!other.empty() && !has_ended(view, other)) return wait_for(view, other);
  if (auto line = restart_member(view)) return line;
  return upgrade(view);
}

// The member's host first: its operation is the first with this verb.
Line replace_then_upgrade(ExpertView const& view) {
  auto const& notes = view.notes.upgrades;
  if (notes.member_down.empty()) return restart_then_upgrade(view);
  auto const& all = view.notes.operations.requested;
  auto const first = std::ranges::find(all, "replace", &OperationNotes::Requested::verb);
  bool const refused = view.notes.last_code == "no_headroom";
  if (refused || !requested(view, "restart").empty()) return restart_then_upgrade(view);
  if (first == all.end()) {
    return fmt::format("replace {}{}", notes.member_host, because(view, "its member is down"));
  }
  if (!has_ended(view, first->operation)) return wait_for(view, first->operation);
  bool const second = std::ranges::count(all, "replace", &OperationNotes::Requested::verb) > 1;
  if (!second) {
    return fmt::format("replace {}{}", host_of(view), because(view, "its allocations stay up"));
  }
  return upgrade(view);
}

bool headroom_after_answer(ExpertView const& view) {
  return steps::entry_number(view.notes.upgrades.headroom_entry) >
         steps::entry_number(view.notes.people.team_answer);
}

// A postcheck of the next cordoned host, until one passes.
Line check_cordoned(ExpertView const& view) {
  auto const& notes = view.notes.upgrades;
  for (auto const& host : notes.cordoned) {
    auto const check = notes.checks.find(host);
    if (check != notes.checks.end() && check->second.passed) return std::nullopt;
    if (check != notes.checks.end()) continue;
    auto const line = "postcheck " + host;
    return view.notes.last_command == line ? "show host " + host : line;
  }
  return std::nullopt;
}

// Another team's host.
Line bring_then_upgrade(ExpertView const& view) {
  auto const& people = view.notes.people;
  if (people.team != "capacity") {
    if (auto line = check_cordoned(view); line && !view.without(spare_checks)) return line;
    return fmt::format("escalate capacity{}", because(view, "the other hosts have too few slots"));
  }
  if (people.team_answer.empty()) {
    if (view.notes.last_command.starts_with("wait")) return "show incident";
    return fmt::format("wait --for {} --at-most 10m", people.team_notice);
  }
  if (!headroom_after_answer(view)) return "headroom " + host_of(view);
  if (!hand_over(view).empty()) return std::nullopt;
  return upgrade(view);
}

// Cordoned hosts, one after another, until one passes its postcheck; without one, another is
// brought.
Line return_then_upgrade(ExpertView const& view) {
  auto const& notes = view.notes.upgrades;
  bool const returned = std::ranges::any_of(
      notes.uncordoned, [&](std::string const& one) { return one != host_of(view); });
  if (returned) return upgrade(view);
  if (auto line = check_cordoned(view)) return line;
  for (auto const& host : notes.cordoned) {
    auto const check = notes.checks.find(host);
    if (check == notes.checks.end() || !check->second.passed) continue;
    return fmt::format("uncordon {}{}", host, because(view, "its postcheck passed"));
  }
  return bring_then_upgrade(view);
}

constexpr std::string_view verbs[] = {"rebuild"};

constexpr Strategy all[] = {
    {ready, "upgrade", "host-upgraded", verbs, upgrade, upgraded},
    {drift, "upgrade", "host-upgraded", verbs, upgrade, upgraded},
    {stuck_sessions, "upgrade", "host-upgraded", verbs, upgrade, upgraded},
    {no_headroom, "uncordon", "host-upgraded", verbs, return_then_upgrade, upgraded},
    {no_headroom, "escalate", "host-upgraded", verbs, bring_then_upgrade, upgraded},
    {below_quorum, "restart", "host-upgraded", verbs, restart_then_upgrade, upgraded},
    {below_quorum, "replace", "host-upgraded", verbs, replace_then_upgrade, upgraded},
};

}  // namespace

std::span<Strategy const> strategies() { return all; }

std::string_view hand_over(ExpertView const& view) {
  auto const& people = view.notes.people;
  bool const asked = view.judged != nullptr && view.judged->fault_class == no_headroom &&
                     people.team == "capacity" && !people.team_answer.empty();
  bool const still_short = view.notes.upgrades.headroom_short && headroom_after_answer(view);
  return asked && still_short ? "capacity" : std::string_view{};
}

Line return_unchanged(ExpertView const& view) {
  auto const& notes = view.notes.upgrades;
  if (hand_over(view).empty() || !notes.was_cordoned || !notes.returned.empty()) {
    return std::nullopt;
  }
  return fmt::format("uncordon {}{}", host_of(view), because(view, "nothing has moved"));
}

Line cordon_host(ExpertView const& view) {
  if (view.notes.upgrades.was_cordoned || view.without(cordon)) return std::nullopt;
  return fmt::format("cordon {}{}", host_of(view), because(view, "no new allocation lands on it"));
}

}  // namespace studylab::lab::host_upgrade
