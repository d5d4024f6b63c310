#include "lab/hints/host_upgrade/hints.h"

#include <algorithm>

#include <fmt/format.h>

namespace studylab::hints::host_upgrade {
namespace {

std::string due_host(HintView const& view) { return to_text(host_of(view.opened())); }

bool postchecked(HintView const& view) {
  return std::ranges::any_of(view.entries, [](FactEntry const& entry) {
    return fact_if<PostcheckOrdered>(entry.fact) != nullptr;
  });
}

bool checked(HintView const& view, std::string_view verb) {
  return std::ranges::any_of(view.entries, [&](FactEntry const& entry) {
    auto const* check = fact_if<Checked>(entry.fact);
    return check != nullptr && check->verb == verb;
  });
}

bool room_known(HintView const& view) {
  return checked(view, "drain") || (queried(view, "quorum") && checked(view, "headroom"));
}

bool drains_known(HintView const& view) {
  return checked(view, "drain") || queried(view, "operations") || queried(view, "hosts");
}

bool truth_found(HintView const& view) {
  return room_known(view) && postchecked(view) && queried(view, "sessions") && drains_known(view);
}

std::string query_hint(HintView const& view) {
  auto const host = due_host(view);
  if (!room_known(view)) {
    return fmt::format("`show quorum` and `headroom {}` print what a departure would leave", host);
  }
  if (!postchecked(view)) {
    return fmt::format("`postcheck {}` compares the host with its image", host);
  }
  if (!queried(view, "sessions")) {
    return fmt::format(
        "`show sessions {}` prints how old its sessions are, and whether they "
        "resume elsewhere",
        host);
  }
  return fmt::format(
      "`show operations` prints other drains, and `drain {} --deadline DUR --plan` "
      "what it depends on",
      host);
}

std::string truth(HintView const& view, std::uint32_t step) {
  if (step == 1) {
    return room_known(view) ? "find the truth: the host's image and files, its sessions, the other "
                              "drains (OP1)"
                            : "find the truth: quorum and headroom before everything else "
                              "(OP1, HU2)";
  }
  if (step == 2) return query_hint(view);
  return "`show allocations ENV` prints members that are down; a plan of the drain names every "
         "reason against it";
}

std::string first_step(FaultClass fault_class, std::string const& host) {
  switch (fault_class) {
    case FaultClass::no_headroom:
      return "`postcheck` and `uncordon` a healthy cordoned host, else `escalate capacity`; then "
             "as usual, or, if none comes, uncordon the host and `close --hand-over capacity`";
    case FaultClass::below_quorum:
      return "`restart ALLOC` of the member that is down, or `wait --for` the other drain; then as "
             "usual";
    case FaultClass::drift:
      return fmt::format("`record-drift {} --path PATH` before the rebuild; then as usual", host);
    case FaultClass::no_fault: return "if the host is as declared, change nothing";
    default: return fmt::format("`replace {}` first, and wait for it", host);
  }
}

std::string action(HintView const& view, std::uint32_t step) {
  auto const host = due_host(view);
  if (step == 1) {
    return "act: cordon, replace, drain, rebuild, postcheck, uncordon, in this order (HU1 to HU6)";
  }
  if (step == 2) return "a verb with `--plan` prints what it would do, and changes nothing";
  return first_step(view.state.incident->classified->fault_class, host);
}

constexpr std::string_view symptom_queries[] = {"host", "incident"};

std::string query_after(HintView const& view) {
  return fmt::format("`show host {}`", due_host(view));
}

}  // namespace

constexpr RunbookHints hints{
    .runbook = "host-upgrade",
    .truth_found = truth_found,
    .truth = truth,
    .class_rule = "OP2",
    .compare =
        "compare the image and the drift that the postcheck found, the free slots, the quorum "
        "with every open drain, and the ages of the sessions",
    .action = action,
    .symptom_queries = symptom_queries,
    .query_after = query_after,
};

}  // namespace studylab::hints::host_upgrade
