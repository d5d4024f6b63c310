// What an edge does with a request, from its own table alone.
#include <fmt/format.h>

#include "base/enum_size.h"
#include "edge/answer.h"
#include "lab/decisions/shared.h"

namespace studylab::decisions {
namespace {

constexpr std::string_view gap_causes[] = {"none", "missing_event", "checksum", "other_baseline",
                                           "no_baseline"};
constexpr std::string_view gap_modes[] = {"fail-closed", "last-verified"};

constexpr std::string_view asked_host = "shop.example";
constexpr ReleaseId route_owner{2};
constexpr ReleaseId other_release{3};
constexpr AllocationId of_session{1};
// Any instant: only differences count.
constexpr Instant arrives_at{std::chrono::hours{480'000}};

edge::Table table_of(Inputs const& in) {
  edge::Table table;
  if (!in.yes("known_host")) return table;
  PartitionId const partition{1};
  edge::ServedPartition served{partition, {}, {}, {}, {}};
  auto const cause = static_cast<GapCause>(in.index("gap"));
  OwnerTable const owners{{{RouteKey{std::string{asked_host}}, route_owner, KeyEpoch{1}}}};
  served.gap = cause;
  served.gap_since = arrives_at - in.duration("gap_age");
  served.served = owners;
  if (cause != GapCause::no_baseline) served.verified = owners;
  table.partitions.push_back(std::move(served));
  GapPolicy policy{static_cast<GapMode>(in.index("policy")), {}};
  if (policy.mode == GapMode::last_verified) policy.max_age = in.duration("max_age");
  table.routes.push_back({RouteKey{std::string{asked_host}}, EnvironmentName{"shop/production"},
                          partition, policy,
                          in.yes("sleeps") ? edge::Sleeps::may : edge::Sleeps::never});
  return table;
}

EndpointReport ready_endpoint(AllocationId allocation, ReleaseId release) {
  EndpointReport report;
  report.allocation = allocation;
  report.release = release;
  report.environment = EnvironmentName{"shop/production"};
  report.host = HostId{1};
  report.boot = Boot{1};
  report.number = ReportNumber{1};
  report.probe_status = 200;
  return report;
}

edge::Endpoints endpoints_of(Inputs const& in) {
  edge::Endpoints endpoints;
  if (in.yes("owner_ready")) {
    endpoints.take(ready_endpoint(AllocationId{4}, route_owner), arrives_at);
    if (in.yes("session")) endpoints.take(ready_endpoint(of_session, route_owner), arrives_at);
  }
  if (in.yes("other_ready"))
    endpoints.take(ready_endpoint(AllocationId{9}, other_release), arrives_at);
  return endpoints;
}

std::string why_in_gap(Inputs const& in) {
  if (in.word("gap") == "none") return "The partition has no gap: the applied owner answers.";
  if (in.word("policy") == "fail-closed") return "In a gap, the policy fails closed.";
  if (in.word("gap") == "no_baseline") {
    return "Without a baseline there is no verified owner that could answer.";
  }
  return fmt::format("The gap is {} old, and the policy serves the last verified owner up to {}.",
                     to_text(Duration{in.duration("gap_age")}),
                     to_text(Duration{in.duration("max_age")}));
}

Outcome refused(edge::Refuse const& refusal, Inputs const& in) {
  if (refusal.status == 404) return {"unknown_host", {"The edge's table does not have the host."}};
  auto const retry = fmt::format("503, Retry-After {} s.", refusal.retry_after.count());
  if (refusal.reason == RequestError::edge_gap) return {"edge_gap", {why_in_gap(in), retry}};
  return {"no_endpoint",
          {"No allocation of the owner is ready, and the environment never sleeps.", retry,
           why_in_gap(in)}};
}

Outcome forwarded(edge::Forward const& forward, Inputs const& in) {
  std::vector<std::string> reasons{
      fmt::format("{} owns the route and has a ready endpoint.", to_text(forward.release)),
      why_in_gap(in)};
  if (!forward.session) return {"forward", std::move(reasons)};
  reasons.insert(reasons.begin(), "The session's allocation is ready: it answers first.");
  return {"forward_to_session", std::move(reasons)};
}

Outcome evaluate_request(Inputs const& in) {
  auto const table = table_of(in);
  auto const endpoints = endpoints_of(in);
  edge::RequestHead const head{asked_host, in.yes("session") ? of_session : AllocationId{}};
  auto const given = edge::answer(table, endpoints, head, arrives_at);
  if (auto const* refusal = std::get_if<edge::Refuse>(&given.what)) return refused(*refusal, in);
  if (auto const* forward = std::get_if<edge::Forward>(&given.what)) return forwarded(*forward, in);
  return {"gate",
          {"The owner has no ready endpoint, and the environment may sleep: its gate decides.",
           why_in_gap(in)}};
}

}  // namespace

Description request_at_an_edge() {
  return {"request-at-an-edge",
          DecisionKind::decision,
          "Request at an edge",
          "How an edge answers a request. The owner of the route comes from its table at the "
          "applied sequence; health only chooses among that owner's allocations.",
          "edge::answer (edge/answer.h)",
          {yes_no("known_host", "The edge knows the host", true),
           choice("gap", "Gap of the partition", gap_causes),
           choice("policy", "Gap policy in force", gap_modes, 1),
           duration("max_age", "Maximum age of the last verified owner", {0, 600, 30, 300}),
           duration("gap_age", "Age of the gap", {0, 900, 30, 120}),
           yes_no("owner_ready", "The route owner has a ready endpoint", true),
           yes_no("other_ready", "Another release has a ready endpoint"),
           yes_no("session", "The request has a session on a ready allocation of the owner"),
           yes_no("sleeps", "The environment may sleep")},
          {{"forward", "Forwarded to an allocation of the route owner"},
           {"forward_to_session", "Forwarded to the allocation of its session"},
           {"gate", "Left to the gate of the sleeping environment"},
           {"edge_gap", "Refused with 503: the edge has a gap"},
           {"no_endpoint", "Refused with 503: the owner has no ready endpoint"},
           {"unknown_host", "Refused with 404: the edge does not know the host"}},
          &evaluate_request};
}

}  // namespace studylab::decisions
