// The operator's verbs on a host that is upgraded, and runners' reports about it.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/planted.h"
#include "control/decision.h"
#include "control/hosts/hosts.h"
#include "control/operations/operations.h"
#include "control/upgrades/upgrades.h"

namespace studylab::control {

std::vector<std::string> unrecorded_drift(Host const& host) {
  std::vector<std::string> paths;
  for (auto const& drifted : host.drift) {
    if (!host.recorded_drift.contains(drifted.path)) paths.push_back(drifted.path);
  }
  return paths;
}

}  // namespace studylab::control

namespace studylab::control::upgrades {
namespace {

// The open operation on this host, of whichever of the three kinds; nullptr: none.
Operation const* open_on(State const& state, HostId host) {
  for (auto const id : state.open_operations) {
    auto const& operation = at_key(state.operations, id);
    if (host_of(operation) == host) return &operation;
  }
  return nullptr;
}

std::unexpected<Refusal> still_running(Operation const& open, HostId host) {
  return refuse(RefusalCode::operation_running,
                fmt::format("{} of {} is {}", to_text(open.id), to_text(host), to_text(open.stage)),
                fmt::format("`wait --for {}`", to_text(open.id)));
}

// Why the host cannot be rebuilt now; none: it can.
std::optional<Refusal> refusal_to_rebuild(State const& state, Host const& host) {
  auto const id = to_text(host.id);
  auto const left = allocations_on(state, host.id);
  if (!left.empty() && !planted(Guard::hu5)) {
    return Refusal{RefusalCode::not_drained,
                   fmt::format("{} allocations are still on {}", left.size(), id),
                   fmt::format("`drain {} --deadline DUR` moves them away", id)};
  }
  if (!host.postchecked || !host.postchecked->ordered_by) {
    auto const* found = host.postchecked ? "no postcheck since the run began" : "no postcheck";
    return Refusal{RefusalCode::postchecks_missing,
                   fmt::format("{} has {}: nothing shows whether it has drift", id, found),
                   fmt::format("`postcheck {}`", id)};
  }
  auto const drift = unrecorded_drift(host);
  if (!drift.empty() && !planted(Guard::hun3)) {
    return Refusal{
        RefusalCode::drift_unrecorded,
        fmt::format("{} was changed on {} and is not recorded", fmt::join(drift, ", "), id),
        fmt::format("`record-drift {} --path {}`", id, drift.front())};
  }
  return std::nullopt;
}

bool is_open_drain_of(State const& state, AllocationId allocation) {
  return std::ranges::any_of(state.open_operations, [&](OperationId id) {
    auto const* drain = std::get_if<kinds::Drain>(&at_key(state.operations, id).as);
    return drain != nullptr &&
           std::ranges::find(drain->leaving, allocation, &kinds::Leaving::allocation) !=
               drain->leaving.end();
  });
}

}  // namespace

Decision decide(State const& state, Replace const& verb, Act const& act) {
  auto const host = hosts::named(state, verb.host);
  if (!host) return std::unexpected(host.error());
  auto const id = (*host)->id;
  if (auto const* open = open_on(state, id)) return still_running(*open, id);
  auto const left = to_replace(state, id);
  if (left.empty()) {
    return refuse(RefusalCode::nothing_to_replace,
                  fmt::format("no allocation of {} needs a replacement", verb.host),
                  fmt::format("`show host {}` lists them", verb.host));
  }
  auto const free = free_elsewhere(state, id);
  if (left.size() > free) {
    return refuse(
        RefusalCode::no_headroom,
        fmt::format("{} replacements need slots elsewhere, and {} are free", left.size(), free),
        fmt::format("`headroom {}` shows where slots are", verb.host));
  }
  return single(operations::requested(state, requests::Replacement{id}, act));
}

Decision decide(State const& state, studylab::Drain const& verb, Act const& act, Instant now) {
  auto const host = hosts::named(state, verb.host);
  if (!host) return std::unexpected(host.error());
  auto const deadline = verb.deadline.value_or(Duration{});
  auto const reasons = reasons_not_to_drain(state, (*host)->id, deadline);
  if (!reasons.empty()) {
    auto const& first = reasons.front();
    return refuse(first.code, first.why, first.right);
  }
  return single(operations::requested(state, requests::Drain{(*host)->id, now + deadline}, act));
}

Decision decide(State const& state, Rebuild const& verb, Act const& act) {
  auto const host = hosts::named(state, verb.host);
  if (!host) return std::unexpected(host.error());
  if (auto const* open = open_on(state, (*host)->id)) return still_running(*open, (*host)->id);
  if (auto refusal = refusal_to_rebuild(state, **host)) return std::unexpected(*refusal);
  return single(operations::requested(state, requests::Rebuild{(*host)->id}, act));
}

Decision decide(State const& state, RecordDrift const& verb, Act const& act) {
  auto const host = hosts::named(state, verb.host);
  if (!host) return std::unexpected(host.error());
  auto const& drift = (*host)->drift;
  auto const found = std::ranges::find(drift, verb.path, &DriftedPath::path);
  if (found == drift.end()) {
    return refuse(RefusalCode::no_such_drift,
                  fmt::format("no check has found {} changed on {}", verb.path, verb.host),
                  fmt::format("`postcheck {}` compares it with its image", verb.host));
  }
  return single(DriftRecorded{(*host)->id, found->path, found->actual, act});
}

Decision decide(State const& state, HostDriftFound const& report) {
  return state.hosts.contains(report.host) ? single(report) : no_facts();
}

Decision decide(State const& state, HostRebuilt const& report) {
  auto const found = state.operations.find(report.operation);
  bool const expected = found != state.operations.end() && found->second.stage == Stage::running &&
                        std::holds_alternative<kinds::Rebuild>(found->second.as) &&
                        host_of(found->second) == report.host;
  return expected ? single(report) : no_facts();
}

Decision decide(State const& state, SessionsDrained const& report) {
  return is_open_drain_of(state, report.allocation) ? single(report) : no_facts();
}

Decision decide(State const& state, SessionsResumed const& report) {
  bool const known =
      state.allocations.contains(report.allocation) && state.allocations.contains(report.from);
  return known ? single(report) : no_facts();
}

}  // namespace studylab::control::upgrades
