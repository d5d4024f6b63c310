#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "edge/gate_policy.h"

namespace studylab::edge {

// The gate of one sleeping environment at one edge: which requests wait for the wake, for how long,
// and in what order and how fast they go on when the app is ready. The world holds each waiting
// request under its ticket and does what a Departure states, once.
//
// A gate keeps one record per group of requests that arrived together, and never more records than
// requests may wait. Everything past the bounds is only counted. So its memory is bounded by
// 2 * max_waiting records, whatever arrives.

// Limits on what a policy can declare, per class.
inline constexpr std::uint32_t max_waiting = 4096;
inline constexpr std::uint64_t max_waiting_bytes = 64U << 20U;
inline constexpr Duration max_wait = std::chrono::minutes{10};
inline constexpr Duration max_unsafe_wait = std::chrono::seconds{15};
inline constexpr std::uint32_t max_release_per_second = 10'000;

// How long an edge waits for news of a wake whose time is spent before it asks for another one.
inline constexpr Duration wake_news_after = std::chrono::seconds{10};

enum class Upgrade : std::uint8_t { no, yes };
enum class IdempotencyKey : std::uint8_t { absent, present };
// safe: GET, HEAD and OPTIONS without an upgrade. idempotent: any other with an idempotency key; it
// may wait only where the environment declares bounds for it.
RequestClass class_of(std::string_view method, Upgrade upgrade, IdempotencyKey key);

// Requests [first, first + count) of one gate. A ticket is used once.
struct Tickets {
  std::uint64_t first = 0;
  std::uint32_t count = 0;
};

// Requests that arrive together. `bytes` is what each occupies while it waits: head and body.
struct Arrival {
  RequestClass request_class = RequestClass::safe;
  std::uint32_t count = 1;
  std::uint64_t bytes = 0;
};

// Why the gate answers a request itself, with 503.
//   asleep        its class may not wait
//   gate_full     a bound of its class is reached
//   wake_expired  it has waited as long as it may, or the wake's time is spent
//   wake_failed   the wake has ended without an allocation that is ready
struct GateRefusal {
  RequestError reason = RequestError::none;
  std::chrono::seconds retry_after{};
  EnvironmentName environment;
  OperationId operation;  // of the wake; none: the edge has not learned it yet
};
// One line of text, which names the operation.
std::string body_of(GateRefusal const& refusal);
// The complete HTTP/1.1 answer.
std::string response_of(GateRefusal const& refusal);

// The first requests of an arrival wait, the others are refused.
struct Admission {
  Tickets held;
  std::uint32_t refused = 0;
  GateRefusal refusal;  // of the refused
};

// Requests that leave the gate: to be forwarded, or answered with the refusal.
struct Departure {
  Tickets tickets;
  RequestClass request_class = RequestClass::safe;
  std::optional<GateRefusal> refusal;  // none: forward them
};

// What happened to one class since the last report, and what waits now.
struct GateCounts {
  std::uint32_t waiting = 0;
  std::uint64_t bytes = 0;
  Instant oldest;  // arrival of the one that has waited longest; unused if none waits
  std::uint64_t joined = 0;
  std::uint64_t released = 0;
  std::uint64_t refused = 0;
  std::uint64_t expired = 0;

  bool anything() const { return waiting + joined + released + refused + expired > 0; }
};

inline constexpr std::size_t request_classes = 4;

class Gate {
 public:
  Gate(EnvironmentName environment, GatePolicy const& policy);

  EnvironmentName const& environment() const { return environment_; }
  GatePolicy const& policy() const { return policy_; }  // within the limits above
  // A changed policy also shortens the time of those that wait; it never lengthens it.
  void declare(GatePolicy const& policy);

  // --- requests; `now` never goes back: an earlier one counts as the latest ---
  // Call `advance` with the same `now` before.
  Admission admit(Arrival const& arrival, Instant now);
  // Its client has gone. False: it no longer waits here.
  bool abandon(std::uint64_t ticket);
  // Adds what leaves at `now`. Call it at `next_due`; after a late call the requests are not
  // released faster.
  void advance(Instant now, std::vector<Departure>& out);
  std::optional<Instant> next_due() const;
  // Whether every request is refused until something is learned about the wake or the app.
  bool refuses_all() const { return std::holds_alternative<Failed>(wake_); }
  GateRefusal refusal(RequestError reason) const;

  // --- what the edge learns ---
  void wake_started(OperationId operation, Instant deadline);
  void wake_failed(OperationId operation, Instant now);
  // Until when the route owner has a ready endpoint here; Instant::min(): it has none.
  void set_ready(Instant until, Instant now);

  // --- what the edge reports ---
  // The first request, held or refused, asks for a wake; once.
  bool wants_wake() const { return asking_ == Asking::wanted; }
  void wake_asked() { asking_ = Asking::done; }
  // Something to report at once: a first hold, or a bound reached for the first time in this wake.
  bool wants_report() const { return report_ != Report::later; }
  bool at_bound() const { return report_ == Report::bound; }
  bool has_counts() const;
  std::array<GateCounts, request_classes> const& counts() const { return counts_; }
  Instant oldest() const;  // of any class; Instant::max(): none waits
  OperationId operation() const;
  // The counts are reported: they start at zero again.
  void reported();

 private:
  // What the edge knows about the wake.
  struct Asleep {};
  struct Asked {
    Instant until;
  };
  struct Waking {
    OperationId operation;
    Instant until;
  };
  struct Failed {
    OperationId operation;
  };
  using Wake = std::variant<Asleep, Asked, Waking, Failed>;

  // Requests of one class that arrived together.
  struct Cohort {
    Tickets tickets;
    RequestClass request_class = RequestClass::safe;
    std::uint64_t bytes = 0;
    Instant arrived;
    Instant deadline;
  };

  GateBounds const& bounds(RequestClass request_class) const;
  GateCounts& counts(RequestClass request_class);
  Instant at_least_latest(Instant now);
  void ask(Instant now);
  void give_up_old_wake(Instant now);
  std::optional<RequestError> refusal_reason(RequestClass request_class, Instant now) const;
  std::uint32_t room_for(Arrival const& arrival) const;
  void hold(Arrival const& arrival, std::uint32_t count, Instant now);
  void take_out(Cohort& cohort, std::uint32_t count);
  void expire(Instant now, std::vector<Departure>& out);
  void release(Instant now, std::vector<Departure>& out);
  void refill(Instant now);
  void note_oldest();
  void cut(Instant deadline);
  void forget_reported_bounds();
  Instant wake_until() const;
  RequestError spent_reason() const;

  EnvironmentName environment_;
  GatePolicy policy_;
  std::vector<Cohort> waiting_;  // in the order of arrival
  std::uint64_t next_ticket_ = 1;
  Instant latest_ = Instant::min();
  Wake wake_;
  Instant ready_until_ = Instant::min();
  // Millionths of a request that may be released; grows with time.
  std::uint64_t credit_;
  Instant credited_at_ = Instant::min();
  std::array<GateCounts, request_classes> counts_{};
  enum class Asking : std::uint8_t { done, wanted } asking_ = Asking::done;
  enum class Report : std::uint8_t { later, held, bound } report_ = Report::later;
  enum class Seen : std::uint8_t { no, yes };
  Seen hold_seen_ = Seen::no;
  std::array<Seen, request_classes> bound_seen_{};
};

}  // namespace studylab::edge
