// Which requests wait while an environment is woken.
#include <fmt/format.h>

#include "edge/gate.h"
#include "lab/decisions/shared.h"

namespace studylab::decisions {
namespace {

constexpr std::string_view methods[] = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"};
constexpr std::string_view wake_states[] = {"in_time", "time_spent", "failed"};

constexpr Instant asked_at{std::chrono::hours{480'000}};

edge::AtGate request_of(Inputs const& in) {
  edge::AtGate request;
  request.request_class = edge::class_of(
      in.word("method"), in.yes("upgrade") ? edge::Upgrade::yes : edge::Upgrade::no,
      in.yes("idempotency_key") ? edge::IdempotencyKey::present : edge::IdempotencyKey::absent);
  constexpr std::uint64_t bytes = 1'000;
  HoldBound const safe{in.count("safe_bound"), in.count("safe_bound") * bytes,
                       std::chrono::seconds{30}};
  HoldBound const idempotent{in.count("idempotent_bound"), in.count("idempotent_bound") * bytes,
                             std::chrono::seconds{10}};
  if (request.request_class == RequestClass::safe) request.bound = safe;
  if (request.request_class == RequestClass::idempotent) request.bound = idempotent;
  request.waiting = in.count("waiting");
  request.waiting_bytes = in.count("waiting") * bytes;
  request.bytes = bytes;
  auto const wake = in.word("wake");
  if (wake == "failed") request.wake = edge::WakeHope::failed;
  if (wake == "time_spent") request.wake_until = asked_at;
  return request;
}

std::string why_at_gate(edge::AtGate const& request, edge::GateVerdict const& verdict) {
  if (verdict.room > 0) {
    return fmt::format("{} of {} requests of this class wait: there is room for {} more.",
                       request.waiting, request.bound.requests, verdict.room);
  }
  switch (verdict.reason) {
    case RequestError::wake_failed: return "The wake has ended without a ready allocation.";
    case RequestError::wake_expired: return "The time of the wake is spent.";
    case RequestError::asleep:
      return request.request_class == RequestClass::idempotent
                 ? "The environment declares no bound for requests with an idempotency key."
                 : "This class may never wait: it is not known what a late request would do.";
    default: break;
  }
  return fmt::format("{} requests of this class wait, and the bound is {}.", request.waiting,
                     request.bound.requests);
}

Outcome evaluate_at_gate(Inputs const& in) {
  auto const request = request_of(in);
  auto const verdict = edge::judge_request(request, asked_at);
  std::vector<std::string> reasons{why_at_gate(request, verdict),
                                   fmt::format("Its class is {}.", to_text(request.request_class))};
  if (verdict.room > 0) return {"waits", std::move(reasons)};
  reasons.push_back("503 with Retry-After, at once.");
  return {std::string{to_text(verdict.reason)}, std::move(reasons)};
}

}  // namespace

Description request_class() {
  return {"request-class",
          DecisionKind::decision,
          "Request class",
          "Whether a request to a sleeping environment waits for its wake. A waiting "
          "request is forwarded at most once.",
          "edge::class_of, edge::judge_request (edge/gate.h, edge/gate_limits.h)",
          {choice("method", "Method", methods), yes_no("upgrade", "It asks for an upgrade"),
           yes_no("idempotency_key", "It has an idempotency key"),
           count("safe_bound", "Safe requests that may wait", 0, 20, 10),
           count("idempotent_bound", "Requests with a key that may wait", 0, 20, 0),
           count("waiting", "Requests of its class that wait already", 0, 25, 3),
           choice("wake", "The wake", wake_states)},
          {{"waits", "Waits at the gate"},
           {"asleep", "Refused with 503 at once: its class may not wait"},
           {"gate_full", "Refused with 503: a bound of its class is reached"},
           {"wake_expired", "Refused with 503: the time of the wake is spent"},
           {"wake_failed", "Refused with 503: the wake has failed"}},
          &evaluate_at_gate};
}

}  // namespace studylab::decisions
