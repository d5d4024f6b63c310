// Gates: what waits for a sleeping environment at each edge, and within which bounds.
#include "command_language/verbs.h"
#include "lab/console/queries/rows.h"

namespace studylab::console {
namespace {

using control::SeenGate;
using control::SleepPolicy;

// One class's bound.
struct OfBound {
  SleepPolicy const& policy;
  RequestClass request_class;
  HoldBound bound;
};

std::vector<OfBound> bounds(SleepPolicy const& policy) {
  return {{policy, RequestClass::safe, policy.declared.safe},
          {policy, RequestClass::idempotent, policy.declared.idempotent},
          {policy, RequestClass::unsafe, {}},
          {policy, RequestClass::upgrade, {}}};
}

Row<OfBound> const& hold_bound_row() {
  static Row<OfBound> const row{
      [](OfBound const& of) { return of.policy.entry; },
      {{"class", "safe, idempotent, unsafe or upgrade",
        [](OfBound const& of) { return of.request_class; }},
       {"requests", "how many may wait at one edge; 0: none, they are refused at once",
        [](OfBound const& of) { return of.bound.requests; }},
       {"bytes", "how many bytes they may occupy there",
        [](OfBound const& of) { return of.bound.bytes; }},
       {"time", "how long each may wait", [](OfBound const& of) { return of.bound.time; }}}};
  return row;
}

Row<SleepPolicy> const& policy_row() {
  static Row<SleepPolicy> const row{
      &SleepPolicy::entry,
      {{"environment", "the environment",
        at(&SleepPolicy::declared, &SleepPolicyDeclared::environment)},
       {"budget", "how long one wake may take, and a request may wait at most",
        at(&SleepPolicy::declared, &SleepPolicyDeclared::budget)},
       {"attempts", "how many attempts one wake has",
        at(&SleepPolicy::declared, &SleepPolicyDeclared::attempts)},
       {"release_per_second", "how many waiting requests an edge lets go per second",
        at(&SleepPolicy::declared, &SleepPolicyDeclared::release_per_second)}}};
  return row;
}

// One class at one gate.
struct OfClass {
  SeenGate const& gate;
  GateRow now;
  control::GateTotals const& totals;
};

std::vector<OfClass> classes(SeenGate const& gate) {
  std::vector<OfClass> all;
  for (std::size_t i = 0; i < gate.totals.size(); ++i) {
    GateRow now;
    now.request_class = static_cast<RequestClass>(i);
    for (auto const& row : gate.last.rows) {
      if (row.request_class == now.request_class) now = row;
    }
    all.push_back({gate, now, gate.totals[i]});
  }
  return all;
}

Row<OfClass> const& class_row() {
  static Row<OfClass> const row{
      [](OfClass const& of) { return of.gate.entry; },
      {{"class", "safe, idempotent, unsafe or upgrade",
        [](OfClass const& of) { return of.now.request_class; }},
       {"waiting", "requests that wait", [](OfClass const& of) { return of.now.waiting; }},
       {"bytes", "the bytes that they occupy", [](OfClass const& of) { return of.now.bytes; }},
       {"oldest", "since when the first of them has waited; null: none waits",
        [](OfClass const& of) { return of.now.oldest; }},
       {"joined", "requests of this run that waited",
        [](OfClass const& of) { return of.totals.joined; }},
       {"released", "of those: forwarded to the app",
        [](OfClass const& of) { return of.totals.released; }},
       {"expired", "of those: answered 503 because their time, or the wake's, was spent",
        [](OfClass const& of) { return of.totals.expired; }},
       {"refused", "requests of this run that were answered 503 at once",
        [](OfClass const& of) { return of.totals.refused; }}}};
  return row;
}

Row<SeenGate> const& bound_reached_row() {
  static Row<SeenGate> const row{[](SeenGate const& of) { return of.bound_entry; },
                                 {{"at",
                                   "when a bound was last reached in a wake for the first "
                                   "time",
                                   &SeenGate::bound_at}}};
  return row;
}

bool gate_answered(Page const& page, SeenGate const& gate) {
  auto const asked = page.context().asked_at;
  return asked != Instant{} && gate.last.until >= asked;
}

Row<SeenGate> const& gate_row() {
  static Row<SeenGate> const row{
      &SeenGate::entry,
      {{"edge", "the edge", at(&SeenGate::last, &GateReported::edge)},
       {"answered",
        "whether the edge answered this query; if not, the values are from its last report",
        gate_answered},
       {"age", "the age of that report",
        [](Page const& page, SeenGate const& gate) { return age(page, gate.last.until); }},
       {"operation", "the wake that requests wait for, or are refused in the name of; null: none",
        at(&SeenGate::last, &GateReported::operation)},
       {"classes", "its requests, by class", class_row(), classes},
       {"bound_reached", "the latest report that a bound was reached; null: none was",
        bound_reached_row(),
        [](SeenGate const& gate) { return gate.bound_at ? &gate : nullptr; }}}};
  return row;
}

std::expected<SleepPolicy const*, Refusal> find_gate(Page const& page, Query const& asked) {
  auto const& policies = page.state().sleep_policies;
  if (policies.empty())
    return std::unexpected{nothing_of_this_kind("gates: no environment sleeps")};
  auto const environment = find_environment(page, asked);
  if (!environment) return std::unexpected{environment.error()};
  auto const found = policies.find((*environment)->declared.environment);
  if (found != policies.end()) return &found->second;
  return std::unexpected{Refusal{RefusalCode::nothing_of_this_kind,
                                 "'" + asked.object + "' never sleeps, so it has no gate",
                                 "`show environments` lists the environments"}};
}

}  // namespace

QueryTable const& gate_query() {
  static QueryTable const table{
      find_gate,
      Fields<SleepPolicy>{
          {"policy", "the environment's sleep policy", policy_row()},
          {"bounds", "what each edge may hold, by request class", hold_bound_row(), bounds},
          {"gates", "each edge at which requests have come", gate_row(),
           [](SleepPolicy const& policy) { return objects_of(policy.gates); }}}};
  return table;
}

}  // namespace studylab::console
