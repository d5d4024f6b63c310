#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "edge/gate_limits.h"
#include "model/enums.h"
#include "model/hold_bound.h"
#include "model/messages.h"
#include "model/wake_facts.h"

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

// What an environment declared about its sleep, for one edge. `budget` limits every wait.
struct GatePolicy {
  Duration budget{};
  HoldBound safe;
  HoldBound idempotent;
  std::uint32_t release_per_second = 1;
};

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
  RequestError reason = RequestError::none;  // of the refused: `refusal` answers them
};

struct RefusedSpan {
  RequestError reason = RequestError::none;
  Instant until;
};

// Requests that leave the gate: to be forwarded, or answered with the refusal.
struct Departure {
  Tickets tickets;
  RequestClass request_class = RequestClass::safe;
  std::optional<GateRefusal> refusal;  // none: forward them
};

// A wake, as control plane and edges name it: an operation, and the first attempt since it began or
// was begun again.
struct WakeId {
  OperationId operation;
  Attempt attempt;

  friend auto operator<=>(WakeId const&, WakeId const&) = default;
};

inline constexpr std::size_t request_classes = enum_size<RequestClass>;

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

  // --- what the edge learns, in any order and more than once ---
  // News of a wake that has ended, or of one before a known one, changes nothing.
  void wake_started(WakeId wake, Instant deadline);
  void wake_ended(WakeId wake, WakeOutcome outcome, Instant now);
  // Until when the route owner has a ready endpoint here; Instant::min(): it has none.
  void set_ready(Instant until, Instant now);

  // --- what the edge reports ---
  // The class of the first request, held or refused, which asks for a wake once.
  std::optional<RequestClass> wants_wake() const { return asks_for_; }
  void wake_asked() { asks_for_.reset(); }
  // A first hold, or a bound reached for the first time in this wake: to report at once.
  GateCrossing crossing() const { return crossing_; }
  // Whether any request waits or has come or gone since the last report.
  bool has_rows() const;
  // By class; what waits now, and the counts since the last report.
  std::array<GateRow, request_classes> const& rows() const { return rows_; }
  OperationId operation() const;  // of the wake; none: not known yet
  // The counts are reported: they start at zero again.
  void reported();

  // --- what the next requests would change ---
  // Whether the next one asks for a wake or is the first to be held.
  bool next_is_first(Instant now) const;
  // How many such requests may still be held.
  std::uint32_t room_for(RequestClass request_class, std::uint64_t bytes) const;
  // Why such requests are refused from `now` on and until when (exclusive), if nothing else
  // happens. None: the next one may wait, or asks for a wake.
  std::optional<RefusedSpan> refuses(RequestClass request_class, std::uint64_t bytes,
                                     Instant now) const;
  // Whether a bound of this class was reached in this wake.
  bool reached(RequestClass request_class) const;

 private:
  // What the edge knows about the wake.
  struct Asleep {};
  struct Asked {
    Instant until;
  };
  struct Waking {
    WakeId id;
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

  HoldBound const& bound(RequestClass request_class) const;
  GateRow& row(RequestClass request_class);
  Instant at_least_latest(Instant now);
  void ask(RequestClass request_class, Instant now);
  bool knows_wake(Instant now) const;
  Instant forgets_wake() const;
  AtGate at_gate(RequestClass request_class, std::uint64_t bytes) const;
  void hold(Arrival const& arrival, std::uint32_t count, Instant now);
  void take_out(Cohort& cohort, std::uint32_t count);
  bool nothing_waits() const;
  std::deque<Cohort>* earliest();
  void expire(Instant now, std::vector<Departure>& out);
  void release(Instant now, std::vector<Departure>& out);
  void refill(Instant now);
  void note_oldest();
  void cut(Instant deadline);
  void begin_wake();
  Instant wake_until() const;
  RequestError spent_reason() const;

  EnvironmentName environment_;
  GatePolicy policy_;
  // By class, in the order of arrival; none is empty. Each step that shortens a deadline keeps the
  // deadlines of a class in this order, too.
  std::array<std::deque<Cohort>, request_classes> waiting_;
  std::uint64_t next_ticket_ = 1;
  Instant latest_ = Instant::min();
  Wake wake_;
  WakeId ended_;  // the last one of which the end is known
  Instant ready_until_ = Instant::min();
  // Millionths of a request that may be released; grows with time.
  std::uint64_t credit_;
  Instant credited_at_ = Instant::min();
  std::array<GateRow, request_classes> rows_{};
  std::optional<RequestClass> asks_for_;
  GateCrossing crossing_ = GateCrossing::none;
  enum class Seen : std::uint8_t { no, yes };
  Seen hold_seen_ = Seen::no;  // in this wake
  std::array<Seen, request_classes> bound_seen_{};
};

}  // namespace studylab::edge
